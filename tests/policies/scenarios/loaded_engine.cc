#include "tests/policies/scenarios/loaded_engine.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/domain/member.h"
#include "daemon/policy/plugin_files.h"

namespace candor::policy::testing {

absl::StatusOr<std::unique_ptr<domain::PolicyEngine>> LoadedEngine::Make(const std::string& folder,
                                                                         std::vector<Profile> profiles) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<std::string> paths, ListPluginFiles(folder));
  std::unique_ptr<LoadedEngine> engine(new LoadedEngine());
  std::vector<domain::PluginInfo> infos;
  for (const std::string& path : paths) {
    LoadedPlugin plugin = LoadPlugin(path);
    if (plugin.policy == nullptr) return absl::FailedPreconditionError(absl::StrCat(path, ": ", plugin.info.problem));
    infos.push_back(plugin.info);
    engine->runners_.push_back(std::make_unique<FoldRunner>(*plugin.policy));
    engine->plugins_.push_back(std::move(plugin));
  }
  engine->sets_ = std::make_unique<ParameterSets>(infos);
  CANDOR_ASSIGN_OR_RETURN(engine->in_force_,
                          PutInForce({std::move(infos), std::move(profiles), {}, std::nullopt, folder, false}));
  engine->sets_->SetEras(engine->in_force_.eras);
  // The first time, so that the values for whom no law or code binds are set 0.
  engine->sets_->For(domain::Member());
  return std::unique_ptr<domain::PolicyEngine>(std::move(engine));
}

absl::Status LoadedEngine::PutSets() {
  for (; put_sets_ < sets_->size(); ++put_sets_) {
    std::vector<SetValues> values = sets_->ValuesOf(put_sets_);
    for (size_t i = 0; i < plugins_.size(); ++i) {
      CANDOR_RETURN_IF_ERROR(plugins_[i].policy->PutSet(static_cast<uint32_t>(put_sets_), std::move(values[i])));
    }
  }
  return absl::OkStatus();
}

std::vector<domain::PolicyResult> LoadedEngine::Assess(const std::vector<domain::PolicyTask>& tasks, absl::Time) {
  absl::MutexLock lock(&mutex_);
  const bool ready = PutSets().ok();
  std::vector<domain::PolicyResult> results;
  for (const domain::PolicyTask& task : tasks) {
    domain::PolicyResult& result = results.emplace_back();
    result.completed = false;
    for (size_t i = 0; ready && i < plugins_.size(); ++i) {
      if (plugins_[i].info.name == task.plugin) result = runners_[i]->Run(task);
    }
  }
  return results;
}

}  // namespace candor::policy::testing
