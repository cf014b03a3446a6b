#ifndef CANDOR_TESTS_BENCH_LOAD_READING_H_
#define CANDOR_TESTS_BENCH_LOAD_READING_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/bench/load/connection.h"
#include "tests/bench/load/practice.h"

namespace candor::bench {

// What answers took, from the call to the last byte of the answer, and by how many records the ledger grew for them.
struct Reads {
  std::vector<double> ms;
  uint64_t records = 0;
};

// A case with a long timeline, and the supervisor of its therapist who reads it whole. Thread-compatible.
class TimelineReader final {
 public:
  // Makes the case, with so many entries, its intake among them; at most 1000, which is a page.
  static absl::StatusOr<std::unique_ptr<TimelineReader>> Prepare(const std::string& daemon, size_t entries);

  // So many reads, one after another. DATA_LOSS for an answer with another number of entries.
  absl::StatusOr<Reads> Read(size_t times);

  // The same call for somebody else to make. Lives as long as this.
  Call NextCall() const;
  // INTERNAL unless the serialised answer holds every entry of the case.
  absl::Status Check(const std::string& answer) const;

 private:
  TimelineReader() = default;

  Connections connections_;
  Practice practice_;
  std::string supervisor_;
  size_t entries_ = 0;
};

// The compliance report of a quarter ("2025Q1"), so many times.
absl::StatusOr<Reads> ReadReport(const Connections& connections, const std::string& quarter, size_t times);

// Records in the ledger, as the server says.
absl::StatusOr<uint64_t> CountRecords(const Connections& connections);

struct Verified {
  uint64_t leaves = 0;
  double seconds = 0;
};
// As `candor ledger verify` does with the records: each is opened by the daemon and held against its commitment, and
// the root is made here of the leaves. DATA_LOSS for any fault and for another root than the checkpoint's.
absl::StatusOr<Verified> VerifyLedger(const Connections& connections);

}  // namespace candor::bench

#endif  // CANDOR_TESTS_BENCH_LOAD_READING_H_
