#ifndef CANDOR_DAEMON_STORE_ROW_CACHE_H_
#define CANDOR_DAEMON_STORE_ROW_CACHE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"

namespace candor::store {

// The rows of the projections that are asked for again (keys::AskedForAgain), absent ones included, as they are now:
// for the sequencer, which writes them, and for the views of now. Holds at most kMemoryBytes; a part that is full is
// emptied, and what is in use comes back at once. Thread-safe.
//
// Nobody sees a stale row. Each is kept with the ledger size from which on it holds. The one writer puts every row that
// changes here before any view shows the change; a view of fewer records than that finds nothing, and reads the
// database. What a view has read there is taken only where no change can have been here and gone since that view.
class RowCache final {
 public:
  using Row = std::optional<std::string>;  // nullopt: there is none

  static constexpr size_t kMemoryBytes = 48 << 20;

  explicit RowCache(size_t memory_bytes = kMemoryBytes) : shard_bytes_(memory_bytes / kShards) {}

  // The row in a view of `size` records. nullopt: not known here.
  std::optional<Row> Find(std::string_view key, uint64_t size) const;
  // What a view of `size` records has read.
  void Offer(std::string_view key, uint64_t size, const Row& row);
  // The row from `size` records on. REQUIRES: from one thread, sizes never decrease, and no view of `size` or more
  // records is there yet.
  void Put(std::string_view key, uint64_t size, Row row);

 private:
  static constexpr size_t kShards = 16;
  struct Kept {
    uint64_t since = 0;
    Row row;
  };
  struct Shard {
    absl::Mutex mutex;
    absl::flat_hash_map<std::string, Kept> rows ABSL_GUARDED_BY(mutex);
    size_t bytes ABSL_GUARDED_BY(mutex) = 0;   // at least
    uint64_t last ABSL_GUARDED_BY(mutex) = 0;  // size of the last change
    uint64_t gone ABSL_GUARDED_BY(mutex) = 0;  // changes up to here may have been forgotten
  };

  Shard& ShardOf(std::string_view key) const;
  void Keep(Shard& shard, std::string_view key, uint64_t since, Row row) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(shard.mutex);

  const size_t shard_bytes_;
  mutable std::array<Shard, kShards> shards_;
};

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_ROW_CACHE_H_
