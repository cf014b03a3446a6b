#ifndef CANDOR_CLI_VERBS_INTERRUPTION_H_
#define CANDOR_CLI_VERBS_INTERRUPTION_H_

#include <atomic>
#include <csignal>
#include <functional>
#include <thread>

namespace candor::cli {

// While it lives, SIGINT and SIGTERM do not end the process but call `stop`, so that what is under way can end in order
// and say where it was left; a second one ends it. There is one at a time. Where the system has no pipe left for it,
// signals do what they did.
class Interruption final {
 public:
  // `stop` is called once at most, from a thread of this.
  explicit Interruption(std::function<void()> stop);
  // From here on signals do again what they did before.
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  // The signal that came; 0: none.
  int signal() const { return signal_; }

 private:
  void Wait();

  const std::function<void()> stop_;
  std::atomic<int> signal_ = 0;
  int pipe_[2] = {-1, -1};
  struct sigaction on_interrupt_ = {};
  struct sigaction on_terminate_ = {};
  std::thread thread_;
};

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_INTERRUPTION_H_
