#include "tests/policies/scenarios/shipped_scenarios.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <utility>

#include "daemon/store/open.h"
#include "tests/policies/scenarios/loaded_engine.h"

namespace candor::policy::testing {

std::vector<std::string> ScenarioFilesBelow(const std::string& folder) {
  std::vector<std::string> files;
  for (const auto& each : std::filesystem::recursive_directory_iterator(folder)) {
    const std::filesystem::path& path = each.path();
    const std::string parent = path.parent_path().filename().string();
    const bool of_scenarios = parent == "scenarios" || parent == "vignettes" || parent == "together";
    if (path.extension() == ".toml" && of_scenarios) files.push_back(path.string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string TextOfFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

ScenarioRooms RoomsInProcess(const std::string& plugins, const std::string& profiles) {
  ScenarioRooms rooms;
  rooms.profiles = [profiles] { return LoadProfiles(profiles); };
  rooms.policies = [plugins](std::vector<Profile> judged_by) {
    return LoadedEngine::Make(plugins, std::move(judged_by));
  };
  rooms.store = [](Clock& clock) -> absl::StatusOr<std::unique_ptr<domain::Store>> {
    return store::OpenInMemory(clock);
  };
  return rooms;
}

}  // namespace candor::policy::testing
