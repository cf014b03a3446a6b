#include "daemon/policy/profile.h"

#include <toml++/toml.h>
#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/policy/codec.h"
#include "daemon/policy/digest.h"

namespace candor::policy {
namespace {

constexpr int64_t kMostValue = 1'000'000;

template <class... Parts>
absl::Status Refuse(const std::string& path, uint32_t line, const Parts&... parts) {
  return absl::InvalidArgumentError(absl::StrCat(path, ":", line, ": ", parts...));
}

class Parser {
 public:
  explicit Parser(const std::string& path) { profile_.path = path; }

  absl::StatusOr<Profile> Parse(const toml::table& root) {
    for (const auto& [key, node] : root) {
      const std::string name(key.str());
      if (name == "rules" || name == "supervision") continue;
      std::string* text = name == "profile"     ? &profile_.name
                          : name == "version"   ? &profile_.version
                          : name == "authority" ? &profile_.authority
                                                : nullptr;
      if (text == nullptr) return Refuse(profile_.path, LineOf(node), "unknown key ", name);
      CANDOR_ASSIGN_OR_RETURN(*text, TextOf(node, name));
    }
    if (profile_.name.empty()) return Refuse(profile_.path, 1, "the key profile is missing: it names the profile");
    if (profile_.version.empty()) return Refuse(profile_.path, 1, "the key version is missing");
    if (const toml::node* rules = root.get("rules")) CANDOR_RETURN_IF_ERROR(ParseRules(*rules));
    if (const toml::node* supervision = root.get("supervision")) {
      if (!supervision->is_table()) {
        return Refuse(profile_.path, LineOf(*supervision), "supervision is not a table");
      }
      CANDOR_RETURN_IF_ERROR(ParseParameters("supervision", *supervision->as_table(), profile_.supervision));
    }
    return std::move(profile_);
  }

 private:
  static uint32_t LineOf(const toml::node& node) { return node.source().begin.line; }

  absl::StatusOr<std::string> TextOf(const toml::node& node, const std::string& key) {
    const auto text = node.value<std::string>();
    if (!node.is_string() || !text.has_value()) return Refuse(profile_.path, LineOf(node), key, " is not a text");
    return *text;
  }

  absl::Status ParseRules(const toml::node& rules) {
    if (!rules.is_table()) return Refuse(profile_.path, LineOf(rules), "rules is not a table");
    for (const auto& [rule, parameters] : *rules.as_table()) {
      if (!parameters.is_table()) return Refuse(profile_.path, LineOf(parameters), "a rule is not a table");
      CANDOR_RETURN_IF_ERROR(ParseParameters(std::string(rule.str()), *parameters.as_table(), profile_.values));
    }
    return absl::OkStatus();
  }

  absl::Status ParseParameters(const std::string& rule, const toml::table& parameters, std::vector<ProfileValue>& out) {
    for (const auto& [parameter, fields] : parameters) {
      CANDOR_RETURN_IF_ERROR(ParseValue(rule, std::string(parameter.str()), fields, out));
    }
    return absl::OkStatus();
  }

  absl::Status ParseValue(const std::string& rule, const std::string& parameter, const toml::node& fields,
                          std::vector<ProfileValue>& out) {
    ProfileValue value{rule, parameter, 0, "", "", LineOf(fields)};
    const std::string where = absl::StrCat(rule, ".", parameter);
    if (!fields.is_table()) return Refuse(profile_.path, value.line, where, " is not a table with value and unit");
    bool has_value = false;
    for (const auto& [key, node] : *fields.as_table()) {
      const std::string name(key.str());
      if (name == "unit") {
        CANDOR_ASSIGN_OR_RETURN(value.unit, TextOf(node, where + ".unit"));
      } else if (name == "citation") {
        CANDOR_ASSIGN_OR_RETURN(value.citation, TextOf(node, where + ".citation"));
      } else if (name == "value" && (node.is_integer() || node.is_boolean())) {
        value.value = node.is_boolean() ? (*node.value<bool>() ? 1 : 0) : *node.value<int64_t>();
        has_value = true;
      } else {
        return Refuse(profile_.path, LineOf(node), where, ".", name,
                      " is not known here: value (a whole number or true/false), unit and citation are");
      }
    }
    if (!has_value) return Refuse(profile_.path, value.line, where, " has no value");
    if (value.unit.empty()) return Refuse(profile_.path, value.line, where, " has no unit");
    out.push_back(std::move(value));
    return absl::OkStatus();
  }

  Profile profile_;
};

absl::Status SetOne(const Profile& profile, const ProfileValue& value, domain::Rule& rule) {
  const auto found =
      std::find_if(rule.parameters.begin(), rule.parameters.end(),
                   [&](const domain::Parameter& parameter) { return parameter.name == value.parameter; });
  if (found == rule.parameters.end()) {
    return Refuse(profile.path, value.line, "rule ", value.rule, " has no parameter ", value.parameter);
  }
  if (found->unit != value.unit) {
    return Refuse(profile.path, value.line, value.rule, ".", value.parameter, " is counted in ", found->unit, ", not ",
                  value.unit);
  }
  const int64_t most = found->unit == "yes_no" ? 1 : kMostValue;
  if (value.value < 0 || value.value > most) {
    return Refuse(profile.path, value.line, value.rule, ".", value.parameter, " is not between 0 and ", most);
  }
  found->value = value.value;
  found->profile = profile.Title();
  found->citation = value.citation;
  return absl::OkStatus();
}

// A group is set whole or not at all.
absl::Status CheckGroups(const Profile& profile, const domain::Rule& rule) {
  std::map<std::string, std::pair<int, int>> set_of;  // group → how many are set, of how many
  for (const domain::Parameter& parameter : rule.parameters) {
    if (parameter.group.empty()) continue;
    auto& [set, all] = set_of[parameter.group];
    set += parameter.profile == profile.Title() ? 1 : 0;
    ++all;
  }
  for (const auto& [group, counts] : set_of) {
    if (counts.first == 0 || counts.first == counts.second) continue;
    const auto line = std::find_if(profile.values.begin(), profile.values.end(),
                                   [&](const ProfileValue& value) { return value.rule == rule.slug; });
    return Refuse(profile.path, line == profile.values.end() ? 1 : line->line, "rule ", rule.slug,
                  ": the parameters of group ", group, " mean something only together: set all of them or none");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Profile> ParseProfile(const std::string& text, const std::string& path) {
  try {
    return Parser(path).Parse(toml::parse(text, path));
  } catch (const toml::parse_error& error) {
    return Refuse(path, error.source().begin.line, ToAbsl(error.description()));
  }
}

absl::StatusOr<Profile> LoadProfile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read the profile ", path));
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  return ParseProfile(text, path);
}

absl::Status ApplyProfile(const Profile& profile, std::vector<domain::PluginInfo>& plugins) {
  for (const ProfileValue& value : profile.values) {
    for (domain::PluginInfo& plugin : plugins) {
      for (domain::Rule& rule : plugin.rules) {
        if (rule.slug == value.rule) CANDOR_RETURN_IF_ERROR(SetOne(profile, value, rule));
      }
    }
  }
  for (const domain::PluginInfo& plugin : plugins) {
    for (const domain::Rule& rule : plugin.rules) CANDOR_RETURN_IF_ERROR(CheckGroups(profile, rule));
  }
  return absl::OkStatus();
}

absl::Status ApplySupervision(const Profile& profile, domain::SupervisionParameters& parameters) {
  struct Known {
    std::string_view name;
    std::string_view unit;
    int64_t& value;
  };
  const Known known[] = {{"ask_every", "sessions", parameters.ask_every},
                         {"not_discussed_after", "days", parameters.not_discussed_after}};
  for (const ProfileValue& value : profile.supervision) {
    const auto* found = std::find_if(std::begin(known), std::end(known),
                                     [&](const Known& each) { return each.name == value.parameter; });
    if (found == std::end(known)) {
      return Refuse(profile.path, value.line, "supervision has no parameter ", value.parameter);
    }
    if (found->unit != value.unit) {
      return Refuse(profile.path, value.line, "supervision.", value.parameter, " is counted in ", ToAbsl(found->unit),
                    ", not ", value.unit);
    }
    if (value.value < 1 || value.value > kMostValue) {
      return Refuse(profile.path, value.line, "supervision.", value.parameter, " is not between 1 and ", kMostValue);
    }
    found->value = value.value;
  }
  return absl::OkStatus();
}

absl::Status CheckRulesAreDeclared(const Profile& profile, const std::vector<domain::PluginInfo>& plugins,
                                   const std::string& folder) {
  std::set<std::string> declared;
  std::vector<std::string> names;
  for (const domain::PluginInfo& plugin : plugins) {
    if (!plugin.loaded) return absl::OkStatus();
    names.push_back(plugin.name);
    for (const domain::Rule& rule : plugin.rules) declared.insert(rule.slug);
  }
  if (names.empty()) return absl::OkStatus();
  std::vector<std::string> missing;
  uint32_t line = 0;
  for (const ProfileValue& value : profile.values) {
    if (!declared.insert(value.rule).second) continue;
    missing.push_back(value.rule);
    line = line == 0 ? value.line : std::min(line, value.line);
  }
  if (missing.empty()) return absl::OkStatus();
  return Refuse(profile.path, line, "no policy has a rule ", absl::StrJoin(missing, " or "), "; in ", folder,
                " there are only ", absl::StrJoin(names, ", "),
                ": put the missing policy there, take the rule out of the profile, or start with "
                "--allow-missing-policies");
}

std::string NameParameterSet(const std::vector<domain::PluginInfo>& plugins) {
  std::string bytes;
  Encoder out(bytes);
  for (const domain::PluginInfo& plugin : plugins) {
    if (!plugin.loaded) continue;
    out.PutText(plugin.name);
    out.PutText(plugin.version);
    for (const domain::Rule& rule : plugin.rules) {
      out.PutText(rule.slug);
      for (const domain::Parameter& parameter : rule.parameters) {
        out.PutText(parameter.name);
        out.PutSigned64(parameter.value);
      }
    }
  }
  return HexDigest(bytes);
}

}  // namespace candor::policy
