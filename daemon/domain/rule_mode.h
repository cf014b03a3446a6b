#ifndef CANDOR_DAEMON_DOMAIN_RULE_MODE_H_
#define CANDOR_DAEMON_DOMAIN_RULE_MODE_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/rule.h"

// How a practice runs its rules, and since when. Values and pure functions; what holds stands in the newest activation
// (store.h).
namespace candor::domain {

struct Activation;

// What was laid down for one rule. Once its day has come it holds, until one that was laid down later does.
struct RuleSetting {
  std::string rule;          // slug
  std::string plugin;        // that declares the rule
  std::string catalogue_id;  // "R23"
  RuleMode mode = RuleMode::kActive;
  // From this day on it is run so; in shadow or active, entries reported on or after it open duties.
  Day from;
  Day set_on;                // when it was laid down
  bool by_profile = false;   // the profiles have it so; false: somebody chose it
  bool retroactive = false;  // that `from` lies before `set_on` was asked for
  Caller set_by = {};        // who chose it; as such where nobody did

  bool operator==(const RuleSetting&) const = default;
};

// The setting of a rule that holds on a day; nullptr: none has been laid down, or none whose day has come.
const RuleSetting* SettingOn(const std::vector<RuleSetting>& settings, std::string_view rule, Day day);
// The one that was laid down last, whether or not its day has come; nullptr: none.
const RuleSetting* NewestSetting(const std::vector<RuleSetting>& settings, std::string_view rule);
// Adds one, and takes away what can hold no more on `today` or later.
void LayDown(RuleSetting setting, Day today, std::vector<RuleSetting>& settings);
// Whether a rule is run otherwise on `today` than on `before`, by what was laid down.
bool HoldsOtherwise(const std::vector<RuleSetting>& settings, Day before, Day today);

// What has to be laid down so that every one of `rules` is run as the profiles have it, where nobody chose otherwise:
// rules that are new, and those of which the profiles now say something else. `settings`: what stands. Of a new rule
// the duties begin today, or with `awaited` where its plugin is named there: one that could not be loaded until now.
std::vector<RuleSetting> SettingsOfProfiles(const std::vector<Rule>& rules, const std::vector<RuleSetting>& settings,
                                            const std::map<std::string, Day>& awaited, Day today);

// What somebody asks for.
struct ModeChange {
  RuleMode mode = RuleMode::kActive;
  std::optional<Day> from;  // nullopt: today, or since when it is run so already
  bool retroactive = false;
  Caller caller;
  // In place of `mode`: as the profiles have it, from today on, and whenever they say otherwise.
  bool as_profiles = false;
};

// The mode that is asked for of this rule.
RuleMode ModeAskedFor(const ModeChange& change, const Rule& rule);

// What is to be laid down for it today; nullopt: somebody has chosen the same before, and it stands, or nobody has
// chosen and it is to be as the profiles have it. INVALID_ARGUMENT about "effective_from" or "retroactive": a day in
// the past is for an active rule, has to be asked for, and does not go back before the policies began; what the
// profiles say holds from today.
absl::StatusOr<std::optional<RuleSetting>> SettingFor(const ModeChange& change, const Rule& rule,
                                                      const Activation& stands, Day today);

// How rules are run as the newest activation has it. Made once and asked often. Thread-compatible.
class RuleModes {
 public:
  // Nothing is on record: every rule is run as its profiles have it.
  RuleModes() = default;
  explicit RuleModes(const Activation& activation);

  RuleMode Of(const Rule& rule) const { return Of(rule.slug, rule.default_mode); }
  // `unless`: what holds where nothing was laid down.
  RuleMode Of(std::string_view rule, RuleMode unless) const;
  const RuleSetting* SettingOf(std::string_view rule) const;
  // Entries reported before this day open no duty of the rule, wherever they come from; nullopt: as for every rule.
  std::optional<Day> DutiesFrom(std::string_view rule) const;

  // Whether any rule is in shadow.
  bool any_shadow() const { return any_shadow_; }
  // Plugins of which rules are known and none is active: what they cannot judge keeps nobody waiting.
  const std::set<std::string>& quiet_plugins() const { return quiet_plugins_; }
  // In order of slug.
  std::vector<const RuleSetting*> All() const;

 private:
  std::map<std::string, RuleSetting, std::less<>> settings_;
  std::optional<Day> effective_from_;
  bool any_shadow_ = false;
  std::set<std::string> quiet_plugins_;
};

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_RULE_MODE_H_
