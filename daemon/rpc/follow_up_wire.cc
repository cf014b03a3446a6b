#include "daemon/rpc/follow_up_wire.h"

#include "daemon/base/status.h"
#include "daemon/domain/decision_rights.h"
#include "daemon/domain/entries_about.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/rule_book.h"
#include "daemon/rpc/unread.h"

namespace candor::rpc {
namespace {

void WriteDates(const domain::FollowUp& follow_up, const Question& question, v1::FollowUp* out) {
  const domain::FollowUpClear& clear = follow_up.clear;
  const auto due = domain::DueOf(follow_up, question.settings);
  if (due) ToWire(*due, out->mutable_due());
  out->set_past_due(domain::PastDue(follow_up, question.settings, question.today));
  out->set_paused(domain::PausedOn(follow_up, question.settings, question.today));
  ToWire(clear.opened_on, out->mutable_opened_on());
  ToWire(clear.reported_on, out->mutable_reported_on());
  if (clear.resolved_on) ToWire(*clear.resolved_on, out->mutable_resolved_on());
  if (follow_up.waived_until) ToWire(*follow_up.waived_until, out->mutable_waived_until());
  const bool in_time = due && clear.resolved_on && *clear.resolved_on <= *due;
  out->set_recorded_late(in_time && clear.resolution_reported_on && *clear.resolution_reported_on > *due);
}

// To whoever has to do it, what it is must not be put in other words, nor put off.
void WriteDuty(const domain::FollowUp& follow_up, const domain::Rule* rule, v1::FollowUp* out) {
  const bool duty = rule != nullptr && rule->of_no_conduct && !AsksOnly(follow_up, *rule);
  out->set_duty(duty);
  out->set_at_once(duty && follow_up.clear.severity == domain::Severity::kUrgent);
}

}  // namespace

bool AsksOnly(const domain::FollowUp& follow_up, const domain::Rule& rule) {
  return follow_up.clear.missing_field && rule.action != domain::Action::kCompleteRecord;
}

absl::StatusOr<std::string> FollowUpWriter::NameOfEntry(const EntryId& id) {
  if (id.empty()) return "";
  auto found = entry_names_.find(id);
  if (found == entry_names_.end()) {
    CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry recorded, question_.view->GetEntry(id));
    found = entry_names_.emplace(id, EntryName(recorded.entry.header.subject, id)).first;
  }
  return found->second;
}

absl::StatusOr<std::string> FollowUpWriter::CodeOf(const CaseId& id) {
  auto found = codes_.find(id);
  if (found == codes_.end()) {
    CANDOR_ASSIGN_OR_RETURN(const domain::CaseFile file, question_.view->GetCase(id));
    CANDOR_ASSIGN_OR_RETURN(const domain::Sight sight, question_.viewer.OfCase(file, question_.today));
    found = codes_.emplace(id, sight == domain::Sight::kWhole ? file.code : "").first;
  }
  return found->second;
}

absl::Status FollowUpWriter::WriteSealed(const domain::FollowUp& follow_up, v1::FollowUp* out) {
  const domain::FollowUpSealed& sealed = *follow_up.sealed;
  out->set_rule(sealed.rule);
  out->set_policy(PolicyName(sealed.plugin));
  if (follow_up.clear.key_class == domain::KeyClass::kPersonal && !sealed.opened_by.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry opening, question_.view->GetEntry(sealed.opened_by));
    CANDOR_RETURN_IF_ERROR(NoteShown(question_, opening));
  }
  CANDOR_ASSIGN_OR_RETURN(*out->mutable_opened_by(), NameOfEntry(sealed.opened_by));
  CANDOR_ASSIGN_OR_RETURN(*out->mutable_resolved_by(), NameOfEntry(sealed.resolved_by));
  for (const std::string& field : sealed.missing_fields) out->add_missing_fields(field);
  const domain::Rule* rule = FindRule(policies_, sealed.rule);
  WriteDuty(follow_up, rule, out);
  out->set_catalogue_id(sealed.catalogue_id.empty() && rule != nullptr ? rule->catalogue_id : sealed.catalogue_id);
  // What it asks for may be another thing than the rule usually does: to complete the record, or what a profile says.
  if (rule == nullptr || rule->action != follow_up.clear.action) return absl::OkStatus();
  for (const domain::Kind kind : rule->done_kinds) {
    if (const domain::KindInfo* info = domain::FindKind(kind)) out->add_done_kinds(std::string(info->slug));
  }
  return absl::OkStatus();
}

// Read only where what opened it tells of conduct, which its clear part says.
absl::Status FollowUpWriter::WriteStanding(const domain::FollowUp& follow_up, v1::FollowUp* out) {
  const domain::FollowUpClear& clear = follow_up.clear;
  if (!domain::TellsOfConduct(clear.opened_by_kind)) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry opening, question_.view->GetEntry(follow_up.sealed->opened_by));
  std::vector<domain::Decision> decisions;
  if (follow_up.disposed) {
    CANDOR_ASSIGN_OR_RETURN(decisions, question_.view->DecisionsOf(clear.subject, clear.id));
  }
  out->set_standing(static_cast<v1::Standing>(domain::StandingOf(opening.entry.header, decisions)));
  return absl::OkStatus();
}

std::string FollowUpWriter::LabelOf(const domain::FollowUp& follow_up) const {
  const domain::Rule* rule = follow_up.sealed ? FindRule(policies_, follow_up.sealed->rule) : nullptr;
  const bool judges = rule == nullptr || (!rule->of_no_conduct && !question_.viewer.ShowsSeverity(follow_up));
  const bool neutral = judges || AsksOnly(follow_up, *rule);
  return neutral ? std::string(domain::NeutralLabel(follow_up.clear.action)) : rule->title;
}

absl::StatusOr<bool> FollowUpWriter::Write(const domain::FollowUp& follow_up, v1::FollowUp* out) {
  CANDOR_ASSIGN_OR_RETURN(const domain::Sight sight, question_.viewer.OfFollowUp(follow_up));
  if (sight == domain::Sight::kNothing) return false;
  CANDOR_RETURN_IF_ERROR(WriteClear(follow_up, out));
  out->set_erased(!follow_up.sealed.has_value());
  if (sight < domain::Sight::kFacts) {
    out->set_label(std::string(domain::NeutralLabel(follow_up.clear.action)));
    return true;
  }
  out->set_label(LabelOf(follow_up));
  if (!follow_up.sealed) return true;
  CANDOR_RETURN_IF_ERROR(WriteSealed(follow_up, out));
  CANDOR_RETURN_IF_ERROR(WriteStanding(follow_up, out));
  return true;
}

absl::StatusOr<bool> FollowUpWriter::WriteListed(const domain::FollowUp& follow_up, v1::FollowUp* out) {
  bool unread = false;
  if (question_.viewer.is_operator()) {
    CANDOR_ASSIGN_OR_RETURN(unread, MayBeCalledBackFrom(question_, follow_up));
  }
  if (!unread) return Write(follow_up, out);
  CANDOR_RETURN_IF_ERROR(WriteClear(follow_up, out));
  out->set_label(std::string(domain::NeutralLabel(follow_up.clear.action)));
  return true;
}

absl::Status FollowUpWriter::WriteClear(const domain::FollowUp& follow_up, v1::FollowUp* out) {
  const domain::FollowUpClear& clear = follow_up.clear;
  out->set_name(FollowUpName(clear.subject, clear.id));
  if (question_.viewer.ShowsSeverity(follow_up)) out->set_severity(static_cast<v1::Severity>(clear.severity));
  out->set_action(static_cast<v1::Action>(clear.action));
  out->set_status(static_cast<v1::FollowUpStatus>(domain::StatusOf(follow_up, question_.settings, question_.today)));
  WriteDates(follow_up, question_, out);
  if (clear.subject.kind == domain::SubjectKind::kCase) {
    out->set_case_(CaseName(clear.subject.case_id()));
    CANDOR_ASSIGN_OR_RETURN(*out->mutable_case_code(), CodeOf(clear.subject.case_id()));
  } else {
    out->set_member(SubjectName(clear.subject));
  }
  out->set_owner(clear.of_practice ? v1::FOLLOW_UP_OWNER_PRACTICE : v1::FOLLOW_UP_OWNER_THERAPIST);
  out->set_restricted(clear.restricted);
  out->set_resolved_cause(static_cast<v1::ResolvedCause>(clear.cause));
  out->set_before_policy(clear.before_policy);
  out->set_folded_under(FollowUpName(clear.subject, clear.folded_under));
  out->set_situation(SituationName(clear.situation));
  out->set_therapist(MemberName(clear.therapist));
  out->set_acknowledged(follow_up.acknowledged);
  out->set_episode(static_cast<int32_t>(clear.episode));
  out->set_from_private_note(clear.key_class == domain::KeyClass::kPersonal);
  return absl::OkStatus();
}

void ToWire(const domain::Decision& decision, Day today, bool whole, v1::Decision* out) {
  out->set_name(DecisionName(decision.subject, decision.follow_up, decision.id));
  out->set_state(static_cast<v1::DecisionState>(domain::StateOn(decision, today)));
  out->set_proposer(MemberName(decision.proposer));
  out->set_approver(MemberName(decision.approver));
  ToWire(decision.recorded_at, out->mutable_recorded_at());
  if (whole) out->set_reason(decision.reason.Reveal());
  switch (decision.kind) {
    case domain::DecisionKind::kAcknowledge:
      out->mutable_acknowledge();
      break;
    case domain::DecisionKind::kWaive:
      out->mutable_waive();
      if (decision.until) ToWire(*decision.until, out->mutable_waive()->mutable_until());
      break;
    case domain::DecisionKind::kDispose:
      out->mutable_dispose()->set_finding(static_cast<v1::Finding>(decision.finding));
      break;
  }
}

}  // namespace candor::rpc
