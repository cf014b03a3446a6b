#include "daemon/store/course_checks.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/base/civil.h"
#include "daemon/base/status.h"
#include "daemon/domain/away.h"
#include "daemon/domain/case_file.h"
#include "daemon/domain/fold.h"

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

// Two dates for the beginning of one therapy: the one that stands is put right, else it would be in for nothing, and
// with it whoever has the case by it. The operator knows who had whom.
absl::Status CheckOvertakesNone(const CourseWithEntry& change) {
  if (change.header.caller.acting_for.empty() || change.imported()) return absl::OkStatus();
  for (const domain::Episode& each : change.before.episodes) {
    if (each.opened_by.empty() || BeginsAnEpisode(change.after, each.opened_by)) continue;
    const domain::EntryHeader* standing = FindIn(change.entries_after, each.opened_by);
    if (standing == nullptr) continue;
    const std::string name =
        absl::StrCat("cases/", change.header.subject.case_id().ToString(), "/entries/", standing->id.ToString());
    return FailedField("occurred", "earlier_intake",
                       absl::StrCat("the intake of ", FormatDay(standing->occurred.day),
                                    " stands for the therapy that this would begin; amend its date instead, by "
                                    "`candor entry amend ",
                                    name, " --date DATE`, or ask whoever recorded it, or the operator, to do so"));
  }
  return absl::OkStatus();
}

// Where the entries of one day do not tell whether the client came back after the ending, their times have to: an
// intake that begins nothing would be in without being of any effect.
absl::Status CheckComesAfterTheEnding(const CourseWithEntry& change) {
  const bool ended_that_day =
      std::any_of(change.before.episodes.begin(), change.before.episodes.end(),
                  [&](const domain::Episode& each) { return each.closed == change.header.occurred.day; });
  if (!change.is_new() || !ended_that_day) return absl::OkStatus();
  const bool begins =
      change.after.episodes.size() > change.before.episodes.size() && BeginsAnEpisode(change.after, change.header.id);
  if (begins) return absl::OkStatus();
  return FailedField("occurred", "same_day",
                     "the case ended on the same day, and the record does not tell that the client came back after "
                     "that; give both a time of day, the ending by `candor entry amend ENTRY --time HH:MM`, and the "
                     "intake a later one");
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

// The entries with the new one where it was written: after those of its day and kind, unless the times say when it was.
std::vector<domain::EntryHeader> AsWritten(const CourseWithEntry& change) {
  std::vector<domain::EntryHeader> entries = change.entries_before;
  const auto last = std::find_if(entries.rbegin(), entries.rend(), [&](const domain::EntryHeader& other) {
    const bool timed = other.occurred.minute_of_day && change.header.occurred.minute_of_day;
    return other.kind == change.header.kind && other.occurred.day == change.header.occurred.day && !timed;
  });
  if (last == entries.rend()) return change.entries_after;
  entries.insert(last.base(), change.header);
  return entries;
}

absl::Status CheckStep(const CourseWithEntry& change, StoredProjections& rows) {
  if (change.imported()) return absl::OkStatus();
  if (change.is_new() && !domain::SayTheSame(change.entries_after, AsWritten(change))) {
    return FailedField(
        "occurred", "same_day",
        "the record cannot tell that this step came after another one of that day, because not both have "
        "a time of day, so that it would not say what it is meant to; name the receiver where it names "
        "none, or give both a time of day, or put the other one right, by `candor entry amend ENTRY`");
  }
  const MemberId holder = domain::HolderIn(change.after);
  if (holder.empty() || holder == domain::HolderIn(change.before)) return absl::OkStatus();
  if (!domain::HasLeft(domain::AwayPeriodsOf(rows.GetStaffing(holder)), change.header.occurred.day)) {
    return rows.status();
  }
  return FailedField("facts", "left",
                     "whom the steps of this transfer name as the receiver has left the practice by that day; name "
                     "somebody else in this one");
}

}  // namespace

absl::Status CheckSaysWhatItIsFor(const domain::EntryHeader& header, StoredProjections& rows) {
  const bool intake = header.kind == domain::Kind::kIntake;
  const bool of_case = header.subject.kind == domain::SubjectKind::kCase;
  if (!of_case || (!intake && header.kind != domain::Kind::kTransferStep)) return absl::OkStatus();
  const auto row = rows.GetCase(header.subject.case_id());
  if (!row) return rows.status();
  const std::vector<domain::EntryHeader> after = domain::Fold(rows).CourseAfter(header, row->course);
  const CourseWithEntry change{header, row->course, after, domain::CourseOf(row->course), domain::CourseOf(after)};
  CANDOR_RETURN_IF_ERROR(rows.status());
  return intake ? CheckIntake(change) : CheckStep(change, rows);
}

}  // namespace candor::store
