#ifndef CANDOR_PLUGINS_PRACTICE_DUTIES_REPRISAL_GUARD_H_
#define CANDOR_PLUGINS_PRACTICE_DUTIES_REPRISAL_GUARD_H_

#include "plugins/practice_duties/state.h"
#include "plugins/sdk/policy.h"

// R66 reprisal_guard: the practice limits or ends a member's work not long after the member reported something.
// Somebody independent looks at it first; they see that a report exists, not what it says. Restricted.
namespace candor::practice_duties {

void TakeForReprisal(const sdk::Event& entry, sdk::Subject& subject, State& state);

}  // namespace candor::practice_duties

#endif  // CANDOR_PLUGINS_PRACTICE_DUTIES_REPRISAL_GUARD_H_
