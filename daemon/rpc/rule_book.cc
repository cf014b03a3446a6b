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

bool AnyChosen(const domain::Activation& activation) {
  return std::any_of(activation.settings.begin(), activation.settings.end(),
                     [](const domain::RuleSetting& setting) { return !setting.by_profile; });
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
  const bool marks_late = rule.slug == domain::kLateReportRule;
  for (const domain::Kind kind : marks_late ? domain::KindsWithLateness() : rule.kinds) {
    out->add_kinds(static_cast<v1::EntryKind>(kind));
  }
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
  CANDOR_ASSIGN_OR_RETURN(Question question, Ask(rooms, call, nullptr));
  auto activation = question.view->GetActivation();
  if (absl::IsNotFound(activation.status())) return RuleWriter({}, {}, question.today);
  if (!activation.ok()) return activation.status();
  Reasons reasons;
  if (AnyChosen(*activation)) {
    CANDOR_ASSIGN_OR_RETURN(const domain::Sight sight, question.viewer.OfShadow());
    if (sight != domain::Sight::kNothing) {
      CANDOR_ASSIGN_OR_RETURN(reasons, ReasonsOnRecord(*question.view));
    }
  }
  return RuleWriter(*std::move(activation), std::move(reasons), question.today);
}

absl::StatusOr<RuleWriter::Reasons> RuleWriter::ReasonsOnRecord(const domain::View& view) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::Activation> activations, view.ListActivations());
  Reasons reasons;
  std::vector<domain::RuleSetting> before;
  for (const domain::Activation& activation : activations) {
    for (const domain::RuleSetting& setting : activation.settings) {
      const bool stood = std::find(before.begin(), before.end(), setting) != before.end();
      if (!setting.by_profile && !stood) reasons.emplace_back(setting, activation.reason);
    }
    before = activation.settings;
  }
  return reasons;
}

void RuleWriter::Write(const domain::RuleSetting& setting, v1::RuleSetting* out) const {
  out->set_mode(static_cast<v1::RuleMode>(setting.mode));
  rpc::ToWire(setting.from, out->mutable_effective_from());
  rpc::ToWire(setting.set_on, out->mutable_set_on());
  out->set_by_profile(setting.by_profile);
  out->set_retroactive(setting.retroactive);
  out->set_set_by(MemberName(setting.set_by.acting_for));
  // The newest: the same may have been chosen, left and chosen again.
  const auto said =
      std::find_if(reasons_.rbegin(), reasons_.rend(), [&](const auto& each) { return each.first == setting; });
  if (said != reasons_.rend()) out->set_reason(said->second);
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
    Write(*holds, out->mutable_setting());
  }
  const domain::RuleSetting* newest = domain::NewestSetting(activation_.settings, rule.slug);
  if (newest != nullptr && newest->from > today_) Write(*newest, out->mutable_next_setting());
}

}  // namespace candor::rpc
