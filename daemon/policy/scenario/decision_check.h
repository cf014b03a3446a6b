#ifndef CANDOR_DAEMON_POLICY_SCENARIO_DECISION_CHECK_H_
#define CANDOR_DAEMON_POLICY_SCENARIO_DECISION_CHECK_H_

#include "absl/status/status.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/store.h"
#include "daemon/policy/scenario/scenario.h"

namespace candor::policy {

// Whether the daemon would take the decision that `said`, of `scenario`, makes about `about` on its day; `view` is of
// that day. INVALID_ARGUMENT "FILE:LINE: reason" when it would refuse it; other errors are the view's.
absl::Status CheckDecision(const Scenario& scenario, const ScenarioDecision& said, const domain::FollowUp& about,
                           const domain::View& view);

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_SCENARIO_DECISION_CHECK_H_
