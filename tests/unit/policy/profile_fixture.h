#ifndef CANDOR_TESTS_UNIT_POLICY_PROFILE_FIXTURE_H_
#define CANDOR_TESTS_UNIT_POLICY_PROFILE_FIXTURE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "daemon/domain/member.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/policy/profile.h"

namespace candor::policy::testing {

inline constexpr int64_t kFromEnding = 1;
inline constexpr int64_t kFromLastContact = 2;

inline domain::Parameter ParameterOf(const std::string& name, const std::string& unit, int64_t value,
                                     domain::Stricter stricter, const std::string& group = "") {
  domain::Parameter parameter;
  parameter.name = name;
  parameter.unit = unit;
  parameter.group = group;
  parameter.default_value = parameter.value = value;
  parameter.stricter = stricter;
  return parameter;
}

// A plugin with a rule `window`, of which `years` and `anchor` mean something only together, `within` is stricter
// where it is lower, `least` where it is higher, and `way` has no direction.
inline std::vector<domain::PluginInfo> WindowPlugin() {
  domain::Rule rule;
  rule.slug = "window";
  rule.catalogue_id = "T13";
  rule.plugin = "windows";
  rule.parameters = {ParameterOf("years", "years", 1, domain::Stricter::kNone, "span"),
                     ParameterOf("anchor", "choice", kFromEnding, domain::Stricter::kNone, "span"),
                     ParameterOf("within", "days", 30, domain::Stricter::kLower),
                     ParameterOf("least", "count", 1, domain::Stricter::kHigher),
                     ParameterOf("way", "choice", 1, domain::Stricter::kNone)};
  domain::PluginInfo plugin;
  plugin.name = "windows";
  plugin.version = "1.0.0";
  plugin.rules = {rule};
  return {plugin};
}

inline Profile ProfileOf(const std::string& name, ProfileKind kind,
                         const std::vector<std::pair<std::string, int64_t>>& values) {
  Profile profile;
  profile.name = name;
  profile.title = "The " + name;
  profile.version = "1";
  profile.kind = kind;
  for (const auto& [parameter, value] : values) {
    ProfileValue& said = profile.values.emplace_back();
    said.rule = "window";
    said.parameter = parameter;
    said.value = value;
    said.citation = name + " " + parameter;
    said.authority = NameOf(kind);
    said.confidence = "A";
    said.as_of = Day(2024, 1, 1);
    said.reviewed_on = Day(2026, 11, 1);
  }
  return profile;
}

inline domain::Member LicensedIn(const std::string& jurisdiction, const std::string& profession,
                                 std::optional<Day> from = std::nullopt) {
  domain::Member member;
  member.licences = {{from, {profession, jurisdiction}}};
  return member;
}

}  // namespace candor::policy::testing

#endif  // CANDOR_TESTS_UNIT_POLICY_PROFILE_FIXTURE_H_
