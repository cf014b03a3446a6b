#ifndef CANDOR_TESTS_BENCH_LOAD_LATE_H_
#define CANDOR_TESTS_BENCH_LOAD_LATE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace candor::bench {

// Processor time of the daemon and its children per append, assessment included; one number per pair of turns.
struct PairedCost {
  std::vector<double> usual_us;
  std::vector<double> other_us;

  // other ÷ usual, pair by pair.
  std::vector<double> Ratios() const;
};

struct LateOptions {
  std::string daemon;
  int pid = 0;  // of the daemon
  size_t case_entries = 100000;
  size_t member_entries = 20000;
  size_t pairs = 5;
};

struct LateResult {
  PairedCost of_case;
  PairedCost of_member;
};

// What an append costs that is dated 30 days before the newest entry of a long timeline, beside one that is dated after
// it: a case with many sessions, and a therapist with many supervision sessions. One caller, one call at a time, in
// turns; each turn ends when the policies have caught up.
absl::StatusOr<LateResult> RunLate(const LateOptions& options);

struct LengthOptions {
  std::string daemon;
  int pid = 0;                // of the daemon
  std::vector<size_t> sizes;  // entries of a case, its intake among them
  size_t short_entries = 100;
  size_t pairs = 5;
};

// For each size what an append to a case with so many entries costs (`other_us`), beside one to a case with
// `short_entries`. One caller, in turns. Of short cases there are many that take turns, so that they stay short.
absl::StatusOr<std::vector<PairedCost>> RunLengths(const LengthOptions& options);

}  // namespace candor::bench

#endif  // CANDOR_TESTS_BENCH_LOAD_LATE_H_
