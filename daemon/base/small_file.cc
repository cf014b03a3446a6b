#include "daemon/base/small_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

namespace candor {
namespace {

// What is written here is small: whoever takes longer is stopped.
constexpr absl::Duration kWriterPatience = absl::Seconds(30);
constexpr absl::Duration kHeldPause = absl::Milliseconds(5);

absl::Status FileError(std::string_view action, const std::string& path) {
  const int error = errno;
  const std::string message = absl::StrCat("cannot ", ToAbsl(action), " ", path, ": ", std::strerror(error));
  if (error == ENOSPC || error == EDQUOT) return absl::ResourceExhaustedError(message);
  if (error == EACCES || error == EPERM) return absl::PermissionDeniedError(message);
  return absl::InternalError(message);
}

absl::Status WriteAll(int fd, std::string_view content, const std::string& path) {
  while (!content.empty()) {
    const ssize_t written = write(fd, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return FileError("write", path);
    content.remove_prefix(static_cast<size_t>(written));
  }
  return fsync(fd) == 0 ? absl::OkStatus() : FileError("sync", path);
}

absl::Status SyncFolder(const std::string& path) {
  const std::filesystem::path parent = std::filesystem::path(path).parent_path();
  const std::string folder = parent.empty() ? "." : parent.string();
  const int fd = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return FileError("open", folder);
  absl::Status synced = fsync(fd) == 0 ? absl::OkStatus() : FileError("sync", folder);
  close(fd);
  return synced;
}

absl::StatusOr<std::string> ReadAll(int fd, const std::string& path) {
  std::string content;
  std::array<char, 4096> buffer;
  while (true) {
    const ssize_t got = read(fd, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return FileError("read", path);
    if (got == 0) return content;
    content.append(buffer.data(), static_cast<size_t>(got));
  }
}

// Whether the file that is open here still goes by that name.
bool IsAt(int fd, const std::string& path) {
  struct stat open_one {};
  struct stat named {};
  return fstat(fd, &open_one) == 0 && lstat(path.c_str(), &named) == 0 && open_one.st_dev == named.st_dev &&
         open_one.st_ino == named.st_ino;
}

// The descriptor of the file at `path`, held; -1 while somebody else has it.
absl::StatusOr<int> TryToHold(const std::string& path) {
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) return FileError("create", path);
  // Whoever had it when it was opened here may have put it in its place since, or taken it away.
  if (HoldsAlone(fd, path)) return fd;
  close(fd);
  return -1;
}

}  // namespace

bool HoldsAlone(int descriptor, const std::string& path) {
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0 && (errno == EWOULDBLOCK || errno == EINTR)) return false;
  return IsAt(descriptor, path);
}

absl::StatusOr<std::optional<std::string>> ReadSmallFile(const std::string& path) {
  // Without O_NONBLOCK a named pipe would keep the daemon waiting here.
  const int fd = open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT) return std::optional<std::string>();
  if (fd < 0) return FileError("open", path);
  absl::StatusOr<std::string> content = ReadAll(fd, path);
  close(fd);
  if (!content.ok()) return content.status();
  return std::optional<std::string>(*std::move(content));
}

absl::Status ReplaceFile(const std::string& path, std::string_view content) {
  CANDOR_ASSIGN_OR_RETURN(HeldFile fresh, HeldFile::Take(path + ".new", kWriterPatience));
  return fresh.Become(path, content);
}

absl::Status RemoveFile(const std::string& path) {
  if (unlink(path.c_str()) != 0 && errno != ENOENT) return FileError("remove", path);
  return SyncFolder(path);
}

absl::StatusOr<HeldFile> HeldFile::Take(const std::string& path, absl::Duration patience) {
  const absl::Time until = absl::Now() + patience;
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const int fd, TryToHold(path));
    if (fd >= 0) return HeldFile(path, fd);
    if (absl::Now() >= until) {
      return absl::UnavailableError(absl::StrCat("another process has held ", path, " for ",
                                                 absl::FormatDuration(patience),
                                                 "; wait until it is done, or end it, and try again"));
    }
    absl::SleepFor(kHeldPause);
  }
}

// The name goes first: whoever opened the file before sees that it is nobody's any more.
HeldFile::~HeldFile() {
  if (descriptor_ < 0) return;
  if (IsAt(descriptor_, path_)) unlink(path_.c_str());
  close(descriptor_);
}

absl::Status HeldFile::Become(const std::string& path, std::string_view content) {
  if (ftruncate(descriptor_, 0) != 0) return FileError("empty", path_);
  CANDOR_RETURN_IF_ERROR(WriteAll(descriptor_, content, path_));
  if (rename(path_.c_str(), path.c_str()) != 0) return FileError("replace", path);
  close(std::exchange(descriptor_, -1));
  return SyncFolder(path);
}

}  // namespace candor
