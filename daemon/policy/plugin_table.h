#ifndef CANDOR_DAEMON_POLICY_PLUGIN_TABLE_H_
#define CANDOR_DAEMON_POLICY_PLUGIN_TABLE_H_

#include <cstddef>

#include "absl/status/statusor.h"
#include "daemon/domain/policy_engine.h"
#include "plugins/abi/candor_policy.h"

// From what a plugin declares to what the host believes. Everything behind the pointer is somebody else's.
namespace candor::policy {

// More of anything is a mistake of the plugin.
inline constexpr size_t kMaxRules = 256;
inline constexpr size_t kMaxParameters = 64;
inline constexpr size_t kMaxDeclaredText = 1024;

// A copy of a plugin's tables, with every parameter at its default; `digest` is left empty. FAILED_PRECONDITION with
// one sentence for a plugin that cannot be used: versions this host does not speak (both numbers are named), structs
// that are too short, missing functions or texts, names that are taken twice, unknown kinds or fields. Reads no byte
// of a struct beyond the size that the struct claims.
absl::StatusOr<domain::PluginInfo> ReadPluginTable(const candor_policy* policy);

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_PLUGIN_TABLE_H_
