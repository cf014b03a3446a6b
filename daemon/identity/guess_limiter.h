#ifndef CANDOR_DAEMON_IDENTITY_GUESS_LIMITER_H_
#define CANDOR_DAEMON_IDENTITY_GUESS_LIMITER_H_

#include <cstddef>
#include <cstdint>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "daemon/base/clock.h"

namespace candor::identity {

// How many wrong enrolment codes are heard, of one locator and altogether. It knows nothing of which locators exist, so
// that what it answers tells nothing about them. Kept in memory: a start forgets it, which adds ten guesses against 60
// bits. Thread-safe.
class GuessLimiter final {
 public:
  // Wrong guesses about one locator, after which none is heard until it is forgotten (kCodeLife after the last).
  // Before that, the wait after the nth is 2^(n-1) seconds.
  static constexpr int kMostPerLocator = 10;
  // Wrong guesses altogether: so many at once, and one more each time.
  static constexpr int kMostAtOnce = 30;
  static constexpr absl::Duration kOneMoreEvery = absl::Seconds(20);

  // `clock` is not owned and outlives this.
  explicit GuessLimiter(Clock& clock) : clock_(clock), last_(clock.Now()) {}

  // Asked before a guess is looked at, which then counts as wrong: however many come at once, no more are heard.
  // RESOURCE_EXHAUSTED, with how long to wait, when it may not be looked at.
  absl::Status Admit(uint32_t locator);
  // The guess that was admitted last was right: nothing counts against its locator.
  void Right(uint32_t locator);

 private:
  struct Wrong {
    int count = 0;
    absl::Time last;
  };

  void Refill(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Forget(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  Clock& clock_;
  absl::Mutex mutex_;
  absl::flat_hash_map<uint32_t, Wrong> wrong_ ABSL_GUARDED_BY(mutex_);
  int left_ ABSL_GUARDED_BY(mutex_) = kMostAtOnce;
  absl::Time last_ ABSL_GUARDED_BY(mutex_);  // up to when `left_` was filled
  absl::Time forgotten_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
};

}  // namespace candor::identity

#endif  // CANDOR_DAEMON_IDENTITY_GUESS_LIMITER_H_
