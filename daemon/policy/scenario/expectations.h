#ifndef CANDOR_DAEMON_POLICY_SCENARIO_EXPECTATIONS_H_
#define CANDOR_DAEMON_POLICY_SCENARIO_EXPECTATIONS_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "daemon/base/civil.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/scenario_test.h"
#include "daemon/policy/scenario/scenario.h"

namespace candor::policy {

// Compares what a scenario says with what came. Thread-compatible; the scenario is not owned and outlives this.
class Expectations {
 public:
  explicit Expectations(const Scenario& scenario);

  // INVALID_ARGUMENT "FILE:LINE: reason" for a rule that no loaded policy has: a misspelt one would never come.
  absl::Status CheckRules(const std::vector<domain::PluginInfo>& plugins) const;
  // All follow-ups that there are on a day, the scenario's last step of it.
  void Compare(Day day, const std::vector<domain::FollowUp>& all, const std::vector<domain::PluginInfo>& plugins,
               domain::ScenarioResult& result);
  // After the last day: what must not have come at all.
  void Finish(domain::ScenarioResult& result) const;

 private:
  void CompareOne(const Expectation& expected, Day day, const std::vector<domain::FollowUp>& all,
                  const std::vector<domain::PluginInfo>& plugins, domain::ScenarioResult& result) const;
  // What must not come, kept once of each rule.
  void NoteUnwanted(Day day, const domain::FollowUp& follow_up);

  const Scenario& scenario_;
  std::set<std::string> expected_rules_;
  std::map<std::string, domain::ScenarioFailure> never_;  // by rule, and so below
  std::map<std::string, domain::ScenarioFailure> too_severe_;
  std::map<std::string, domain::ScenarioFailure> other_;
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_SCENARIO_EXPECTATIONS_H_
