#include "daemon/rpc/rule_book.h"

#include <algorithm>
#include <string>
#include <utility>

#include "daemon/base/status.h"
#include "daemon/domain/late_report.h"
#include "daemon/domain/rule_mode.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/question.h"

namespace candor::rpc {

const domain::Rule* FindRule(const domain::PolicyEngine& policies, std::string_view slug) {
  for (const domain::PluginInfo& plugin : policies.Plugins()) {
    for (const domain::Rule& rule : plugin.rules) {
      if (rule.slug == slug) return &rule;
    }
  }
  return nullptr;
}

void MarkLate(const Rooms& rooms, const domain::EntryHeader& header, v1::Entry* out) {
  const domain::Rule* rule = FindRule(rooms.policies, domain::kLateReportRule);
  if (rule == nullptr || rooms.assessments.Modes()->Of(*rule) != domain::RuleMode::kActive) return;
  const auto late_after = std::find_if(rule->parameters.begin(), rule->parameters.end(),
                                       [](const domain::Parameter& each) { return each.name == domain::kLateAfter; });
  if (late_after == rule->parameters.end()) return;
  out->set_written_late_days(domain::DaysLate(header, late_after->value));
}

namespace {

std::string StricterWord(domain::Stricter stricter) {
  switch (stricter) {
    case domain::Stricter::kNone:
      return "";
    case domain::Stricter::kLower:
      return "lower";
    case domain::Stricter::kHigher:
      return "higher";
  }
  return "";
}

void ToWire(const domain::RuleSetting& setting, v1::RuleSetting* out) {
  out->set_mode(static_cast<v1::RuleMode>(setting.mode));
  rpc::ToWire(setting.from, out->mutable_effective_from());
  rpc::ToWire(setting.set_on, out->mutable_set_on());
  out->set_by_profile(setting.by_profile);
  out->set_retroactive(setting.retroactive);
  out->set_set_by(MemberName(setting.set_by.acting_for));
}

}  // namespace

void ToWire(const domain::Citation& citation, v1::RuleSource* out) {
  out->set_authority(citation.authority);
  out->set_text(citation.text);
  out->set_confidence(citation.confidence);
}

void ToWire(const domain::Rule& rule, v1::Rule* out) {
  out->set_name(RuleName(rule.plugin, rule.slug));
  out->set_slug(rule.slug);
  out->set_catalogue_id(rule.catalogue_id);
  out->set_title(rule.title);
  if (rule.action != domain::Action{}) out->set_severity(static_cast<v1::Severity>(rule.severity));
  out->set_action(static_cast<v1::Action>(rule.action));
  out->set_cleared_by(rule.resolved_by);
  for (const domain::Kind kind : rule.kinds) out->add_kinds(static_cast<v1::EntryKind>(kind));
  for (const domain::Citation& citation : rule.citations) ToWire(citation, out->add_sources());
  for (const domain::Parameter& parameter : rule.parameters) {
    v1::RuleParameter* wire = out->add_parameters();
    wire->set_parameter(parameter.name);
    wire->set_unit(parameter.unit);
    wire->set_default_value(parameter.default_value);
    wire->set_value(parameter.value);
    wire->set_profile(parameter.profile);
    wire->set_citation(parameter.citation);
    wire->set_stricter(StricterWord(parameter.stricter));
    wire->set_group(parameter.group);
    wire->set_least(parameter.least);
    wire->set_most(parameter.most);
    wire->set_not_above(parameter.not_above);
    for (const domain::ParameterChoice& choice : parameter.choices) {
      v1::ParameterChoice* words = wire->add_choices();
      words->set_value(choice.value);
      words->set_text(choice.text);
    }
  }
  for (const std::string& slug : rule.folds_under) out->add_folds_under(slug);
  out->set_personal(rule.key_class == domain::KeyClass::kPersonal);
  out->set_trigger(rule.trigger);
  out->set_of_members(rule.scope == domain::Scope::kMember);
  out->set_horizon_days(rule.horizon_days);
  out->set_profile_mode(static_cast<v1::RuleMode>(rule.default_mode));
}

absl::StatusOr<RuleWriter> RuleWriter::Make(const Rooms& rooms, const Call& call) {
  CANDOR_ASSIGN_OR_RETURN(const Question question, Ask(rooms, call, nullptr));
  auto activation = question.view->GetActivation();
  if (absl::IsNotFound(activation.status())) return RuleWriter({}, question.today);
  if (!activation.ok()) return activation.status();
  return RuleWriter(*std::move(activation), question.today);
}

void RuleWriter::Write(const domain::HostRule& rule, v1::Rule* out) {
  ToWire(rule.rule, out);
  out->clear_severity();
  out->clear_action();
  out->clear_profile_mode();
  out->set_done_by_host(rule.done_how);
}

void RuleWriter::Write(const domain::Rule& rule, v1::Rule* out) const {
  ToWire(rule, out);
  if (const domain::RuleSetting* holds = domain::SettingOn(activation_.settings, rule.slug, today_)) {
    ToWire(*holds, out->mutable_setting());
  }
  const domain::RuleSetting* newest = domain::NewestSetting(activation_.settings, rule.slug);
  if (newest != nullptr && newest->from > today_) ToWire(*newest, out->mutable_next_setting());
}

}  // namespace candor::rpc
