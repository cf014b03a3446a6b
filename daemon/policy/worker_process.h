#ifndef CANDOR_DAEMON_POLICY_WORKER_PROCESS_H_
#define CANDOR_DAEMON_POLICY_WORKER_PROCESS_H_

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/policy/protocol.h"

namespace candor::policy {

// Where a worker finds its end of the socket pair.
inline constexpr int kWorkerSocket = 3;

struct Frame {
  FrameType type = FrameType::kLoad;
  std::string payload;
};

// A worker process and the socket to it; killed and reaped with the object. Thread-compatible. The worker ends with
// the thread that started it (PR_SET_PDEATHSIG), at the latest with the process.
class WorkerProcess {
 public:
  // Starts the program with nothing open but its standard error and the socket. UNAVAILABLE when it cannot be started.
  static absl::StatusOr<std::unique_ptr<WorkerProcess>> Start(const std::string& program);
  ~WorkerProcess();
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;

  // UNAVAILABLE: the worker is gone. DEADLINE_EXCEEDED: it did not read in time.
  absl::Status Send(std::string_view bytes, absl::Time deadline);
  // UNAVAILABLE: the worker is gone. DEADLINE_EXCEEDED: nothing whole came in time. DATA_LOSS: what came is no frame.
  absl::StatusOr<Frame> Receive(absl::Time deadline);
  // The next frame where all of it has been read already; nullopt: it has to be waited for. DATA_LOSS as Receive().
  absl::StatusOr<std::optional<Frame>> TakeReceived();
  // What it has computed so far: tells a plugin that does not come back from a machine that does not get to it.
  absl::Duration CpuTime() const;
  // Whether it has ended, or closed its socket, though nothing was asked of it.
  bool HasEnded() const;

  // Ends it now. `out_of_memory` says whether it had used most of `memory_limit_bytes`, or was killed by the system.
  struct End {
    bool out_of_memory = false;
  };
  End Kill(uint64_t memory_limit_bytes);

 private:
  WorkerProcess(pid_t pid, int fd) : pid_(pid), fd_(fd) {}

  absl::Status Wait(short events, absl::Time deadline) const;

  pid_t pid_;
  int fd_;
  std::string received_;
  size_t consumed_ = 0;
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_WORKER_PROCESS_H_
