#include "daemon/base/clock.h"

namespace candor {

absl::Time SimulatedClock::Now() {
  absl::MutexLock lock(&mutex_);
  return now_;
}

void SimulatedClock::SetTime(absl::Time now) {
  absl::MutexLock lock(&mutex_);
  now_ = now;
}

void SimulatedClock::AdvanceTime(absl::Duration by) {
  absl::MutexLock lock(&mutex_);
  now_ += by;
}

}  // namespace candor
