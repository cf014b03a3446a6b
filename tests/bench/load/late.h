#ifndef CANDOR_TESTS_BENCH_LOAD_LATE_H_
#define CANDOR_TESTS_BENCH_LOAD_LATE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace candor::bench {

struct LateOptions {
  std::string daemon;
  int pid = 0;  // of the daemon
  size_t case_entries = 100000;
  size_t member_entries = 20000;
  size_t pairs = 5;
};

// Processor time of the daemon and its children per append, assessment included; one number per pair.
struct LateCost {
  std::vector<double> in_order_us;
  std::vector<double> late_us;

  std::vector<double> Ratios() const;
};

struct LateResult {
  LateCost of_case;
  LateCost of_member;
};

// What an append costs that is dated 30 days before the newest entry of a long timeline, beside one that is dated after
// it: a case with many sessions, and a therapist with many supervision sessions. One caller, one call at a time, in
// turns; each turn ends when the policies have caught up.
absl::StatusOr<LateResult> RunLate(const LateOptions& options);

}  // namespace candor::bench

#endif  // CANDOR_TESTS_BENCH_LOAD_LATE_H_
