#ifndef CANDOR_DAEMON_POLICY_PROFILE_H_
#define CANDOR_DAEMON_POLICY_PROFILE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/supervision_note.h"

// Parameter values of an ethics code, a jurisdiction or a practice: data in a file, never constants in a rule.
//
//   profile = "default"
//   version = "1.0.0"
//   authority = "practice"
//
//   [rules.attraction_consult.consult_within]
//   value = 14            # yes_no: true or false
//   unit = "days"
//   citation = "this practice has decided"
//
//   [supervision.ask_every]      # what is no rule's: of the supervisor's week
//   value = 4
//   unit = "sessions"
//   citation = "this practice has decided"
namespace candor::policy {

struct ProfileValue {
  std::string rule;
  std::string parameter;
  int64_t value = 0;
  std::string unit;
  std::string citation;
  uint32_t line = 0;

  bool operator==(const ProfileValue&) const = default;
};

struct Profile {
  std::string name;
  std::string version;
  std::string authority;
  std::string path;
  std::vector<ProfileValue> values;       // by rule, then parameter
  std::vector<ProfileValue> supervision;  // by parameter; their rule is "supervision"

  std::string Title() const { return name + " " + version; }
};

// INVALID_ARGUMENT "FILE:LINE: reason" for what is not a profile; NOT_FOUND when the file cannot be read.
absl::StatusOr<Profile> LoadProfile(const std::string& path);
// The same for text that stands in `path`.
absl::StatusOr<Profile> ParseProfile(const std::string& text, const std::string& path);

// Sets the parameters that the profile names. INVALID_ARGUMENT "FILE:LINE: reason" for an unknown parameter, a wrong
// unit, a value out of range, or a group of parameters of which only a part is set. A rule that no plugin declares is
// passed over.
absl::Status ApplyProfile(const Profile& profile, std::vector<domain::PluginInfo>& plugins);

// Sets the parameters of supervision that the profile names. INVALID_ARGUMENT as above.
absl::Status ApplySupervision(const Profile& profile, domain::SupervisionParameters& parameters);

// INVALID_ARGUMENT "FILE:LINE: reason, what to do" when the profile sets rules that none of the plugins, found in
// `folder`, declares. A rule is not missed while a plugin that may declare it is not loaded, nor when there is none.
absl::Status CheckRulesAreDeclared(const Profile& profile, const std::vector<domain::PluginInfo>& plugins,
                                   const std::string& folder);

// A name for plugins, versions and the parameter values in force: 64 hexadecimal digits.
std::string NameParameterSet(const std::vector<domain::PluginInfo>& plugins);

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_PROFILE_H_
