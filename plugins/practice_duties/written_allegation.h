#ifndef CANDOR_PLUGINS_PRACTICE_DUTIES_WRITTEN_ALLEGATION_H_
#define CANDOR_PLUGINS_PRACTICE_DUTIES_WRITTEN_ALLEGATION_H_

#include <cstdint>

#include "plugins/practice_duties/state.h"
#include "plugins/sdk/policy.h"

// R60 written_allegation: sexual abuse or misconduct of a therapist, here or elsewhere, told in writing by a client or
// who stands for them. Where the law asks, the licensing board is told.
namespace candor::practice_duties {

// `rule`: that of the subject's scope.
void TakeForAllegation(const sdk::Event& entry, sdk::Subject& subject, State& state, uint16_t rule);

}  // namespace candor::practice_duties

#endif  // CANDOR_PLUGINS_PRACTICE_DUTIES_WRITTEN_ALLEGATION_H_
