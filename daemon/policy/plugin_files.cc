#include "daemon/policy/plugin_files.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"

namespace candor::policy {

domain::PluginInfo NotLoaded(const std::string& path, std::string problem) {
  domain::PluginInfo info;
  info.name = std::filesystem::path(path).stem().string();
  info.loaded = false;
  info.problem = std::move(problem);
  return info;
}

absl::StatusOr<std::vector<std::string>> ListPluginFiles(const std::string& folder) {
  std::error_code error;
  std::vector<std::string> paths;
  for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (it->path().extension() != ".so" || !it->is_regular_file(error)) continue;
    paths.push_back(std::filesystem::canonical(it->path(), error).string());
  }
  if (error) return absl::NotFoundError(absl::StrCat("cannot read the plugin folder ", folder, ": ", error.message()));
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace candor::policy
