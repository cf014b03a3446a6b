#include "daemon/crypto/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

namespace candor::crypto {
namespace {

absl::Status CheckReach(const struct stat& file, const std::string& path, std::string_view what, PrivateTo who) {
  const bool ours = file.st_uid == ::geteuid();
  if (!ours && (who == PrivateTo::kOwner || file.st_uid != 0)) {
    return RefuseFile(what, path,
                      "belongs to another user; run this as its owner, or give the file to whoever runs it (chown)");
  }
  // Where rights are given to single users, what stands for the group is the most that any of them has.
  const mode_t others = who == PrivateTo::kOwner ? S_IRWXG | S_IRWXO : S_IWGRP | S_IRWXO;
  if ((file.st_mode & others) == 0) return absl::OkStatus();
  return RefuseFile(what, path, "can be reached by other users; close it to them with chmod 600");
}

}  // namespace

absl::Status RefuseFile(std::string_view what, const std::string& path, std::string_view problem) {
  return absl::FailedPreconditionError(absl::StrCat(ToAbsl(what), " ", path, " ", ToAbsl(problem)));
}

absl::StatusOr<UniqueFd> OpenPrivateFile(const std::string& path, std::string_view what, PrivateTo who) {
  // Without O_NONBLOCK a named pipe would keep the daemon waiting here.
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!fd.ok() && errno == ELOOP) return RefuseFile(what, path, "is a symbolic link; put the file itself there");
  if (!fd.ok()) return ErrnoStatus(errno, "cannot open " + std::string(what), path);
  struct stat file {};
  if (::fstat(fd.get(), &file) != 0) return ErrnoStatus(errno, "cannot look at " + std::string(what), path);
  if (!S_ISREG(file.st_mode)) return RefuseFile(what, path, "is not a plain file; put the file itself there");
  CANDOR_RETURN_IF_ERROR(CheckReach(file, path, what, who));
  return fd;
}

absl::StatusOr<std::string> ReadPrivateFile(const std::string& path, std::string_view what, size_t most,
                                            PrivateTo who) {
  CANDOR_ASSIGN_OR_RETURN(const UniqueFd fd, OpenPrivateFile(path, what, who));
  struct stat file {};
  if (::fstat(fd.get(), &file) != 0) return ErrnoStatus(errno, "cannot look at " + std::string(what), path);
  if (static_cast<size_t>(file.st_size) > most) return RefuseFile(what, path, "is too long; is it the right file?");
  return ReadWhole(fd.get(), path);
}

}  // namespace candor::crypto
