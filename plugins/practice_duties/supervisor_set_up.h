#ifndef CANDOR_PLUGINS_PRACTICE_DUTIES_SUPERVISOR_SET_UP_H_
#define CANDOR_PLUGINS_PRACTICE_DUTIES_SUPERVISOR_SET_UP_H_

#include "plugins/practice_duties/state.h"
#include "plugins/sdk/policy.h"

// R67 supervisor_set_up: supervision without a signed agreement, or with one, a site's, a supervisor's licence or
// training that runs out; or by somebody who has more supervisees in training than the law allows, as the host counts
// them when a change of supervision is written down, until so many of them have left.
namespace candor::practice_duties {

void TakeForSetUp(const sdk::Event& entry, sdk::Subject& subject, State& state);
// The date comes near, or enough of the supervisor's people have left.
void TakeTimerForSetUp(const sdk::Event& timer, sdk::Subject& subject, State& state);

}  // namespace candor::practice_duties

#endif  // CANDOR_PLUGINS_PRACTICE_DUTIES_SUPERVISOR_SET_UP_H_
