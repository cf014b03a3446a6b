#ifndef CANDOR_DAEMON_STORE_BUILDING_FOLDER_H_
#define CANDOR_DAEMON_STORE_BUILDING_FOLDER_H_

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace candor::store {

// A folder that is built beside the one that it is for, and takes that one's place once it is whole: there is all of it
// or nothing. Thread-compatible.
class BuildingFolder final {
 public:
  // `word`: what makes it, as in "import"; the folder beside is called so. It is not made here. `data_dir` is not
  // there, or an empty folder: FAILED_PRECONDITION otherwise, and where an earlier attempt that was cut short has left
  // its folder. INVALID_ARGUMENT for a name that is none.
  static absl::StatusOr<BuildingFolder> Begin(const std::string& data_dir, std::string_view word);
  // Without PutInPlace() nothing is left.
  ~BuildingFolder();
  BuildingFolder(BuildingFolder&& other) noexcept;
  BuildingFolder& operator=(BuildingFolder&&) = delete;

  const std::string& path() const { return building_; }
  // Puts it where it belongs, durably. To be called once. FAILED_PRECONDITION when something is there by now; whatever
  // goes wrong, nothing is left.
  absl::Status PutInPlace();

 private:
  BuildingFolder(std::string place, std::string_view word);

  std::string place_;
  std::string word_;
  std::string building_;  // empty: it is in its place, or moved
};

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_BUILDING_FOLDER_H_
