#ifndef CANDOR_TESTS_UNIT_POLICY_FOLD_RUNNER_FIXTURE_H_
#define CANDOR_TESTS_UNIT_POLICY_FOLD_RUNNER_FIXTURE_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "daemon/policy/fold_runner.h"
#include "scripted_policy.h"

namespace candor::policy::testing {

// A runner of the scripted policy, which answers nothing until a test says otherwise.
class FoldRunnerTest : public ::testing::Test {
 protected:
  FoldRunnerTest() : policy_(RunnablePolicy::Make(&ScriptedPolicy()).value()), runner_(*policy_) {
    SetScript([](candor_call*) { return CANDOR_OK; });
  }

  // What each call was about: "100" for an entry of day 100, "@100/7" for the timer of that day with token 7.
  void RecordCalls() {
    SetScript([this](candor_call* call) -> int32_t {
      const candor_event& event = *call->event;
      calls_.push_back(event.type == CANDOR_EVENT_TIMER
                           ? "@" + std::to_string(event.occurred_day) + "/" + std::to_string(event.timer_token)
                           : std::to_string(event.occurred_day));
      return CANDOR_OK;
    });
  }

  std::unique_ptr<RunnablePolicy> policy_;
  FoldRunner runner_;
  std::vector<std::string> calls_;
};

}  // namespace candor::policy::testing

#endif  // CANDOR_TESTS_UNIT_POLICY_FOLD_RUNNER_FIXTURE_H_
