#ifndef CANDOR_DAEMON_RPC_EXPORT_SIGNATURE_H_
#define CANDOR_DAEMON_RPC_EXPORT_SIGNATURE_H_

#include "absl/status/statusor.h"
#include "candor/v1/export.pb.h"
#include "daemon/domain/report_signature.h"

// Signed reports in an export.
namespace candor::rpc {

void SignatureToLine(const domain::ReportSigned& signature, v1::ExportedSignature* out);
// INVALID_ARGUMENT naming the field.
absl::StatusOr<domain::ReportSigned> SignatureFromLine(const v1::ExportedSignature& wire);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_EXPORT_SIGNATURE_H_
