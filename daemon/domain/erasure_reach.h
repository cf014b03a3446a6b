#ifndef CANDOR_DAEMON_DOMAIN_ERASURE_REACH_H_
#define CANDOR_DAEMON_DOMAIN_ERASURE_REACH_H_

#include <cstdint>
#include <map>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/base/id.h"
#include "daemon/domain/erasure.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/store.h"
#include "daemon/domain/subject.h"

// What an erasure takes beside the record that it names, and what it cannot take: whatever was moved is sealed a second
// time, under the key of where it was first written.
namespace candor::domain {

struct ErasureReach {
  // Cases that went into it by a merge and are not erased as a whole, in order of id: their keys go with it.
  std::vector<CaseId> merged;
  // How many entries that stand here were moved from each other record, whether straight from there or through others.
  // Nobody is shown them there any more; they lie on the disk under the key of that record, until it is erased as well.
  // What was moved on from here, and records whose key is gone, are left out.
  std::map<SubjectId, uint32_t> sealed_elsewhere;

  bool operator==(const ErasureReach&) const = default;
};

// Of what is to be erased, or is. Errors are the view's.
absl::StatusOr<ErasureReach> ReachOf(const View& view, const SubjectId& subject, const std::vector<KeyClass>& classes);

// The records that an erasure in force has erased where they stand while it destroyed the keys of something else: what
// had been moved there, as it was first written and amended wherever it stood before. Of one that a restore has made
// again, what that restore has erased so. Their ledger numbers, of these classes, ascending. Errors are the view's.
absl::StatusOr<std::vector<uint64_t>> RecordsErasedElsewhere(const View& view, const Erasure& erasure,
                                                             const std::vector<KeyClass>& classes);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_ERASURE_REACH_H_
