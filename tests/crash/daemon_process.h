#ifndef CANDOR_TESTS_CRASH_DAEMON_PROCESS_H_
#define CANDOR_TESTS_CRASH_DAEMON_PROCESS_H_

#include <grpcpp/grpcpp.h>
#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace candor {

// The real candord on a data directory of its own, on a Unix socket. Thread-compatible; Channel() may be used from any
// thread while it runs.
class DaemonProcess {
 public:
  // `binary`: path of candord. `data_dir` outlives the process, so that the next one goes on from it.
  DaemonProcess(std::filesystem::path binary, std::filesystem::path data_dir);
  DaemonProcess(const DaemonProcess&) = delete;
  DaemonProcess& operator=(const DaemonProcess&) = delete;
  // Kills what still runs.
  ~DaemonProcess();

  // Starts it and waits until it answers. False when it did not within `patience`.
  bool Start(std::chrono::seconds patience = std::chrono::seconds(30));
  // The plug pulled, as far as a process can: no handler runs.
  void Kill();
  // From now on no file of it grows beyond so many bytes: the next write past them is an error.
  void LimitFiles(uint64_t bytes) const;
  // Waits until it ends by itself; returns the exit status, or -1 when it did not within a minute.
  int AwaitEnd() { return Wait(); }
  // SIGTERM; returns the exit status, or -1 when it did not end within a minute or by itself.
  int Stop();

  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

 private:
  int Wait();

  std::filesystem::path binary_;
  std::filesystem::path data_dir_;
  std::filesystem::path socket_;
  pid_t pid_ = -1;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace candor

#endif  // CANDOR_TESTS_CRASH_DAEMON_PROCESS_H_
