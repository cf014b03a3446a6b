#ifndef CANDOR_DAEMON_POLICY_REPLACEABLE_ENGINE_H_
#define CANDOR_DAEMON_POLICY_REPLACEABLE_ENGINE_H_

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/policy/worker_engine.h"

namespace candor::policy {

// Policies that others may take the place of while the daemon runs (ADR 0048). Thread-safe. What one answer refers to
// lives as long as this; two answers may be of different policies, unless both are asked of what Current() gave. The
// worker of policies that nobody judges by any more is ended.
class ReplaceableEngine final : public domain::PolicyEngine {
 public:
  explicit ReplaceableEngine(std::unique_ptr<WorkerEngine> first);
  // REQUIRES: nobody holds what Current() or Worker() gave.
  ~ReplaceableEngine() override = default;

  // From here on `next` judges. Who holds the policies before it goes on with them until they are let go.
  void GoOverTo(std::unique_ptr<WorkerEngine> next);
  // Those in force.
  std::shared_ptr<WorkerEngine> Worker() const;

  std::shared_ptr<domain::PolicyEngine> Current() override { return Worker(); }
  std::shared_ptr<const domain::PolicyEngine> Current() const override { return Worker(); }

  std::vector<domain::PolicyResult> Assess(const std::vector<domain::PolicyTask>& tasks, absl::Time deadline) override {
    return Worker()->Assess(tasks, deadline);
  }
  const std::vector<domain::PluginInfo>& Plugins() const override { return newest_.load()->Plugins(); }
  const std::string& ParameterSet() const override { return newest_.load()->ParameterSet(); }
  domain::SupervisionParameters ForSupervision() const override { return newest_.load()->ForSupervision(); }
  std::vector<domain::SetPeriod> SetsFor(const domain::Member& member) const override {
    return newest_.load()->SetsFor(member);
  }
  std::vector<domain::Parameter> ParametersOf(const domain::Rule& rule, uint32_t set) const override {
    return newest_.load()->ParametersOf(rule, set);
  }
  std::vector<domain::EffectiveValue> EffectiveValues(const domain::Member& member, Day day) const override {
    return newest_.load()->EffectiveValues(member, day);
  }
  std::vector<domain::RetentionValue> RetentionFor(const domain::Member& member, Day day) const override {
    return newest_.load()->RetentionFor(member, day);
  }
  std::vector<domain::ProfileInForce> Profiles() const override { return newest_.load()->Profiles(); }
  void WriteProfiles(domain::Activation& activation) const override { newest_.load()->WriteProfiles(activation); }
  std::string WhyNotRunning() const override { return newest_.load()->WhyNotRunning(); }

 private:
  // Lent to whoever judges by it; the last one to let it go ends its worker.
  static std::shared_ptr<WorkerEngine> Lend(WorkerEngine& engine);

  mutable absl::Mutex mutex_;
  // All there were: what they said of plugins and rules is still referred to.
  std::vector<std::unique_ptr<WorkerEngine>> all_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<WorkerEngine> current_ ABSL_GUARDED_BY(mutex_);
  std::atomic<WorkerEngine*> newest_;  // what `current_` is
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_REPLACEABLE_ENGINE_H_
