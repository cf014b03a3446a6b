#ifndef CANDOR_DAEMON_UPKEEP_H_
#define CANDOR_DAEMON_UPKEEP_H_

#include <functional>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace candor {

// Does the same work again and again, on a thread of its own: every `interval` of the machine's time, not at once, and
// whenever it is asked to. Thread-safe.
class Upkeep final {
 public:
  Upkeep(absl::Duration interval, std::function<void()> work)
      : interval_(interval), work_(std::move(work)), thread_([this] { Run(); }) {}
  // As Stop().
  ~Upkeep() { Stop(); }
  Upkeep(const Upkeep&) = delete;
  Upkeep& operator=(const Upkeep&) = delete;

  // The work is done once more from the beginning after this is called; does not wait for it.
  void Soon();
  // Finishes what it is doing and does nothing more. May be called again, by one thread at a time.
  void Stop();

 private:
  void Run();
  // Waits for the next turn; false once it is to stop.
  bool Wait();

  const absl::Duration interval_;
  const std::function<void()> work_;
  absl::Mutex mutex_;
  bool soon_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;  // last: it reads what stands above
};

}  // namespace candor

#endif  // CANDOR_DAEMON_UPKEEP_H_
