#ifndef CANDOR_DAEMON_RPC_EXPORT_ACCESS_H_
#define CANDOR_DAEMON_RPC_EXPORT_ACCESS_H_

#include "absl/status/statusor.h"
#include "candor/v1/export.pb.h"
#include "daemon/domain/access.h"
#include "daemon/domain/oversight.h"
#include "daemon/domain/role.h"

// Roles, who was shown what, and how the practice answers for it, on a line of an export and back.
namespace candor::rpc {

void RoleToLine(const domain::RoleChange& change, v1::ExportedRole* out);
void AccessToLine(const domain::Access& access, v1::ExportedAccess* out);
void NonUseToLine(const domain::NonUseAccepted& accepted, v1::ExportedNonUse* out);
void ReviewToLine(const domain::LogReviewed& review, v1::ExportedReview* out);
void DisclosureToLine(const domain::Disclosed& disclosed, v1::ExportedDisclosure* out);

// INVALID_ARGUMENT naming the field.
absl::StatusOr<domain::RoleChange> RoleFromLine(const v1::ExportedRole& wire);
absl::StatusOr<domain::Access> AccessFromLine(const v1::ExportedAccess& wire);
absl::StatusOr<domain::NonUseAccepted> NonUseFromLine(const v1::ExportedNonUse& wire);
absl::StatusOr<domain::LogReviewed> ReviewFromLine(const v1::ExportedReview& wire);
absl::StatusOr<domain::Disclosed> DisclosureFromLine(const v1::ExportedDisclosure& wire);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_EXPORT_ACCESS_H_
