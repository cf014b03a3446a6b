#include "daemon/store/course_checks.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/base/civil.h"
#include "daemon/base/status.h"
#include "daemon/domain/away.h"
#include "daemon/domain/case_file.h"
#include "daemon/domain/fold.h"
#include "daemon/domain/order.h"

namespace candor::store {
namespace {

// The course of a case without the entry that is asked about and with it. Does not outlive what it was made of.
struct CourseWithEntry {
  const domain::EntryHeader& header;
  const std::vector<domain::EntryHeader>& entries_before;
  const std::vector<domain::EntryHeader>& entries_after;
  domain::CaseCourse before;
  domain::CaseCourse after;

  bool is_new() const { return header.revises.empty(); }
  bool imported() const { return !header.batch.empty(); }
};

const domain::EntryHeader* FindIn(const std::vector<domain::EntryHeader>& entries, const EntryId& id) {
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const auto& each) { return each.id == id; });
  return found == entries.end() ? nullptr : &*found;
}

std::string NameOf(const domain::EntryHeader& entry) {
  return absl::StrCat("cases/", entry.subject.case_id().ToString(), "/entries/", entry.id.ToString());
}

// Of the entry as it stood, where it told of the course; nullptr: it is new there.
const domain::EntryHeader* ReplacedBy(const CourseWithEntry& change) {
  if (change.is_new()) return nullptr;
  const auto gone = std::find_if(change.entries_before.begin(), change.entries_before.end(),
                                 [&](const auto& each) { return FindIn(change.entries_after, each.id) == nullptr; });
  return gone == change.entries_before.end() ? nullptr : &*gone;
}

bool BeginsAnEpisode(const domain::CaseCourse& course, const EntryId& id) {
  return std::any_of(course.episodes.begin(), course.episodes.end(),
                     [&](const domain::Episode& each) { return each.opened_by == id; });
}

absl::Status CheckNoneIsOpen(const CourseWithEntry& change) {
  if (!change.is_new() || change.before.episodes.empty()) return absl::OkStatus();
  const domain::Episode& last = change.before.episodes.back();
  // One whose start is not recorded is given it by the intake.
  if (last.closed || !last.opened || *last.opened > change.header.occurred.day) return absl::OkStatus();
  return FailedField("facts", "episode_open",
                     "the case is open already; record the ending first, or amend the earlier intake");
}

// What is to be done about an intake that comes before `standing`. Of the rows of an import the entries of a dry run
// have no name that one could use.
std::string AboutEarlier(const CourseWithEntry& change, const domain::EntryHeader& standing) {
  const std::string stands =
      absl::StrCat("the intake of ", FormatDay(standing.occurred.day), " stands for the therapy that this would begin");
  if (change.imported()) {
    return absl::StrCat(stands,
                        ", and whoever has the client by it would not be shown the case any more; add the ending of "
                        "the earlier therapy to the file, or put the date of that intake right by `candor entry "
                        "amend`, and import the row again");
  }
  return absl::StrCat(stands, "; amend its date instead, by `candor entry amend ", NameOf(standing),
                      " --date DATE`, or ask whoever recorded it, or the operator, to do so");
}

// Two dates for the beginning of one therapy: the one that stands is put right, else it would be in for nothing, and
// with it whoever has the case by it. The operator, who is told before, knows who had whom; a row of a file does not.
absl::Status CheckOvertakesNone(const CourseWithEntry& change) {
  if (change.header.caller.has_every_right() && !change.imported()) return absl::OkStatus();
  for (const domain::Episode& each : change.before.episodes) {
    if (each.opened_by.empty() || BeginsAnEpisode(change.after, each.opened_by)) continue;
    const domain::EntryHeader* standing = FindIn(change.entries_after, each.opened_by);
    if (standing == nullptr) continue;
    return FailedField("occurred", "earlier_intake", AboutEarlier(change, *standing));
  }
  return absl::OkStatus();
}

// Where the entries of one day do not tell whether the client came back after the ending, their times have to: an
// intake that begins nothing would be in without being of any effect.
absl::Status CheckComesAfterTheEnding(const CourseWithEntry& change) {
  const auto ended_that_day =
      std::find_if(change.before.episodes.begin(), change.before.episodes.end(),
                   [&](const domain::Episode& each) { return each.closed == change.header.occurred.day; });
  if (!change.is_new() || ended_that_day == change.before.episodes.end()) return absl::OkStatus();
  const bool begins =
      change.after.episodes.size() > change.before.episodes.size() && BeginsAnEpisode(change.after, change.header.id);
  if (begins) return absl::OkStatus();
  const domain::EntryHeader* const ending = FindIn(change.entries_before, ended_that_day->closed_by);
  // The rows of a dry run have no name that one could use.
  const std::string name = ending == nullptr || change.imported() ? "ENTRY" : NameOf(*ending);
  return FailedField("occurred", "same_day",
                     absl::StrCat("the case ended on the same day, and the record does not tell that the client came "
                                  "back after that; give both a time of day, the ending by `candor entry amend ",
                                  name, " --time HH:MM`, and the intake a later one"));
}

// An amendment is held to it where what it puts right began an episode.
absl::Status CheckBeginsOne(const CourseWithEntry& change) {
  if (change.imported() || BeginsAnEpisode(change.after, change.header.id)) return absl::OkStatus();
  const bool began =
      std::any_of(change.before.episodes.begin(), change.before.episodes.end(), [&](const domain::Episode& each) {
        return !each.opened_by.empty() && FindIn(change.entries_after, each.opened_by) == nullptr;
      });
  if (!change.is_new() && !began) return absl::OkStatus();
  return FailedField("occurred", "inside_episode",
                     "on that day the client was in a therapy that has its own beginning, so that this intake would "
                     "begin none; give it a date after the ending of that therapy, or put the date of that ending or "
                     "of that beginning right first, by `candor entry amend ENTRY --date DATE`");
}

absl::Status CheckIntake(const CourseWithEntry& change) {
  CANDOR_RETURN_IF_ERROR(CheckNoneIsOpen(change));
  CANDOR_RETURN_IF_ERROR(CheckOvertakesNone(change));
  CANDOR_RETURN_IF_ERROR(CheckComesAfterTheEnding(change));
  return CheckBeginsOne(change);
}

// Whether the times do not tell which of two steps of one day came first.
bool NotToldApart(const domain::EntryHeader& one, const domain::EntryHeader& other) {
  const bool timed = one.occurred.minute_of_day && other.occurred.minute_of_day;
  return one.kind == other.kind && one.occurred.day == other.occurred.day && one.id != other.id && !timed;
}

// The one that stands last of those that the times do not tell from the entry; nullptr: there is none.
const domain::EntryHeader* LastNotToldApart(const CourseWithEntry& change) {
  const auto& entries = change.entries_after;
  const auto last = std::find_if(entries.rbegin(), entries.rend(),
                                 [&](const auto& other) { return NotToldApart(change.header, other); });
  return last == entries.rend() ? nullptr : &*last;
}

// The entries with this one where it was written: after those of its day and kind, unless the times say when it was. A
// correction that leaves the day is meant where the entry stood.
// REQUIRES: `last` is what LastNotToldApart() found.
std::vector<domain::EntryHeader> AsWritten(const CourseWithEntry& change, const domain::EntryHeader& last) {
  const domain::EntryHeader* const replaced = ReplacedBy(change);
  const bool stays = replaced != nullptr && replaced->kind == change.header.kind &&
                     replaced->occurred.day == change.header.occurred.day;
  std::vector<domain::EntryHeader> entries;
  for (const domain::EntryHeader& each : change.entries_before) {
    const bool gone = FindIn(change.entries_after, each.id) == nullptr;
    if (!gone) entries.push_back(each);
    const EntryId& before = stays ? replaced->id : last.id;
    if (each.id == before) entries.push_back(change.header);
  }
  return entries;
}

absl::Status CheckStandsWhereWritten(const CourseWithEntry& change) {
  const domain::EntryHeader* const last = LastNotToldApart(change);
  if (last == nullptr || domain::SayTheSame(change.entries_after, AsWritten(change, *last))) return absl::OkStatus();
  return FailedField(
      "occurred", "same_day",
      absl::StrCat("the record cannot tell whether this step came before or after another one of that day, because "
                   "not both have a time of day, so that it would not say what it is meant to; name the receiver in it "
                   "where it names none, or give both a time of day, the other one by `candor entry amend ",
                   NameOf(*last), " --time HH:MM`"));
}

absl::Status CheckStep(const CourseWithEntry& change, StoredProjections& rows) {
  if (change.imported()) return absl::OkStatus();
  CANDOR_RETURN_IF_ERROR(CheckStandsWhereWritten(change));
  const MemberId holder = domain::HolderIn(change.after);
  if (holder.empty() || holder == domain::HolderIn(change.before)) return absl::OkStatus();
  if (!domain::HasLeft(domain::AwayPeriodsOf(rows.GetStaffing(holder)), change.header.occurred.day)) {
    return rows.status();
  }
  return FailedField("facts", "left",
                     "whom the steps of this transfer name as the receiver has left the practice by that day; name "
                     "somebody else in this one");
}

// To whom the client was handed on by a step of a transfer, after the therapist's last part; nullptr: to nobody.
const domain::Part* HandedOn(const CourseWithEntry& change) {
  const std::vector<domain::Part>& parts = change.before.parts;
  const auto own = std::find_if(parts.rbegin(), parts.rend(),
                                [&](const domain::Part& part) { return part.therapist == change.header.therapist; });
  if (own == parts.rend() || own == parts.rbegin()) return nullptr;
  const domain::Part& next = *std::prev(own);
  const bool by_a_step =
      std::any_of(change.entries_before.begin(), change.entries_before.end(), [&](const domain::EntryHeader& each) {
        domain::Place place = domain::PlaceOf(each);
        place.id = {};
        return each.kind == domain::Kind::kTransferStep && place == next.taken_at;
      });
  return by_a_step && own->left_at == next.taken_at ? &next : nullptr;
}

// Who has handed the client on has ended their part by that: a later ending of theirs would only say that they had the
// client until then.
absl::Status CheckEnding(const CourseWithEntry& change) {
  const domain::EntryHeader* const replaced = ReplacedBy(change);
  const bool stays = replaced != nullptr && replaced->kind == change.header.kind &&
                     replaced->occurred.day == change.header.occurred.day &&
                     replaced->therapist == change.header.therapist;
  if (change.imported() || stays) return absl::OkStatus();
  const domain::Part* const next = HandedOn(change);
  if (next == nullptr || change.header.occurred.day <= next->from) return absl::OkStatus();
  return FailedField("occurred", "handed_on",
                     absl::StrCat("the client was handed on on ", FormatDay(next->from),
                                  ", and this therapist's part ended with that; the ending of the therapy is recorded "
                                  "for whoever has the client, and if the date of the handover is wrong, the step is "
                                  "amended by `candor entry amend ENTRY --date DATE`"));
}

absl::Status CheckByKind(const CourseWithEntry& change, StoredProjections& rows) {
  if (change.header.kind == domain::Kind::kIntake) return CheckIntake(change);
  return change.header.kind == domain::Kind::kTermination ? CheckEnding(change) : CheckStep(change, rows);
}

}  // namespace

absl::Status CheckSaysWhatItIsFor(const domain::EntryHeader& header, StoredProjections& rows) {
  const bool says_who_has_the_client = header.kind == domain::Kind::kIntake ||
                                       header.kind == domain::Kind::kTransferStep ||
                                       header.kind == domain::Kind::kTermination;
  if (header.subject.kind != domain::SubjectKind::kCase || !says_who_has_the_client) return absl::OkStatus();
  const auto row = rows.GetCase(header.subject.case_id());
  if (!row) return rows.status();
  const std::vector<domain::EntryHeader> after = domain::Fold(rows).CourseAfter(header, row->course);
  const CourseWithEntry change{header, row->course, after, domain::CourseOf(row->course), domain::CourseOf(after)};
  CANDOR_RETURN_IF_ERROR(rows.status());
  return CheckByKind(change, rows);
}

}  // namespace candor::store
