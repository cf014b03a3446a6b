#ifndef CANDOR_DAEMON_STORE_ACCESS_CHECKS_H_
#define CANDOR_DAEMON_STORE_ACCESS_CHECKS_H_

#include "absl/status/status.h"
#include "daemon/domain/access.h"
#include "daemon/domain/oversight.h"
#include "daemon/domain/role.h"
#include "daemon/store/stored_projections.h"

// What a role, an access, a review and a disclosure have to be.
namespace candor::store {

// Their shape alone. INVALID_ARGUMENT naming the field.
absl::Status CheckShape(const domain::RoleChange& change);
absl::Status CheckShape(const domain::Access& access);
absl::Status CheckShape(const domain::LogReviewed& review);
absl::Status CheckShape(const domain::Disclosed& disclosed);

// Whether the state has room for it: a role is given once under a name, and taken back as it was given. To take back
// what was taken back changes nothing and is let in. Codes and reasons (ErrorDetail):
//   NOT_FOUND            no such role was given to the member: "not_found"
//   ALREADY_EXISTS       another role of the member has that name: "id_taken"
//   FAILED_PRECONDITION  it has run out before that day: "role_ended"
absl::Status CheckRole(const domain::RoleChange& change, StoredProjections& rows);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_ACCESS_CHECKS_H_
