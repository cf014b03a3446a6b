#include "daemon/store/building_folder.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

namespace candor::store {
namespace {

namespace fs = std::filesystem;

absl::Status NotEmpty(const std::string& path, const std::string& word) {
  return absl::FailedPreconditionError(
      absl::StrCat(path, " is not empty, and what ", word,
                   " makes is a data directory of its own; name a folder that is empty or not there yet"));
}

absl::Status MountPoint(const std::string& path) {
  return absl::FailedPreconditionError(
      absl::StrCat("a file system is mounted at ", path, ", so nothing can take its place; name a folder below it"));
}

absl::Status CannotUse(std::string_view what, const std::string& path, int error) {
  const std::string message = absl::StrCat("cannot ", ToAbsl(what), " ", path, ": ", std::strerror(error));
  if (error == ENOSPC || error == EDQUOT) return absl::ResourceExhaustedError(message + "; free some space");
  if (error == EACCES || error == EPERM) return absl::PermissionDeniedError(message);
  return absl::InternalError(message);
}

// What is renamed is not there after a crash before the folder that names it is on the device.
absl::Status SyncParent(const std::string& path) {
  const std::string parent = fs::path(path).parent_path().string();
  const int folder = open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return CannotUse("open", parent, errno);
  const int error = fsync(folder) == 0 ? 0 : errno;
  close(folder);
  return error == 0 ? absl::OkStatus() : CannotUse("sync", parent, error);
}

// Absolute, without a slash at its end, so that there is a folder that it lies in and a name that one can be put
// beside.
absl::StatusOr<std::string> FolderOf(const std::string& data_dir) {
  std::error_code error;
  fs::path path = fs::absolute(data_dir, error).lexically_normal();
  if (!error && !path.has_filename()) path = path.parent_path();
  if (error || !path.has_filename()) {
    return absl::InvalidArgumentError("--data-dir names no folder in which a ledger can be made");
  }
  return path.string();
}

}  // namespace

absl::StatusOr<BuildingFolder> BuildingFolder::Begin(const std::string& data_dir, std::string_view word) {
  CANDOR_ASSIGN_OR_RETURN(std::string place, FolderOf(data_dir));
  std::error_code error;
  const std::string name(word);
  if (fs::exists(place, error) && !fs::is_empty(place, error)) return NotEmpty(place, name);
  if (error) return CannotUse("look at", place, error.value());
  const std::string building = absl::StrCat(place, ".", name);
  if (fs::exists(building, error)) {
    return absl::FailedPreconditionError(absl::StrCat(
        building, " is what ", name, " has left that was cut short; remove that folder and ", name, " again"));
  }
  return BuildingFolder(std::move(place), word);
}

BuildingFolder::BuildingFolder(std::string place, std::string_view word)
    : place_(std::move(place)), word_(word), building_(absl::StrCat(place_, ".", ToAbsl(word))) {}

BuildingFolder::BuildingFolder(BuildingFolder&& other) noexcept
    : place_(std::move(other.place_)),
      word_(std::move(other.word_)),
      building_(std::exchange(other.building_, std::string())) {}

BuildingFolder::~BuildingFolder() {
  std::error_code ignored;
  if (!building_.empty()) fs::remove_all(building_, ignored);
}

absl::Status BuildingFolder::PutInPlace() {
  // Takes the place of an empty folder too, and of nothing else.
  if (std::rename(building_.c_str(), place_.c_str()) != 0) {
    const int error = errno;
    if (error == ENOTEMPTY || error == EEXIST) return NotEmpty(place_, word_);
    if (error == EBUSY || error == EXDEV) return MountPoint(place_);
    return CannotUse("make", place_, error);
  }
  building_.clear();
  return SyncParent(place_);
}

}  // namespace candor::store
