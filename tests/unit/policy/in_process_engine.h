#ifndef CANDOR_TESTS_UNIT_POLICY_IN_PROCESS_ENGINE_H_
#define CANDOR_TESTS_UNIT_POLICY_IN_PROCESS_ENGINE_H_

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/policy/fold_runner.h"
#include "daemon/policy/profile.h"
#include "daemon/policy/runnable_policy.h"

namespace candor::policy::testing {

// The scripted policy in this process. Thread-safe.
class InProcessEngine final : public domain::PolicyEngine {
 public:
  explicit InProcessEngine(const candor_policy& policy, int64_t within = 30)
      : policy_(RunnablePolicy::Make(&policy).value()), runner_(*policy_) {
    const absl::Status set = policy_->PutSet(0, {{{}, {within}, {}}, {}});
    if (!set.ok()) std::abort();
    plugins_ = {policy_->info()};
    parameter_set_ = NameParameterSet(plugins_);
  }

  std::vector<domain::PolicyResult> Assess(const std::vector<domain::PolicyTask>& tasks, absl::Time) override {
    absl::MutexLock lock(&mutex_);
    std::vector<domain::PolicyResult> results;
    for (const domain::PolicyTask& task : tasks) {
      events_ += task.Events().size();
      results.push_back(stuck_ ? domain::PolicyResult{} : runner_.Run(task));
      if (stuck_) results.back().completed = false;
    }
    return results;
  }
  const std::vector<domain::PluginInfo>& Plugins() const override { return plugins_; }
  const std::string& ParameterSet() const override { return parameter_set_; }

  // What the profiles say of how a rule is run. Before anybody asks.
  void SetDefaultMode(const std::string& rule, domain::RuleMode mode) {
    for (domain::Rule& each : plugins_.front().rules) {
      if (each.slug == rule) each.default_mode = mode;
    }
  }
  // While stuck, nothing is completed.
  void SetStuck(bool stuck) { stuck_ = stuck; }
  // Events handed over so far.
  uint64_t events() const { return events_; }

 private:
  std::unique_ptr<RunnablePolicy> policy_;
  FoldRunner runner_;
  std::vector<domain::PluginInfo> plugins_;
  std::string parameter_set_;
  std::atomic<bool> stuck_ = false;
  std::atomic<uint64_t> events_ = 0;
  absl::Mutex mutex_;
};

}  // namespace candor::policy::testing

#endif  // CANDOR_TESTS_UNIT_POLICY_IN_PROCESS_ENGINE_H_
