#ifndef CANDOR_DAEMON_STORE_RECORD_CACHE_H_
#define CANDOR_DAEMON_STORE_RECORD_CACHE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/follow_up.h"

namespace candor::store {

// What was sealed in the records that were written or read last, opened: an entry is asked for by the assessor and by
// its own reply as soon as it is written, a follow-up with every change of its case. Records never change, so nothing
// here can be stale; but what is sealed goes when its key goes, so only RecordReader, which has the key, looks here.
// Holds at most kMemoryBytes; the oldest goes first. Thread-safe.
class RecordCache final {
 public:
  static constexpr size_t kMemoryBytes = 24 << 20;

  using EntryPtr = std::shared_ptr<const domain::RecordedEntry>;
  using SectionPtr = std::shared_ptr<const domain::FollowUpSealed>;
  using CodePtr = std::shared_ptr<const std::string>;  // of a case

  explicit RecordCache(size_t memory_bytes = kMemoryBytes) : shard_bytes_(memory_bytes / kShards) {}

  // nullptr when it is not here. The number names a record of that kind.
  EntryPtr FindEntry(uint64_t number) const { return Find<EntryPtr>({number, 0}); }
  SectionPtr FindSection(uint64_t number, uint32_t section) const { return Find<SectionPtr>({number, section}); }
  CodePtr FindCode(uint64_t number) const { return Find<CodePtr>({number, 0}); }

  // REQUIRES: neither revised, retracted nor erased: as the record has it.
  void Put(EntryPtr entry);
  void Put(uint64_t number, uint32_t section, SectionPtr sealed);
  void Put(uint64_t number, CodePtr code);
  // Forgets everything.
  void Clear();

 private:
  static constexpr size_t kShards = 8;
  using Name = std::pair<uint64_t, uint32_t>;  // record and section
  using Opened = std::variant<EntryPtr, SectionPtr, CodePtr>;
  struct Shard {
    absl::Mutex mutex;
    absl::flat_hash_map<Name, Opened> opened ABSL_GUARDED_BY(mutex);
    std::deque<std::pair<Name, size_t>> by_age ABSL_GUARDED_BY(mutex);
    size_t bytes ABSL_GUARDED_BY(mutex) = 0;
  };

  template <class Pointer>
  Pointer Find(const Name& name) const {
    Shard& shard = ShardOf(name);
    absl::MutexLock lock(&shard.mutex);
    const auto found = shard.opened.find(name);
    if (found == shard.opened.end()) return nullptr;
    const auto* pointer = std::get_if<Pointer>(&found->second);
    return pointer == nullptr ? nullptr : *pointer;
  }
  void Add(const Name& name, Opened opened, size_t bytes);
  Shard& ShardOf(const Name& name) const { return shards_[name.first % kShards]; }

  const size_t shard_bytes_;
  mutable std::array<Shard, kShards> shards_;
};

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_RECORD_CACHE_H_
