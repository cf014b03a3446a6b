#ifndef CANDOR_TESTS_UNIT_POLICY_REMEMBERING_POLICY_H_
#define CANDOR_TESTS_UNIT_POLICY_REMEMBERING_POLICY_H_

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/policy/fold_runner.h"
#include "daemon/policy/runnable_policy.h"
#include "plugins/abi/candor_policy.h"

namespace candor::policy::testing {

// A policy whose every answer hangs on all events of the subject and on their order. Every seventh session opens a
// follow-up; a crossing of some value opens one, a personal reaction another; a discussion resolves the oldest; 20 days
// after each session a timer may open one or change it. Trainings do the same for a member, whose rule is told of the
// follow-ups of cases, too.
const candor_policy& RememberingPolicy();
// The index of the rule of a case that every fifth session opens.
inline constexpr size_t kRememberingTried = 4;

// It in this process, with that rule in shadow. Thread-safe.
class RememberingEngine final : public domain::PolicyEngine {
 public:
  RememberingEngine() {
    plugins_ = {policy_->info()};
    plugins_.front().rules.at(kRememberingTried).default_mode = domain::RuleMode::kShadow;
  }

  std::vector<domain::PolicyResult> Assess(const std::vector<domain::PolicyTask>& tasks, absl::Time) override {
    absl::MutexLock lock(&mutex_);
    std::vector<domain::PolicyResult> results;
    results.reserve(tasks.size());
    for (const domain::PolicyTask& task : tasks) results.push_back(runner_.Run(task));
    return results;
  }
  const std::vector<domain::PluginInfo>& Plugins() const override { return plugins_; }
  const std::string& ParameterSet() const override { return parameter_set_; }

 private:
  const std::unique_ptr<RunnablePolicy> policy_ = RunnablePolicy::Make(&RememberingPolicy()).value();
  absl::Mutex mutex_;
  FoldRunner runner_ ABSL_GUARDED_BY(mutex_){*policy_};
  std::vector<domain::PluginInfo> plugins_;
  const std::string parameter_set_ = std::string(64, '1');
};

}  // namespace candor::policy::testing

#endif  // CANDOR_TESTS_UNIT_POLICY_REMEMBERING_POLICY_H_
