#ifndef CANDOR_DAEMON_BASE_CLOCK_H_
#define CANDOR_DAEMON_BASE_CLOCK_H_

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace candor {

// Where the daemon's own instants come from. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;

  virtual absl::Time Now() = 0;
};

// The machine's clock. Thread-safe.
class SystemClock final : public Clock {
 public:
  absl::Time Now() override { return absl::Now(); }
};

// A clock that a test moves by hand. Thread-safe.
class SimulatedClock final : public Clock {
 public:
  explicit SimulatedClock(absl::Time now) : now_(now) {}

  absl::Time Now() override;
  void SetTime(absl::Time now);
  void AdvanceTime(absl::Duration by);

 private:
  absl::Mutex mutex_;
  absl::Time now_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace candor

#endif  // CANDOR_DAEMON_BASE_CLOCK_H_
