#ifndef CANDOR_DAEMON_POLICY_TURNS_H_
#define CANDOR_DAEMON_POLICY_TURNS_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"

namespace candor::policy {

// Questions that are answered one at a time, on a thread of their own, so that a long answer keeps nobody waiting but
// those who ask the same kind of thing. Thread-safe.
class Turns final {
 public:
  // Called once, with OK when its turn has come, else with why it never will. What it refers to outlives the turns.
  using Question = std::function<void(const absl::Status& turn)>;

  // `too_many`: what is said to whoever asks while `most_waiting` wait already.
  Turns(size_t most_waiting, std::string too_many);
  // As Stop().
  ~Turns();
  Turns(const Turns&) = delete;
  Turns& operator=(const Turns&) = delete;

  // Refused before it returns: RESOURCE_EXHAUSTED when too many wait, UNAVAILABLE once it is stopped.
  void Ask(Question question);
  // Ends after the question at hand; whoever waits is told UNAVAILABLE. Idempotent.
  void Stop();
  // For a long answer, to end early.
  bool stopping() const;

 private:
  void Run();

  const size_t most_waiting_;
  const std::string too_many_;

  mutable absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::deque<Question> waiting_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_TURNS_H_
