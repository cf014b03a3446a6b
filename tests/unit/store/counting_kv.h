#ifndef CANDOR_TESTS_UNIT_STORE_COUNTING_KV_H_
#define CANDOR_TESTS_UNIT_STORE_COUNTING_KV_H_

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "daemon/store/memory_kv.h"

namespace candor::store {

// A Kv in memory that counts the keys written and the reads, and lets writes fail. Thread-safe.
class CountingKv final : public Kv {
 public:
  // Asked before each write; an error is what the write gives.
  using Fault = std::function<absl::Status(const WriteBatch& batch, Durability durability)>;

  absl::StatusOr<bool> Get(Family family, std::string_view key, std::string& value) const override {
    ++*reads_[static_cast<size_t>(family)];
    return kv_.Get(family, key, value);
  }
  absl::Status Scan(Family family, std::string_view begin, std::string_view end, size_t limit,
                    const Visitor& visit) const override {
    ++*reads_[static_cast<size_t>(family)];
    return kv_.Scan(family, begin, end, limit, visit);
  }
  absl::StatusOr<std::optional<std::string>> LastKey(Family family) const override { return kv_.LastKey(family); }
  absl::Status Write(const WriteBatch& batch, Durability durability) override {
    absl::MutexLock lock(&mutex_);
    if (fault_) {
      if (absl::Status bad = fault_(batch, durability); !bad.ok()) return bad;
    }
    for (const WriteBatch::Operation& operation : batch.operations()) ++keys_[static_cast<size_t>(operation.family)];
    writes_.push_back(durability);
    return kv_.Write(batch, durability);
  }
  std::shared_ptr<const KvReader> Snapshot() const override {
    return std::make_shared<CountingSnapshot>(kv_.Snapshot(), reads_);
  }
  absl::Status SyncLog() override {
    absl::MutexLock lock(&mutex_);
    ++syncs_;
    return sync_fault_;
  }
  absl::Status Flush() override { return absl::OkStatus(); }
  absl::Status DropFamily(Family family) override { return kv_.DropFamily(family); }

  void SetFault(Fault fault) {
    absl::MutexLock lock(&mutex_);
    fault_ = std::move(fault);
  }
  void SetSyncFault(absl::Status fault) {
    absl::MutexLock lock(&mutex_);
    sync_fault_ = std::move(fault);
  }
  size_t keys(Family family) {
    absl::MutexLock lock(&mutex_);
    return keys_[static_cast<size_t>(family)];
  }
  // Single reads and scans, those through snapshots included.
  size_t reads(Family family) const { return *reads_[static_cast<size_t>(family)]; }
  int syncs() {
    absl::MutexLock lock(&mutex_);
    return syncs_;
  }
  std::vector<Durability> writes() {
    absl::MutexLock lock(&mutex_);
    return writes_;
  }
  void Reset() {
    absl::MutexLock lock(&mutex_);
    keys_ = {};
    for (const auto& reads : reads_) *reads = 0;
    writes_.clear();
    syncs_ = 0;
  }

 private:
  using Reads = std::array<std::shared_ptr<std::atomic<size_t>>, kFamilies>;

  class CountingSnapshot final : public KvReader {
   public:
    CountingSnapshot(std::shared_ptr<const KvReader> snapshot, Reads reads)
        : snapshot_(std::move(snapshot)), reads_(std::move(reads)) {}

    absl::StatusOr<bool> Get(Family family, std::string_view key, std::string& value) const override {
      ++*reads_[static_cast<size_t>(family)];
      return snapshot_->Get(family, key, value);
    }
    absl::Status Scan(Family family, std::string_view begin, std::string_view end, size_t limit,
                      const Visitor& visit) const override {
      ++*reads_[static_cast<size_t>(family)];
      return snapshot_->Scan(family, begin, end, limit, visit);
    }
    absl::StatusOr<std::optional<std::string>> LastKey(Family family) const override {
      return snapshot_->LastKey(family);
    }

   private:
    const std::shared_ptr<const KvReader> snapshot_;
    const Reads reads_;
  };

  static Reads NoReads() {
    Reads reads;
    for (auto& of_family : reads) of_family = std::make_shared<std::atomic<size_t>>(0);
    return reads;
  }

  MemoryKv kv_;
  const Reads reads_ = NoReads();
  absl::Mutex mutex_;
  Fault fault_ ABSL_GUARDED_BY(mutex_);
  absl::Status sync_fault_ ABSL_GUARDED_BY(mutex_);
  std::array<size_t, kFamilies> keys_ ABSL_GUARDED_BY(mutex_){};
  std::vector<Durability> writes_ ABSL_GUARDED_BY(mutex_);
  int syncs_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace candor::store

#endif  // CANDOR_TESTS_UNIT_STORE_COUNTING_KV_H_
