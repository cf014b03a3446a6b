#ifndef CANDOR_DAEMON_POLICY_PROFILE_H_
#define CANDOR_DAEMON_POLICY_PROFILE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/rule.h"
#include "daemon/domain/supervision_note.h"

// Parameter values of an ethics code, a jurisdiction or a practice: data in a file, never constants in a rule. What a
// file says, whom it binds and what is refused: plugins/profiles/README.md.
namespace candor::policy {

// In the order in which they come before one another.
enum class ProfileKind : uint8_t { kLaw = 1, kBoard = 2, kCode = 3, kPractice = 4, kDefault = 5 };

// "law", "board" …
std::string NameOf(ProfileKind kind);

struct ProfileValue {
  std::string rule;
  std::string parameter;
  int64_t value = 0;
  std::string unit;
  std::string citation;
  uint32_t line = 0;
  std::string authority;
  std::string confidence;
  std::optional<Day> as_of;
  std::optional<Day> reviewed_on;
  std::string group;  // empty: not said
  std::string note;

  bool operator==(const ProfileValue&) const = default;
};

// Whom a profile binds: whoever meets every list that is not empty. All of a profile of the practice, or the default.
struct Binding {
  std::vector<std::string> jurisdictions;
  std::vector<std::string> licences;  // professions
  std::vector<std::string> bodies;
  std::optional<bool> in_training;
  std::optional<bool> trainee = {};  // of those in training

  bool operator==(const Binding&) const = default;
};

// That the practice binds its members by a profile.
struct Choice {
  std::string profile;
  uint32_t line = 0;

  bool operator==(const Choice&) const = default;
};

// How the practice, or the product, has a rule run.
struct ProfileMode {
  std::string rule;
  domain::RuleMode mode = domain::RuleMode::kActive;
  uint32_t line = 0;

  bool operator==(const ProfileMode&) const = default;
};

struct Profile {
  std::string name;
  std::string title;
  std::string version;
  ProfileKind kind = ProfileKind::kPractice;
  std::string authority;
  std::string confidence;
  std::optional<Day> as_of;
  std::optional<Day> reviewed_on;
  std::optional<int32_t> review_after;  // days, of a profile of the practice, or the default: R69
  std::string path;
  Binding binds;
  std::vector<Choice> choices;            // of a profile of the practice
  std::vector<ProfileMode> modes;         // of a profile of the practice, or the default; by rule
  std::vector<ProfileValue> values;       // by rule, then parameter
  std::vector<ProfileValue> supervision;  // by parameter; their rule is "supervision"
  std::vector<ProfileValue> retention;    // by parameter; their rule is "retention"

  std::string Title() const { return name + " " + version; }

  bool operator==(const Profile&) const = default;
};

// INVALID_ARGUMENT "FILE:LINE: reason" for what is not a profile; NOT_FOUND when the file cannot be read.
absl::StatusOr<Profile> LoadProfile(const std::string& path);
// The same for text that stands in `path`.
absl::StatusOr<Profile> ParseProfile(const std::string& text, const std::string& path);
// Every *.toml of the folder, in the order in which they come before one another: by kind, then name. As above, and
// INVALID_ARGUMENT for what CheckTogether() refuses.
absl::StatusOr<std::vector<Profile>> LoadProfiles(const std::string& folder);

// Brings profiles into that order. INVALID_ARGUMENT "FILE:LINE: reason" for two of one name, for two of the practice or
// two defaults that say different things of one parameter or rule, and for a choice of one that is not there.
absl::Status CheckTogether(std::vector<Profile>& profiles);

// INVALID_ARGUMENT "FILE:LINE: reason" for a parameter that its rule has not, a wrong unit or group, a value out of
// range, none of the choices, or above another one that it is never above, or a group of parameters of which only a
// part is set. A rule that no plugin declares is passed over.
absl::Status CheckProfile(const Profile& profile, const std::vector<domain::PluginInfo>& plugins);

// The day on which the shipped profiles were last compared with the list of references.
inline constexpr Day kShippedReview{2026, 11, 23};

// INVALID_ARGUMENT "FILE:LINE: reason" for a review after today, and for an edition after both today and the day from
// which the profile is to hold. What is shipped passes by a clock that is behind.
absl::Status CheckDates(const Profile& profile, Day today, Day holds_from);
absl::Status CheckDates(const std::vector<Profile>& profiles, Day today, Day holds_from);

// Sets the parameters of supervision that the profile names. INVALID_ARGUMENT as above.
absl::Status ApplySupervision(const Profile& profile, domain::SupervisionParameters& parameters);

// INVALID_ARGUMENT as above for what the profile says of how long records are kept (daemon/domain/retention.h).
absl::Status CheckRetention(const Profile& profile);

// INVALID_ARGUMENT "FILE:LINE: reason, what to do" when the profile sets rules that none of the plugins, found in
// `folder`, declares. A rule is not missed while a plugin that may declare it is not loaded, nor when there is none.
absl::Status CheckRulesAreDeclared(const Profile& profile, const std::vector<domain::PluginInfo>& plugins,
                                   const std::string& folder);

// A name for plugins, their bytes and the parameter values in force, and for `more` of what answers depend on: 64
// hexadecimal digits.
std::string NameParameterSet(const std::vector<domain::PluginInfo>& plugins, const std::string& more = "");

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_PROFILE_H_
