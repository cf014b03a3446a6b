#include "daemon/store/case_gate.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/base/status.h"
#include "daemon/domain/case_file.h"
#include "daemon/domain/compliance.h"
#include "daemon/domain/fields.h"
#include "daemon/domain/fold.h"
#include "daemon/store/case_standing.h"

namespace candor::store {
namespace {

// A case with the entry that is asked about and without it. Does not outlive what it was made of.
struct CaseChange {
  const domain::EntryHeader& header;
  const std::vector<domain::EntryHeader>& entries_before;
  const std::vector<domain::EntryHeader>& entries_after;
  domain::CaseCourse before;
  domain::CaseCourse after;

  const MemberId& writer() const { return header.caller.acting_for; }
};

// Whom the entry names to have the client: that may come to a part only by what others write after it.
MemberId NamedBy(const domain::EntryHeader& header) {
  return header.kind == domain::Kind::kIntake && !header.retracts ? header.therapist : ReceiverNamedBy(header);
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

// Whether every therapy began and ended when it did, but for those that the writer began or ended themselves: also the
// one that they have not ended yet and nobody has gone on with.
bool LeavesEpisodesOfOthers(const CaseChange& change) {
  const std::vector<domain::Episode>& before = change.before.episodes;
  const std::vector<domain::Episode>& after = change.after.episodes;
  if (before.size() != after.size()) return false;
  const bool theirs = domain::HolderIn(change.before) == change.writer();
  for (size_t i = 0; i < before.size(); ++i) {
    const bool begun_by_writer =
        (!before[i].opened || IsBy(change.writer(), before[i].opened_by, change.entries_before)) &&
        IsBy(change.writer(), after[i].opened_by, change.entries_after);
    const bool ended_by_nobody_else =
        IsBy(change.writer(), before[i].closed_by, change.entries_before) || (theirs && !before[i].closed);
    const bool ended_by_writer =
        ended_by_nobody_else && IsBy(change.writer(), after[i].closed_by, change.entries_after);
    if (before[i].opened != after[i].opened && !begun_by_writer) return false;
    if (before[i].closed != after[i].closed && !ended_by_writer) return false;
  }
  return true;
}

// Whether whoever had the client before others says no more than when that was and how it ended: what others have had
// since is as it was, and nobody else is to have the client next. Who is the holder still has left the practice.
absl::StatusOr<bool> LeavesItToOthers(const CaseChange& change, StoredProjections& rows) {
  if (!LeavesPartsOfOthers(change) || !LeavesEpisodesOfOthers(change)) return false;
  const MemberId holder = domain::HolderIn(change.before);
  const bool theirs = holder == change.writer();
  const MemberId remains = domain::HolderIn(change.after);
  CANDOR_ASSIGN_OR_RETURN(const MemberId named, ReceiverIn(change.entries_before, change.before, rows));
  // An ending would call off a transfer that waits for whoever was named in it.
  if (theirs && remains.empty()) return named.empty() || named == holder;
  if (remains != holder) return false;
  CANDOR_ASSIGN_OR_RETURN(const MemberId next, ReceiverIn(change.entries_after, change.after, rows));
  return next == named || (!theirs && (next.empty() || next == holder));
}

// Who has left, the first day without them being `gone`, says how and when their own part was. Who has the client next
// is for those to say who are here.
absl::Status CheckOfWhoLeft(const CaseChange& change, Day gone, StoredProjections& rows) {
  CANDOR_ASSIGN_OR_RETURN(const bool leaves, LeavesItToOthers(change, rows));
  const bool of_their_time = change.header.retracts || change.header.occurred.day < gone;
  if (leaves && of_their_time) return rows.status();
  return WithDetail(
      absl::PermissionDeniedError("who has left the practice says how and when their own part was, up to their last "
                                  "day; who has the client next is for whoever acts for them, their supervisor, or the "
                                  "operator to record"),
      {leaves ? "occurred" : std::string(FieldAtFault(change.header)), "left"});
}

// Whether it tells more of a transfer, names nobody, and leaves as it was who has the client when and what is known of
// a transfer under way: so whoever acts for or supervises a therapist who has handed the client on says what was done.
absl::StatusOr<bool> CompletesATransfer(const CaseChange& change, Day today, StoredProjections& rows) {
  if (change.header.kind != domain::Kind::kTransferStep || !ReceiverNamedBy(change.header).empty()) return false;
  if (change.after != change.before || !domain::SayTheSame(change.entries_before, change.entries_after)) return false;
  return SpeaksForAny(change.writer(), change.before, today, rows);
}

// Whether it says anew that the writer referred the client, or planned to go on with them: what others are to see to
// can end by it. Whoever has said so may put it right, also when they cover for nobody any more.
bool IsTheirReferralOrPlan(const domain::EntryHeader& header) {
  return (header.kind == domain::Kind::kReferral || header.kind == domain::Kind::kContinuePlan) &&
         header.revises.empty() && header.therapist == header.caller.acting_for;
}

// Of who has no part in the case: whoever is to have the client next, or speaks for somebody who had them, refers them.
absl::Status CheckReferralIsTheirs(const CaseChange& change, Day today, StoredProjections& rows) {
  CANDOR_ASSIGN_OR_RETURN(const bool speaks, SpeaksForAny(change.writer(), change.before, today, rows));
  if (speaks) return rows.status();
  CANDOR_ASSIGN_OR_RETURN(const MemberId receiver, ReceiverIn(change.entries_before, change.before, rows));
  if (receiver == change.writer()) return rows.status();
  return WithDetail(absl::PermissionDeniedError(
                        "a referral or a plan to continue is told of whoever has the client, and you have no part in "
                        "this case; write it about that therapist, by --therapist NAME --source colleague"),
                    {"therapist", "not_theirs"});
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
  if (!GoneSince(header.caller.acting_for, today, rows)) return rows.status();
  return WithDetail(absl::PermissionDeniedError("who has left the practice takes nobody over any more; whoever has the "
                                                "client names somebody else"),
                    {std::string(FieldAtFault(header)), "left"});
}

// Of whoever has nothing to say about who has the client, unless they are the one whom others named.
absl::Status CheckOfOthers(const CaseChange& change, Day today, StoredProjections& rows) {
  CANDOR_ASSIGN_OR_RETURN(const bool completes, CompletesATransfer(change, today, rows));
  if (completes) return rows.status();
  CANDOR_ASSIGN_OR_RETURN(const MemberId receiver, ReceiverIn(change.entries_before, change.before, rows));
  CANDOR_RETURN_IF_ERROR(rows.status());
  if (receiver != change.writer() || !TakesForThemselves(change)) return NotTheirs(change.header);
  return CheckHasNotLeft(change.header, today, rows);
}

// Of who has the client no more and did not have them last, or has left the practice since.
absl::Status CheckOfFormer(const CaseChange& change, Day today, StoredProjections& rows) {
  const std::optional<Day> gone = GoneSince(change.writer(), today, rows);
  if (gone) return CheckOfWhoLeft(change, *gone, rows);
  // A client who comes back is anybody's to give who had them.
  if (TakesInWhoComesBack(change)) return rows.status();
  CANDOR_ASSIGN_OR_RETURN(const bool leaves, LeavesItToOthers(change, rows));
  return leaves ? rows.status() : CheckOfOthers(change, today, rows);
}

// Of what leaves the course as it was and tells of no transfer: a decision to go on that is taken back, or made another
// one, may bring a naming back that it had called off. Who has left brings none back.
absl::Status CheckNamesNobodyAnew(const CaseChange& change, absl::Time now, StoredProjections& rows) {
  if (change.header.revises.empty()) return rows.status();
  const std::optional<Day> gone = GoneSince(change.writer(), DayIn(rows, now), rows);
  return gone ? CheckOfWhoLeft(change, *gone, rows) : rows.status();
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
  if (header.caller.has_every_right() || header.subject.kind != domain::SubjectKind::kCase) return absl::OkStatus();
  // What revises nothing and tells of no course changes none.
  const bool tells_of_course = domain::IsCourseKind(header.kind) || header.kind == domain::Kind::kContinuePlan;
  if (header.revises.empty() && !tells_of_course) return absl::OkStatus();
  const auto row = rows.GetCase(header.subject.case_id());
  if (!row) return rows.status();
  const std::vector<domain::EntryHeader> after = domain::Fold(rows).CourseAfter(header, row->course);
  const CaseChange change{header, row->course, after, domain::CourseOf(row->course), domain::CourseOf(after)};
  if (change.before.parts.empty()) {
    return change.after.parts.empty() ? absl::OkStatus() : CheckNobodyElses(header.subject.case_id(), change, rows);
  }
  const bool referral = IsTheirReferralOrPlan(header);
  const bool tells = TellsWhoHasTheClient(header.kind) || referral;
  if (change.after == change.before && !tells) return CheckNamesNobodyAnew(change, now, rows);
  const Day today = DayIn(rows, now);
  CANDOR_ASSIGN_OR_RETURN(const CaseStanding standing, StandingOf(writer, change.before, today, rows));
  if (standing == CaseStanding::kCurrent) return CheckOfCurrent(change, rows);
  if (standing == CaseStanding::kFormer) return CheckOfFormer(change, today, rows);
  if (referral && change.after == change.before) return CheckReferralIsTheirs(change, today, rows);
  return CheckOfOthers(change, today, rows);
}

}  // namespace candor::store
