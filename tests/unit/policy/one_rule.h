#ifndef CANDOR_TESTS_UNIT_POLICY_ONE_RULE_H_
#define CANDOR_TESTS_UNIT_POLICY_ONE_RULE_H_

#include <cstddef>

#include "absl/status/statusor.h"
#include "daemon/policy/plugin_table.h"
#include "plugins/abi/candor_policy.h"
#include "scripted_policy.h"

namespace candor::policy::testing {

// The scripted policy with one of its rules alone. A test changes either before it is read.
class OneRule {
 public:
  explicit OneRule(size_t index) : rule(*ScriptedPolicy().rules[index]) {
    policy.rules = rules_;
    policy.rule_count = 1;
  }
  OneRule(const OneRule&) = delete;
  OneRule& operator=(const OneRule&) = delete;

  absl::StatusOr<domain::PluginInfo> Read() const { return ReadPluginTable(&policy); }

  candor_rule rule;
  candor_policy policy = ScriptedPolicy();

 private:
  const candor_rule* const rules_[1] = {&rule};
};

}  // namespace candor::policy::testing

#endif  // CANDOR_TESTS_UNIT_POLICY_ONE_RULE_H_
