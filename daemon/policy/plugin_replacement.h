#ifndef CANDOR_DAEMON_POLICY_PLUGIN_REPLACEMENT_H_
#define CANDOR_DAEMON_POLICY_PLUGIN_REPLACEMENT_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/domain/parameter_set.h"
#include "daemon/policy/profile.h"
#include "daemon/policy/worker_engine.h"

// Whether the plugins as they lie there now are others than those that judge, and a worker with them (ADR 0048).
namespace candor::policy {

// What plugins are looked at with. Whoever calls says where it comes from.
struct PluginRooms {
  std::string folder;  // every *.so in it
  // Enters into the options which of their plugins are held back and what is to be said of the others; returns the
  // digest of each file that it looked at, by path. May take long: `stopping` ends it early, with nothing proven.
  // Empty: they are taken as they are.
  std::function<std::map<std::string, std::string>(WorkerEngineOptions&, const std::function<bool()>& stopping)> prove;
  // What came of it is kept, so that to ask again costs a digest where nothing has changed.
  bool keeps_proofs = false;
};

// What is to judge in place of what is in force.
struct PluginsWanted {
  std::vector<Profile> profiles;  // in any order
  std::optional<int32_t> from;    // of entries by whose values; nullopt: of all there are
  std::function<bool()> stopping;
};

// A worker with the files as they are now, ready to judge; it belongs to the thread that calls. nullptr when they are
// those that `in_force` has. A file that is held back and has not changed is looked at again: its scenarios may have.
// FAILED_PRECONDITION, one sentence that names the file, when one that is new, other than before or judging now cannot
// be loaded or does not come out as its scenarios say; INVALID_ARGUMENT for profiles that do not fit; UNAVAILABLE when
// no worker can be started, or a file is replaced meanwhile.
absl::StatusOr<std::unique_ptr<WorkerEngine>> StartReplacement(const WorkerEngine& in_force, const PluginRooms& rooms,
                                                               PluginsWanted wanted);

// Of the plugins that judge those that would not be activated if it were asked again, a sentence each: what they are
// proven with may have changed beside them. They judge on. Empty where no proofs are kept, or `stopping` ends it.
std::vector<std::string> UnprovenNow(const WorkerEngine& in_force, const PluginRooms& rooms,
                                     const std::function<bool()>& stopping);

// What differs between the plugins of two workers, by name.
std::vector<domain::PolicyReplaced> ReplacedIn(const std::vector<domain::PluginInfo>& before,
                                               const std::vector<domain::PluginInfo>& after);

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_PLUGIN_REPLACEMENT_H_
