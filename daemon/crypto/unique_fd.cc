#include "daemon/crypto/unique_fd.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "daemon/base/text.h"

namespace candor::crypto {

absl::Status ErrnoStatus(int error, std::string_view action, std::string_view path) {
  const std::string text =
      absl::StrCat(ToAbsl(action), " ", ToAbsl(path), ": ", std::generic_category().message(error));
  switch (error) {
    case ENOENT:
      return absl::NotFoundError(text);
    case EEXIST:
      return absl::AlreadyExistsError(text);
    case EACCES:
    case EPERM:
      return absl::PermissionDeniedError(text);
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return absl::ResourceExhaustedError(text);
    default:
      return absl::InternalError(text);
  }
}

absl::StatusOr<std::string> ReadWhole(int fd, const std::string& path) {
  std::string content;
  std::array<char, 1 << 16> buffer;
  for (;;) {
    const ssize_t got = ::pread(fd, buffer.data(), buffer.size(), static_cast<off_t>(content.size()));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return ErrnoStatus(errno, "cannot read", path);
    if (got == 0) return content;
    content.append(buffer.data(), static_cast<size_t>(got));
  }
}

}  // namespace candor::crypto
