#include "daemon/policy/profile.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/domain/retention.h"
#include "daemon/policy/codec.h"
#include "daemon/policy/digest.h"
#include "daemon/policy/parameter_order.h"
#include "daemon/policy/profile_parser.h"

namespace candor::policy {
namespace {

constexpr int64_t kMostValue = 1'000'000;

// Both bind everyone, so no member has one without the other.
bool SpeakToTheSame(const Profile& a, const Profile& b) {
  return a.kind == b.kind && (a.kind == ProfileKind::kPractice || a.kind == ProfileKind::kDefault);
}

absl::Status CheckAgainst(const Profile& profile, const Profile& other) {
  if (other.name == profile.name) {
    return RefuseProfile(profile.path, 1, "the profile ", profile.name, " is in ", other.path, " already");
  }
  if (!SpeakToTheSame(profile, other)) return absl::OkStatus();
  for (const ProfileMode& mode : profile.modes) {
    for (const ProfileMode& said : other.modes) {
      if (said.rule != mode.rule || said.mode == mode.mode) continue;
      return RefuseProfile(profile.path, mode.line, mode.rule, ".mode is another one in ", other.path, ":", said.line);
    }
  }
  for (const auto values : {&Profile::values, &Profile::supervision, &Profile::retention}) {
    for (const ProfileValue& value : profile.*values) {
      for (const ProfileValue& said : other.*values) {
        const bool same = said.rule == value.rule && said.parameter == value.parameter;
        if (!same || said.value == value.value) continue;
        return RefuseProfile(profile.path, value.line, value.rule, ".", value.parameter, " is ", value.value,
                             " here and ", said.value, " in ", other.path, ":", said.line);
      }
    }
  }
  return absl::OkStatus();
}

std::string ChoicesText(const domain::Parameter& parameter) {
  return absl::StrJoin(parameter.choices, ", ", [](std::string* out, const domain::ParameterChoice& choice) {
    absl::StrAppend(out, choice.value, " (", choice.text, ")");
  });
}

// That the value is one that its policy can do something with.
absl::Status CheckRange(const Profile& profile, const ProfileValue& value, const domain::Parameter& parameter) {
  const auto refuse = [&](const std::string& why) {
    return RefuseProfile(profile.path, value.line, value.rule, ".", value.parameter, " ", why);
  };
  if (parameter.unit == "yes_no" && value.value > 1) return refuse("is neither true nor false");
  if (!parameter.choices.empty() && domain::WordsOf(parameter, value.value).empty()) {
    return refuse(absl::StrCat("is ", value.value, ", which is none of ", ChoicesText(parameter)));
  }
  if (value.value < parameter.least) {
    return refuse(absl::StrCat("is ", value.value, ", less than the least that means anything, ", parameter.least));
  }
  if (parameter.most != 0 && value.value > parameter.most) {
    return refuse(absl::StrCat("is more than the most that means anything, ", parameter.most));
  }
  return absl::OkStatus();
}

absl::Status CheckValue(const Profile& profile, const ProfileValue& value, const domain::Rule& rule) {
  const auto found =
      std::find_if(rule.parameters.begin(), rule.parameters.end(),
                   [&](const domain::Parameter& parameter) { return parameter.name == value.parameter; });
  if (found == rule.parameters.end()) {
    return RefuseProfile(profile.path, value.line, "rule ", value.rule, " has no parameter ", value.parameter);
  }
  if (found->unit != value.unit) {
    return RefuseProfile(profile.path, value.line, value.rule, ".", value.parameter, " is counted in ", found->unit,
                         ", not ", value.unit);
  }
  if (!value.group.empty() && found->group != value.group) {
    return RefuseProfile(profile.path, value.line, value.rule, ".", value.parameter, " is not of the group ",
                         value.group,
                         found->group.empty() ? "; it stands alone" : absl::StrCat(", but of ", found->group));
  }
  return CheckRange(profile, value, *found);
}

// A group is set whole or not at all.
absl::Status CheckGroups(const Profile& profile, const domain::Rule& rule) {
  struct Known {
    int set = 0;
    int all = 0;
    uint32_t line = 0;
  };
  std::map<std::string, Known> groups;
  for (const domain::Parameter& parameter : rule.parameters) {
    if (parameter.group.empty()) continue;
    Known& known = groups[parameter.group];
    ++known.all;
    const auto said = std::find_if(profile.values.begin(), profile.values.end(), [&](const ProfileValue& value) {
      return value.rule == rule.slug && value.parameter == parameter.name;
    });
    if (said == profile.values.end()) continue;
    ++known.set;
    known.line = known.line == 0 ? said->line : std::min(known.line, said->line);
  }
  for (const auto& [group, known] : groups) {
    if (known.set == 0 || known.set == known.all) continue;
    return RefuseProfile(profile.path, known.line, "rule ", rule.slug, ": the parameters of group ", group,
                         " mean something only together: set all of them or none");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Profile> ParseProfile(const std::string& text, const std::string& path) {
  try {
    return ProfileParser(path).Parse(toml::parse(text, path));
  } catch (const toml::parse_error& error) {
    return RefuseProfile(path, error.source().begin.line, ToAbsl(error.description()));
  }
}

absl::StatusOr<Profile> LoadProfile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read the profile ", path));
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  return ParseProfile(text, path);
}

absl::StatusOr<std::vector<Profile>> LoadProfiles(const std::string& folder) {
  std::error_code error;
  std::vector<std::string> paths;
  for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (it->path().extension() == ".toml") paths.push_back(it->path().string());
  }
  if (error) {
    return absl::NotFoundError(absl::StrCat("the profiles in ", folder, " cannot be read; give --profiles a folder"));
  }
  std::sort(paths.begin(), paths.end());
  std::vector<Profile> profiles;
  for (const std::string& path : paths) {
    CANDOR_ASSIGN_OR_RETURN(Profile profile, LoadProfile(path));
    profiles.push_back(std::move(profile));
  }
  CANDOR_RETURN_IF_ERROR(CheckTogether(profiles));
  return profiles;
}

absl::Status CheckTogether(std::vector<Profile>& profiles) {
  std::set<std::string> names;
  for (size_t i = 0; i < profiles.size(); ++i) {
    names.insert(profiles[i].name);
    for (size_t j = 0; j < i; ++j) CANDOR_RETURN_IF_ERROR(CheckAgainst(profiles[i], profiles[j]));
  }
  for (const Profile& profile : profiles) {
    for (const Choice& choice : profile.choices) {
      if (names.contains(choice.profile)) continue;
      return RefuseProfile(profile.path, choice.line, "there is no profile ", choice.profile, " to choose");
    }
  }
  std::sort(profiles.begin(), profiles.end(),
            [](const Profile& a, const Profile& b) { return std::tie(a.kind, a.name) < std::tie(b.kind, b.name); });
  return absl::OkStatus();
}

absl::Status CheckProfile(const Profile& profile, const std::vector<domain::PluginInfo>& plugins) {
  for (const domain::PluginInfo& plugin : plugins) {
    for (const domain::Rule& rule : plugin.rules) {
      for (const ProfileValue& value : profile.values) {
        if (value.rule == rule.slug) CANDOR_RETURN_IF_ERROR(CheckValue(profile, value, rule));
      }
      CANDOR_RETURN_IF_ERROR(CheckGroups(profile, rule));
      CANDOR_RETURN_IF_ERROR(CheckOrder(profile, rule));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckDates(const Profile& profile, Day today, Day holds_from) {
  const Day newest_review = std::max(today, kShippedReview);
  const Day newest_edition = std::max(newest_review, holds_from);
  const auto check = [&](const std::optional<Day>& as_of, const std::optional<Day>& reviewed_on, uint32_t line,
                         const std::string& of) {
    if (reviewed_on && *reviewed_on > newest_review) {
      return RefuseProfile(profile.path, line, of, "reviewed_on is ", FormatDay(*reviewed_on),
                           ", which is yet to come: it is the day on which somebody compared it with its source");
    }
    if (as_of && *as_of > newest_edition) {
      return RefuseProfile(profile.path, line, of, "as_of is ", FormatDay(*as_of), ", after ", FormatDay(holds_from),
                           ", from when on it is to hold: give `candor policy reload --from` that day");
    }
    return absl::OkStatus();
  };
  CANDOR_RETURN_IF_ERROR(check(profile.as_of, profile.reviewed_on, 1, ""));
  for (const auto values : {&Profile::values, &Profile::supervision, &Profile::retention}) {
    for (const ProfileValue& value : profile.*values) {
      const std::string of = absl::StrCat(value.rule, ".", value.parameter, ".");
      CANDOR_RETURN_IF_ERROR(check(value.as_of, value.reviewed_on, value.line, of));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckDates(const std::vector<Profile>& profiles, Day today, Day holds_from) {
  for (const Profile& profile : profiles) CANDOR_RETURN_IF_ERROR(CheckDates(profile, today, holds_from));
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
      return RefuseProfile(profile.path, value.line, "supervision has no parameter ", value.parameter);
    }
    if (found->unit != value.unit) {
      return RefuseProfile(profile.path, value.line, "supervision.", value.parameter, " is counted in ",
                           ToAbsl(found->unit), ", not ", value.unit);
    }
    if (value.value < 1 || value.value >= kMostValue) {
      return RefuseProfile(profile.path, value.line, "supervision.", value.parameter, " is not between 1 and ",
                           kMostValue - 1);
    }
    found->value = value.value;
  }
  return absl::OkStatus();
}

absl::Status CheckRetention(const Profile& profile) {
  struct Known {
    std::string_view name;
    std::string_view unit;
  };
  constexpr Known kKnown[] = {
      {domain::kKeepCase, "years"}, {domain::kKeepMinor, "years"}, {domain::kKeepPersonal, "months"}};
  for (const ProfileValue& value : profile.retention) {
    const auto* found = std::find_if(std::begin(kKnown), std::end(kKnown),
                                     [&](const Known& each) { return each.name == value.parameter; });
    if (found == std::end(kKnown)) {
      return RefuseProfile(profile.path, value.line, "retention has no parameter ", value.parameter,
                           ": case, minor and personal are");
    }
    if (found->unit != value.unit) {
      return RefuseProfile(profile.path, value.line, "retention.", value.parameter, " is counted in ",
                           ToAbsl(found->unit), ", not ", value.unit);
    }
    if (value.value < 1) {
      return RefuseProfile(profile.path, value.line, "retention.", value.parameter,
                           " is less than 1: nothing is erased at once");
    }
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
  const auto miss = [&](const std::string& rule, uint32_t at) {
    if (!declared.insert(rule).second) return;
    missing.push_back(rule);
    line = line == 0 ? at : std::min(line, at);
  };
  for (const ProfileValue& value : profile.values) miss(value.rule, value.line);
  for (const ProfileMode& mode : profile.modes) miss(mode.rule, mode.line);
  if (missing.empty()) return absl::OkStatus();
  return RefuseProfile(profile.path, line, "no policy has a rule ", absl::StrJoin(missing, " or "), "; in ", folder,
                       " there are only ", absl::StrJoin(names, ", "),
                       ": put the missing policy there, take the rule out of the profile, or start with "
                       "--allow-missing-policies");
}

std::string NameParameterSet(const std::vector<domain::PluginInfo>& plugins, const std::string& more) {
  std::string bytes;
  Encoder out(bytes);
  for (const domain::PluginInfo& plugin : plugins) {
    if (!plugin.loaded) continue;
    out.PutText(plugin.name);
    out.PutText(plugin.version);
    // Other bytes may judge otherwise, and keep their state otherwise, under the same version.
    out.PutText(plugin.digest);
    for (const domain::Rule& rule : plugin.rules) {
      out.PutText(rule.slug);
      for (const domain::Parameter& parameter : rule.parameters) {
        out.PutText(parameter.name);
        out.PutSigned64(parameter.value);
      }
    }
  }
  bytes += more;
  return HexDigest(bytes);
}

}  // namespace candor::policy
