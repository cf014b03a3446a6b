#include "daemon/store/case_gate.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/base/status.h"
#include "daemon/domain/away.h"
#include "daemon/domain/case_file.h"
#include "daemon/domain/compliance.h"
#include "daemon/domain/fields.h"
#include "daemon/domain/fold.h"
#include "daemon/domain/member.h"
#include "daemon/domain/order.h"

namespace candor::store {
namespace {

// What the writer has to do with the case on the day of writing.
enum class CaseStanding : uint8_t {
  kNone = 0,
  kFormer = 1,   // had the client before others
  kCurrent = 2,  // has the client or had them last, or acts for or supervises who did
};

// A case with the entry that is asked about and without it. Does not outlive what it was made of.
struct CaseChange {
  const domain::EntryHeader& header;
  const std::vector<domain::EntryHeader>& entries_before;
  const std::vector<domain::EntryHeader>& entries_after;
  domain::CaseCourse before;
  domain::CaseCourse after;

  const MemberId& writer() const { return header.caller.acting_for; }
};

bool TookPart(const domain::CaseCourse& course, const MemberId& member) {
  return std::any_of(course.parts.begin(), course.parts.end(),
                     [&](const domain::Part& part) { return part.therapist == member; });
}

// Empty: none that is a member.
MemberId ReceiverNamedBy(const domain::EntryHeader& header) {
  if (header.kind != domain::Kind::kTransferStep || header.retracts) return MemberId();
  const auto receiver = header.facts.IdOf(domain::fields::kTransferStepReceiver);
  return receiver ? MemberId(*receiver) : MemberId();
}

// Whom the entry names to have the client: that may come to a part only by what others write after it.
MemberId NamedBy(const domain::EntryHeader& header) {
  return header.kind == domain::Kind::kIntake && !header.retracts ? header.therapist : ReceiverNamedBy(header);
}

Day DayIn(StoredProjections& rows, absl::Time instant) {
  const absl::StatusOr<absl::TimeZone> zone = LoadZone(rows.GetSettings().zone);
  return DayAt(instant, zone.value_or(absl::UTCTimeZone()));
}

// As the cover, as whoever covers for a cover who is away, or as who keeps the records of whom has left.
absl::StatusOr<bool> ActsFor(const MemberId& writer, const MemberId& whom, Day day, StoredProjections& rows) {
  std::map<MemberId, std::vector<domain::AwayPeriod>> known;
  const auto away_of = [&](const MemberId& each) -> absl::StatusOr<const std::vector<domain::AwayPeriod>*> {
    const auto [found, added] = known.try_emplace(each);
    if (added) found->second = domain::AwayPeriodsOf(rows.GetStaffing(each));
    return &found->second;
  };
  CANDOR_ASSIGN_OR_RETURN(const MemberId acting, domain::CoverOn(whom, day, away_of));
  return acting == writer;
}

// REQUIRES: somebody has a part in the course.
absl::StatusOr<CaseStanding> StandingOf(const MemberId& writer, const domain::CaseCourse& course, Day day,
                                        StoredProjections& rows) {
  const MemberId& last = course.parts.back().therapist;
  if (writer == last) return CaseStanding::kCurrent;
  if (domain::SupervisesOn(rows.SupervisionsOf(last), writer, last, day)) return CaseStanding::kCurrent;
  CANDOR_ASSIGN_OR_RETURN(const bool acts_for, ActsFor(writer, last, day, rows));
  if (acts_for) return CaseStanding::kCurrent;
  return TookPart(course, writer) ? CaseStanding::kFormer : CaseStanding::kNone;
}

// Ledger number of an entry of the course; the one that is asked about comes after all that are there.
uint64_t NumberOf(const domain::EntryHeader& header, StoredProjections& rows) {
  const auto row = rows.GetEntry(header.id);
  return row ? row->number : std::numeric_limits<uint64_t>::max();
}

// The course as far as it was known at a place.
domain::CaseCourse KnownAt(const domain::CaseCourse& course, const domain::Place& place) {
  domain::CaseCourse known = course;
  std::erase_if(known.parts, [&](const domain::Part& part) { return place < part.taken_at; });
  return known;
}

// Whether it says that the work goes on as it is, in the words of somebody whose case it was by then: what a bystander
// writes, or who had the client before, takes nothing back.
absl::StatusOr<bool> CallsOff(const domain::EntryHeader& header, const domain::CaseCourse& course,
                              StoredProjections& rows) {
  const bool says_so = header.kind == domain::Kind::kDecision &&
                       header.facts.Number(domain::fields::kDecisionDecision) == domain::words::kDecisionContinue;
  if (!says_so) return false;
  const MemberId& writer = header.caller.acting_for;
  const auto row = rows.GetEntry(header.id);
  if (writer.empty() || !row) return true;
  const domain::CaseCourse known = KnownAt(course, domain::PlaceOf(header));
  if (known.parts.empty()) return false;
  CANDOR_ASSIGN_OR_RETURN(const CaseStanding standing, StandingOf(writer, known, DayIn(rows, row->recorded_at), rows));
  return standing == CaseStanding::kCurrent;
}

// Whether what has been decided since calls off the transfer that the step is of. Of one day without times the kinds
// give the order, and a decision stands before a step; then that is later which was written down later.
absl::StatusOr<bool> IsCalledOffTheSameDay(const domain::EntryHeader& step,
                                           const std::vector<domain::EntryHeader>& entries,
                                           const domain::CaseCourse& course, StoredProjections& rows) {
  for (const domain::EntryHeader& other : entries) {
    const bool ordered = other.occurred.minute_of_day && step.occurred.minute_of_day;
    if (other.occurred.day != step.occurred.day || ordered) continue;
    if (NumberOf(other, rows) < NumberOf(step, rows)) continue;
    CANDOR_ASSIGN_OR_RETURN(const bool called_off, CallsOff(other, course, rows));
    if (called_off) return true;
  }
  return false;
}

// Of several that name the same receiver on one day without times the one that was written down last. `step`: one that
// does. Which of two receivers counts is the course's to say, by the places of the steps.
const domain::EntryHeader& LastToNameThem(const domain::EntryHeader& step,
                                          const std::vector<domain::EntryHeader>& entries, StoredProjections& rows) {
  const domain::EntryHeader* last = &step;
  for (const domain::EntryHeader& other : entries) {
    const bool untimed = !other.occurred.minute_of_day && !step.occurred.minute_of_day;
    if (!untimed || other.occurred.day != step.occurred.day || ReceiverNamedBy(other) != ReceiverNamedBy(step))
      continue;
    if (NumberOf(other, rows) > NumberOf(*last, rows)) last = &other;
  }
  return *last;
}

// Whom the steps of the transfer that is under way name as the receiver; the last one counts. What names somebody was
// theirs to write when it was taken in, whatever has been corrected since. A naming is for that transfer: an ending, or
// a later decision to go on, ends it. Empty: nobody.
absl::StatusOr<MemberId> ReceiverIn(const std::vector<domain::EntryHeader>& entries, const domain::CaseCourse& course,
                                    StoredProjections& rows) {
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    const bool ended = std::any_of(course.episodes.begin(), course.episodes.end(),
                                   [&](const domain::Episode& each) { return each.closed_by == entry->id; });
    if (ended) return MemberId();
    CANDOR_ASSIGN_OR_RETURN(const bool called_off, CallsOff(*entry, course, rows));
    if (called_off) return MemberId();
    if (ReceiverNamedBy(*entry).empty()) continue;
    const domain::EntryHeader& step = LastToNameThem(*entry, entries, rows);
    CANDOR_ASSIGN_OR_RETURN(const bool the_same_day, IsCalledOffTheSameDay(step, entries, course, rows));
    return the_same_day ? MemberId() : ReceiverNamedBy(step);
  }
  return MemberId();
}

// Who has a part in the one and none in the other.
std::set<MemberId> MissingIn(const domain::CaseCourse& other, const domain::CaseCourse& course) {
  std::set<MemberId> missing;
  for (const domain::Part& part : course.parts) missing.insert(part.therapist);
  for (const domain::Part& part : other.parts) missing.erase(part.therapist);
  return missing;
}

std::set<MemberId> NewcomersOf(const CaseChange& change) {
  return MissingIn(change.before, change.after);
}

// Who would be shown the case no longer. Their own part is the writer's to take back.
std::set<MemberId> OthersWhoLose(const CaseChange& change) {
  std::set<MemberId> losers = MissingIn(change.after, change.before);
  losers.erase(change.writer());
  return losers;
}

// Whether entries of the kind say who has the client, also where one alone changes nothing yet.
bool TellsWhoHasTheClient(domain::Kind kind) {
  return kind == domain::Kind::kIntake || kind == domain::Kind::kTransferStep || kind == domain::Kind::kTermination;
}

// What of the entry, by its name here, would have to be otherwise.
std::string_view FieldAtFault(const domain::EntryHeader& header) {
  if (header.retracts) return "revises";
  if (!ReceiverNamedBy(header).empty()) return "facts.receiver";
  if (header.kind == domain::Kind::kTransferStep) return "facts";
  return TellsWhoHasTheClient(header.kind) ? "therapist" : "occurred";
}

absl::Status NotTheirs(const domain::EntryHeader& header) {
  return WithDetail(absl::PermissionDeniedError(
                        "who has the client is not yours to change; ask whoever has or had them, who acts for that "
                        "therapist today, their supervisor, or the operator to record it"),
                    {std::string(FieldAtFault(header)), "not_theirs"});
}

// Who has a part gives it to whom they name. What they take back or date anew must not leave the case to somebody who
// only wrote something in it.
absl::Status CheckNewcomersAreNamed(const CaseChange& change, StoredProjections& rows) {
  for (const MemberId& each : NewcomersOf(change)) {
    if (each == change.writer() || each == NamedBy(change.header)) continue;
    CANDOR_ASSIGN_OR_RETURN(const MemberId receiver, ReceiverIn(change.entries_before, change.before, rows));
    if (each == receiver) continue;
    return FailedField(change.header.retracts ? "revises" : "occurred", "others_would_have_it",
                       "without it, or with this date, the case would pass to a colleague who only wrote something in "
                       "it; amend what is wrong in it and keep the date, or ask the operator");
  }
  return rows.status();
}

// Who only speaks for the therapist comes to a part of their own by having the client next, and by nothing else: what
// is dated before the beginning would show them the case for ever, also once they speak for nobody any more.
absl::Status CheckSpeakerTakesNoPart(const CaseChange& change) {
  const MemberId& writer = change.writer();
  if (TookPart(change.before, writer) || !TookPart(change.after, writer)) return absl::OkStatus();
  if (TellsWhoHasTheClient(change.header.kind) && domain::HolderIn(change.after) == writer) return absl::OkStatus();
  return WithDetail(absl::PermissionDeniedError(
                        "this comes before all that is on record of the case, so that by it you would be shown the "
                        "case for ever; give it the date of the beginning or a later one, or ask the operator to "
                        "record it"),
                    {change.header.retracts ? "revises" : "occurred", "own_part"});
}

// What whoever has the client, or speaks for them, changes leaves everybody else their part, also whom they speak for.
absl::Status CheckOfCurrent(const CaseChange& change, StoredProjections& rows) {
  CANDOR_RETURN_IF_ERROR(CheckSpeakerTakesNoPart(change));
  CANDOR_RETURN_IF_ERROR(CheckNewcomersAreNamed(change, rows));
  return OthersWhoLose(change).empty() ? absl::OkStatus() : NotTheirs(change.header);
}

// Whether the parts of everybody but the writer are as they were. The days on which the writer took the client over and
// handed on are theirs to put right.
bool LeavesPartsOfOthers(const CaseChange& change) {
  const std::vector<domain::Part>& before = change.before.parts;
  const std::vector<domain::Part>& after = change.after.parts;
  if (before.size() != after.size()) return false;
  for (size_t i = 0; i < before.size(); ++i) {
    if (before[i].therapist != after[i].therapist) return false;
    if (before[i].therapist == change.writer()) continue;
    const bool given_by_writer = i > 0 && before[i - 1].therapist == change.writer();
    const bool given_to_writer = i + 1 < before.size() && before[i + 1].therapist == change.writer();
    if (before[i].from != after[i].from && !given_by_writer) return false;
    if (before[i].until != after[i].until && !(given_to_writer && before[i].until && after[i].until)) return false;
  }
  return true;
}

// Whether the entry of that id, of those, is about what the member did as the therapist.
bool IsBy(const MemberId& member, const EntryId& id, const std::vector<domain::EntryHeader>& entries) {
  return std::any_of(entries.begin(), entries.end(), [&](const domain::EntryHeader& each) {
    return !id.empty() && each.id == id && each.therapist == member;
  });
}

// Whether every therapy began and ended when it did, but for those that the writer began or ended themselves.
bool LeavesEpisodesOfOthers(const CaseChange& change) {
  const std::vector<domain::Episode>& before = change.before.episodes;
  const std::vector<domain::Episode>& after = change.after.episodes;
  if (before.size() != after.size()) return false;
  for (size_t i = 0; i < before.size(); ++i) {
    const bool begun_by_writer =
        (!before[i].opened || IsBy(change.writer(), before[i].opened_by, change.entries_before)) &&
        IsBy(change.writer(), after[i].opened_by, change.entries_after);
    const bool ended_by_writer = IsBy(change.writer(), before[i].closed_by, change.entries_before) &&
                                 IsBy(change.writer(), after[i].closed_by, change.entries_after);
    if (before[i].opened != after[i].opened && !begun_by_writer) return false;
    if (before[i].closed != after[i].closed && !ended_by_writer) return false;
  }
  return true;
}

// Whether whoever had the client before others says no more than when that was and how it ended: what others have had
// since is as it was, and nobody else is to have the client next.
absl::StatusOr<bool> LeavesItToOthers(const CaseChange& change, StoredProjections& rows) {
  if (!LeavesPartsOfOthers(change) || !LeavesEpisodesOfOthers(change)) return false;
  const MemberId holder = domain::HolderIn(change.before);
  if (domain::HolderIn(change.after) != holder) return false;
  CANDOR_ASSIGN_OR_RETURN(const MemberId next, ReceiverIn(change.entries_after, change.after, rows));
  if (next.empty() || next == holder) return true;
  CANDOR_ASSIGN_OR_RETURN(const MemberId named, ReceiverIn(change.entries_before, change.before, rows));
  return next == named;
}

// Whether it is the intake of a client who comes back to somebody, after all that was, and leaves that as it was.
bool TakesInWhoComesBack(const CaseChange& change) {
  const auto goes_on = [](const auto& now, const auto& then) {
    return now.size() == then.size() + 1 && std::equal(then.begin(), then.end(), now.begin());
  };
  return domain::HolderIn(change.before).empty() && change.header.kind == domain::Kind::kIntake &&
         goes_on(change.after.parts, change.before.parts) && goes_on(change.after.episodes, change.before.episodes);
}

// What somebody writes who was named as the receiver: it gives the case to nobody else.
bool TakesForThemselves(const CaseChange& change) {
  std::set<MemberId> gains = NewcomersOf(change);
  for (const MemberId& each : {NamedBy(change.header), domain::HolderIn(change.after)}) {
    if (!each.empty() && each != domain::HolderIn(change.before)) gains.insert(each);
  }
  gains.erase(change.writer());
  return gains.empty() && OthersWhoLose(change).empty() && change.header.kind == domain::Kind::kTransferStep;
}

// Of the receiver, who is the writer: they may have left since they were named.
absl::Status CheckHasNotLeft(const domain::EntryHeader& header, Day today, StoredProjections& rows) {
  const MemberId& writer = header.caller.acting_for;
  if (!domain::HasLeft(domain::AwayPeriodsOf(rows.GetStaffing(writer)), today)) return rows.status();
  return WithDetail(absl::PermissionDeniedError("who has left the practice takes nobody over any more; whoever has the "
                                                "client names somebody else"),
                    {std::string(FieldAtFault(header)), "left"});
}

// Of several intakes of a case that were taken back the last counts: whether the writer did that, and had the client by
// it.
bool TookTheirIntakeBack(const CaseId& id, const MemberId& writer, StoredProjections& rows) {
  bool theirs = false;
  std::pair<uint64_t, uint64_t> last;  // numbers of what took it back, and of its newest version
  for (const domain::TimelineRow& row : rows.TimelineRowsOf(domain::SubjectId::Of(id))) {
    if (!row.retracted) continue;
    const auto intake = rows.HeaderAt(row.number);
    const auto by = rows.GetEntry(row.revised_by);
    const auto retraction = by ? rows.HeaderAt(by->number) : std::nullopt;
    if (!intake || !retraction || intake->kind != domain::Kind::kIntake) continue;
    const std::pair<uint64_t, uint64_t> when(by->number, row.number);
    if (when < last) continue;
    last = when;
    theirs = row.take_back == domain::TakeBack::kPlain && intake->therapist == writer &&
             retraction->caller.acting_for == writer;
  }
  return theirs;
}

// Of a case that nobody has: who was alone in it begins it anew, and so does who has taken back the intake by which it
// was theirs. Otherwise, where others have written in it, that does not tell whose it was.
absl::Status CheckNobodyElses(const CaseId& id, const CaseChange& change, StoredProjections& rows) {
  const MemberId& writer = change.writer();
  const std::vector<MemberId> ever = rows.EverOnCase(id);
  const bool alone = std::all_of(ever.begin(), ever.end(), [&](const MemberId& each) { return each == writer; });
  if (alone) return rows.status();
  const bool begins_anew = change.header.kind == domain::Kind::kIntake && change.header.therapist == writer &&
                           std::all_of(change.after.parts.begin(), change.after.parts.end(),
                                       [&](const domain::Part& part) { return part.therapist == writer; });
  const bool theirs = begins_anew && TookTheirIntakeBack(id, writer, rows);
  CANDOR_RETURN_IF_ERROR(rows.status());
  return theirs ? absl::OkStatus() : NotTheirs(change.header);
}

}  // namespace

absl::Status CheckPartsAreTheirsToGive(const domain::EntryHeader& header, StoredProjections& rows, absl::Time now) {
  const MemberId& writer = header.caller.acting_for;
  if (writer.empty() || header.subject.kind != domain::SubjectKind::kCase) return absl::OkStatus();
  // What revises nothing and tells of no course changes none.
  if (header.revises.empty() && !domain::IsCourseKind(header.kind)) return absl::OkStatus();
  const auto row = rows.GetCase(header.subject.case_id());
  if (!row) return rows.status();
  const std::vector<domain::EntryHeader> after = domain::Fold(rows).CourseAfter(header, row->course);
  const CaseChange change{header, row->course, after, domain::CourseOf(row->course), domain::CourseOf(after)};
  if (change.before.parts.empty()) {
    return change.after.parts.empty() ? absl::OkStatus() : CheckNobodyElses(header.subject.case_id(), change, rows);
  }
  if (change.after == change.before && !TellsWhoHasTheClient(header.kind)) return rows.status();
  CANDOR_ASSIGN_OR_RETURN(const CaseStanding standing, StandingOf(writer, change.before, DayIn(rows, now), rows));
  if (standing == CaseStanding::kCurrent) return CheckOfCurrent(change, rows);
  if (standing == CaseStanding::kFormer) {
    // A client who comes back is anybody's to give who had them.
    if (TakesInWhoComesBack(change)) return rows.status();
    CANDOR_ASSIGN_OR_RETURN(const bool leaves, LeavesItToOthers(change, rows));
    if (leaves) return rows.status();
  }
  CANDOR_ASSIGN_OR_RETURN(const MemberId receiver, ReceiverIn(change.entries_before, change.before, rows));
  CANDOR_RETURN_IF_ERROR(rows.status());
  if (receiver != writer || !TakesForThemselves(change)) return NotTheirs(header);
  return CheckHasNotLeft(header, DayIn(rows, now), rows);
}

}  // namespace candor::store
