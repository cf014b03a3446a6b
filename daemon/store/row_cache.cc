#include "daemon/store/row_cache.h"

#include <algorithm>
#include <utility>

#include "absl/hash/hash.h"
#include "daemon/base/text.h"
#include "daemon/store/keys.h"

namespace candor::store {
namespace {

constexpr size_t kLargestRow = 4096;
constexpr size_t kRowOverhead = 80;

}  // namespace

RowCache::Shard& RowCache::ShardOf(std::string_view key) const {
  return shards_[absl::Hash<std::string_view>()(key) % kShards];
}

std::optional<RowCache::Row> RowCache::Find(std::string_view key, uint64_t size) const {
  if (!keys::AskedForAgain(key)) return std::nullopt;
  Shard& shard = ShardOf(key);
  absl::MutexLock lock(&shard.mutex);
  const auto found = shard.rows.find(ToAbsl(key));
  if (found == shard.rows.end() || found->second.since > size) return std::nullopt;
  return found->second.row;
}

void RowCache::Offer(std::string_view key, uint64_t size, const Row& row) {
  if (!keys::AskedForAgain(key) || (row && row->size() > kLargestRow)) return;
  Shard& shard = ShardOf(key);
  absl::MutexLock lock(&shard.mutex);
  if (size < shard.gone || shard.rows.contains(ToAbsl(key))) return;
  Keep(shard, key, size, row);
}

void RowCache::Put(std::string_view key, uint64_t size, Row row) {
  if (!keys::AskedForAgain(key)) return;
  Shard& shard = ShardOf(key);
  absl::MutexLock lock(&shard.mutex);
  shard.last = size;
  if (row && row->size() > kLargestRow) {
    shard.rows.erase(ToAbsl(key));
    shard.gone = size;
    return;
  }
  Keep(shard, key, size, std::move(row));
}

void RowCache::Keep(Shard& shard, std::string_view key, uint64_t since, Row row) const {
  if (shard.bytes > shard_bytes_) {
    shard.rows.clear();
    shard.bytes = 0;
    shard.gone = shard.last;
  }
  shard.bytes += key.size() + (row ? row->size() : 0) + kRowOverhead;
  shard.rows[ToAbsl(key)] = {since, std::move(row)};
}

}  // namespace candor::store
