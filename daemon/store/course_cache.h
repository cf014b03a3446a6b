#ifndef CANDOR_DAEMON_STORE_COURSE_CACHE_H_
#define CANDOR_DAEMON_STORE_COURSE_CACHE_H_

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "daemon/base/id.h"
#include "daemon/domain/case_file.h"

namespace candor::store {

// Courses of cases as they were worked out last: every entry of a case is checked and assessed against its course, and
// to decode the row and work it out takes longer than all else that is read for it. Kept beside the bytes that it was
// made of, and given out for the same bytes only, so nothing has to be told of a change but an erasure, which takes the
// case's code out of its row. Holds at most kMemoryBytes; a part that is full is emptied. Thread-safe.
class CourseCache final {
 public:
  static constexpr size_t kMemoryBytes = 24 << 20;

  explicit CourseCache(size_t memory_bytes = kMemoryBytes) : shard_bytes_(memory_bytes / kShards) {}

  // What was made of these very bytes; nullptr: not here.
  std::shared_ptr<const domain::CaseCourse> Find(const CaseId& id, std::string_view row) const;
  // REQUIRES: `course` was made of `row`. Never nullptr.
  void Put(const CaseId& id, std::string row, std::shared_ptr<const domain::CaseCourse> course);
  // Of a case of which something is erased nothing is left.
  void Forget(const CaseId& id);

 private:
  static constexpr size_t kShards = 16;
  struct Kept {
    std::string row;
    std::shared_ptr<const domain::CaseCourse> course;
    size_t bytes = 0;
  };
  struct Shard {
    absl::Mutex mutex;
    absl::flat_hash_map<CaseId, Kept> courses ABSL_GUARDED_BY(mutex);
    size_t bytes ABSL_GUARDED_BY(mutex) = 0;
  };

  Shard& ShardOf(const CaseId& id) const { return shards_[id.bytes().back() % kShards]; }

  const size_t shard_bytes_;
  mutable std::array<Shard, kShards> shards_;
};

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_COURSE_CACHE_H_
