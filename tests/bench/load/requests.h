#ifndef CANDOR_TESTS_BENCH_LOAD_REQUESTS_H_
#define CANDOR_TESTS_BENCH_LOAD_REQUESTS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/base/civil.h"
#include "tests/bench/load/connection.h"
#include "tests/bench/load/practice.h"

namespace candor::bench {

inline constexpr std::string_view kCreateEntry = "/candor.v1.EntryService/CreateEntry";

// Of the notes in the requests, which are words of a list, picked evenly: how much of a byte nobody can foresee.
double NoteEntropyBitsPerByte();

struct RingOptions {
  size_t size = 65536;
  uint32_t seed = 1;
  // All are this member's, about their own cases; nullopt: everybody's.
  std::optional<size_t> author = std::nullopt;
  Day first_day;   // of the first entries; RequestRing says how days go on
  Day written_on;  // when all of them were written down: today, so that the policies in force apply to them
  int late_per_mille = 20;
  int late_by_days = 30;
};

// CreateEntry requests, prepared and serialised before the clock runs: self-reports of about 350 bytes, in the mix of
// kinds that the sample practice log has (intakes apart, which opened the cases). Each use of a request gets a request
// id and dates of its own, written over fixed bytes of it, so that no request is ever a repetition. The practice has
// one calendar: a day is over once there are two entries for each author, and only the late ones are dated before
// what is on record about their client or author. A subject has one entry a day at most. Thread-compatible.
class RequestRing final {
 public:
  RequestRing(const Practice& practice, const RingOptions& options);

  // The next request. Ids differ between all rings ever made.
  Call Next();
  // Of the prepared messages, without gRPC's five bytes.
  double mean_message_bytes() const { return mean_message_bytes_; }

 private:
  struct Prepared {
    std::string body;
    size_t id_at;
    size_t occurred_at;
    size_t subject;  // index into next_day_
    size_t author;
    bool late;
  };

  Prepared Prepare(size_t index, uint32_t random);
  size_t CaseAt(size_t index) const;
  // The next entry's about a subject.
  int32_t NextDay(size_t subject);
  void WriteDate(Day day, size_t at, std::string& body) const;

  const Practice& practice_;
  const RingOptions options_;
  std::vector<Prepared> ring_;
  std::vector<int32_t> next_day_;  // at the earliest: of each case, then of each member
  size_t next_ = 0;
  uint64_t used_ = 0;
  std::string run_;  // what makes this ring's ids its own
  double mean_message_bytes_ = 0;
};

}  // namespace candor::bench

#endif  // CANDOR_TESTS_BENCH_LOAD_REQUESTS_H_
