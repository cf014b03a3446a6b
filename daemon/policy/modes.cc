#include "daemon/policy/modes.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "daemon/policy/codec.h"
#include "daemon/policy/digest.h"
#include "plugins/abi/candor_policy.h"

namespace candor::policy {
namespace {

bool IsKnown(const std::string& plugin, const std::vector<domain::RuleSetting>& settings) {
  return std::any_of(settings.begin(), settings.end(),
                     [&](const domain::RuleSetting& setting) { return setting.plugin == plugin; });
}

}  // namespace

bool CarryModes(const domain::PolicyEngine& engine, const domain::Activation* stands, Day today,
                domain::Activation& next) {
  const bool kept = stands != nullptr && stands->on.has_value();
  next.id = ActivationId::Random();
  next.on = today;
  if (kept) {
    next.settings = stands->settings;
    next.awaited = stands->awaited;
  }
  // Where modes were not kept yet, every rule was active since the policies began.
  const Day rules_from = kept ? today : next.effective_from;
  std::vector<domain::Rule> rules;
  for (const domain::PluginInfo& plugin : engine.Plugins()) {
    if (plugin.loaded) {
      rules.insert(rules.end(), plugin.rules.begin(), plugin.rules.end());
    } else if (!IsKnown(plugin.name, next.settings)) {
      next.awaited.try_emplace(plugin.name, rules_from);
    }
  }
  for (domain::RuleSetting& setting : domain::SettingsOfProfiles(rules, next.settings, next.awaited, rules_from)) {
    domain::LayDown(std::move(setting), today, next.settings);
  }
  for (const domain::PluginInfo& plugin : engine.Plugins()) {
    if (plugin.loaded) next.awaited.erase(plugin.name);
  }
  if (!kept) return true;
  return next.settings != stands->settings || next.awaited != stands->awaited ||
         domain::HoldsOtherwise(stands->settings, *stands->on, today);
}

DutyTable::DutyTable(const std::vector<domain::PluginInfo>& plugins, const domain::RuleModes& modes) {
  for (const domain::PluginInfo& plugin : plugins) {
    DutiesFrom duties;
    std::string bytes;
    Encoder out(bytes);
    for (const domain::Rule& rule : plugin.rules) {
      const std::optional<Day> from = modes.DutiesFrom(rule.slug);
      duties.days.push_back(from ? DayNumber(*from) : CANDOR_NO_DAY);
      if (!from) continue;
      out.PutText(rule.slug);
      out.PutSigned32(duties.days.back());
    }
    if (bytes.empty()) continue;
    duties.name = HexDigest(bytes).substr(0, 16);
    plugins_.emplace(plugin.name, std::move(duties));
  }
}

const DutiesFrom& DutyTable::Of(const std::string& plugin) const {
  static const auto* const kNone = new DutiesFrom();
  const auto found = plugins_.find(plugin);
  return found == plugins_.end() ? *kNone : found->second;
}

}  // namespace candor::policy
