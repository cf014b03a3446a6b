#include "daemon/base/small_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

namespace candor {
namespace {

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

}  // namespace

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
  const std::string fresh = path + ".new";
  const int fd = open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) return FileError("create", fresh);
  const absl::Status written = WriteAll(fd, content, fresh);
  close(fd);
  CANDOR_RETURN_IF_ERROR(written);
  if (rename(fresh.c_str(), path.c_str()) != 0) return FileError("replace", path);
  return SyncFolder(path);
}

absl::Status RemoveFile(const std::string& path) {
  if (unlink(path.c_str()) != 0 && errno != ENOENT) return FileError("remove", path);
  return SyncFolder(path);
}

}  // namespace candor
