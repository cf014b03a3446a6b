#ifndef CANDOR_DAEMON_STORE_MEMORY_KV_H_
#define CANDOR_DAEMON_STORE_MEMORY_KV_H_

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "daemon/store/kv.h"

namespace candor::store {

// A complete Kv in memory: for tests and for views of the past. Every key holds the versions that a live snapshot can
// still see. Thread-safe.
class MemoryKv final : public Kv {
 public:
  MemoryKv();

  absl::StatusOr<bool> Get(Family family, std::string_view key, std::string& value) const override;
  absl::Status Scan(Family family, std::string_view begin, std::string_view end, size_t limit,
                    const Visitor& visit) const override;
  absl::StatusOr<std::optional<std::string>> LastKey(Family family) const override;
  absl::Status Write(const WriteBatch& batch, Durability durability) override;
  std::shared_ptr<const KvReader> Snapshot() const override;
  absl::Status SyncLog() override { return absl::OkStatus(); }
  absl::Status Flush() override { return absl::OkStatus(); }
  absl::Status DropFamily(Family family) override;

 private:
  class MemorySnapshot;
  struct State;

  // Shared with the snapshots, which may be dropped on any thread.
  std::shared_ptr<State> state_;
};

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_MEMORY_KV_H_
