#include "daemon/policy/candidate/candidate_engine.h"

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/policy/kept_profiles.h"
#include "daemon/policy/profile.h"

namespace candor::policy {
namespace {

std::string FileOf(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

// What the plugin calls itself: which one it takes the place of is known once it has been loaded, alone.
absl::StatusOr<std::string> NameOfCandidate(const WorkerEngineOptions& base, const std::string& path) {
  WorkerEngineOptions options;
  options.worker_program = base.worker_program;
  options.plugins_dir = base.plugins_dir;
  options.plugin_paths = {path};
  options.alone = true;
  CANDOR_ASSIGN_OR_RETURN(const std::unique_ptr<WorkerEngine> engine, WorkerEngine::Start(std::move(options)));
  const domain::PluginInfo& info = engine->Plugins().front();
  if (info.loaded) return info.name;
  return absl::FailedPreconditionError(
      absl::StrCat("the candidate ", FileOf(path), " cannot be loaded: ", info.problem, "; nothing was changed"));
}

// Without a plugin of the name it is one more.
void ReplacePlugin(const std::string& path, const std::string& name, const std::vector<domain::PluginInfo>& in_force,
                   WorkerEngineOptions& options) {
  for (size_t i = 0; i < in_force.size() && i < options.plugin_paths.size(); ++i) {
    if (in_force[i].name != name) continue;
    options.held_back.erase(options.plugin_paths[i]);
    options.remarks.erase(options.plugin_paths[i]);
    options.plugin_paths[i] = path;
    return;
  }
  options.plugin_paths.push_back(path);
}

// Whether the profiles would decide otherwise about any entry, or be run otherwise.
bool DecideOtherwise(const std::vector<Profile>& now, const std::vector<Profile>& then) {
  return !KeepProfiles(now, then).empty();
}

absl::Status ReplaceProfile(const CandidatePolicies& wanted, WorkerEngineOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(Profile candidate, LoadProfile(wanted.profile_path));
  const Day holds_from = DayFromNumber(std::max(wanted.today, wanted.from.value_or(wanted.today)));
  CANDOR_RETURN_IF_ERROR(CheckDates(candidate, DayFromNumber(wanted.today), holds_from));
  std::vector<Profile> then = options.profiles;
  std::erase_if(then, [&](const Profile& each) { return each.name == candidate.name; });
  then.push_back(std::move(candidate));
  CANDOR_RETURN_IF_ERROR(CheckTogether(then));
  // One that says what is in force already leaves what held before it as it was, too.
  if (DecideOtherwise(options.profiles, then)) options.today = wanted.from;
  options.profiles = std::move(then);
  return absl::OkStatus();
}

// What differs is to be the candidates' doing, and nobody else's.
absl::Status CheckOthers(const std::vector<domain::PluginInfo>& in_force, const std::vector<domain::PluginInfo>& then,
                         const std::string& replaced) {
  for (const domain::PluginInfo& plugin : in_force) {
    if (plugin.name == replaced) continue;
    const auto same = std::find_if(then.begin(), then.end(),
                                   [&](const domain::PluginInfo& each) { return each.name == plugin.name; });
    if (same != then.end() && same->loaded == plugin.loaded && same->digest == plugin.digest) continue;
    return absl::FailedPreconditionError(absl::StrCat("the policy ", plugin.name,
                                                      " is not the one that judges now; reload the policies first, or "
                                                      "preview that policy as a candidate"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<WorkerEngine>> StartCandidates(const WorkerEngine& in_force,
                                                              const CandidatePolicies& wanted) {
  WorkerEngineOptions options = in_force.options();
  // What is only tried is loaded from where it lies.
  options.shelf.clear();
  const ProfilesInForce& holds = in_force.in_force();
  options.eras = holds.eras;
  options.profiles = holds.eras.back().profiles;
  options.today = wanted.today;
  std::string replaced;
  if (!wanted.plugin_path.empty()) {
    CANDOR_ASSIGN_OR_RETURN(replaced, NameOfCandidate(options, wanted.plugin_path));
    ReplacePlugin(wanted.plugin_path, replaced, holds.plugins, options);
  }
  if (!wanted.profile_path.empty()) CANDOR_RETURN_IF_ERROR(ReplaceProfile(wanted, options));
  CANDOR_ASSIGN_OR_RETURN(std::unique_ptr<WorkerEngine> engine, WorkerEngine::Start(std::move(options)));
  CANDOR_RETURN_IF_ERROR(CheckOthers(holds.plugins, engine->Plugins(), replaced));
  for (const domain::PluginInfo& plugin : engine->Plugins()) {
    if (plugin.name != replaced || plugin.loaded) continue;
    return absl::FailedPreconditionError(
        absl::StrCat("the candidate ", plugin.name, " cannot be loaded: ", plugin.problem, "; nothing was changed"));
  }
  return engine;
}

}  // namespace candor::policy
