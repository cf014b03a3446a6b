#ifndef CANDOR_DAEMON_RPC_EXPORT_IDENTITY_H_
#define CANDOR_DAEMON_RPC_EXPORT_IDENTITY_H_

#include "absl/status/statusor.h"
#include "candor/v1/export.pb.h"
#include "daemon/domain/enrolment.h"

// Enrolments on a line of an export and back.
namespace candor::rpc {

void EnrolmentToLine(const domain::EnrolmentEvent& event, v1::ExportedEnrolment* out);

// INVALID_ARGUMENT naming the field.
absl::StatusOr<domain::EnrolmentEvent> EnrolmentFromLine(const v1::ExportedEnrolment& wire);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_EXPORT_IDENTITY_H_
