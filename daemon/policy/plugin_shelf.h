#ifndef CANDOR_DAEMON_POLICY_PLUGIN_SHELF_H_
#define CANDOR_DAEMON_POLICY_PLUGIN_SHELF_H_

#include <string>
#include <vector>

namespace candor::policy {

// Copies of plugin files, so that a worker can be started again with the ones it had after somebody has put others in
// their place (ADR 0048). Each is called after the digest of its bytes.
struct ShelvedPlugin {
  std::string digest;  // of the file's bytes, hex SHA-256; empty: it cannot be read
  std::string path;    // from where it is to be loaded: the copy, or the file itself where none could be made
};

// One for each of `paths`, in order. `folder`: where the copies lie, made when it is not there; empty: nothing is
// copied.
std::vector<ShelvedPlugin> Shelve(const std::vector<std::string>& paths, const std::string& folder);

// Removes every copy that is none of `in_use`. What cannot be removed stays.
void ClearShelf(const std::string& folder, const std::vector<ShelvedPlugin>& in_use);

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_PLUGIN_SHELF_H_
