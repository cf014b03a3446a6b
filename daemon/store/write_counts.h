#ifndef CANDOR_DAEMON_STORE_WRITE_COUNTS_H_
#define CANDOR_DAEMON_STORE_WRITE_COUNTS_H_

#include <cstdint>
#include <map>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "daemon/base/histogram.h"

namespace candor::store {

// How the sequencer does: of all transactions together, whatever they say, and by tens, so that nobody sees from it
// when one is written that no call is seen for (ADR 0069). What could not be written is counted at once. Thread-safe.
class WriteCounts {
 public:
  static constexpr uint64_t kStep = 10;

  struct Reading {
    std::map<absl::StatusCode, uint64_t> by_code;  // of transactions, OK for those that were taken
    Histogram group_records{{1, 2, 4, 8, 16, 32, 64, 128, 256, 512}};
    // What writing and syncing a group of records takes, in microseconds; groups that are not synced are left out.
    Histogram sync_us{{100, 250, 500, 1'000, 2'500, 5'000, 10'000, 25'000, 50'000, 100'000, 500'000, 2'000'000}};
  };

  void NoteAnswer(absl::StatusCode code) {
    absl::MutexLock lock(&mutex_);
    const uint64_t answered = ++now_.by_code[code];
    if (code == absl::StatusCode::kOk && answered % kStep == 0) shown_ = now_;
  }
  void NoteGroup(uint64_t records) {
    absl::MutexLock lock(&mutex_);
    now_.group_records.Note(static_cast<int64_t>(records));
  }
  void NoteSync(absl::Duration took) {
    absl::MutexLock lock(&mutex_);
    now_.sync_us.Note(absl::ToInt64Microseconds(took));
  }

  Reading Read() const {
    absl::MutexLock lock(&mutex_);
    Reading reading = shown_;
    reading.by_code.try_emplace(absl::StatusCode::kOk, 0);  // that there was none is told too
    for (const auto& [code, count] : now_.by_code) {
      if (code != absl::StatusCode::kOk) reading.by_code[code] = count;
    }
    return reading;
  }

 private:
  mutable absl::Mutex mutex_;
  Reading now_ ABSL_GUARDED_BY(mutex_);
  Reading shown_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_WRITE_COUNTS_H_
