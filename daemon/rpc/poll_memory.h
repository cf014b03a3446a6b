#ifndef CANDOR_DAEMON_RPC_POLL_MEMORY_H_
#define CANDOR_DAEMON_RPC_POLL_MEMORY_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "daemon/base/id.h"

namespace candor::rpc {

// What callers were shown last, by keyed hashes of what they asked and of what they were told: who asks again and is
// told the same is shown nothing new. In memory alone, and forgotten at a start. Thread-safe.
class PollMemory final {
 public:
  // Of so many questions at least is known what was told last, and of twice as many at most. What is forgotten costs
  // a record more, never one less.
  static constexpr size_t kMost = 4096;

  // One question of one caller's, in one working session (0: in none).
  struct Poll {
    IdBytes asked{};
    uint64_t session = 0;

    auto operator<=>(const Poll&) const = default;
  };

  // Whether that was told last, not longer than `within` ago; then it was told now.
  bool IsUnchanged(const Poll& poll, const IdBytes& told, absl::Duration within, absl::Time now);
  // To be called when it is on record that it was told.
  void Remember(const Poll& poll, const IdBytes& told, absl::Time now);

 private:
  struct Told {
    IdBytes what{};
    absl::Time when;
  };

  void Put(const Poll& poll, const Told& told) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  absl::Mutex mutex_;
  // When the younger half is full it becomes the older one, which is forgotten.
  std::map<Poll, Told> younger_ ABSL_GUARDED_BY(mutex_);
  std::map<Poll, Told> older_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_POLL_MEMORY_H_
