#ifndef CANDOR_DAEMON_STORE_COURSE_CHECKS_H_
#define CANDOR_DAEMON_STORE_COURSE_CHECKS_H_

#include "absl/status/status.h"
#include "daemon/domain/entry.h"
#include "daemon/store/stored_projections.h"

namespace candor::store {

// An intake, a step of a transfer or an ending that is in says what it was written for: whoever may write it, it is
// refused (FAILED_PRECONDITION) where the record would read otherwise (ADR 0054).
//   - "episode_open" (field "facts"): a new intake into a therapy that goes on.
//   - "earlier_intake" ("occurred"): an intake, imported ones included, by which one that stands would begin nothing
//     any more; the operator as such writes it.
//   - "same_day" ("occurred"): an intake of the day of an ending, where the times do not tell that it comes after; a
//     step of a transfer that the times do not tell from another one of its day, and that would say something else than
//     it was written for: after those that are there, or, where it is corrected and keeps its day, where it stood.
//   - "handed_on" ("occurred"): an ending, new or dated anew, of a therapist who has handed the client on before that
//     day by a step of a transfer.
//   - "inside_episode" ("occurred"): an intake of a day within a therapy that has ended since, new or dated anew.
//   - "left" ("facts"): a step by which the case would be a member's who has left by its day.
// What is imported is history: of that, only intakes are refused, a second one, an earlier one, and one of the day of
// an ending. What comes with a merge is not to be asked about. REQUIRES: `rows` has what the entry revises.
absl::Status CheckSaysWhatItIsFor(const domain::EntryHeader& header, StoredProjections& rows);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_COURSE_CHECKS_H_
