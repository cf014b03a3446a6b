#include "cli/verbs/interruption.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace candor::cli {
namespace {

// Where the handler writes; it may do little else.
std::atomic<int> signal_pipe_end = -1;
static_assert(std::atomic<int>::is_always_lock_free);

void PassSignalOn(int signal) {
  const int before = errno;
  const auto byte = static_cast<char>(signal);
  [[maybe_unused]] const ssize_t written = write(signal_pipe_end, &byte, 1);
  errno = before;
}

}  // namespace

Interruption::Interruption(std::function<void()> stop) : stop_(std::move(stop)) {
  if (pipe2(pipe_, O_CLOEXEC) != 0) return;
  signal_pipe_end = pipe_[1];
  thread_ = std::thread([this] { Wait(); });
  struct sigaction tell = {};
  tell.sa_handler = PassSignalOn;
  tell.sa_flags = static_cast<int>(SA_RESTART | SA_RESETHAND);  // a second one ends the process
  sigaction(SIGINT, &tell, &on_interrupt_);
  sigaction(SIGTERM, &tell, &on_terminate_);
}

Interruption::~Interruption() {
  if (!thread_.joinable()) return;
  sigaction(SIGINT, &on_interrupt_, nullptr);
  sigaction(SIGTERM, &on_terminate_, nullptr);
  PassSignalOn(0);
  thread_.join();
  signal_pipe_end = -1;
  close(pipe_[0]);
  close(pipe_[1]);
}

void Interruption::Wait() {
  char byte = 0;
  while (read(pipe_[0], &byte, 1) < 0 && errno == EINTR) {
  }
  if (byte == 0) return;
  signal_ = byte;
  stop_();
}

}  // namespace candor::cli
