#include "daemon/store/row_cache.h"

#include <limits>
#include <utility>

#include "absl/hash/hash.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/store/keys.h"

namespace candor::store {
namespace {

constexpr size_t kLargestRow = 4096;
constexpr size_t kLargestRange = 16 * 1024;
constexpr size_t kRowOverhead = 80;

}  // namespace

// Not by the lowest bits: the map of a shard hashes the same way and tells keys apart by these before it compares them,
// so that with fewer of them every look compares keys that are others.
RowCache::Shard& RowCache::ShardOf(std::string_view key) const {
  return shards_[(static_cast<uint64_t>(absl::Hash<std::string_view>()(key)) >> 32) % kShards];
}

std::optional<RowCache::Row> RowCache::Find(std::string_view key, uint64_t size) const {
  if (!keys::AskedForAgain(key)) return std::nullopt;
  Shard& shard = ShardOf(key);
  absl::MutexLock lock(&shard.mutex);
  const auto found = shard.rows.find(ToAbsl(key));
  if (found == shard.rows.end() || found->second.since > size) return std::nullopt;
  return found->second.row;
}

std::optional<bool> RowCache::Has(std::string_view key, uint64_t size) const {
  if (!keys::AskedForAgain(key)) return std::nullopt;
  Shard& shard = ShardOf(key);
  absl::MutexLock lock(&shard.mutex);
  const auto found = shard.rows.find(ToAbsl(key));
  if (found == shard.rows.end() || found->second.since > size) return std::nullopt;
  return found->second.row.has_value();
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
  if (const std::string_view prefix = keys::FollowUpPrefix(key); !prefix.empty()) ForgetAll(prefix, size);
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

std::shared_ptr<const RowCache::Rows> RowCache::FindAll(std::string_view prefix, uint64_t size) const {
  Shard& shard = ShardOf(prefix);
  absl::MutexLock lock(&shard.mutex);
  const auto found = shard.all.find(ToAbsl(prefix));
  return found == shard.all.end() || found->second.since > size ? nullptr : found->second.rows;
}

void RowCache::OfferAll(std::string_view prefix, uint64_t size, std::shared_ptr<const Rows> rows) {
  size_t bytes = kRowOverhead + prefix.size();
  for (const auto& [key, value] : *rows) bytes += kRowOverhead + key.size() + value.size();
  if (bytes > kLargestRange) return;
  Shard& shard = ShardOf(prefix);
  absl::MutexLock lock(&shard.mutex);
  if (size < shard.gone) return;
  MakeRoom(shard);
  KeptAll& kept = shard.all[ToAbsl(prefix)];
  if (kept.rows != nullptr || size < kept.since) return;
  kept = {size, std::move(rows)};
  shard.bytes += bytes;
}

void RowCache::ForgetAll(std::string_view prefix, uint64_t size) {
  Shard& shard = ShardOf(prefix);
  absl::MutexLock lock(&shard.mutex);
  shard.last = size;
  MakeRoom(shard);
  shard.all[ToAbsl(prefix)] = {size, nullptr};
  shard.bytes += kRowOverhead + prefix.size();
}

void RowCache::MakeRoom(Shard& shard) const {
  if (shard.bytes <= shard_bytes_) return;
  shard.rows.clear();
  shard.all.clear();
  shard.bytes = 0;
  shard.gone = shard.last;
}

void RowCache::Keep(Shard& shard, std::string_view key, uint64_t since, Row row) const {
  MakeRoom(shard);
  shard.bytes += key.size() + (row ? row->size() : 0) + kRowOverhead;
  shard.rows[ToAbsl(key)] = {since, std::move(row)};
}

absl::StatusOr<std::shared_ptr<const RowCache::Rows>> ReadFollowUps(const KvReader& rows, RowCache* cache,
                                                                    uint64_t size, const std::string& prefix) {
  if (auto known = cache == nullptr ? nullptr : cache->FindAll(prefix, size)) return known;
  auto read = std::make_shared<RowCache::Rows>();
  CANDOR_RETURN_IF_ERROR(rows.Scan(Family::kProjections, prefix, PrefixEnd(prefix), std::numeric_limits<size_t>::max(),
                                   [&](std::string_view key, std::string_view value) {
                                     read->emplace_back(key, value);
                                     return true;
                                   }));
  if (cache != nullptr) cache->OfferAll(prefix, size, read);
  return std::shared_ptr<const RowCache::Rows>(std::move(read));
}

}  // namespace candor::store
