#include "daemon/store/course_cache.h"

#include <utility>

namespace candor::store {
namespace {

// What the map, the pointers and the course itself take for each case.
constexpr size_t kCourseOverhead = 240;

}  // namespace

std::shared_ptr<const domain::CaseCourse> CourseCache::Find(const CaseId& id, std::string_view row) const {
  Shard& shard = ShardOf(id);
  absl::MutexLock lock(&shard.mutex);
  const auto found = shard.courses.find(id);
  return found == shard.courses.end() || found->second.row != row ? nullptr : found->second.course;
}

void CourseCache::Put(const CaseId& id, std::string row, std::shared_ptr<const domain::CaseCourse> course) {
  const size_t bytes = kCourseOverhead + row.capacity() + course->episodes.size() * sizeof(domain::Episode) +
                       course->parts.size() * sizeof(domain::Part);
  if (bytes > shard_bytes_) return;
  Shard& shard = ShardOf(id);
  absl::MutexLock lock(&shard.mutex);
  if (shard.bytes + bytes > shard_bytes_) {
    shard.courses.clear();
    shard.bytes = 0;
  }
  Kept& kept = shard.courses[id];
  shard.bytes += bytes - kept.bytes;
  kept = {std::move(row), std::move(course), bytes};
}

void CourseCache::Forget(const CaseId& id) {
  Shard& shard = ShardOf(id);
  absl::MutexLock lock(&shard.mutex);
  const auto found = shard.courses.find(id);
  if (found == shard.courses.end()) return;
  shard.bytes -= found->second.bytes;
  shard.courses.erase(found);
}

}  // namespace candor::store
