#include "daemon/policy/scenario/scenario_profiles.h"

#include <algorithm>
#include <string>
#include <utility>

#include "daemon/base/status.h"

namespace candor::policy {
namespace {

bool IsNamed(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// What the value is counted in, which a scenario does not repeat.
const ProfileValue* DefaultOf(const ScenarioValue& value, const std::vector<Profile>& profiles) {
  for (const Profile& profile : profiles) {
    if (profile.kind != ProfileKind::kDefault) continue;
    for (const ProfileValue& known : profile.values) {
      if (known.rule == value.rule && known.parameter == value.parameter) return &known;
    }
  }
  return nullptr;
}

absl::StatusOr<Profile> OwnProfile(const Scenario& scenario, const std::vector<Profile>& profiles) {
  Profile own;
  own.name = "scenario";
  own.title = scenario.title;
  own.version = "1";
  own.kind = ProfileKind::kPractice;
  own.authority = "practice";
  own.confidence = "own";
  own.path = scenario.path;
  for (const std::string& name : scenario.chosen) own.choices.push_back({name, scenario.profiles_line});
  for (const auto& [rule, mode] : scenario.modes) own.modes.push_back({rule, mode.mode, mode.line});
  for (const ScenarioValue& said : scenario.values) {
    const ProfileValue* const known = DefaultOf(said, profiles);
    if (known == nullptr) {
      return RefuseScenario(scenario.path, said.line, "no default says anything of ", said.rule, ".", said.parameter);
    }
    ProfileValue value = *known;
    value.value = said.value;
    value.line = said.line;
    value.citation = "the scenario";
    own.values.push_back(std::move(value));
  }
  std::sort(own.values.begin(), own.values.end(), [](const ProfileValue& a, const ProfileValue& b) {
    return a.rule != b.rule ? a.rule < b.rule : a.parameter < b.parameter;
  });
  return own;
}

}  // namespace

absl::StatusOr<std::vector<Profile>> ProfilesFor(const Scenario& scenario, std::vector<Profile> all) {
  if (scenario.profiles) {
    for (const std::string& name : *scenario.profiles) {
      const bool known = std::any_of(all.begin(), all.end(), [&](const Profile& each) { return each.name == name; });
      if (!known) return RefuseScenario(scenario.path, scenario.profiles_line, "there is no profile ", name);
    }
    std::erase_if(all, [&](const Profile& profile) {
      return profile.kind != ProfileKind::kDefault && !IsNamed(*scenario.profiles, profile.name);
    });
  }
  if (scenario.chosen.empty() && scenario.modes.empty() && scenario.values.empty()) return all;
  CANDOR_ASSIGN_OR_RETURN(Profile own, OwnProfile(scenario, all));
  // What the practice says otherwise of the same gives way: it is the scenario's practice.
  for (Profile& profile : all) {
    if (profile.kind != ProfileKind::kPractice) continue;
    std::erase_if(profile.modes, [&](const ProfileMode& mode) { return scenario.modes.contains(mode.rule); });
    std::erase_if(profile.values, [&](const ProfileValue& value) {
      return std::any_of(own.values.begin(), own.values.end(), [&](const ProfileValue& said) {
        return said.rule == value.rule && said.parameter == value.parameter;
      });
    });
  }
  all.push_back(std::move(own));
  return all;
}

}  // namespace candor::policy
