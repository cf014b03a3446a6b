#ifndef CANDOR_DAEMON_DOMAIN_CASE_FILE_H_
#define CANDOR_DAEMON_DOMAIN_CASE_FILE_H_

#include <optional>
#include <string>
#include <vector>

#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/order.h"

namespace candor::domain {

// Intake opens an episode, the termination by the therapist who holds the case closes it, a return opens the next. The
// first may be one whose start is not recorded, because the record begins in the middle of a therapy.
struct Episode {
  std::optional<Day> opened;  // nullopt: not recorded
  std::optional<Day> closed;  // nullopt: open
  EntryId opened_by;          // empty: not recorded
  EntryId closed_by;
  std::optional<Day> therapy_started;  // as the intake says; nullopt: not recorded, count from `opened`
  // Places of the two entries, without their ids; start not recorded: of the first that tells of it. Where the intake
  // stands before the ending that it comes after: right after that.
  Place opened_at;
  std::optional<Place> closed_at;

  bool operator==(const Episode&) const = default;
};

// A therapist's part in a case, from the date on which they took it.
struct Part {
  MemberId therapist;
  Day from;
  std::optional<Day> until;  // nullopt: holds the case
  // From which place in the timeline on, and up to which, it was known that this therapist has the case: what is
  // written down later about another date moves `from` and `until`, never these. Without ids.
  Place taken_at;
  std::optional<Place> left_at;

  bool operator==(const Part&) const = default;
};

// One client of the practice (person, couple, family), for ever.
struct CaseFile {
  CaseId id;
  std::string code;               // the practice's own pseudonym; narrative class
  std::vector<Episode> episodes;  // in order of opening
  std::vector<Part> parts;        // in order of `from`
  bool erased = false;            // `code` is gone
  CaseId merged_into;             // empty: stands for itself

  // Empty when nobody holds it; of an erased one, whoever held it last.
  MemberId holder() const { return !parts.empty() && !parts.back().until ? parts.back().therapist : MemberId(); }
  // No ending stands. One that is erased is neither open nor ended: nothing more becomes of it.
  bool open() const { return !erased && (episodes.empty() || !episodes.back().closed); }

  bool operator==(const CaseFile&) const = default;
};

// Who treated the client, and when.
struct CaseCourse {
  std::vector<Episode> episodes;
  std::vector<Part> parts;

  bool operator==(const CaseCourse&) const = default;
};

// Episodes and parts from the effective timeline (corrections applied, in order); kinds other than IsCourseKind may be
// left out and change nothing. Pure.
//   - An intake opens an episode unless one is open; its therapist takes the case. One that stands before the ending of
//     its own day, which has no time, is taken to come after it.
//   - Where the first entry is no intake, its therapist has a part, and an episode is open whose start is not recorded.
//     An intake that comes before the ending is its start after all; what came earlier is then before the episode.
//   - The therapist changes to the receiver that the steps of a transfer name: on the date of the first solo session
//     held, else on the step that completes it (a joint session, receiver accepted, first solo session booked; a
//     "no" recorded before that takes the step back, as for the policies). A
//     receiver who is no member takes no part: the case stays with the therapist until the ending is written down.
//   - A termination by who holds the case closes the episode; by a former therapist, it ends that person's part only.
CaseCourse CourseOf(const std::vector<EntryHeader>& timeline);

// Whether the same entries say the same in two orders: the dates of episodes and parts, and what is known of a transfer
// that is under way. Pure.
bool SayTheSame(const std::vector<EntryHeader>& one, const std::vector<EntryHeader>& other);

// Who holds the case after all of its entries. Empty: nobody.
MemberId HolderIn(const CaseCourse& course);

// Who holds the case on a date: the part begun last, unless it has ended before. Empty: nobody.
MemberId HolderOn(const CaseCourse& course, Day day);

// The same at a place in the timeline, as the entries up to there tell it (the one at the place included): entries
// that come after it change nothing, so that a fold of the entries one by one sees what a replay sees.
MemberId HolderAt(const CaseCourse& course, const Place& place);
// The episode open at the place, its opening and closing entries included; nullptr: none, or its start is not recorded.
const Episode* EpisodeAt(const CaseCourse& course, const Place& place);
// Whether an episode has ended before the place and no other has begun since.
bool FormerClientAt(const CaseCourse& course, const Place& place);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_CASE_FILE_H_
