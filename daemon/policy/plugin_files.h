#ifndef CANDOR_DAEMON_POLICY_PLUGIN_FILES_H_
#define CANDOR_DAEMON_POLICY_PLUGIN_FILES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/domain/policy_engine.h"

namespace candor::policy {

// What is said of a plugin that is not loaded: `problem`, under the file's name.
domain::PluginInfo NotLoaded(const std::string& path, std::string problem);

// The absolute paths of the *.so files of a folder, by name. NOT_FOUND when the folder cannot be read.
absl::StatusOr<std::vector<std::string>> ListPluginFiles(const std::string& folder);

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_PLUGIN_FILES_H_
