#ifndef CANDOR_DAEMON_RPC_EXPORT_ERASURE_H_
#define CANDOR_DAEMON_RPC_EXPORT_ERASURE_H_

#include "absl/status/statusor.h"
#include "candor/v1/export.pb.h"
#include "daemon/domain/store.h"

// Erasures, legal holds and that backups were taken, on a line of an export and back.
namespace candor::rpc {

void ErasureToLine(const domain::KeptErasure& kept, v1::ExportedErasure* out);
void HoldToLine(const domain::KeptHold& kept, v1::ExportedHold* out);
void BackupToLine(const domain::BackupTaken& backup, v1::ExportedBackup* out);

// INVALID_ARGUMENT naming the field.
absl::StatusOr<domain::KeptErasure> ErasureFromLine(const v1::ExportedErasure& wire);
absl::StatusOr<domain::KeptHold> HoldFromLine(const v1::ExportedHold& wire);
absl::StatusOr<domain::BackupTaken> BackupFromLine(const v1::ExportedBackup& wire);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_EXPORT_ERASURE_H_
