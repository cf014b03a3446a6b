#include "daemon/policy/worker_process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "daemon/base/status.h"
#include "daemon/policy/sanitized.h"

namespace candor::policy {
namespace {

// The program with standard input and output on /dev/null, its standard error ours, the socket on kWorkerSocket, an
// empty environment and default signals. 0 or an errno.
int Spawn(const std::string& program, int socket, pid_t& pid) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, socket, kWorkerSocket);
  posix_spawn_file_actions_addclosefrom_np(&actions, kWorkerSocket + 1);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigset_t all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  char* const arguments[] = {const_cast<char*>(program.c_str()), nullptr};
  char* const environment[] = {nullptr};
  const int error = posix_spawn(&pid, program.c_str(), &actions, &attributes, arguments, environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

}  // namespace

absl::StatusOr<std::unique_ptr<WorkerProcess>> WorkerProcess::Start(const std::string& program) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return absl::ErrnoToStatus(errno, "socketpair");
  // dup2 onto itself would keep the close-on-exec flag.
  if (ends[1] == kWorkerSocket) {
    const int moved = fcntl(ends[1], F_DUPFD_CLOEXEC, kWorkerSocket + 1);
    close(ends[1]);
    ends[1] = moved;
  }
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  pid_t pid = -1;
  const int error = Spawn(program, ends[1], pid);
  close(ends[1]);
  if (error != 0) {
    close(ends[0]);
    return absl::UnavailableError(absl::StrCat("cannot start the policy worker ", program, ": ", strerror(error)));
  }
  return std::unique_ptr<WorkerProcess>(new WorkerProcess(pid, ends[0]));
}

WorkerProcess::~WorkerProcess() {
  Kill(0);
  close(fd_);
}

WorkerProcess::End WorkerProcess::Kill(uint64_t memory_limit_bytes) {
  End end;
  if (pid_ <= 0) return end;
  int state = 0;
  rusage usage{};
  pid_t reaped = wait4(pid_, &state, WNOHANG, &usage);
  // Somebody else's SIGKILL is the system's, for want of memory.
  if (reaped == pid_) {
    end.out_of_memory = WIFSIGNALED(state) && WTERMSIG(state) == SIGKILL;
  } else {
    kill(pid_, SIGKILL);
    do {
      reaped = wait4(pid_, &state, 0, &usage);
    } while (reaped < 0 && errno == EINTR);
  }
  pid_ = -1;
  const auto peak_bytes = static_cast<uint64_t>(std::max<long>(usage.ru_maxrss, 0)) * 1024;
  if (!kSanitized && memory_limit_bytes > 0 && peak_bytes > memory_limit_bytes / 4 * 3) end.out_of_memory = true;
  return end;
}

absl::Status WorkerProcess::Wait(short events, absl::Time deadline) const {
  while (true) {
    const absl::Duration left = deadline - absl::Now();
    if (left <= absl::ZeroDuration()) return absl::DeadlineExceededError("the policy worker did not answer in time");
    pollfd entry{fd_, events, 0};
    const int64_t milliseconds = std::min<int64_t>(absl::ToInt64Milliseconds(left) + 1, 60'000);
    const int ready = poll(&entry, 1, static_cast<int>(milliseconds));
    if (ready > 0) return absl::OkStatus();
    if (ready < 0 && errno != EINTR) return absl::ErrnoToStatus(errno, "poll");
  }
}

absl::Status WorkerProcess::Send(std::string_view bytes, absl::Time deadline) {
  while (!bytes.empty()) {
    const ssize_t sent = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent > 0) {
      bytes.remove_prefix(static_cast<size_t>(sent));
    } else if (errno == EAGAIN) {
      CANDOR_RETURN_IF_ERROR(Wait(POLLOUT, deadline));
    } else if (errno != EINTR) {
      return absl::UnavailableError("the policy worker is gone");
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<Frame>> WorkerProcess::TakeReceived() {
  const std::string_view rest = std::string_view(received_).substr(consumed_);
  if (rest.size() < kFrameHeadBytes) return std::optional<Frame>();
  CANDOR_ASSIGN_OR_RETURN(const FrameHead head, DecodeFrameHead(rest));
  if (rest.size() < kFrameHeadBytes + head.size) return std::optional<Frame>();
  consumed_ += kFrameHeadBytes + head.size;
  return std::optional<Frame>(Frame{head.type, std::string(rest.substr(kFrameHeadBytes, head.size))});
}

absl::StatusOr<Frame> WorkerProcess::Receive(absl::Time deadline) {
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(std::optional<Frame> frame, TakeReceived());
    if (frame) return *std::move(frame);
    received_.erase(0, consumed_);
    consumed_ = 0;
    char buffer[64 * 1024];
    const ssize_t got = recv(fd_, buffer, sizeof(buffer), 0);
    if (got > 0) {
      received_.append(buffer, static_cast<size_t>(got));
    } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
      return absl::UnavailableError("the policy worker is gone");
    } else if (errno == EAGAIN) {
      CANDOR_RETURN_IF_ERROR(Wait(POLLIN, deadline));
    }
  }
}

absl::Duration WorkerProcess::CpuTime() const {
  clockid_t clock{};
  timespec time{};
  if (clock_getcpuclockid(pid_, &clock) != 0 || clock_gettime(clock, &time) != 0) return absl::ZeroDuration();
  return absl::DurationFromTimespec(time);
}

bool WorkerProcess::HasEnded() const {
  pollfd entry{fd_, POLLIN, 0};
  return poll(&entry, 1, 0) > 0;
}

}  // namespace candor::policy
