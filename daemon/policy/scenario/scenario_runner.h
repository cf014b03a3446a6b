#ifndef CANDOR_DAEMON_POLICY_SCENARIO_SCENARIO_RUNNER_H_
#define CANDOR_DAEMON_POLICY_SCENARIO_SCENARIO_RUNNER_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/clock.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/scenario_test.h"
#include "daemon/domain/store.h"
#include "daemon/policy/profile.h"

namespace candor::policy {

// What a scenario is run with. Whoever calls says where it comes from: a worker of its own and the memory, or, in
// tests, policies in this process.
struct ScenarioRooms {
  // The profiles that there are, in any order.
  std::function<absl::StatusOr<std::vector<Profile>>()> profiles;
  // The policies, judging by these profiles and by nothing else; the same for several scenarios or of its own for each.
  // Errors are the scenario's as well as the policies'.
  std::function<absl::StatusOr<std::shared_ptr<domain::PolicyEngine>>(std::vector<Profile>)> policies;
  // An empty store, thrown away afterwards. The clock outlives it.
  std::function<absl::StatusOr<std::unique_ptr<domain::Store>>(Clock&)> store;
};

// Runs the text of one file: writes its timeline down day by day as a practice would have, has the policies judge every
// case and member after each day that the file names, and compares. Codes as domain::ScenarioTester.
absl::StatusOr<domain::ScenarioResult> RunScenario(const std::string& file, const std::string& text,
                                                   const ScenarioRooms& rooms, absl::Time deadline);

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_SCENARIO_SCENARIO_RUNNER_H_
