#ifndef CANDOR_DAEMON_RPC_EXPORT_SETTINGS_H_
#define CANDOR_DAEMON_RPC_EXPORT_SETTINGS_H_

#include "absl/status/statusor.h"
#include "candor/v1/export.pb.h"
#include "daemon/domain/settings.h"

namespace candor::rpc {

// A record of the practice's settings as a line of an export has it.
void WriteSettings(const domain::Settings& settings, v1::ExportedSettings* out);
// INVALID_ARGUMENT about the field.
absl::StatusOr<domain::Settings> SettingsFrom(const v1::ExportedSettings& wire);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_EXPORT_SETTINGS_H_
