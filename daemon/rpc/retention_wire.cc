#include "daemon/rpc/retention_wire.h"

#include <algorithm>
#include <string>

#include "daemon/base/status.h"
#include "daemon/domain/away.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"

namespace candor::rpc {

v1::ErasureScope ScopeOf(const std::vector<domain::KeyClass>& classes) {
  const bool all = std::find(classes.begin(), classes.end(), domain::KeyClass::kGeneral) != classes.end();
  return all ? v1::ERASURE_SCOPE_EVERYTHING : v1::ERASURE_SCOPE_PRIVATE_NOTES;
}

void ToWire(const domain::DueErasure& due, v1::DueErasure* out) {
  out->set_subject(SubjectName(due.subject));
  out->set_scope(ScopeOf(due.classes));
  ToWire(due.due, out->mutable_due());
  out->set_profile(due.by.profile);
  out->set_parameter(due.by.parameter);
  out->set_value(due.by.value);
  out->set_unit(due.by.unit);
  out->set_citation(due.by.citation);
  out->set_confidence(due.by.confidence);
  if (due.by.reviewed_on) ToWire(*due.by.reviewed_on, out->mutable_reviewed_on());
  out->set_note(due.by.note);
  out->set_age_not_recorded(due.age_not_recorded);
  for (const domain::RetentionBlock block : due.blocks) out->add_blocks(static_cast<v1::RetentionBlock>(block));
}

void ToWire(const domain::Erasure& erasure, v1::Erasure* out) {
  out->set_name(ErasureName(erasure.id));
  out->set_subject(SubjectName(erasure.subject));
  out->set_scope(ScopeOf(erasure.classes));
  out->set_state(static_cast<v1::ErasureState>(erasure.state));
  out->set_why(static_cast<v1::ErasureWhy>(erasure.why));
  out->set_profile(erasure.profile);
  out->set_parameter(erasure.parameter);
  if (erasure.due) ToWire(*erasure.due, out->mutable_due());
  out->set_proposer(MemberName(erasure.proposer));
  out->set_approver(MemberName(erasure.approver));
  out->set_reason(erasure.reason.Reveal());
  ToWire(erasure.recorded_at, out->mutable_recorded_at());
  if (erasure.state == domain::DecisionState::kInForce) out->set_record(erasure.number);
}

void WriteReach(const domain::ErasureReach& reach, v1::Erasure* out) {
  for (const CaseId& merged : reach.merged) out->add_merged_cases(CaseName(merged));
  for (const auto& [subject, entries] : reach.sealed_elsewhere) {
    v1::SealedElsewhere* sealed = out->add_sealed_elsewhere();
    sealed->set_subject(SubjectName(subject));
    sealed->set_entries(static_cast<int32_t>(entries));
  }
}

void ToWire(const domain::LegalHold& hold, v1::LegalHold* out) {
  out->set_name(HoldName(hold.subject, hold.id));
  out->set_subject(SubjectName(hold.subject));
  out->set_state(static_cast<v1::HoldState>(hold.state));
  out->set_proposer(MemberName(hold.proposer));
  out->set_approver(MemberName(hold.approver));
  out->set_reason(hold.reason.Reveal());
  ToWire(hold.recorded_at, out->mutable_recorded_at());
}

absl::StatusOr<std::vector<domain::KeyClass>> ClassesFrom(v1::ErasureScope scope, const domain::SubjectId& subject,
                                                          std::string_view field) {
  switch (scope) {
    case v1::ERASURE_SCOPE_EVERYTHING:
      if (subject.kind != domain::SubjectKind::kCase) {
        return InvalidField(field, "not_a_case", "everything is erased of a case only; of a member, private notes are");
      }
      return std::vector<domain::KeyClass>{domain::KeyClass::kGeneral, domain::KeyClass::kPersonal};
    case v1::ERASURE_SCOPE_PRIVATE_NOTES:
      return std::vector<domain::KeyClass>{domain::KeyClass::kPersonal};
    default:
      return MissingField(field, "say what is to be erased: everything, or private notes");
  }
}

absl::Status CheckSubjectIsThere(const domain::View& view, const domain::SubjectId& subject, std::string_view field) {
  const bool of_case = subject.kind == domain::SubjectKind::kCase;
  CANDOR_ASSIGN_OR_RETURN(const bool there,
                          of_case ? view.HasCase(subject.case_id()) : view.HasMember(subject.member_id()));
  if (there) return absl::OkStatus();
  return NotFoundField(field,
                       of_case ? "no such case; see `candor case list`" : "no such member; see `candor member list`");
}

absl::Status CheckSecondPerson(const Question& question, const domain::SubjectId& subject, const MemberId& first) {
  const auto denied = [](const char* reason, const char* message) {
    return WithDetail(absl::PermissionDeniedError(message), {"name", reason});
  };
  const MemberId& second = question.viewer.member();
  if (second.empty()) {
    return denied("no_member",
                  "it takes a second person, who is a member: they call it on a machine of their own, or you for them "
                  "with candor-act-for, where that is still allowed");
  }
  if (second == first) return denied("same_person", "it takes a second person; ask somebody else to approve it");
  CANDOR_ASSIGN_OR_RETURN(const bool party, domain::ConcernsThemselves(*question.view, subject, second));
  if (party) return denied("party", "it concerns you, so somebody else decides about it: ask another member");
  CANDOR_ASSIGN_OR_RETURN(const bool left, domain::HasLeft(*question.view, second, question.today));
  if (left) return denied("left", "the second person has left the practice; ask a member who is here");
  return absl::OkStatus();
}

absl::StatusOr<bool> MayBeSecondPerson(const Question& question, const domain::SubjectId& subject,
                                       const MemberId& first) {
  const absl::Status may = CheckSecondPerson(question, subject, first);
  if (absl::IsPermissionDenied(may)) return false;
  CANDOR_RETURN_IF_ERROR(may);
  return true;
}

absl::StatusOr<bool> MayRefuse(const Question& question, const domain::SubjectId& subject, const MemberId& first) {
  if (question.viewer.is_operator() || question.viewer.member() == first) return true;
  return MayBeSecondPerson(question, subject, first);
}

}  // namespace candor::rpc
