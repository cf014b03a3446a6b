#include "daemon/crypto/append_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "daemon/base/id.h"
#include "daemon/base/status.h"
#include "daemon/crypto/unique_fd.h"

namespace candor::crypto {
namespace {

class PosixAppendFile final : public AppendFile {
 public:
  PosixAppendFile(UniqueFd fd, std::string path) : fd_(std::move(fd)), path_(std::move(path)) {}

  absl::StatusOr<std::string> ReadAll() override { return ReadWhole(fd_.get(), path_); }

  absl::Status WriteAt(uint64_t offset, std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t written = ::pwrite(fd_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return ErrnoStatus(errno, "cannot write", path_);
      bytes.remove_prefix(static_cast<size_t>(written));
      offset += static_cast<uint64_t>(written);
    }
    return absl::OkStatus();
  }

  absl::Status Truncate(uint64_t size) override {
    if (::ftruncate(fd_.get(), static_cast<off_t>(size)) != 0) return ErrnoStatus(errno, "cannot cut", path_);
    return absl::OkStatus();
  }

  absl::Status Sync() override {
    if (::fdatasync(fd_.get()) != 0) return ErrnoStatus(errno, "cannot sync", path_);
    return absl::OkStatus();
  }

 private:
  const UniqueFd fd_;
  const std::string path_;
};

std::string FolderOf(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

absl::Status SyncFolderOf(const std::string& path) {
  const std::string folder = FolderOf(path);
  const UniqueFd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd.ok()) return ErrnoStatus(errno, "cannot open the folder", folder);
  if (::fsync(fd.get()) != 0) return ErrnoStatus(errno, "cannot sync the folder", folder);
  return absl::OkStatus();
}

// A new file under a name that nobody else has, whole and synced.
absl::Status WriteNewFile(const std::string& path, std::string_view content) {
  UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!fd.ok()) return ErrnoStatus(errno, "cannot make", path);
  PosixAppendFile file(std::move(fd), path);
  CANDOR_RETURN_IF_ERROR(file.WriteAt(0, content));
  return file.Sync();
}

// For a file system that has no files without a name: whoever is cut short leaves it under a name of its own.
absl::Status CreateAside(const std::string& path, std::string_view content) {
  const std::string aside = absl::StrCat(path, ".", EncodeId(RandomIdBytes()), ".new");
  absl::Status status = WriteNewFile(aside, content);
  if (status.ok() && ::link(aside.c_str(), path.c_str()) != 0) status = ErrnoStatus(errno, "cannot make", path);
  ::unlink(aside.c_str());
  CANDOR_RETURN_IF_ERROR(status);
  return SyncFolderOf(path);
}

}  // namespace

absl::StatusOr<std::unique_ptr<AppendFile>> OpenAppendFile(const std::string& path) {
  UniqueFd fd(::open(path.c_str(), O_RDWR | O_NOFOLLOW | O_CLOEXEC));
  if (!fd.ok()) return ErrnoStatus(errno, "cannot open", path);
  return std::make_unique<PosixAppendFile>(std::move(fd), path);
}

absl::Status CreateDurableFile(const std::string& path, std::string_view content) {
  // Linked into place once it is whole, so that no crash leaves half a file under the name, and nothing that is there
  // already is ever replaced. Without a name until then: a key that a crash left beside its place would outlive every
  // change of it.
  UniqueFd fd(::open(FolderOf(path).c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!fd.ok()) return CreateAside(path, content);
  const std::string unnamed = absl::StrCat("/proc/self/fd/", fd.get());
  PosixAppendFile file(std::move(fd), path);
  CANDOR_RETURN_IF_ERROR(file.WriteAt(0, content));
  CANDOR_RETURN_IF_ERROR(file.Sync());
  if (::linkat(AT_FDCWD, unnamed.c_str(), AT_FDCWD, path.c_str(), AT_SYMLINK_FOLLOW) == 0) return SyncFolderOf(path);
  if (errno == EEXIST) return ErrnoStatus(errno, "cannot make", path);
  return CreateAside(path, content);
}

}  // namespace candor::crypto
