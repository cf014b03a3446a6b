#include <utility>

#include "daemon/base/status.h"
#include "daemon/store/access_checks.h"
#include "daemon/store/codec.h"
#include "daemon/store/emergency_checks.h"
#include "daemon/store/prepare.h"

// Roles, who was shown what, how the practice answers for it, and emergencies, on their way in.
namespace candor::store {
namespace {

// The digest that the record keeps, where it is the first of its transaction.
IdBytes RequestOfFirst(const PreparedTransaction& out) {
  return out.records.empty() ? out.request : IdBytes{};
}

PreparedRecord::Repeatable RepeatableOnce(const IdBytes& request) {
  return request == IdBytes{} ? PreparedRecord::Repeatable::kNo : PreparedRecord::Repeatable::kRequest;
}

}  // namespace

// To take a role back again changes nothing, so it needs no call to be told by.
absl::Status Preparer::Add(const domain::RoleChange& change, PreparedTransaction& out) const {
  CANDOR_RETURN_IF_ERROR(CheckShape(change));
  domain::RoleChange what = change;
  what.request = change.withdrawn ? IdBytes{} : RequestOfFirst(out);
  what.recorded_at = absl::Time();
  CANDOR_ASSIGN_OR_RETURN(PreparedRecord record, Seal(EncodeRole(what), what));
  record.members = {{"parent", what.member.bytes()}};
  if (!what.of.empty()) record.members.push_back({"of", what.of.bytes()});
  record.repeatable = RepeatableOnce(what.request);
  out.records.push_back(std::move(record));
  return absl::OkStatus();
}

// Of whom something was shown is known by who has shown it, and is no reason to refuse the answer.
absl::Status Preparer::Add(const domain::Access& access, PreparedTransaction& out) const {
  CANDOR_RETURN_IF_ERROR(CheckShape(access));
  CANDOR_ASSIGN_OR_RETURN(PreparedRecord record, Seal(EncodeAccess(access), access));
  out.records.push_back(std::move(record));
  return absl::OkStatus();
}

absl::Status Preparer::Add(const domain::NonUseAccepted& accepted, PreparedTransaction& out) const {
  if (accepted.id == IdBytes{}) return InvalidField("acceptance", "missing", "the id is missing");
  domain::NonUseAccepted what = accepted;
  what.recorded_at = absl::Time();
  CANDOR_ASSIGN_OR_RETURN(PreparedRecord record, Seal(EncodeNonUse(what), what));
  record.members = {{"owner", what.owner.bytes()}};
  out.records.push_back(std::move(record));
  return absl::OkStatus();
}

absl::Status Preparer::Add(const domain::LogReviewed& review, PreparedTransaction& out) const {
  CANDOR_RETURN_IF_ERROR(CheckShape(review));
  domain::LogReviewed what = review;
  what.request = RequestOfFirst(out);
  what.recorded_at = absl::Time();
  const PlainRecord plain = EncodeLogReview(what);
  what.remark = {};
  CANDOR_ASSIGN_OR_RETURN(PreparedRecord record, Seal(plain, what));
  record.repeatable = RepeatableOnce(what.request);
  out.records.push_back(std::move(record));
  return absl::OkStatus();
}

absl::Status Preparer::Add(const domain::Disclosed& disclosed, PreparedTransaction& out) const {
  CANDOR_RETURN_IF_ERROR(CheckShape(disclosed));
  domain::Disclosed what = disclosed;
  what.request = RequestOfFirst(out);
  what.recorded_at = absl::Time();
  what.number = 0;
  const PlainRecord plain = EncodeDisclosure(what);
  what.recipient = {};
  what.purpose = {};
  CANDOR_ASSIGN_OR_RETURN(PreparedRecord record, Seal(plain, what));
  for (const domain::SubjectId& subject : what.of) {
    auto& named = subject.kind == domain::SubjectKind::kCase ? record.cases : record.members;
    named.push_back({"subjects", subject.id});
  }
  record.repeatable = RepeatableOnce(what.request);
  out.records.push_back(std::move(record));
  return absl::OkStatus();
}

// Whoever is named is looked for, in the state that the record finds.
absl::Status Preparer::Add(const domain::Emergency& emergency, PreparedTransaction& out) const {
  CANDOR_RETURN_IF_ERROR(CheckShape(emergency));
  domain::Emergency what = emergency;
  what.request = RequestOfFirst(out);
  what.asked_at = absl::Time();
  what.recorded_at = absl::Time();
  const PlainRecord plain = EncodeEmergency(what);
  what.reason = {};
  what.remark = {};
  CANDOR_ASSIGN_OR_RETURN(PreparedRecord record, Seal(plain, what));
  auto& named = what.subject.kind == domain::SubjectKind::kCase ? record.cases : record.members;
  named.push_back({"subject", what.subject.id});
  record.members.push_back({"asker", what.asker.bytes()});
  if (!what.approver.empty()) record.members.push_back({"approver", what.approver.bytes()});
  if (!what.reviewer.empty()) record.members.push_back({"reviewer", what.reviewer.bytes()});
  if (!what.notify.empty()) record.members.push_back({"notify", what.notify.bytes()});
  record.repeatable = RepeatableOnce(what.request);
  out.records.push_back(std::move(record));
  return absl::OkStatus();
}

}  // namespace candor::store
