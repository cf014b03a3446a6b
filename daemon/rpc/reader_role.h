#ifndef CANDOR_DAEMON_RPC_READER_ROLE_H_
#define CANDOR_DAEMON_RPC_READER_ROLE_H_

#include <optional>

#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/role.h"
#include "daemon/domain/view.h"
#include "daemon/rpc/shown.h"

namespace candor::rpc {

// In which role the reader was shown it, for the record: who supervises or has supervised one of those whom it is of
// was their supervisor; else it is the first role in force by which somebody sees as much of what is not theirs; else
// they were a therapist among therapists, with a part in the case or named to read it. nullopt: the operator as such.
// Thread-safe; errors are the view's.
absl::StatusOr<std::optional<domain::Role>> RoleOfReader(const domain::View& view, const domain::Caller& reader,
                                                         const Shown& shown, Day today);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_READER_ROLE_H_
