#include "daemon/policy/plugin_replacement.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/policy/digest.h"
#include "daemon/policy/plugin_files.h"

namespace candor::policy {
namespace {

using domain::PluginInfo;

// The paths whose file is new or another one.
absl::StatusOr<std::set<std::string>> OtherFiles(const WorkerEngine& in_force, const std::vector<std::string>& paths) {
  const std::vector<std::string>& known = in_force.options().plugin_paths;
  std::set<std::string> others;
  for (const std::string& path : paths) {
    const auto place = std::find(known.begin(), known.end(), path);
    const absl::StatusOr<std::string> digest = HexDigestOfFile(path);
    const bool same = digest.ok() && place != known.end() &&
                      *digest == in_force.FileDigest(static_cast<size_t>(place - known.begin()));
    if (!same) others.insert(path);
  }
  return others;
}

// Those without which the others are not taken over either: the other files, and what judges now.
std::set<std::string> NeededFiles(const WorkerEngine& in_force, std::set<std::string> others) {
  for (size_t i = 0; i < in_force.Plugins().size(); ++i) {
    if (in_force.Plugins()[i].loaded) others.insert(in_force.options().plugin_paths[i]);
  }
  return others;
}

absl::Status RefuseFile(const std::string& path, absl::string_view why) {
  return absl::FailedPreconditionError(absl::StrCat(path, " ", why));
}

// That what is loaded is what was wanted, and what was proven.
absl::Status CheckLoaded(const WorkerEngine& engine, const std::set<std::string>& needed,
                         const std::map<std::string, std::string>& proven) {
  const std::vector<std::string>& paths = engine.options().plugin_paths;
  for (size_t i = 0; i < paths.size(); ++i) {
    const PluginInfo& plugin = engine.Plugins()[i];
    if (!plugin.loaded && needed.contains(paths[i])) {
      return RefuseFile(paths[i], absl::StrCat("cannot be loaded: ", plugin.problem));
    }
    const auto looked_at = proven.find(paths[i]);
    if (!plugin.loaded || looked_at == proven.end() || looked_at->second == plugin.digest) continue;
    return absl::UnavailableError(absl::StrCat(paths[i], " was replaced while it was looked at; reload again"));
  }
  return absl::OkStatus();
}

// What is proven, with those sorted out that are not to be activated.
absl::StatusOr<std::map<std::string, std::string>> ProveFiles(const PluginRooms& rooms, const PluginsWanted& wanted,
                                                              const std::set<std::string>& needed,
                                                              WorkerEngineOptions& options) {
  std::map<std::string, std::string> proven;
  if (rooms.prove) proven = rooms.prove(options, wanted.stopping);
  if (wanted.stopping && wanted.stopping()) {
    return absl::UnavailableError("the daemon is stopping; ask again when it is back");
  }
  for (const auto& [path, why] : options.held_back) {
    if (needed.contains(path)) return RefuseFile(path, absl::StrCat("is not activated: ", why));
  }
  return proven;
}

const PluginInfo* FindNamed(const std::vector<PluginInfo>& plugins, const std::string& name) {
  const auto found = std::find_if(plugins.begin(), plugins.end(),
                                  [&](const PluginInfo& each) { return each.loaded && each.name == name; });
  return found == plugins.end() ? nullptr : &*found;
}

}  // namespace

absl::StatusOr<std::unique_ptr<WorkerEngine>> StartReplacement(const WorkerEngine& in_force, const PluginRooms& rooms,
                                                               PluginsWanted wanted) {
  const WorkerEngineOptions& now = in_force.options();
  WorkerEngineOptions options = now;
  CANDOR_ASSIGN_OR_RETURN(options.plugin_paths, ListPluginFiles(rooms.folder));
  if (options.plugin_paths.empty()) return RefuseFile(rooms.folder, "holds no policies");
  CANDOR_ASSIGN_OR_RETURN(const std::set<std::string> others, OtherFiles(in_force, options.plugin_paths));
  const std::set<std::string> needed = NeededFiles(in_force, others);
  const bool same_files = others.empty() && options.plugin_paths == now.plugin_paths;
  if (same_files && now.held_back.empty()) return std::unique_ptr<WorkerEngine>();
  options.held_back.clear();
  options.remarks.clear();
  using Digests = std::map<std::string, std::string>;
  CANDOR_ASSIGN_OR_RETURN(const Digests proven, ProveFiles(rooms, wanted, needed, options));
  if (same_files && options.held_back == now.held_back) return std::unique_ptr<WorkerEngine>();
  options.profiles = std::move(wanted.profiles);
  options.eras = in_force.in_force().eras;
  options.today = wanted.from;
  CANDOR_ASSIGN_OR_RETURN(std::unique_ptr<WorkerEngine> engine, WorkerEngine::Start(std::move(options)));
  CANDOR_RETURN_IF_ERROR(CheckLoaded(*engine, needed, proven));
  return engine;
}

std::vector<std::string> UnprovenNow(const WorkerEngine& in_force, const PluginRooms& rooms,
                                     const std::function<bool()>& stopping) {
  std::vector<std::string> unproven;
  if (!rooms.prove || !rooms.keeps_proofs) return unproven;
  WorkerEngineOptions options = in_force.options();
  options.held_back.clear();
  options.remarks.clear();
  rooms.prove(options, stopping);
  if (stopping && stopping()) return unproven;
  for (size_t i = 0; i < in_force.Plugins().size(); ++i) {
    const PluginInfo& plugin = in_force.Plugins()[i];
    const auto held_back = options.held_back.find(options.plugin_paths[i]);
    if (!plugin.loaded || held_back == options.held_back.end()) continue;
    unproven.push_back(absl::StrCat("the policy ", plugin.name,
                                    " runs, and will not after the next start of candord: ", held_back->second));
  }
  return unproven;
}

std::vector<domain::PolicyReplaced> ReplacedIn(const std::vector<PluginInfo>& before,
                                               const std::vector<PluginInfo>& after) {
  std::vector<domain::PolicyReplaced> all;
  for (const PluginInfo& plugin : after) {
    if (!plugin.loaded) continue;
    const PluginInfo* was = FindNamed(before, plugin.name);
    if (was != nullptr && was->digest == plugin.digest) continue;
    all.push_back({plugin.name, was == nullptr ? "" : was->version, plugin.version});
  }
  for (const PluginInfo& plugin : before) {
    if (plugin.loaded && FindNamed(after, plugin.name) == nullptr) all.push_back({plugin.name, plugin.version, ""});
  }
  return all;
}

}  // namespace candor::policy
