#include "daemon/policy/parameter_order.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/policy/profile_parser.h"

namespace candor::policy {
namespace {

// What the profile says of the parameter; nullptr: nothing.
const ProfileValue* SaidOf(const Profile& profile, const std::string& rule, const std::string& parameter) {
  const auto found = std::find_if(profile.values.begin(), profile.values.end(), [&](const ProfileValue& value) {
    return value.rule == rule && value.parameter == parameter;
  });
  return found == profile.values.end() ? nullptr : &*found;
}

// What holds of a parameter where no profile but the default says anything.
int64_t ShippedValue(const std::vector<Profile>& profiles, const domain::Rule& rule, const std::string& parameter) {
  for (const Profile& profile : profiles) {
    if (profile.kind != ProfileKind::kDefault) continue;
    if (const ProfileValue* const said = SaidOf(profile, rule.slug, parameter)) return said->value;
  }
  for (const domain::Parameter& declared : rule.parameters) {
    if (declared.name == parameter) return declared.default_value;
  }
  return 0;
}

bool AnySaysBesideDefault(const std::vector<Profile>& profiles, const std::string& rule, const std::string& parameter) {
  return std::any_of(profiles.begin(), profiles.end(), [&](const Profile& profile) {
    return profile.kind != ProfileKind::kDefault && SaidOf(profile, rule, parameter) != nullptr;
  });
}

absl::Status RefuseBesideDefault(const Profile& profile, const ProfileValue& said, const std::string& other,
                                 int64_t shipped, const std::string& never_above) {
  return RefuseProfile(profile.path, said.line, said.rule, ".", said.parameter, " is ", said.value, " and ", other,
                       ", which no profile but the default sets, is ", shipped, ": ", never_above,
                       "; set both in this file");
}

absl::Status CheckBesideDefault(const std::vector<Profile>& profiles, const domain::Rule& rule,
                                const domain::Parameter& low) {
  const std::string& high = low.not_above;
  const bool low_said = AnySaysBesideDefault(profiles, rule.slug, low.name);
  if (low_said == AnySaysBesideDefault(profiles, rule.slug, high)) return absl::OkStatus();
  const std::string& name = low_said ? low.name : high;
  const std::string& other = low_said ? high : low.name;
  const int64_t shipped = ShippedValue(profiles, rule, other);
  for (const Profile& profile : profiles) {
    const ProfileValue* const said = SaidOf(profile, rule.slug, name);
    if (profile.kind == ProfileKind::kDefault || said == nullptr) continue;
    if (low_said ? said->value <= shipped : said->value >= shipped) continue;
    return RefuseBesideDefault(profile, *said, other, shipped, absl::StrCat(low.name, " is never more than ", high));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckOrder(const Profile& profile, const domain::Rule& rule) {
  for (const domain::Parameter& parameter : rule.parameters) {
    if (parameter.not_above.empty()) continue;
    const ProfileValue* const low = SaidOf(profile, rule.slug, parameter.name);
    const ProfileValue* const high = SaidOf(profile, rule.slug, parameter.not_above);
    if (low == nullptr || high == nullptr || low->value <= high->value) continue;
    return RefuseProfile(profile.path, low->line, rule.slug, ".", low->parameter, " is ", low->value, " and ",
                         high->parameter, ", in line ", high->line, ", is ", high->value, ": ", low->parameter,
                         " is never more than ", high->parameter);
  }
  return absl::OkStatus();
}

absl::Status CheckOrderWithDefaults(const std::vector<Profile>& profiles,
                                    const std::vector<domain::PluginInfo>& plugins) {
  for (const domain::PluginInfo& plugin : plugins) {
    for (const domain::Rule& rule : plugin.rules) {
      for (const domain::Parameter& parameter : rule.parameters) {
        if (parameter.not_above.empty()) continue;
        CANDOR_RETURN_IF_ERROR(CheckBesideDefault(profiles, rule, parameter));
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace candor::policy
