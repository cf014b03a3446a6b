#ifndef CANDOR_DAEMON_BASE_UNIQUE_FD_H_
#define CANDOR_DAEMON_BASE_UNIQUE_FD_H_

#include <utility>

namespace candor {

// Closes its descriptor. Thread-compatible.
class UniqueFd final {
 public:
  explicit UniqueFd(int fd) : fd_(fd) {}
  UniqueFd(UniqueFd&& other) noexcept : fd_(other.Release()) {}
  UniqueFd& operator=(UniqueFd&&) = delete;
  ~UniqueFd();

  bool ok() const { return fd_ >= 0; }
  int get() const { return fd_; }
  // The caller closes it.
  int Release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

}  // namespace candor

#endif  // CANDOR_DAEMON_BASE_UNIQUE_FD_H_
