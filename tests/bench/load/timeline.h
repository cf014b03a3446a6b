#ifndef CANDOR_TESTS_BENCH_LOAD_TIMELINE_H_
#define CANDOR_TESTS_BENCH_LOAD_TIMELINE_H_

#include <cstddef>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "tests/bench/load/connection.h"
#include "tests/bench/load/practice.h"

namespace candor::bench {

// Of the practice that MakeTimelinePractice() makes: enough for everybody to have a supervisor.
inline constexpr size_t kTimelineTherapists = 10;

// Therapists and `cases` cases, whose intakes lie before every day of a Timeline. `prefix`: as of MakePractice().
absl::StatusOr<Practice> MakeTimelinePractice(const Connections& connections, const std::string& prefix, size_t cases);

// One subject whose timeline grows: a case by sessions, a therapist by supervision sessions. Thread-compatible.
class Timeline final {
 public:
  enum class Of { kCase, kMember };

  // `case_index`: which case, or whose therapist. `planned`: about how many entries it is going to have. `practice`
  // outlives this.
  Timeline(const Practice& practice, Of of, size_t case_index, size_t planned);

  // The next entry: after all others, or on the day that lies a month before the newest one.
  Call InOrder();
  Call Late();

 private:
  Call Make(Day day, int minute) const;

  const Practice& practice_;
  const Of of_;
  const size_t case_index_;
  const size_t per_day_;
  Day first_;
  size_t entries_ = 0;
  size_t late_ = 0;
};

// Writes `count` entries, `streams` at a time on each connection, and waits until the policies have caught up.
absl::Status Write(const Connections& connections, size_t streams, size_t count, const std::function<Call()>& next);

// Microseconds of processor time of the daemon `pid` and its children for each of `count` entries that one caller
// writes, one at a time, assessment included.
absl::StatusOr<double> CostOf(const Connections& connections, int pid, size_t count, const std::function<Call()>& next);

}  // namespace candor::bench

#endif  // CANDOR_TESTS_BENCH_LOAD_TIMELINE_H_
