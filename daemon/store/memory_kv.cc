#include "daemon/store/memory_kv.h"

#include <algorithm>
#include <limits>

namespace candor::store {
namespace {

constexpr uint64_t kNow = std::numeric_limits<uint64_t>::max();

}  // namespace

struct MemoryKv::State {
  struct Version {
    uint64_t written = 0;              // number of the write
    std::optional<std::string> value;  // nullopt: deleted
  };
  // Oldest first.
  using Versions = std::vector<Version>;
  using Table = std::map<std::string, Versions, std::less<>>;

  mutable absl::Mutex mutex;
  std::array<Table, kFamilies> tables ABSL_GUARDED_BY(mutex);
  uint64_t writes ABSL_GUARDED_BY(mutex) = 0;
  std::multiset<uint64_t> snapshots ABSL_GUARDED_BY(mutex);

  // What a reader at `moment` sees; nullptr when there is no such key for it.
  static const std::string* Visible(const Versions& versions, uint64_t moment) {
    for (auto version = versions.rbegin(); version != versions.rend(); ++version) {
      if (version->written <= moment) return version->value ? &*version->value : nullptr;
    }
    return nullptr;
  }

  // Keeps of `versions` what the oldest snapshot and every later reader can see.
  void Prune(Versions& versions) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
    const uint64_t oldest = snapshots.empty() ? writes : *snapshots.begin();
    auto first = versions.begin();
    for (auto version = versions.begin(); version != versions.end() && version->written <= oldest; ++version) {
      first = version;
    }
    versions.erase(versions.begin(), first);
  }

  void Set(Family family, std::string_view key, std::optional<std::string> value) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
    Table& table = tables[static_cast<size_t>(family)];
    auto found = table.find(key);
    if (found == table.end()) {
      if (!value) return;
      found = table.emplace(std::string(key), Versions()).first;
    }
    Versions& versions = found->second;
    if (!versions.empty() && versions.back().written == writes) {
      versions.back().value = std::move(value);
    } else {
      versions.push_back({writes, std::move(value)});
    }
    Prune(versions);
    if (versions.size() == 1 && !versions.front().value) table.erase(found);
  }

  absl::StatusOr<bool> Get(Family family, std::string_view key, uint64_t moment, std::string& value) const {
    absl::ReaderMutexLock lock(&mutex);
    const Table& table = tables[static_cast<size_t>(family)];
    auto found = table.find(key);
    const std::string* seen = found == table.end() ? nullptr : Visible(found->second, moment);
    if (seen == nullptr) return false;
    value = *seen;
    return true;
  }

  // Copies the rows first, so that `visit` may call back into the Kv.
  absl::Status Scan(Family family, std::string_view begin, std::string_view end, size_t limit, uint64_t moment,
                    const Visitor& visit) const {
    constexpr size_t kChunk = 64;
    std::string from(begin);
    bool more = true;
    while (more && limit > 0) {
      std::vector<std::pair<std::string, std::string>> rows;
      {
        absl::ReaderMutexLock lock(&mutex);
        const Table& table = tables[static_cast<size_t>(family)];
        auto row = table.lower_bound(from);
        for (; row != table.end() && rows.size() < std::min(limit, kChunk); ++row) {
          if (!end.empty() && row->first >= end) break;
          if (const std::string* seen = Visible(row->second, moment)) rows.emplace_back(row->first, *seen);
        }
        more = row != table.end() && (end.empty() || row->first < end);
        if (more) from = row->first;
      }
      for (const auto& [key, value] : rows) {
        if (!visit(key, value)) return absl::OkStatus();
      }
      limit -= rows.size();
    }
    return absl::OkStatus();
  }

  absl::StatusOr<std::optional<std::string>> LastKey(Family family, uint64_t moment) const {
    absl::ReaderMutexLock lock(&mutex);
    const Table& table = tables[static_cast<size_t>(family)];
    for (auto row = table.rbegin(); row != table.rend(); ++row) {
      if (Visible(row->second, moment) != nullptr) return std::optional<std::string>(row->first);
    }
    return std::optional<std::string>();
  }
};

class MemoryKv::MemorySnapshot final : public KvReader {
 public:
  explicit MemorySnapshot(std::shared_ptr<State> state) : state_(std::move(state)) {
    absl::MutexLock lock(&state_->mutex);
    moment_ = state_->writes;
    state_->snapshots.insert(moment_);
  }
  ~MemorySnapshot() override {
    absl::MutexLock lock(&state_->mutex);
    state_->snapshots.erase(state_->snapshots.find(moment_));
  }
  MemorySnapshot(const MemorySnapshot&) = delete;
  MemorySnapshot& operator=(const MemorySnapshot&) = delete;

  absl::StatusOr<bool> Get(Family family, std::string_view key, std::string& value) const override {
    return state_->Get(family, key, moment_, value);
  }
  absl::Status Scan(Family family, std::string_view begin, std::string_view end, size_t limit,
                    const Visitor& visit) const override {
    return state_->Scan(family, begin, end, limit, moment_, visit);
  }
  absl::StatusOr<std::optional<std::string>> LastKey(Family family) const override {
    return state_->LastKey(family, moment_);
  }

 private:
  std::shared_ptr<State> state_;
  uint64_t moment_ = 0;
};

MemoryKv::MemoryKv() : state_(std::make_shared<State>()) {}

absl::StatusOr<bool> MemoryKv::Get(Family family, std::string_view key, std::string& value) const {
  return state_->Get(family, key, kNow, value);
}

absl::Status MemoryKv::Scan(Family family, std::string_view begin, std::string_view end, size_t limit,
                            const Visitor& visit) const {
  return Snapshot()->Scan(family, begin, end, limit, visit);
}

absl::StatusOr<std::optional<std::string>> MemoryKv::LastKey(Family family) const {
  return state_->LastKey(family, kNow);
}

absl::Status MemoryKv::Write(const WriteBatch& batch, Durability /*durability*/) {
  if (absl::Status limits = CheckLimits(batch); !limits.ok()) return limits;
  absl::MutexLock lock(&state_->mutex);
  ++state_->writes;
  for (const WriteBatch::Operation& operation : batch.operations()) {
    state_->Set(operation.family, operation.key, operation.value);
  }
  return absl::OkStatus();
}

std::shared_ptr<const KvReader> MemoryKv::Snapshot() const {
  return std::make_shared<MemorySnapshot>(state_);
}

absl::Status MemoryKv::DropFamily(Family family) {
  if (family == Family::kLedger) return absl::InvalidArgumentError("the ledger is never dropped");
  absl::MutexLock lock(&state_->mutex);
  ++state_->writes;
  std::vector<std::string> keys;
  for (const auto& [key, versions] : state_->tables[static_cast<size_t>(family)]) keys.push_back(key);
  for (const std::string& key : keys) state_->Set(family, key, std::nullopt);
  return absl::OkStatus();
}

}  // namespace candor::store
