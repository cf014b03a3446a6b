#ifndef CANDOR_PLUGINS_ENDINGS_CLEAR_START_H_
#define CANDOR_PLUGINS_ENDINGS_CLEAR_START_H_

#include "plugins/endings/state.h"
#include "plugins/sdk/policy.h"

// R59 clear_start: by the third session the client was told what therapy is and how it goes, and asked two things; of
// each there is a tick.
namespace candor::endings {

// Any entry that the rule subscribes to. `returns`: another episode begins with the entry.
void TakeForStart(const sdk::Event& event, sdk::Subject& subject, Start& state, bool returns);

}  // namespace candor::endings

#endif  // CANDOR_PLUGINS_ENDINGS_CLEAR_START_H_
