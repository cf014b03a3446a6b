#ifndef CANDOR_DAEMON_RPC_EXPORT_CONCERN_H_
#define CANDOR_DAEMON_RPC_EXPORT_CONCERN_H_

#include "absl/status/statusor.h"
#include "candor/v1/export.pb.h"
#include "daemon/domain/concern_notice.h"

// A step about a concern on a line of an export and back.
namespace candor::rpc {

void ConcernToLine(const domain::ConcernNotice& notice, v1::ExportedConcernStep* out);
// INVALID_ARGUMENT naming the field.
absl::StatusOr<domain::ConcernNotice> ConcernFromLine(const v1::ExportedConcernStep& wire);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_EXPORT_CONCERN_H_
