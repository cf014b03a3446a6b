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

// Whether an entry of the kind tells of somebody's conduct, so that whoever it is about is to hear of it. Pure.
bool TellsOfConduct(Kind kind);

// Whether it answers somebody else's entry, for the person whom that is about. Pure.
bool IsResponse(const EntryHeader& header);

// Whether it tells of its therapist's conduct in somebody else's words: as first written, or as a correction has it.
// Pure.
bool IsAboutSomebody(const EntryHeader& header);

// Whether it is first written, and its author tells of their own conduct or says on their own account what concerns
// them about a colleague. Of private notes nobody learns that there is one. Pure.
bool IsOwnReport(const EntryHeader& header);

// What the person concerned has answered to the entry first written, in the order in which it was recorded, whoever it
// is about by now; what was taken back is left out.
absl::StatusOr<std::vector<RecordedEntry>> ResponsesTo(const View& view, const RecordedEntry& original);

struct EntryAbout {
  RecordedEntry entry;  // as first written, or where that was about somebody else as it stands
  // It tells of conduct or that a matter came in, and no entry about the reader says what has become of such a matter.
  bool nothing_concluded = false;
};

// What others have written about the reader's conduct and the reader has not answered, where it stands, by the day on
// which it was written down. None for the operator as such.
absl::StatusOr<std::vector<EntryAbout>> EntriesAbout(const View& view, Viewer& viewer);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_ENTRIES_ABOUT_H_
