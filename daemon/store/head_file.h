#ifndef CANDOR_DAEMON_STORE_HEAD_FILE_H_
#define CANDOR_DAEMON_STORE_HEAD_FILE_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "daemon/ledger/frontier.h"
#include "daemon/ledger/merkle.h"

namespace candor::store {

// What the data directory promises to hold: ledger size and root, and slots of the key table. A database that opens
// with less has lost something.
struct Head {
  uint64_t size = 0;
  ledger::Hash root = ledger::EmptyRoot();
  uint64_t key_slots = 0;

  bool operator==(const Head&) const = default;
};

std::string EncodeHead(const Head& head);
// DATA_LOSS when the text is no head.
absl::StatusOr<Head> ParseHead(std::string_view text);

// nullopt when there is no such file; an error when it is damaged or cannot be read.
absl::StatusOr<std::optional<Head>> ReadHead(const std::string& path);
// Replaces the file, whole or not at all, and durably.
absl::Status WriteHead(const std::string& path, const Head& head);

// Keeps the file up to date from a thread of its own, at most once per interval. Thread-safe.
class HeadWriter final {
 public:
  HeadWriter(std::string path, Head written, absl::Duration interval);
  ~HeadWriter();
  HeadWriter(const HeadWriter&) = delete;
  HeadWriter& operator=(const HeadWriter&) = delete;

  // Everything that `frontier` stands for, and the key slots, are on the device.
  void Note(const ledger::Frontier& frontier, uint64_t key_slots);
  // Returns when what was noted before the call is in the file.
  absl::Status Flush();
  // Writes what was noted last and ends the thread. May be called again.
  absl::Status Stop();

 private:
  struct Noted {
    ledger::Frontier frontier;
    uint64_t key_slots = 0;
  };

  void Run();

  const std::string path_;
  const absl::Duration interval_;
  absl::Mutex mutex_;
  std::optional<Noted> noted_ ABSL_GUARDED_BY(mutex_);  // and not written yet
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Mutex write_mutex_ ABSL_ACQUIRED_BEFORE(mutex_);
  Head written_ ABSL_GUARDED_BY(write_mutex_);
  std::thread thread_;
};

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_HEAD_FILE_H_
