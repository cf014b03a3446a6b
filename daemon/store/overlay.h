#ifndef CANDOR_DAEMON_STORE_OVERLAY_H_
#define CANDOR_DAEMON_STORE_OVERLAY_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/store/kv.h"
#include "daemon/store/row_cache.h"

namespace candor::store {

// Rows of the projections as they will be once a group is written: what was there, and on top what the group changes.
// What was read or written stays in a RowCache. REQUIRES: nobody else writes projections of `base` while this lives.
// Thread-compatible.
class Overlay final {
 public:
  // `base` and `cache` are not owned and outlive this. `size`: how many records the rows of `base` are folded from.
  Overlay(const KvReader& base, RowCache& cache, uint64_t size) : base_(base), cache_(cache), size_(size) {}

  // The row, or nullopt when there is none.
  absl::StatusOr<std::optional<std::string>> Get(std::string_view key) const;
  absl::StatusOr<bool> Contains(std::string_view key) const;
  // As KvReader::Scan, without limit. `visit` must not change rows.
  absl::Status Scan(std::string_view begin, std::string_view end, const KvReader::Visitor& visit) const;
  // The same for all follow-ups of a subject, which is asked for with every change of one.
  absl::Status ScanFollowUps(const std::string& prefix, const KvReader::Visitor& visit) const;
  void Put(std::string key, std::string value) { Set(std::move(key), std::move(value)); }
  void Delete(std::string key) { Set(std::move(key), std::nullopt); }
  // Puts `bytes` behind what is in the row, which need not be there. A row that has changed already is not copied for
  // that, however long it is.
  absl::Status Append(const std::string& key, std::string_view bytes);

  // A point to come back to: all changes since it can be undone.
  size_t Mark() const { return undo_.size(); }
  void RollBack(size_t mark);
  // None of the changes so far can be undone any more.
  void Settle() { undo_.clear(); }

  bool empty() const { return changes_.empty(); }
  // Keys and values of the changes.
  size_t changed_bytes() const { return changed_bytes_; }
  // The changes as a batch, sorted by key.
  WriteBatch Batch() const;
  // They have been written: `base` has them now, and is folded from so many records.
  void Written(uint64_t size);
  // They never will be.
  void Discard();

 private:
  using Row = RowCache::Row;
  // How to take one change back.
  struct Undo {
    std::string key;
    std::optional<Row> before;   // nullopt: the key was not among the changes, or `size` is there
    std::optional<size_t> size;  // the row has only grown, and was so long before
  };

  // Merges what is changed in [begin, end) into what `scan` gives of the base.
  absl::Status Merge(std::string_view begin, std::string_view end, const KvReader::Visitor& visit,
                     const std::function<absl::Status(const KvReader::Visitor&)>& scan) const;
  void Set(std::string key, Row value);
  // The row that the group has not changed, of which the cache knows nothing.
  absl::StatusOr<std::optional<std::string>> ReadBase(std::string_view key) const;

  const KvReader& base_;
  RowCache& cache_;
  uint64_t size_;
  absl::btree_map<std::string, Row> changes_;
  std::vector<Undo> undo_;
  size_t changed_bytes_ = 0;
};

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_OVERLAY_H_
