#ifndef CANDOR_DAEMON_RPC_ENTRY_LOOKUP_H_
#define CANDOR_DAEMON_RPC_ENTRY_LOOKUP_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "daemon/domain/permission.h"
#include "daemon/domain/store.h"
#include "daemon/rpc/question.h"

namespace candor::rpc {

struct SeenEntry {
  domain::RecordedEntry recorded;
  domain::Sight sight = domain::Sight::kNothing;
};

// The entry that a request has in its field "name": NOT_FOUND unless it is there and the caller may see it.
absl::StatusOr<SeenEntry> FindEntry(Question& question, std::string_view name);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_ENTRY_LOOKUP_H_
