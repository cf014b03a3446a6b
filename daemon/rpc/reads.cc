#include "daemon/rpc/reads.h"

#include "daemon/base/status.h"

namespace candor::rpc {

absl::Status Reads::AddFirst(const domain::View& view, std::vector<domain::Change>& changes) const {
  for (const auto& [name, read] : reads_) {
    CANDOR_ASSIGN_OR_RETURN(const bool known, view.HasRead(read.entry, read.reader));
    if (!known) changes.emplace_back(read);
  }
  return absl::OkStatus();
}

}  // namespace candor::rpc
