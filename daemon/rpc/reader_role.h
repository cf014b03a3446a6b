#ifndef CANDOR_DAEMON_RPC_READER_ROLE_H_
#define CANDOR_DAEMON_RPC_READER_ROLE_H_

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/domain/access.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/role.h"
#include "daemon/domain/view.h"

// In which role a reader was shown something, for the record. Thread-safe; errors are the view's.
namespace candor::rpc {

// Says of each of `of` by which hat it was shown, of each by itself, so that nobody is told by it what was shown of
// another. A private note: whoever supervises its author in training, else who was named to read it. Anything else:
// who supervises them, who has a part in the case, who has a role by which somebody sees as much of what is not
// theirs, of what is nobody's in particular who looks into concerns, who has supervised them, else a therapist among
// therapists. Nothing for the operator as such.
absl::Status PutHats(const domain::View& view, const domain::Caller& reader, Day today,
                     std::vector<domain::AccessOf>& of);

// The role of all of it, as far as it has one: of the most that was shown and is no private note; of figures, the first
// that the reader has. nullopt: the operator as such. REQUIRES: PutHats() of the same.
absl::StatusOr<std::optional<domain::Role>> RoleOfReader(const domain::View& view, const domain::Caller& reader,
                                                         const std::vector<domain::AccessOf>& of, Day today);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_READER_ROLE_H_
