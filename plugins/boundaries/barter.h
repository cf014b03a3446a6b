#ifndef CANDOR_PLUGINS_BOUNDARIES_BARTER_H_
#define CANDOR_PLUGINS_BOUNDARIES_BARTER_H_

#include "plugins/boundaries/conduct.h"
#include "plugins/boundaries/state.h"
#include "plugins/sdk/policy.h"

// R26a barter: goods or services in the place of the fee. A colleague is asked before; it is on record that the client
// asked for it, that it neither harms the care nor takes advantage, and that it is agreed in writing.
namespace candor::boundaries {

// A barter that was done, or of which that was not recorded. What is on record of the arrangement holds for later ones.
void TakeBarter(const sdk::Event& barter, sdk::Subject& subject, State& state, Done done);
// A consultation that counts: after a barter, or not long before one.
void TakeConsultationForBarter(const sdk::Event& consultation, sdk::Subject& subject, State& state);
// It was decided to stop.
void StopBarter(const sdk::Event& decision, sdk::Subject& subject, State& state);

}  // namespace candor::boundaries

#endif  // CANDOR_PLUGINS_BOUNDARIES_BARTER_H_
