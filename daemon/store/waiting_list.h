#ifndef CANDOR_DAEMON_STORE_WAITING_LIST_H_
#define CANDOR_DAEMON_STORE_WAITING_LIST_H_

#include <cstddef>
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "daemon/domain/projections.h"
#include "daemon/domain/store.h"

namespace candor::store {

// Entries that no assessment has answered, by subject: what the rows 'U', 'L' and 'P' of the projections say, in
// memory, because it is asked for with every group and every status. About 100 bytes for each entry that waits.
// Thread-safe.
class WaitingList final {
 public:
  // In order of number. An entry that waits for several subjects is added for each of them, one after the other.
  void Add(const domain::WaitingEntry& entry);
  // What waits for the subject and has a lower number waits no longer.
  void Assessed(const domain::SubjectId& subject, uint64_t assessed_to);

  // How many entries wait, each counted once.
  uint64_t entries() const;
  // As AssessmentSource::Unassessed().
  std::vector<domain::AssessmentSource::Waiting> Oldest(size_t limit) const;
  std::vector<domain::AssessmentSource::Waiting> Of(const std::set<domain::SubjectId>& subjects) const;

 private:
  struct Touch {
    uint64_t number = 0;
    domain::Place earliest;
  };

  static domain::AssessmentSource::Waiting WaitingOf(const domain::SubjectId& subject,
                                                     const std::vector<Touch>& touches);

  mutable absl::Mutex mutex_;
  absl::flat_hash_map<domain::SubjectId, std::vector<Touch>> subjects_ ABSL_GUARDED_BY(mutex_);  // in order of number
  std::set<std::pair<uint64_t, domain::SubjectId>> by_age_ ABSL_GUARDED_BY(mutex_);  // by the number of its oldest
  absl::flat_hash_map<uint64_t, size_t> shared_ ABSL_GUARDED_BY(mutex_);  // entries that wait for several subjects
  uint64_t last_added_ ABSL_GUARDED_BY(mutex_) = 0;                       // one past it
  uint64_t entries_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_WAITING_LIST_H_
