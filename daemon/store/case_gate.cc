#include "daemon/store/case_gate.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
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

namespace candor::store {
namespace {

bool TookPart(const domain::CaseCourse& course, const MemberId& member) {
  return std::any_of(course.parts.begin(), course.parts.end(),
                     [&](const domain::Part& part) { return part.therapist == member; });
}

// Empty: nobody has the client.
MemberId HolderIn(const domain::CaseCourse& course) {
  return course.parts.empty() || course.parts.back().until ? MemberId() : course.parts.back().therapist;
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

// Whether the case is the writer's to give on that day. REQUIRES: somebody has a part in the course.
absl::StatusOr<bool> MayGive(const MemberId& writer, const domain::CaseCourse& course, Day day,
                             StoredProjections& rows) {
  if (writer.empty() || TookPart(course, writer)) return true;
  const MemberId& last = course.parts.back().therapist;
  if (domain::SupervisesOn(rows.SupervisionsOf(last), writer, last, day)) return true;
  return ActsFor(writer, last, day, rows);
}

// Of those to whom the case was given by a step of a transfer the last one counts, as whoever named them could on the
// day on which that was recorded. What others have named is nothing.
absl::StatusOr<bool> IsNamedReceiver(const MemberId& member, const std::vector<domain::EntryHeader>& entries,
                                     const domain::CaseCourse& course, StoredProjections& rows) {
  for (auto step = entries.rbegin(); step != entries.rend(); ++step) {
    const MemberId receiver = ReceiverNamedBy(*step);
    if (receiver.empty()) continue;
    const auto row = rows.GetEntry(step->id);
    if (!row) continue;
    CANDOR_ASSIGN_OR_RETURN(const bool may_give,
                            MayGive(step->caller.acting_for, course, DayIn(rows, row->recorded_at), rows));
    if (may_give) return receiver == member;
  }
  return false;
}

// Who has a part after that had none before.
std::set<MemberId> NewcomersOf(const domain::CaseCourse& before, const domain::CaseCourse& after) {
  std::set<MemberId> newcomers;
  for (const domain::Part& part : after.parts) newcomers.insert(part.therapist);
  for (const domain::Part& part : before.parts) newcomers.erase(part.therapist);
  return newcomers;
}

// Whether entries of the kind say who has the client, also where one alone changes nothing yet.
bool TellsWhoHasTheClient(domain::Kind kind) {
  return kind == domain::Kind::kIntake || kind == domain::Kind::kTransferStep || kind == domain::Kind::kTermination;
}

// What somebody writes who was named as the receiver: it gives the case to nobody else.
bool TakesForThemselves(const domain::EntryHeader& header, const domain::CaseCourse& before,
                        const domain::CaseCourse& after) {
  std::set<MemberId> gains = NewcomersOf(before, after);
  for (const MemberId& each : {NamedBy(header), HolderIn(after)}) {
    if (!each.empty() && each != HolderIn(before)) gains.insert(each);
  }
  gains.erase(header.caller.acting_for);
  return gains.empty() && header.kind == domain::Kind::kTransferStep;
}

absl::Status NotTheirs() {
  return WithDetail(absl::PermissionDeniedError(
                        "who has the client is not yours to change; ask whoever has or had them, who acts for that "
                        "therapist today, their supervisor, or the operator to record it"),
                    {"facts", "not_theirs"});
}

// Who has a part gives it to whom they name. What they take back or date anew must not leave the case to somebody who
// only wrote something in it.
absl::Status CheckNewcomersAreNamed(const domain::EntryHeader& header, const std::vector<domain::EntryHeader>& entries,
                                    const domain::CaseCourse& before, const domain::CaseCourse& after,
                                    StoredProjections& rows) {
  for (const MemberId& each : NewcomersOf(before, after)) {
    if (each == header.caller.acting_for || each == NamedBy(header)) continue;
    CANDOR_ASSIGN_OR_RETURN(const bool named, IsNamedReceiver(each, entries, before, rows));
    if (named) continue;
    return FailedField("facts", "others_would_have_it",
                       "without it, or with this date, the case would pass to a colleague who only wrote something in "
                       "it; amend what is wrong in it and keep the date, or ask the operator");
  }
  return rows.status();
}

// Of a case that nobody has: who was alone in it begins it anew. Where others have written in it, that does not tell
// whose it was.
absl::Status CheckNobodyElses(const CaseId& id, const MemberId& writer, StoredProjections& rows) {
  for (const MemberId& each : rows.EverOnCase(id)) {
    if (each != writer) return NotTheirs();
  }
  return rows.status();
}

}  // namespace

absl::Status CheckPartsAreTheirsToGive(const domain::EntryHeader& header, StoredProjections& rows, absl::Time now) {
  const MemberId& writer = header.caller.acting_for;
  if (writer.empty() || header.subject.kind != domain::SubjectKind::kCase) return absl::OkStatus();
  // What revises nothing and tells of no course changes none.
  if (header.revises.empty() && !domain::IsCourseKind(header.kind)) return absl::OkStatus();
  const auto row = rows.GetCase(header.subject.case_id());
  if (!row) return rows.status();
  const domain::CaseCourse before = domain::CourseOf(row->course);
  const domain::CaseCourse after = domain::CourseOf(domain::Fold(rows).CourseAfter(header, row->course));
  if (before.parts.empty()) {
    return after.parts.empty() ? absl::OkStatus() : CheckNobodyElses(header.subject.case_id(), writer, rows);
  }
  CANDOR_ASSIGN_OR_RETURN(const bool theirs, MayGive(writer, before, DayIn(rows, now), rows));
  if (theirs) return CheckNewcomersAreNamed(header, row->course, before, after, rows);
  if (after == before && !TellsWhoHasTheClient(header.kind)) return rows.status();
  CANDOR_ASSIGN_OR_RETURN(const bool receives, IsNamedReceiver(writer, row->course, before, rows));
  CANDOR_RETURN_IF_ERROR(rows.status());
  return receives && TakesForThemselves(header, before, after) ? absl::OkStatus() : NotTheirs();
}

}  // namespace candor::store
