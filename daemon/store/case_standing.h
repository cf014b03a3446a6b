#ifndef CANDOR_DAEMON_STORE_CASE_STANDING_H_
#define CANDOR_DAEMON_STORE_CASE_STANDING_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/domain/case_file.h"
#include "daemon/domain/entry.h"
#include "daemon/store/stored_projections.h"

// What a member has to do with a case, and whom the steps of a transfer name to have it next: what the gate of a case
// asks before anything is written (ADR 0030, ADR 0054). Errors are those of `rows`, some of which are kept there:
// REQUIRES that rows.status() is asked in the end. As thread-safe as the rows are.
namespace candor::store {

// On the day of writing.
enum class CaseStanding : uint8_t {
  kNone = 0,
  kFormer = 1,   // had the client before others, or had them last and has left the practice
  kCurrent = 2,  // has the client or had them last, or acts for or supervises who did
};

bool TookPart(const domain::CaseCourse& course, const MemberId& member);

// Whom a step of a transfer names. Empty: none that is a member.
MemberId ReceiverNamedBy(const domain::EntryHeader& header);

// The practice's day of an instant.
Day DayIn(StoredProjections& rows, absl::Time instant);

// The first day without the member, where they have left for good by `day`. nullopt: they are of the practice.
std::optional<Day> GoneSince(const MemberId& member, Day day, StoredProjections& rows);

// Whether the writer supervises somebody on a day, or acts for them then.
absl::StatusOr<bool> SpeaksFor(const MemberId& writer, const MemberId& whom, Day day, StoredProjections& rows);
// The same of anybody who has or had a part in the case.
absl::StatusOr<bool> SpeaksForAny(const MemberId& writer, const domain::CaseCourse& course, Day day,
                                  StoredProjections& rows);

// REQUIRES: somebody has a part in the course.
absl::StatusOr<CaseStanding> StandingOf(const MemberId& writer, const domain::CaseCourse& course, Day day,
                                        StoredProjections& rows);

// Whom the steps of the transfer that is under way name as the receiver; the last one counts. What names somebody was
// theirs to write when it was taken in, whatever has been corrected since. A naming is for that transfer: an ending, or
// a later decision to go on, ends it. Empty: nobody.
absl::StatusOr<MemberId> ReceiverIn(const std::vector<domain::EntryHeader>& entries, const domain::CaseCourse& course,
                                    StoredProjections& rows);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_CASE_STANDING_H_
