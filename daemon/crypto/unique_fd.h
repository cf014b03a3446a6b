#ifndef CANDOR_DAEMON_CRYPTO_UNIQUE_FD_H_
#define CANDOR_DAEMON_CRYPTO_UNIQUE_FD_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/base/unique_fd.h"

// Private to this room: what descriptors say, and hold.
namespace candor::crypto {

// "<action> <path>: <what the system says>". NOT_FOUND, ALREADY_EXISTS, PERMISSION_DENIED and RESOURCE_EXHAUSTED where
// the error is one of these, else INTERNAL.
absl::Status ErrnoStatus(int error, std::string_view action, std::string_view path);

// The file from its start to its end.
absl::StatusOr<std::string> ReadWhole(int fd, const std::string& path);

}  // namespace candor::crypto

#endif  // CANDOR_DAEMON_CRYPTO_UNIQUE_FD_H_
