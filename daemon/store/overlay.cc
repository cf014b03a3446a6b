#include "daemon/store/overlay.h"

#include <limits>

#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/store/keys.h"

namespace candor::store {
namespace {

size_t BytesOf(const std::string& key, const RowCache::Row& row) {
  return key.size() + (row ? row->size() : 0);
}

}  // namespace

absl::StatusOr<std::optional<std::string>> Overlay::Get(std::string_view key) const {
  if (auto changed = changes_.find(ToAbsl(key)); changed != changes_.end()) return changed->second;
  if (std::optional<Row> known = cache_.Find(key, size_)) return *std::move(known);
  return ReadBase(key);
}

absl::StatusOr<std::optional<std::string>> Overlay::ReadBase(std::string_view key) const {
  std::string value;
  const auto found = base_.Get(Family::kProjections, key, value);
  if (!found.ok()) return found.status();
  Row row = *found ? Row(std::move(value)) : std::nullopt;
  cache_.Offer(key, size_, row);
  return row;
}

absl::StatusOr<bool> Overlay::Contains(std::string_view key) const {
  if (auto changed = changes_.find(ToAbsl(key)); changed != changes_.end()) return changed->second.has_value();
  if (const std::optional<bool> known = cache_.Has(key, size_)) return *known;
  const auto row = ReadBase(key);
  if (!row.ok()) return row.status();
  return row->has_value();
}

absl::Status Overlay::Scan(std::string_view begin, std::string_view end, const KvReader::Visitor& visit) const {
  return Merge(begin, end, visit, [&](const KvReader::Visitor& each) {
    return base_.Scan(Family::kProjections, begin, end, std::numeric_limits<size_t>::max(), each);
  });
}

absl::Status Overlay::ScanFollowUps(const std::string& prefix, const KvReader::Visitor& visit) const {
  const std::string end = PrefixEnd(prefix);
  return Merge(prefix, end, visit, [&](const KvReader::Visitor& each) -> absl::Status {
    CANDOR_ASSIGN_OR_RETURN(const auto rows, ReadFollowUps(base_, &cache_, size_, prefix));
    for (const auto& [key, value] : *rows) {
      if (!each(key, value)) break;
    }
    return absl::OkStatus();
  });
}

// Both sides are sorted; where both have a key the change counts.
absl::Status Overlay::Merge(std::string_view begin, std::string_view end, const KvReader::Visitor& visit,
                            const std::function<absl::Status(const KvReader::Visitor&)>& scan) const {
  auto change = changes_.lower_bound(ToAbsl(begin));
  const auto in_range = [&] { return change != changes_.end() && (end.empty() || change->first < end); };
  bool more = true;
  // False once `visit` has had enough.
  const auto changes_before = [&](std::optional<std::string_view> key) {
    for (; more && in_range() && (!key || change->first < *key); ++change) {
      if (change->second) more = visit(change->first, *change->second);
    }
    return more;
  };
  CANDOR_RETURN_IF_ERROR(scan([&](std::string_view key, std::string_view value) {
    if (!changes_before(key)) return false;
    if (in_range() && change->first == key) return true;
    more = visit(key, value);
    return more;
  }));
  changes_before(std::nullopt);
  return absl::OkStatus();
}

// NOLINTNEXTLINE(performance-unnecessary-value-param): it is moved on, by a call that forwards.
void Overlay::Set(std::string key, Row value) {
  auto [changed, added] = changes_.try_emplace(std::move(key));
  if (!added) changed_bytes_ -= BytesOf(changed->first, changed->second);
  undo_.push_back({changed->first, added ? std::optional<Row>() : std::optional<Row>(std::move(changed->second)), {}});
  changed->second = std::move(value);
  changed_bytes_ += BytesOf(changed->first, changed->second);
}

absl::Status Overlay::Append(const std::string& key, std::string_view bytes) {
  if (auto changed = changes_.find(key); changed != changes_.end() && changed->second) {
    undo_.push_back({key, std::nullopt, changed->second->size()});
    changed->second->append(bytes);
    changed_bytes_ += bytes.size();
    return absl::OkStatus();
  }
  CANDOR_ASSIGN_OR_RETURN(Row row, Get(key));
  std::string grown = row ? *std::move(row) : std::string();
  grown.append(bytes);
  Put(key, std::move(grown));
  return absl::OkStatus();
}

void Overlay::RollBack(size_t mark) {
  while (undo_.size() > mark) {
    Undo& undo = undo_.back();
    const auto changed = changes_.find(undo.key);
    changed_bytes_ -= BytesOf(changed->first, changed->second);
    if (undo.size) {
      changed->second->resize(*undo.size);
    } else if (undo.before) {
      changed->second = *std::move(undo.before);
    }
    if (undo.size || undo.before) {
      changed_bytes_ += BytesOf(changed->first, changed->second);
    } else {
      changes_.erase(changed);
    }
    undo_.pop_back();
  }
}

WriteBatch Overlay::Batch() const {
  WriteBatch batch;
  for (const auto& [key, value] : changes_) {
    if (value) {
      batch.Put(Family::kProjections, key, *value);
    } else {
      batch.Delete(Family::kProjections, key);
    }
  }
  return batch;
}

void Overlay::Written(uint64_t size) {
  size_ = size;
  for (auto& [key, value] : changes_) cache_.Put(key, size, std::move(value));
  changes_.clear();
  undo_.clear();
  changed_bytes_ = 0;
}

void Overlay::Discard() {
  changes_.clear();
  undo_.clear();
  changed_bytes_ = 0;
}

}  // namespace candor::store
