#include "daemon/policy/profiles_in_force.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "daemon/base/log.h"
#include "daemon/base/status.h"
#include "daemon/policy/kept_profiles.h"
#include "daemon/policy/parameter_order.h"
#include "daemon/policy/profile_binding.h"

namespace candor::policy {
namespace {

using domain::PluginInfo;

// The practice's own come before the defaults.
domain::RuleMode ModeOf(const std::string& rule, const std::vector<Profile>& profiles) {
  for (const Profile& profile : profiles) {
    for (const ProfileMode& mode : profile.modes) {
      if (mode.rule == rule) return mode.mode;
    }
  }
  return domain::RuleMode::kActive;
}

// The plugins with the values that hold for whom no law or code binds, and every rule run as the profiles have it.
std::vector<PluginInfo> PluginsBy(std::vector<PluginInfo> plugins, const std::vector<Profile>& profiles) {
  const std::vector<BoundProfile> bound = BoundProfiles(profiles, domain::Member(), Day());
  for (PluginInfo& plugin : plugins) {
    for (domain::Rule& rule : plugin.rules) {
      const DecidedRule decided = Decide(rule, bound);
      for (size_t i = 0; i < rule.parameters.size(); ++i) {
        const DecidedValue& value = decided.row[i];
        rule.parameters[i].value = value.value;
        rule.parameters[i].profile = value.by == nullptr ? "" : value.by->profile->Title();
        rule.parameters[i].citation = value.said == nullptr ? "" : value.said->citation;
      }
      rule.default_mode = ModeOf(rule.slug, profiles);
    }
  }
  return plugins;
}

std::vector<domain::ProfileInForce> Listed(const std::vector<Profile>& profiles) {
  std::vector<domain::ProfileInForce> listed;
  for (const Profile& profile : profiles) {
    domain::ProfileInForce& one = listed.emplace_back();
    one.name = profile.name;
    one.title = profile.title.empty() ? profile.name : profile.title;
    one.version = profile.version;
    one.kind = NameOf(profile.kind);
    one.reviewed_on = profile.reviewed_on;
    for (const ProfileValue& value : profile.values) {
      if (!value.reviewed_on) continue;
      one.reviewed_on = std::min(one.reviewed_on.value_or(*value.reviewed_on), *value.reviewed_on);
    }
  }
  return listed;
}

// The shortest time that the practice says, else what is shipped as default.
int32_t ReviewAfter(const std::vector<Profile>& profiles) {
  int32_t of_practice = 0;
  int32_t of_default = 0;
  for (const Profile& profile : profiles) {
    if (!profile.review_after) continue;
    int32_t& days = profile.kind == ProfileKind::kDefault ? of_default : of_practice;
    days = days == 0 ? *profile.review_after : std::min(days, *profile.review_after);
  }
  return of_practice == 0 ? of_default : of_practice;
}

// What a file says now about a value that it had before holds for then, too: a citation is corrected for good, and what
// the ledger does not keep is there again after a start.
void FillTexts(const std::vector<Profile>& from, std::vector<Profile>& to) {
  for (Profile& profile : to) {
    const auto source =
        std::find_if(from.begin(), from.end(), [&](const Profile& each) { return each.name == profile.name; });
    if (source == from.end()) continue;
    for (ProfileValue& value : profile.values) {
      const auto said = std::find_if(source->values.begin(), source->values.end(), [&](const ProfileValue& each) {
        return each.rule == value.rule && each.parameter == value.parameter;
      });
      if (said != source->values.end() && said->value == value.value) value = *said;
    }
  }
}

// Of all that decides about entries, so that another of it has another name.
std::string BytesOf(const std::vector<ProfileEra>& eras) {
  std::string bytes;
  for (const ProfileEra& era : eras) absl::StrAppend(&bytes, era.from, ":", KeepProfiles({}, era.profiles), ";");
  return bytes;
}

absl::Status CheckFit(const ProfilesGiven& given, domain::SupervisionParameters& supervision) {
  CANDOR_RETURN_IF_ERROR(CheckOrderWithDefaults(given.profiles, given.plugins));
  // What comes first is said last, and holds.
  for (auto profile = given.profiles.rbegin(); profile != given.profiles.rend(); ++profile) {
    CANDOR_RETURN_IF_ERROR(CheckProfile(*profile, given.plugins));
    CANDOR_RETURN_IF_ERROR(ApplySupervision(*profile, supervision));
    CANDOR_RETURN_IF_ERROR(CheckRetention(*profile));
    if (given.alone) continue;
    absl::Status declared = CheckRulesAreDeclared(*profile, given.plugins, given.plugins_dir);
    if (!declared.ok() && !given.allow_missing_policies) return declared;
    if (!declared.ok()) log::Warning(absl::StrCat(declared.message(), " (started all the same, as told)"));
  }
  return absl::OkStatus();
}

}  // namespace

std::vector<domain::RetentionValue> ProfilesInForce::RetentionFor(const domain::Member& member, Day day) const {
  std::vector<domain::RetentionValue> values;
  // The default comes last.
  for (const BoundProfile& bound : BoundProfiles(said, member, day)) {
    for (const ProfileValue& value : bound.profile->retention) {
      const auto same = [&](const domain::RetentionValue& other) { return other.parameter == value.parameter; };
      const bool is_default = bound.profile->kind == ProfileKind::kDefault;
      if (is_default && std::any_of(values.begin(), values.end(), same)) continue;
      values.push_back({bound.profile->Title(), value.parameter, value.value, value.unit, value.citation,
                        value.confidence, value.reviewed_on, value.note});
    }
  }
  return values;
}

void ProfilesInForce::WriteTo(domain::Activation& activation) const {
  activation.profiles.clear();
  for (const domain::ProfileInForce& profile : profiles) {
    activation.profiles.push_back(absl::StrCat(profile.name, " ", profile.version));
  }
  activation.reviews = profiles;
  for (domain::ProfileInForce& profile : activation.reviews) profile.title.clear();
  activation.review_after_days = review_after_days;
  activation.profiles_kept = kept;
  activation.profiles_from.reset();
  if (from) activation.profiles_from = DayFromNumber(*from);
}

absl::StatusOr<ProfilesInForce> PutInForce(ProfilesGiven given) {
  CANDOR_RETURN_IF_ERROR(CheckTogether(given.profiles));
  ProfilesInForce in_force;
  CANDOR_RETURN_IF_ERROR(CheckFit(given, in_force.supervision));
  in_force.plugins = PluginsBy(given.plugins, given.profiles);
  in_force.profiles = Listed(given.profiles);
  in_force.review_after_days = ReviewAfter(given.profiles);
  in_force.said = given.profiles;
  in_force.eras = std::move(given.eras);
  const bool first = in_force.eras.empty();
  if (!first) in_force.from = given.from;
  // What is to hold from the beginning is kept whole where something else held for a while.
  const bool whole = first || (!given.from && in_force.eras.size() > 1);
  in_force.kept = KeepProfiles(whole ? std::vector<Profile>() : in_force.eras.back().profiles, given.profiles);
  if (!in_force.kept.empty()) {
    AddEra(given.from, std::move(given.profiles), in_force.eras);
  } else if (!first) {
    // Texts may be others.
    in_force.eras.back().profiles = std::move(given.profiles);
  } else {
    AddEra(std::nullopt, {}, in_force.eras);
  }
  for (ProfileEra& era : in_force.eras) FillTexts(in_force.said, era.profiles);
  in_force.parameter_set = NameParameterSet(given.plugins, BytesOf(in_force.eras));
  return in_force;
}

}  // namespace candor::policy
