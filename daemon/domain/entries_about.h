#ifndef CANDOR_DAEMON_DOMAIN_ENTRIES_ABOUT_H_
#define CANDOR_DAEMON_DOMAIN_ENTRIES_ABOUT_H_

#include <vector>

#include "absl/status/statusor.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/permission.h"
#include "daemon/domain/store.h"

// What somebody else has written about a member's conduct, and what the member has answered to others. The fold keeps
// which entries these are, so that no timeline is read for them. Errors are the view's.
namespace candor::domain {

// Whether it is first written, and either tells of its therapist's conduct in somebody else's words or is the
// therapist's answer to somebody else's entry. Pure.
bool IsAboutSomebody(const EntryHeader& header);

// What the person concerned has answered to the entry first written, in the order in which it was recorded; what was
// taken back is left out.
absl::StatusOr<std::vector<RecordedEntry>> ResponsesTo(const View& view, const RecordedEntry& original);

// What others have written about the reader's conduct and the reader has not answered, by the day on which it was
// written down: as first written, where it stands. None for the operator as such.
absl::StatusOr<std::vector<RecordedEntry>> EntriesAbout(const View& view, Viewer& viewer);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_ENTRIES_ABOUT_H_
