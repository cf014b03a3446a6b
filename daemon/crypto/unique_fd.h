#ifndef CANDOR_DAEMON_CRYPTO_UNIQUE_FD_H_
#define CANDOR_DAEMON_CRYPTO_UNIQUE_FD_H_

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Private to this room: descriptors and their errors.
namespace candor::crypto {

// Closes its descriptor. Thread-compatible.
class UniqueFd final {
 public:
  explicit UniqueFd(int fd) : fd_(fd) {}
  UniqueFd(UniqueFd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  UniqueFd& operator=(UniqueFd&&) = delete;
  ~UniqueFd();

  bool ok() const { return fd_ >= 0; }
  int get() const { return fd_; }

 private:
  int fd_;
};

// "<action> <path>: <what the system says>". NOT_FOUND, ALREADY_EXISTS, PERMISSION_DENIED and RESOURCE_EXHAUSTED where
// the error is one of these, else INTERNAL.
absl::Status ErrnoStatus(int error, std::string_view action, std::string_view path);

// The file from its start to its end.
absl::StatusOr<std::string> ReadWhole(int fd, const std::string& path);

}  // namespace candor::crypto

#endif  // CANDOR_DAEMON_CRYPTO_UNIQUE_FD_H_
