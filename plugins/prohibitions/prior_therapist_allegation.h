#ifndef CANDOR_PLUGINS_PROHIBITIONS_PRIOR_THERAPIST_ALLEGATION_H_
#define CANDOR_PLUGINS_PROHIBITIONS_PRIOR_THERAPIST_ALLEGATION_H_

#include <cstdint>

#include "plugins/prohibitions/state.h"
#include "plugins/sdk/policy.h"

// R18 prior_therapist_allegation: a client tells of sexual behaviour by an earlier therapist. What is to be done
// depends on the state: a brochure given and discussed, the client told that they can report it, or asked and reported
// where they agree, or reported in any case. Each step is done by its own entry; a person who is not concerned closes
// it.
namespace candor::prohibitions {

// Bits kMissing… of what the state asks for and the account itself does not settle.
uint32_t StepsAskedFor(const sdk::Event& account, bool brochure, int64_t report_duty);

void TakeForAllegations(const sdk::Event& event, sdk::Subject& subject, State& state);

}  // namespace candor::prohibitions

#endif  // CANDOR_PLUGINS_PROHIBITIONS_PRIOR_THERAPIST_ALLEGATION_H_
