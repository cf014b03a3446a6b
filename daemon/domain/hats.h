#ifndef CANDOR_DAEMON_DOMAIN_HATS_H_
#define CANDOR_DAEMON_DOMAIN_HATS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/domain/role.h"
#include "daemon/domain/view.h"

// Which roles somebody has by now. Thread-safe; errors are the view's.
namespace candor::domain {

// The roles that the member has on a day: those given to them, and as a deputy those of whom they stand in for while
// that person is away; a deputy of nobody in particular while all are who have the role. Ascending, each once.
absl::StatusOr<std::vector<Role>> RolesInForce(const View& view, const MemberId& member, Day day);
// Whether the member directs or owns the practice.
absl::StatusOr<bool> LeadsPractice(const View& view, const MemberId& who, Day day);
// Whether the member is an independent reviewer of what is about `of`, or stands in for one who is away. One who was
// named for a director or an owner reviews what is about whoever leads nobody, too.
absl::StatusOr<bool> ReviewsMatterOf(const View& view, const MemberId& member, const MemberId& of, Day day);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_HATS_H_
