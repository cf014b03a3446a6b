#ifndef CANDOR_DAEMON_DOMAIN_NEW_SUPERVISORS_H_
#define CANDOR_DAEMON_DOMAIN_NEW_SUPERVISORS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/domain/view.h"

namespace candor::domain {

// That somebody supervises a member, and so reads what they write, and when it was put on record.
struct NewSupervisor {
  MemberId supervisor;
  Day from;
  absl::Time recorded_at;
};

// What came on record at `since` or later of who supervises the member, and stands, oldest first: whoever it is about
// is told, whoever recorded it. O(who supervises them); errors are the view's.
absl::StatusOr<std::vector<NewSupervisor>> NewSupervisorsOf(const View& view, const MemberId& member, absl::Time since);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_NEW_SUPERVISORS_H_
