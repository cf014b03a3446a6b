#include "daemon/domain/rule_mode.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/domain/store.h"

namespace candor::domain {

const RuleSetting* SettingOn(const std::vector<RuleSetting>& settings, std::string_view rule, Day day) {
  const auto found = std::find_if(settings.rbegin(), settings.rend(),
                                  [&](const RuleSetting& each) { return each.rule == rule && each.from <= day; });
  return found == settings.rend() ? nullptr : &*found;
}

const RuleSetting* NewestSetting(const std::vector<RuleSetting>& settings, std::string_view rule) {
  const auto found =
      std::find_if(settings.rbegin(), settings.rend(), [&](const RuleSetting& each) { return each.rule == rule; });
  return found == settings.rend() ? nullptr : &*found;
}

void LayDown(RuleSetting setting, Day today, std::vector<RuleSetting>& settings) {
  const std::string rule = setting.rule;
  settings.push_back(std::move(setting));
  // One that was laid down later holds in its place, today or before its own day has come.
  std::vector<RuleSetting> kept;
  for (size_t i = 0; i < settings.size(); ++i) {
    const Day holds_from = std::max(settings[i].from, today);
    const bool replaced =
        settings[i].rule == rule &&
        std::any_of(settings.begin() + static_cast<std::ptrdiff_t>(i) + 1, settings.end(),
                    [&](const RuleSetting& later) { return later.rule == rule && later.from <= holds_from; });
    if (!replaced) kept.push_back(settings[i]);
  }
  settings = std::move(kept);
}

bool HoldsOtherwise(const std::vector<RuleSetting>& settings, Day before, Day today) {
  return std::any_of(settings.begin(), settings.end(), [&](const RuleSetting& each) {
    return each.from > before && each.from <= today && SettingOn(settings, each.rule, today) == &each;
  });
}

std::vector<RuleSetting> SettingsOfProfiles(const std::vector<Rule>& rules, const std::vector<RuleSetting>& settings,
                                            const std::map<std::string, Day>& awaited, Day today) {
  std::vector<RuleSetting> laid_down;
  for (const Rule& rule : rules) {
    const RuleSetting* newest = NewestSetting(settings, rule.slug);
    if (newest != nullptr && (!newest->by_profile || newest->mode == rule.default_mode)) continue;
    RuleSetting setting;
    setting.rule = rule.slug;
    setting.plugin = rule.plugin;
    setting.catalogue_id = rule.catalogue_id;
    setting.mode = rule.default_mode;
    setting.from = setting.set_on = today;
    setting.by_profile = true;
    const auto waited = awaited.find(rule.plugin);
    if (newest == nullptr && waited != awaited.end()) setting.from = std::min(today, waited->second);
    laid_down.push_back(std::move(setting));
  }
  return laid_down;
}

namespace {

absl::Status CheckFrom(const ModeChange& change, const Activation& stands, Day today) {
  if (change.as_profiles && (change.from || change.retroactive)) {
    return InvalidField("effective_from", "as_profiles",
                        "is for a mode; as the profiles have it a rule is run from today");
  }
  if (change.retroactive && change.mode != RuleMode::kActive) {
    return InvalidField("retroactive", "not_active", "is for an active rule; off and shadow begin today or later");
  }
  if (!change.from) {
    if (!change.retroactive) return absl::OkStatus();
    return InvalidField("effective_from", "missing", "say from which day on it is to hold");
  }
  if (*change.from >= today) {
    if (!change.retroactive) return absl::OkStatus();
    return InvalidField("retroactive", "not_past", "is for a day before today; leave it out");
  }
  if (!change.retroactive) {
    return InvalidField("effective_from", "past_date",
                        "lies in the past; give today or a later day, or say that it is to hold retroactively");
  }
  if (*change.from >= stands.effective_from) return absl::OkStatus();
  return InvalidField(
      "effective_from", "before_policies",
      absl::StrCat("is before the policies began; give ", FormatDay(stands.effective_from), " or a later day"));
}

}  // namespace

RuleMode ModeAskedFor(const ModeChange& change, const Rule& rule) {
  return change.as_profiles ? rule.default_mode : change.mode;
}

absl::StatusOr<std::optional<RuleSetting>> SettingFor(const ModeChange& change, const Rule& rule,
                                                      const Activation& stands, Day today) {
  CANDOR_RETURN_IF_ERROR(CheckFrom(change, stands, today));
  const RuleSetting* holds = SettingOn(stands.settings, rule.slug, today);
  const RuleSetting* newest = NewestSetting(stands.settings, rule.slug);
  if (change.as_profiles && (newest == nullptr || newest->by_profile)) return std::optional<RuleSetting>();
  const RuleMode mode = ModeAskedFor(change, rule);
  // Whoever asks for what is so already keeps the day from which it is.
  const bool is_so = holds != nullptr && holds == newest && holds->mode == mode;
  RuleSetting setting;
  setting.rule = rule.slug;
  setting.plugin = rule.plugin;
  setting.catalogue_id = rule.catalogue_id;
  setting.mode = mode;
  setting.from = change.from ? *change.from : is_so ? holds->from : today;
  setting.set_on = today;
  setting.retroactive = change.retroactive;
  setting.by_profile = change.as_profiles;
  if (!change.as_profiles) setting.set_by = change.caller;
  const bool stands_so = !change.as_profiles && newest != nullptr && !newest->by_profile &&
                         newest->mode == setting.mode && newest->from == setting.from;
  if (stands_so) return std::optional<RuleSetting>();
  return std::optional<RuleSetting>(std::move(setting));
}

RuleModes::RuleModes(const Activation& activation) : effective_from_(activation.effective_from) {
  if (!activation.on) return;
  // As SettingOn() has it: what was laid down later holds, once its day has come.
  for (const RuleSetting& each : activation.settings) {
    if (each.from <= *activation.on) settings_.insert_or_assign(each.rule, each);
  }
  std::set<std::string> active;
  for (const auto& [slug, setting] : settings_) {
    any_shadow_ = any_shadow_ || setting.mode == RuleMode::kShadow;
    if (setting.mode == RuleMode::kActive) active.insert(setting.plugin);
  }
  for (const auto& [slug, setting] : settings_) {
    if (!active.contains(setting.plugin)) quiet_plugins_.insert(setting.plugin);
  }
}

RuleMode RuleModes::Of(std::string_view rule, RuleMode unless) const {
  const RuleSetting* setting = SettingOf(rule);
  return setting == nullptr ? unless : setting->mode;
}

const RuleSetting* RuleModes::SettingOf(std::string_view rule) const {
  const auto found = settings_.find(rule);
  return found == settings_.end() ? nullptr : &found->second;
}

std::optional<Day> RuleModes::DutiesFrom(std::string_view rule) const {
  const RuleSetting* setting = SettingOf(rule);
  if (setting == nullptr || setting->mode == RuleMode::kOff || !effective_from_) return std::nullopt;
  if (setting->from <= *effective_from_) return std::nullopt;
  return setting->from;
}

std::vector<const RuleSetting*> RuleModes::All() const {
  std::vector<const RuleSetting*> all;
  for (const auto& [slug, setting] : settings_) all.push_back(&setting);
  return all;
}

}  // namespace candor::domain
