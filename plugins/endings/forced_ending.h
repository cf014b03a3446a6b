#ifndef CANDOR_PLUGINS_ENDINGS_FORCED_ENDING_H_
#define CANDOR_PLUGINS_ENDINGS_FORCED_ENDING_H_

#include "plugins/endings/state.h"
#include "plugins/sdk/policy.h"

// R44 forced_ending: a court, a payer or an agency orders the end. What can be done for the client is tried all the
// same: somebody else is sought, and whoever orders it is spoken to.
namespace candor::endings {

// Any entry that the rule subscribes to.
void TakeForForcedEnding(const sdk::Event& event, sdk::Subject& subject, Forced& state);

}  // namespace candor::endings

#endif  // CANDOR_PLUGINS_ENDINGS_FORCED_ENDING_H_
