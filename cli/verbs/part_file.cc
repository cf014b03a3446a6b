#include "cli/verbs/part_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "cli/print/exit_codes.h"
#include "daemon/base/small_file.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

constexpr size_t kPartBuffer = size_t{256} * 1024;

absl::Status CannotWrite(std::string_view action, const std::string& path) {
  return LocalFileError(absl::StrCat("cannot ", ToAbsl(action), " ", path, ": ", std::strerror(errno)));
}

// The new name is on the device.
absl::Status SyncFolderOf(const std::string& path) {
  const std::filesystem::path parent = std::filesystem::path(path).parent_path();
  const std::string folder = parent.empty() ? "." : parent.string();
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return CannotWrite("open", folder);
  absl::Status synced = fsync(descriptor) == 0 ? absl::OkStatus() : CannotWrite("sync", folder);
  close(descriptor);
  return synced;
}

absl::Status IsBeingWritten(const std::string& path) {
  return LocalFileError(
      absl::StrCat(path, " is being written by another process; wait until it is done, or give another name"));
}

// Takes away what one that was killed has left, which may be readable for others. False: it is still being written.
bool ClearPart(const std::string& path) {
  const int descriptor = open(path.c_str(), O_WRONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
  // Without one there is none, or it is no file of ours, as a link is.
  const bool left = descriptor < 0 || HoldsAlone(descriptor, path);
  if (left) unlink(path.c_str());
  if (descriptor >= 0) close(descriptor);
  return left;
}

}  // namespace

absl::Status CheckIsNew(const std::string& path, std::string_view what) {
  std::error_code ignored;
  if (!std::filesystem::exists(std::filesystem::symlink_status(path, ignored))) return absl::OkStatus();
  return LocalFileError(
      absl::StrCat(path, " is there already, and ", ToAbsl(what), " replaces nothing; give another name"));
}

absl::StatusOr<PartFile> PartFile::Create(const std::string& path) {
  PartFile file(path, -1);
  if (!ClearPart(file.part_path())) return IsBeingWritten(path);
  file.descriptor_ = open(file.part_path().c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file.descriptor_ < 0) return CannotWrite("make", file.part_path());
  // Another one that began in between has cleared it away, or is about to.
  if (HoldsAlone(file.descriptor_, file.part_path())) return file;
  close(std::exchange(file.descriptor_, -1));
  return IsBeingWritten(path);
}

PartFile::PartFile(PartFile&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      buffer_(std::move(other.buffer_)) {}

PartFile::~PartFile() {
  if (descriptor_ < 0) return;
  if (HoldsAlone(descriptor_, part_path())) unlink(part_path().c_str());
  close(descriptor_);
}

absl::Status PartFile::Write(std::string_view bytes) {
  buffer_.append(bytes);
  return buffer_.size() < kPartBuffer ? absl::OkStatus() : Flush();
}

absl::Status PartFile::Flush() {
  size_t done = 0;
  while (done < buffer_.size()) {
    const ssize_t written = write(descriptor_, buffer_.data() + done, buffer_.size() - done);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return CannotWrite("write", part_path());
    done += static_cast<size_t>(written);
  }
  buffer_.clear();
  return absl::OkStatus();
}

absl::Status PartFile::Sync() {
  CANDOR_RETURN_IF_ERROR(Flush());
  return fsync(descriptor_) == 0 ? absl::OkStatus() : CannotWrite("sync", part_path());
}

absl::Status PartFile::Keep() {
  CANDOR_RETURN_IF_ERROR(Sync());
  if (std::rename(part_path().c_str(), path_.c_str()) != 0) return CannotWrite("replace", path_);
  close(std::exchange(descriptor_, -1));
  return SyncFolderOf(path_);
}

}  // namespace candor::cli
