#include "daemon/crypto/master_key.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "daemon/base/bytes.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/crypto/append_file.h"
#include "daemon/crypto/hashing.h"
#include "daemon/crypto/unique_fd.h"

namespace candor::crypto {
namespace {

absl::Status Refuse(const std::string& path, std::string_view what) {
  return absl::FailedPreconditionError(absl::StrCat("the master key ", path, " ", ToAbsl(what)));
}

absl::Status CheckFile(int fd, const std::string& path) {
  struct stat file {};
  if (::fstat(fd, &file) != 0) return ErrnoStatus(errno, "cannot look at the master key", path);
  if (!S_ISREG(file.st_mode)) return Refuse(path, "is not a plain file; put the file itself there");
  if (file.st_uid != ::geteuid()) {
    return Refuse(path, "belongs to another user; start the daemon as its owner, or give it the file (chown)");
  }
  if ((file.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return Refuse(path, "can be reached by other users; close it to them with chmod 600");
  }
  if (file.st_size != static_cast<off_t>(Key::size())) {
    return Refuse(path, "does not hold exactly 32 bytes; restore it from the copy that the practice keeps");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Key> LoadMasterKey(const std::string& path) {
  // Without O_NONBLOCK a named pipe would keep the daemon waiting here.
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!fd.ok() && errno == ELOOP) return Refuse(path, "is a symbolic link; put the file itself there");
  if (!fd.ok()) return ErrnoStatus(errno, "cannot open the master key", path);
  CANDOR_RETURN_IF_ERROR(CheckFile(fd.get(), path));
  Key key;
  const ssize_t got = ::pread(fd.get(), key.data(), Key::size(), 0);
  if (got < 0) return ErrnoStatus(errno, "cannot read the master key", path);
  if (got != static_cast<ssize_t>(Key::size())) {
    return Refuse(path, "changed while it was read; start the daemon again");
  }
  return key;
}

absl::StatusOr<Key> CreateMasterKey(const std::string& path) {
  const Key key = RandomKey();
  CANDOR_RETURN_IF_ERROR(CreateDurableFile(path, AsText(key.span())));
  return key;
}

absl::StatusOr<Key> LoadOrCreateMasterKey(const std::string& path) {
  auto key = LoadMasterKey(path);
  if (!absl::IsNotFound(key.status())) return key;
  key = CreateMasterKey(path);
  // Somebody else was faster.
  return absl::IsAlreadyExists(key.status()) ? LoadMasterKey(path) : key;
}

}  // namespace candor::crypto
