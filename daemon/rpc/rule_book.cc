#include "daemon/rpc/rule_book.h"

#include "daemon/rpc/names.h"

namespace candor::rpc {

const domain::Rule* FindRule(const domain::PolicyEngine& policies, std::string_view slug) {
  for (const domain::PluginInfo& plugin : policies.Plugins()) {
    for (const domain::Rule& rule : plugin.rules) {
      if (rule.slug == slug) return &rule;
    }
  }
  return nullptr;
}

void ToWire(const domain::Citation& citation, v1::RuleSource* out) {
  out->set_authority(citation.authority);
  out->set_text(citation.text);
}

void ToWire(const domain::Rule& rule, v1::Rule* out) {
  out->set_name(RuleName(rule.plugin, rule.slug));
  out->set_slug(rule.slug);
  out->set_catalogue_id(rule.catalogue_id);
  out->set_title(rule.title);
  out->set_severity(static_cast<v1::Severity>(rule.severity));
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
  }
  for (const std::string& slug : rule.folds_under) out->add_folds_under(slug);
  out->set_personal(rule.key_class == domain::KeyClass::kPersonal);
}

}  // namespace candor::rpc
