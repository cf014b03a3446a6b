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

absl::StatusOr<Origin> FirstPlaceOf(const View& view, const EntryHeader& original) {
  Origin first{original.subject, original.id};
  Origin before = original.moved_from;
  while (!before.entry.empty()) {
    first = before;
    CANDOR_ASSIGN_OR_RETURN(const RecordedEntry earlier, view.GetEntry(before.entry));
    before = earlier.entry.header.moved_from;
  }
  return first;
}

}  // namespace candor::domain
