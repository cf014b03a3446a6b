#include <algorithm>
#include <optional>

#include "daemon/domain/access.h"
#include "daemon/domain/concern_notice.h"
#include "daemon/domain/emergency.h"
#include "daemon/domain/fold.h"
#include "daemon/domain/oversight.h"
#include "daemon/domain/role.h"

// What becomes of the rows with who has which role, who was shown what, how the practice answers for it, and what was
// opened in an emergency.
namespace candor::domain {

bool ShowsWords(const Access& access) {
  return std::any_of(access.of.begin(), access.of.end(), [](const AccessOf& each) {
    return !each.member.empty() && each.highest == FieldClass::kNarrative;
  });
}

// Of nobody, for good.
void Fold::CountOversight(const FoldRecord& record, Figure figure, uint16_t bucket) {
  rows_.Count({CountBasis::kOpened, figure, DayOf(record), bucket, 0, MemberId(), CaseId()}, 1);
}

// What was taken back stays as it is, so that nobody has it for longer by taking it back again.
void Fold::Take(const FoldRecord& record, const RoleChange& change) {
  std::optional<RoleRow> row = rows_.GetRole(change.member, change.id);
  if (!row) {
    row.emplace().number = record.number;
    row->request = change.request;
    row->change.recorded_at = record.recorded_at;
  } else if (row->change.withdrawn) {
    return;
  }
  const absl::Time given_at = row->change.recorded_at;
  row->change = change;
  row->change.recorded_at = given_at;
  rows_.PutRole(*row);
}

void Fold::Take(const FoldRecord& record, const Access& access) {
  rows_.MarkAccess(access, record.number);
  if (!ShowsWords(access)) return;
  CountOversight(record, Figure::kWordsRead);
  CountOversight(record, Figure::kWordsRead, ReaderBucket(access));
}

void Fold::Take(const FoldRecord& record, const NonUseAccepted& accepted) {
  rows_.PutOversight(OversightKind::kNonUse, accepted.id, {record.number, {}});
}

void Fold::Take(const FoldRecord& record, const LogReviewed& review) {
  rows_.PutOversight(OversightKind::kLogReview, review.id, {record.number, review.request});
  CountOversight(record, Figure::kLogReviewed);
}

void Fold::Take(const FoldRecord& record, const Disclosed& disclosed) {
  rows_.PutOversight(OversightKind::kDisclosure, disclosed.id.bytes(), {record.number, disclosed.request});
  CountOversight(record, Figure::kDisclosureMade);
  if (disclosed.of.empty()) rows_.MarkDisclosed(SubjectId::Practice(), record.number);
  for (const SubjectId& subject : disclosed.of) rows_.MarkDisclosed(subject, record.number);
}

// Counted when it begins, and when somebody has looked at it.
void Fold::Take(const FoldRecord& record, const Emergency& emergency) {
  const std::optional<EmergencyRow> before = rows_.GetEmergency(emergency.id);
  rows_.PutEmergency(emergency.id, {before ? before->asked : record.number, record.number, emergency.subject,
                                    emergency.state, before ? before->request : emergency.request});
  if (emergency.state == EmergencyState::kInForce) CountOversight(record, Figure::kEmergencyBegun);
  if (emergency.state == EmergencyState::kReviewed) CountOversight(record, Figure::kEmergencyReviewed);
}

void Fold::Take(const FoldRecord& record, const ConcernNotice& notice) {
  rows_.MarkConcernNotice(notice.subject, record.number);
}

}  // namespace candor::domain
