#ifndef CANDOR_DAEMON_STORE_COURSE_CHECKS_H_
#define CANDOR_DAEMON_STORE_COURSE_CHECKS_H_

#include "absl/status/status.h"
#include "daemon/domain/entry.h"
#include "daemon/store/stored_projections.h"

namespace candor::store {

// An intake or a step of a transfer that is in says what it was written for: whoever may write it, it is refused
// (FAILED_PRECONDITION) where the record would read otherwise (ADR 0054).
//   - "episode_open" (field "facts"): a new intake into a therapy that goes on.
//   - "earlier_intake" ("occurred"): an intake by which one that stands would begin nothing any more; the operator as
//     such writes it.
//   - "same_day" ("occurred"): an intake of the day of an ending, where the times do not tell that it comes after; a
//   new
//     step of a transfer that would stand before another one of its day that was written down before it, and so say
//     something else.
//   - "inside_episode" ("occurred"): an intake of a day within a therapy that has ended since, new or dated anew.
//   - "left" ("facts"): a step by which the case would be a member's who has left by its day.
// What is imported is history: of that, only a second intake, and one of the day of an ending, are refused. What comes
// with a merge is not to be asked about. REQUIRES: `rows` has what the entry revises.
absl::Status CheckSaysWhatItIsFor(const domain::EntryHeader& header, StoredProjections& rows);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_COURSE_CHECKS_H_
