#ifndef CANDOR_DAEMON_STORE_ROW_CACHE_H_
#define CANDOR_DAEMON_STORE_ROW_CACHE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "daemon/store/kv.h"

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
  using Row = std::optional<std::string>;                         // nullopt: there is none
  using Rows = std::vector<std::pair<std::string, std::string>>;  // key and value, in order of key

  static constexpr size_t kMemoryBytes = 48 << 20;

  explicit RowCache(size_t memory_bytes = kMemoryBytes) : shard_bytes_(memory_bytes / kShards) {}

  // The row in a view of `size` records. nullopt: not known here.
  std::optional<Row> Find(std::string_view key, uint64_t size) const;
  // The same of whether there is one, without a copy of it.
  std::optional<bool> Has(std::string_view key, uint64_t size) const;
  // What a view of `size` records has read.
  void Offer(std::string_view key, uint64_t size, const Row& row);
  // The same for all follow-ups of a subject, by their prefix. nullptr: not known here.
  std::shared_ptr<const Rows> FindAll(std::string_view prefix, uint64_t size) const;
  void OfferAll(std::string_view prefix, uint64_t size, std::shared_ptr<const Rows> rows);
  // The row from `size` records on. REQUIRES: from one thread, sizes never decrease, and no view of `size` or more
  // records is there yet.
  void Put(std::string_view key, uint64_t size, Row row);

 private:
  static constexpr size_t kShards = 16;
  struct Kept {
    uint64_t since = 0;
    Row row;
  };
  struct KeptAll {
    uint64_t since = 0;
    std::shared_ptr<const Rows> rows;  // nullptr: not known, from that size on
  };
  struct Shard {
    absl::Mutex mutex;
    absl::flat_hash_map<std::string, Kept> rows ABSL_GUARDED_BY(mutex);
    absl::flat_hash_map<std::string, KeptAll> all ABSL_GUARDED_BY(mutex);  // by prefix
    size_t bytes ABSL_GUARDED_BY(mutex) = 0;                               // at least
    uint64_t last ABSL_GUARDED_BY(mutex) = 0;                              // size of the last change
    uint64_t gone ABSL_GUARDED_BY(mutex) = 0;                              // changes up to here may have been forgotten
  };

  Shard& ShardOf(std::string_view key) const;
  void MakeRoom(Shard& shard) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(shard.mutex);
  void Keep(Shard& shard, std::string_view key, uint64_t since, Row row) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(shard.mutex);
  // A row under the prefix changes.
  void ForgetAll(std::string_view prefix, uint64_t size);

  const size_t shard_bytes_;
  mutable std::array<Shard, kShards> shards_;
};

// All rows under the prefix (keys::FollowUpsOf), from `cache`, unless that is nullptr, or else from `rows`, which shows
// `size` records. Never nullptr.
absl::StatusOr<std::shared_ptr<const RowCache::Rows>> ReadFollowUps(const KvReader& rows, RowCache* cache,
                                                                    uint64_t size, const std::string& prefix);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_ROW_CACHE_H_
