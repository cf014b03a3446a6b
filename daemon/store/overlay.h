#ifndef CANDOR_DAEMON_STORE_OVERLAY_H_
#define CANDOR_DAEMON_STORE_OVERLAY_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/store/kv.h"

namespace candor::store {

// Rows of the projections as they will be once a group is written: what was there, and on top what the group changes.
// Rows that were asked for, absent ones too, stay in memory up to a bound, because the next group asks for the same
// members, cases and marks; timelines and entries are asked for once and do not. REQUIRES: nobody else writes
// projections of `base` while this lives. Thread-compatible.
class Overlay final {
 public:
  // `base` is not owned and outlives this.
  explicit Overlay(const Kv& base, size_t cached_bytes = 32 << 20) : base_(base), cached_bytes_limit_(cached_bytes) {}

  // The row, or nullopt when there is none.
  absl::StatusOr<std::optional<std::string>> Get(std::string_view key);
  absl::StatusOr<bool> Contains(std::string_view key);
  // As KvReader::Scan, without limit. `visit` must not change rows.
  absl::Status Scan(std::string_view begin, std::string_view end, const KvReader::Visitor& visit);
  void Put(std::string key, std::string value) { Set(std::move(key), std::move(value)); }
  void Delete(std::string key) { Set(std::move(key), std::nullopt); }

  // A point to come back to: all changes since it can be undone.
  size_t Mark() const { return undo_.size(); }
  void RollBack(size_t mark);

  bool empty() const { return changes_.empty(); }
  size_t changed_bytes() const { return changed_bytes_; }
  // The changes as a batch, sorted by key.
  WriteBatch Batch() const;
  // They have been written: `base` has them now.
  void Written();
  // They never will be.
  void Discard();

 private:
  using Row = std::optional<std::string>;

  void Set(std::string key, Row value);
  void Remember(std::string_view key, Row value);

  const Kv& base_;
  const size_t cached_bytes_limit_;
  absl::btree_map<std::string, Row> changes_;
  std::vector<std::pair<std::string, std::optional<Row>>> undo_;  // nullopt: the key was not among the changes
  size_t changed_bytes_ = 0;
  absl::flat_hash_map<std::string, Row> cache_;
  size_t cached_bytes_ = 0;  // at least
};

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_OVERLAY_H_
