#include "daemon/domain/original.h"

#include <utility>

#include "daemon/base/status.h"

namespace candor::domain {

absl::StatusOr<RecordedEntry> OriginalOf(const View& view, RecordedEntry seen) {
  while (!seen.entry.header.revises.empty()) {
    CANDOR_ASSIGN_OR_RETURN(RecordedEntry earlier, view.GetEntry(seen.entry.header.revises));
    seen = std::move(earlier);
  }
  return seen;
}

}  // namespace candor::domain
