#ifndef CANDOR_TESTS_POLICIES_SCENARIOS_LOADED_ENGINE_H_
#define CANDOR_TESTS_POLICIES_SCENARIOS_LOADED_ENGINE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/policy/fold_runner.h"
#include "daemon/policy/parameter_sets.h"
#include "daemon/policy/profile.h"
#include "daemon/policy/profiles_in_force.h"
#include "daemon/policy/worker/plugin_library.h"

namespace candor::policy::testing {

// The plugins of a folder in this process, judging by the given profiles as a worker would. Thread-safe.
class LoadedEngine final : public domain::PolicyEngine {
 public:
  static absl::StatusOr<std::unique_ptr<domain::PolicyEngine>> Make(const std::string& folder,
                                                                    std::vector<Profile> profiles);

  std::vector<domain::PolicyResult> Assess(const std::vector<domain::PolicyTask>& tasks, absl::Time) override;
  const std::vector<domain::PluginInfo>& Plugins() const override { return in_force_.plugins; }
  const std::string& ParameterSet() const override { return in_force_.parameter_set; }
  std::vector<domain::SetPeriod> SetsFor(const domain::Member& member) const override { return sets_->For(member); }
  std::vector<domain::Parameter> ParametersOf(const domain::Rule& rule, uint32_t set) const override {
    return sets_->ParametersOf(rule.slug, set);
  }

 private:
  LoadedEngine() = default;

  absl::Status PutSets();

  std::vector<LoadedPlugin> plugins_;  // before the runners, which refer to them
  std::vector<std::unique_ptr<FoldRunner>> runners_;
  std::unique_ptr<ParameterSets> sets_;
  ProfilesInForce in_force_;
  absl::Mutex mutex_;
  size_t put_sets_ = 0;
};

}  // namespace candor::policy::testing

#endif  // CANDOR_TESTS_POLICIES_SCENARIOS_LOADED_ENGINE_H_
