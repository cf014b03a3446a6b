#ifndef CANDOR_DAEMON_POLICY_SCENARIO_SCENARIO_TESTS_H_
#define CANDOR_DAEMON_POLICY_SCENARIO_SCENARIO_TESTS_H_

#include <string>

#include "absl/time/time.h"
#include "daemon/domain/scenario_test.h"
#include "daemon/policy/scenario/scenario_runner.h"
#include "daemon/policy/turns.h"

namespace candor::policy {

// Scenarios one at a time, on a thread of its own: policies and store are made for each and live as long as it runs,
// so that it sees nothing of the practice and keeps nobody's entry waiting. Thread-safe.
class ScenarioTests final : public domain::ScenarioTester {
 public:
  static constexpr size_t kMostWaiting = 16;

  explicit ScenarioTests(ScenarioRooms rooms);
  ~ScenarioTests() override = default;

  // Ends after the scenario at hand; whoever waits is told. Idempotent.
  void Stop() { turns_.Stop(); }

  void Test(std::string file, std::string text, absl::Time deadline, Done done) override;

 private:
  const ScenarioRooms rooms_;
  Turns turns_;  // last, so that no turn is under way when the rooms are gone
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_SCENARIO_SCENARIO_TESTS_H_
