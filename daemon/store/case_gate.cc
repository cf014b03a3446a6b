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

std::set<MemberId> GainsOf(const domain::EntryHeader& header, const domain::CaseCourse& before,
                           const domain::CaseCourse& after) {
  std::set<MemberId> gains;
  for (const domain::Part& part : after.parts) gains.insert(part.therapist);
  if (const MemberId named = NamedBy(header); !named.empty()) gains.insert(named);
  for (const domain::Part& part : before.parts) gains.erase(part.therapist);
  return gains;
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
  if (before.parts.empty() || TookPart(before, writer)) return absl::OkStatus();
  const domain::CaseCourse after = domain::CourseOf(domain::Fold(rows).CourseAfter(header, row->course));
  const std::set<MemberId> gains = GainsOf(header, before, after);
  if (gains.empty()) return rows.status();
  CANDOR_ASSIGN_OR_RETURN(bool theirs, MayGive(writer, before, DayIn(rows, now), rows));
  if (!theirs && gains == std::set<MemberId>{writer}) {
    CANDOR_ASSIGN_OR_RETURN(theirs, IsNamedReceiver(writer, row->course, before, rows));
  }
  CANDOR_RETURN_IF_ERROR(rows.status());
  if (theirs) return absl::OkStatus();
  return WithDetail(absl::PermissionDeniedError(
                        "this would show the case to somebody who has had no part in it; ask who has or had the "
                        "client, who acts for them today, their supervisor, or the operator to record it"),
                    {"facts", "not_theirs"});
}

}  // namespace candor::store
