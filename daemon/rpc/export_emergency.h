#ifndef CANDOR_DAEMON_RPC_EXPORT_EMERGENCY_H_
#define CANDOR_DAEMON_RPC_EXPORT_EMERGENCY_H_

#include "absl/status/statusor.h"
#include "candor/v1/export.pb.h"
#include "daemon/domain/emergency.h"

// What was opened in an emergency, on a line of an export and back.
namespace candor::rpc {

void EmergencyToLine(const domain::Emergency& emergency, v1::ExportedEmergency* out);
// INVALID_ARGUMENT naming the field.
absl::StatusOr<domain::Emergency> EmergencyFromLine(const v1::ExportedEmergency& wire);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_EXPORT_EMERGENCY_H_
