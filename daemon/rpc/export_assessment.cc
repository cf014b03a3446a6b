#include "daemon/rpc/export_assessment.h"

#include <optional>
#include <string>
#include <utility>

#include "daemon/base/id.h"
#include "daemon/base/status.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/export_modes.h"
#include "daemon/rpc/export_parts.h"
#include "daemon/rpc/names.h"

namespace candor::rpc {
namespace {

// --- Writing

template <class Tag>
std::string IdText(const Id<Tag>& id) {
  return id.empty() ? std::string() : id.ToString();
}

void WriteProgress(const domain::SubjectProgress& progress, v1::ExportedProgress* out) {
  out->set_subject(SubjectName(progress.subject));
  out->set_assessed_to(progress.assessed_to);
  if (progress.next_timer) ToWire(DayFromNumber(*progress.next_timer), out->mutable_next_timer());
  for (const domain::NotAssessed& fault : progress.not_assessed) {
    v1::ExportedNotAssessed* wire = out->add_not_assessed();
    wire->set_entry_id(IdText(fault.entry));
    wire->set_policy(fault.plugin);
    wire->set_reason(static_cast<v1::NotAssessedReason>(fault.reason));
    wire->set_older(fault.older);
  }
}

void WriteSealed(const domain::FollowUpSealed& sealed, v1::ExportedReasons* out) {
  out->set_rule(sealed.rule);
  out->set_policy(sealed.plugin);
  out->set_policy_version(sealed.plugin_version);
  out->set_key(sealed.key);
  out->set_opened_by_id(IdText(sealed.opened_by));
  out->set_resolved_by_id(IdText(sealed.resolved_by));
  for (const EntryId& used : sealed.facts_used) out->add_used_ids(IdText(used));
  for (const domain::ParameterValue& parameter : sealed.parameters) {
    v1::Threshold* threshold = out->add_thresholds();
    threshold->set_parameter(parameter.name);
    threshold->set_value(parameter.value);
    threshold->set_unit(parameter.unit);
    threshold->set_profile(parameter.profile);
  }
  for (const std::string& field : sealed.missing_fields) out->add_missing_fields(field);
  out->set_catalogue_id(sealed.catalogue_id);
}

void WriteClearDates(const domain::FollowUpClear& clear, v1::ExportedFollowUp* out) {
  ToWire(clear.opened_on, out->mutable_opened_on());
  ToWire(clear.reported_on, out->mutable_reported_on());
  if (clear.due) ToWire(*clear.due, out->mutable_due());
  if (clear.counted_from) ToWire(*clear.counted_from, out->mutable_counted_from());
  if (clear.resolved_on) ToWire(*clear.resolved_on, out->mutable_resolved_on());
  if (clear.resolution_reported_on) {
    ToWire(*clear.resolution_reported_on, out->mutable_resolution_reported_on());
  }
}

void WriteFollowUp(const domain::FollowUp& follow_up, v1::ExportedFollowUp* out) {
  const domain::FollowUpClear& clear = follow_up.clear;
  out->set_name(FollowUpName(clear.subject, clear.id));
  out->set_personal(clear.key_class == domain::KeyClass::kPersonal);
  out->set_therapist(MemberName(clear.therapist));
  out->set_action(static_cast<v1::Action>(clear.action));
  out->set_severity(static_cast<v1::Severity>(clear.severity));
  out->set_state(static_cast<v1::RuleState>(clear.state));
  out->set_resolved_cause(static_cast<v1::ResolvedCause>(clear.cause));
  out->set_before_policy(clear.before_policy);
  out->set_missing_field(clear.missing_field);
  WriteClearDates(clear, out);
  out->set_situation_id(IdText(clear.situation));
  out->set_folded_under_id(IdText(clear.folded_under));
  out->set_episode(clear.episode);
  out->set_opened_by_kind(static_cast<v1::EntryKind>(clear.opened_by_kind));
  out->set_resolved_by_kind(static_cast<v1::EntryKind>(clear.resolved_by_kind));
  out->set_undone(clear.undone);
  out->set_restricted(clear.restricted);
  out->set_of_practice(clear.of_practice);
  out->set_date_of_law(clear.date_of_law);
  out->set_shadow(clear.shadow);
  if (follow_up.sealed) WriteSealed(*follow_up.sealed, out->mutable_reasons());
}

// --- Reading

absl::StatusOr<domain::SubjectProgress> ProgressFrom(const v1::ExportedProgress& wire) {
  domain::SubjectProgress progress;
  CANDOR_ASSIGN_OR_RETURN(progress.subject, ParseSubject(wire.subject(), "assessment.progress.subject"));
  progress.assessed_to = wire.assessed_to();
  CANDOR_ASSIGN_OR_RETURN(const std::optional<Day> timer,
                          DayOrNone(wire.has_next_timer(), wire.next_timer(), "assessment.progress.next_timer"));
  if (timer) progress.next_timer = DayNumber(*timer);
  for (const v1::ExportedNotAssessed& each : wire.not_assessed()) {
    domain::NotAssessed fault;
    fault.subject = progress.subject;
    CANDOR_ASSIGN_OR_RETURN(fault.entry,
                            IdOrNone<EntryId>(each.entry_id(), "assessment.progress.not_assessed.entry_id"));
    fault.plugin = each.policy();
    CANDOR_ASSIGN_OR_RETURN(
        fault.reason, WordFrom<domain::NotAssessedReason>(each.reason(), "assessment.progress.not_assessed.reason"));
    fault.older = each.older();
    progress.not_assessed.push_back(std::move(fault));
  }
  return progress;
}

absl::StatusOr<domain::FollowUpSealed> SealedFrom(const v1::ExportedReasons& wire) {
  const std::string path = "assessment.follow_ups.reasons";
  domain::FollowUpSealed sealed;
  sealed.rule = wire.rule();
  sealed.plugin = wire.policy();
  sealed.plugin_version = wire.policy_version();
  sealed.key = wire.key();
  CANDOR_ASSIGN_OR_RETURN(sealed.opened_by, IdOrNone<EntryId>(wire.opened_by_id(), Below(path, "opened_by_id")));
  CANDOR_ASSIGN_OR_RETURN(sealed.resolved_by, IdOrNone<EntryId>(wire.resolved_by_id(), Below(path, "resolved_by_id")));
  for (const std::string& used : wire.used_ids()) {
    CANDOR_ASSIGN_OR_RETURN(const EntryId id, IdOrNone<EntryId>(used, Below(path, "used_ids")));
    sealed.facts_used.push_back(id);
  }
  for (const v1::Threshold& threshold : wire.thresholds()) {
    sealed.parameters.push_back({threshold.parameter(), threshold.value(), threshold.unit(), threshold.profile()});
  }
  sealed.missing_fields.assign(wire.missing_fields().begin(), wire.missing_fields().end());
  sealed.catalogue_id = wire.catalogue_id();
  return sealed;
}

absl::Status ReadDates(const v1::ExportedFollowUp& wire, const std::string& path, domain::FollowUpClear& clear) {
  CANDOR_ASSIGN_OR_RETURN(clear.opened_on, DayFromWire(wire.opened_on(), Below(path, "opened_on")));
  CANDOR_ASSIGN_OR_RETURN(clear.reported_on, DayFromWire(wire.reported_on(), Below(path, "reported_on")));
  CANDOR_ASSIGN_OR_RETURN(clear.due, DayOrNone(wire.has_due(), wire.due(), Below(path, "due")));
  CANDOR_ASSIGN_OR_RETURN(clear.counted_from,
                          DayOrNone(wire.has_counted_from(), wire.counted_from(), Below(path, "counted_from")));
  CANDOR_ASSIGN_OR_RETURN(clear.resolved_on,
                          DayOrNone(wire.has_resolved_on(), wire.resolved_on(), Below(path, "resolved_on")));
  CANDOR_ASSIGN_OR_RETURN(clear.resolution_reported_on,
                          DayOrNone(wire.has_resolution_reported_on(), wire.resolution_reported_on(),
                                    Below(path, "resolution_reported_on")));
  return absl::OkStatus();
}

absl::Status ReadWords(const v1::ExportedFollowUp& wire, const std::string& path, domain::FollowUpClear& clear) {
  CANDOR_ASSIGN_OR_RETURN(clear.action, WordFrom<domain::Action>(wire.action(), Below(path, "action")));
  CANDOR_ASSIGN_OR_RETURN(clear.severity, WordFrom<domain::Severity>(wire.severity(), Below(path, "severity")));
  CANDOR_ASSIGN_OR_RETURN(clear.state, WordFrom<domain::RuleState>(wire.state(), Below(path, "state")));
  CANDOR_ASSIGN_OR_RETURN(clear.cause,
                          WordOrNone<domain::ResolvedCause>(wire.resolved_cause(), Below(path, "resolved_cause")));
  CANDOR_ASSIGN_OR_RETURN(clear.opened_by_kind,
                          WordOrNone<domain::Kind>(wire.opened_by_kind(), Below(path, "opened_by_kind")));
  CANDOR_ASSIGN_OR_RETURN(clear.resolved_by_kind,
                          WordOrNone<domain::Kind>(wire.resolved_by_kind(), Below(path, "resolved_by_kind")));
  return absl::OkStatus();
}

absl::StatusOr<domain::FollowUp> FollowUpFrom(const v1::ExportedFollowUp& wire) {
  const std::string path = "assessment.follow_ups";
  domain::FollowUp follow_up;
  domain::FollowUpClear& clear = follow_up.clear;
  CANDOR_ASSIGN_OR_RETURN(const FollowUpRef ref, ParseFollowUp(wire.name(), Below(path, "name")));
  clear.id = ref.follow_up;
  clear.subject = ref.subject;
  clear.key_class = KeyClassFrom(wire.personal());
  CANDOR_ASSIGN_OR_RETURN(clear.therapist, MemberOrNone(wire.therapist(), Below(path, "therapist")));
  CANDOR_RETURN_IF_ERROR(ReadWords(wire, path, clear));
  clear.before_policy = wire.before_policy();
  clear.missing_field = wire.missing_field();
  CANDOR_RETURN_IF_ERROR(ReadDates(wire, path, clear));
  CANDOR_ASSIGN_OR_RETURN(clear.situation, IdOrNone<SituationId>(wire.situation_id(), Below(path, "situation_id")));
  CANDOR_ASSIGN_OR_RETURN(clear.folded_under,
                          IdOrNone<FollowUpId>(wire.folded_under_id(), Below(path, "folded_under_id")));
  clear.episode = wire.episode();
  clear.undone = wire.undone();
  clear.restricted = wire.restricted();
  clear.of_practice = wire.of_practice();
  clear.date_of_law = wire.date_of_law();
  clear.shadow = wire.shadow();
  if (wire.has_reasons()) {
    CANDOR_ASSIGN_OR_RETURN(domain::FollowUpSealed sealed, SealedFrom(wire.reasons()));
    follow_up.sealed = std::move(sealed);
  }
  return follow_up;
}

}  // namespace

void AssessmentToLine(const domain::KeptAssessment& kept, v1::ExportedAssessment* out) {
  out->set_answers_to(kept.answers_to);
  for (const domain::SubjectProgress& progress : kept.progress) WriteProgress(progress, out->add_progress());
  for (const domain::FollowUp& follow_up : kept.follow_ups) WriteFollowUp(follow_up, out->add_follow_ups());
  if (kept.reassessment) ReassessmentToLine(*kept.reassessment, out->mutable_reassessment());
}

absl::StatusOr<domain::KeptAssessment> AssessmentFromLine(const v1::ExportedAssessment& wire) {
  domain::KeptAssessment kept;
  kept.answers_to = wire.answers_to();
  for (const v1::ExportedProgress& each : wire.progress()) {
    CANDOR_ASSIGN_OR_RETURN(domain::SubjectProgress progress, ProgressFrom(each));
    kept.progress.push_back(std::move(progress));
  }
  for (const v1::ExportedFollowUp& each : wire.follow_ups()) {
    CANDOR_ASSIGN_OR_RETURN(domain::FollowUp follow_up, FollowUpFrom(each));
    kept.follow_ups.push_back(std::move(follow_up));
  }
  if (wire.has_reassessment()) {
    CANDOR_ASSIGN_OR_RETURN(kept.reassessment, ReassessmentFromLine(wire.reassessment()));
  }
  return kept;
}

}  // namespace candor::rpc
