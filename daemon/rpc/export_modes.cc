#include "daemon/rpc/export_modes.h"

#include <string>
#include <utility>

#include "daemon/base/bytes.h"
#include "daemon/base/status.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/export_parts.h"
#include "daemon/rpc/names.h"

namespace candor::rpc {
namespace {

using domain::SubjectKind;

void SettingToLine(const domain::RuleSetting& setting, v1::ExportedRuleSetting* out) {
  out->set_rule(setting.rule);
  out->set_policy(setting.plugin);
  out->set_catalogue_id(setting.catalogue_id);
  out->set_mode(static_cast<v1::RuleMode>(setting.mode));
  ToWire(setting.from, out->mutable_from());
  ToWire(setting.set_on, out->mutable_set_on());
  out->set_by_profile(setting.by_profile);
  out->set_retroactive(setting.retroactive);
  if (setting.set_by.is_operator) out->set_principal("operator");
  out->set_acting_for(MemberName(setting.set_by.acting_for));
}

absl::StatusOr<domain::RuleSetting> SettingFromLine(const v1::ExportedRuleSetting& wire) {
  const std::string path = "activation.settings";
  domain::RuleSetting setting;
  setting.rule = wire.rule();
  setting.plugin = wire.policy();
  setting.catalogue_id = wire.catalogue_id();
  CANDOR_ASSIGN_OR_RETURN(setting.mode, WordFrom<domain::RuleMode>(wire.mode(), path + ".mode"));
  CANDOR_ASSIGN_OR_RETURN(setting.from, DayFromWire(wire.from(), path + ".from"));
  CANDOR_ASSIGN_OR_RETURN(setting.set_on, DayFromWire(wire.set_on(), path + ".set_on"));
  setting.by_profile = wire.by_profile();
  setting.retroactive = wire.retroactive();
  CANDOR_ASSIGN_OR_RETURN(setting.set_by, CallerFrom(wire.principal(), wire.acting_for(), path));
  return setting;
}

}  // namespace

void ModesToLine(const domain::Activation& activation, v1::ExportedActivation* out) {
  if (!activation.id.empty()) out->set_id(activation.id.ToString());
  if (activation.on) ToWire(*activation.on, out->mutable_on());
  for (const domain::RuleSetting& setting : activation.settings) SettingToLine(setting, out->add_settings());
  for (const auto& [plugin, from] : activation.awaited) {
    v1::AwaitedPolicy* awaited = out->add_awaited();
    awaited->set_policy(plugin);
    ToWire(from, awaited->mutable_from());
  }
  if (activation.request != IdBytes{}) out->set_request_digest(std::string(AsText(activation.request)));
  out->set_reason(activation.reason);
}

absl::Status ModesFromLine(const v1::ExportedActivation& wire, domain::Activation& activation) {
  CANDOR_ASSIGN_OR_RETURN(activation.id, IdOrNone<ActivationId>(wire.id(), "activation.id"));
  CANDOR_ASSIGN_OR_RETURN(activation.on, DayOrNone(wire.has_on(), wire.on(), "activation.on"));
  for (const v1::ExportedRuleSetting& each : wire.settings()) {
    CANDOR_ASSIGN_OR_RETURN(domain::RuleSetting setting, SettingFromLine(each));
    activation.settings.push_back(std::move(setting));
  }
  for (const v1::AwaitedPolicy& each : wire.awaited()) {
    CANDOR_ASSIGN_OR_RETURN(const Day from, DayFromWire(each.from(), "activation.awaited.from"));
    activation.awaited.emplace(each.policy(), from);
  }
  CANDOR_ASSIGN_OR_RETURN(activation.request, DigestOrNone(wire.request_digest(), "activation.request_digest"));
  activation.reason = wire.reason();
  return absl::OkStatus();
}

void ReassessmentToLine(const domain::Reassessment& reassessment, v1::ExportedReassessment* out) {
  if (!reassessment.of.empty()) out->set_activation_id(reassessment.of.ToString());
  if (reassessment.after != IdBytes{}) out->set_after(SubjectName({reassessment.kind, reassessment.after}));
  out->set_members(reassessment.kind == SubjectKind::kMember);
  out->set_looked_at(reassessment.looked_at);
  out->set_all(reassessment.all);
  out->set_left_out(reassessment.left_out);
  out->set_done(reassessment.done);
}

absl::StatusOr<domain::Reassessment> ReassessmentFromLine(const v1::ExportedReassessment& wire) {
  domain::Reassessment reassessment;
  CANDOR_ASSIGN_OR_RETURN(reassessment.of,
                          IdOrNone<ActivationId>(wire.activation_id(), "assessment.reassessment.activation_id"));
  reassessment.kind = wire.members() ? SubjectKind::kMember : SubjectKind::kCase;
  if (!wire.after().empty()) {
    CANDOR_ASSIGN_OR_RETURN(const domain::SubjectId after, ParseSubject(wire.after(), "assessment.reassessment.after"));
    reassessment.after = after.id;
  }
  reassessment.looked_at = wire.looked_at();
  reassessment.all = wire.all();
  reassessment.left_out = wire.left_out();
  reassessment.done = wire.done();
  return reassessment;
}

}  // namespace candor::rpc
