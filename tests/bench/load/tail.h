#ifndef CANDOR_TESTS_BENCH_LOAD_TAIL_H_
#define CANDOR_TESTS_BENCH_LOAD_TAIL_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/bench/load/reading.h"
#include "tests/bench/load/rounds.h"

namespace candor::bench {

// What is due at even distances of time, whether or not what was due before is done. Times are seconds from a start.
// Thread-compatible.
class Schedule final {
 public:
  // REQUIRES: per_second above 0.
  explicit Schedule(double per_second) : distance_(1 / per_second) {}

  // Whether the next one is due at `now`.
  bool IsDue(double now) const { return now >= next(); }
  // When it was due; the one after it is next.
  double Take() {
    const double due = next();
    ++taken_;
    return due;
  }

 private:
  double next() const { return static_cast<double>(taken_) * distance_; }

  double distance_;
  uint64_t taken_ = 0;
};

struct TailOptions {
  AppendOptions append;
  double appends_per_s = 0;
  double reads_per_s = 20;
  size_t timeline_entries = 500;
};

// From the moment at which each call was due, so that a call that had to wait for others counts as slow.
struct Tail {
  std::vector<float> append_ms;
  std::vector<float> timeline_ms;
};

// Appends and reads of a long timeline at fixed rates, whatever else the daemon does. Thread-compatible.
class PacedLoad final {
 public:
  static absl::StatusOr<std::unique_ptr<PacedLoad>> Prepare(const TailOptions& options);

  // The first answer without status 0 is an error, and so is a timeline that is not whole.
  absl::StatusOr<Tail> RunFor(double seconds);

 private:
  PacedLoad() = default;

  TailOptions options_;
  std::unique_ptr<TimelineReader> reader_;
  Practice practice_;
  std::unique_ptr<RequestRing> ring_;
  Connections connections_;  // for appends all but the last, which is for reads
};

}  // namespace candor::bench

#endif  // CANDOR_TESTS_BENCH_LOAD_TAIL_H_
