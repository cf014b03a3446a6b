#ifndef CANDOR_DAEMON_POLICY_PROFILES_IN_FORCE_H_
#define CANDOR_DAEMON_POLICY_PROFILES_IN_FORCE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/domain/parameter_set.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/store.h"
#include "daemon/domain/supervision_note.h"
#include "daemon/policy/parameter_sets.h"
#include "daemon/policy/profile.h"

namespace candor::policy {

// All that follows from the plugins and the profiles as they are and were.
struct ProfilesInForce {
  std::vector<domain::PluginInfo> plugins;  // with the values that hold for whom no law or code binds
  std::string parameter_set;
  domain::SupervisionParameters supervision;
  std::vector<domain::ProfileInForce> profiles;
  int32_t review_after_days = 0;  // after so many they are to be compared with their sources again; 0: none says it
  std::vector<Profile> said;      // as the files say it now, in the order in which they come before one another
  std::vector<ProfileEra> eras;
  std::string kept;             // what the activation is to keep; empty: nothing that decides about entries has changed
  std::optional<int32_t> from;  // of entries by whose values; nullopt: of all there are

  // How long the profiles that bind the member on the day have records kept; a default only where no other says it.
  std::vector<domain::RetentionValue> RetentionFor(const domain::Member& member, Day day) const;
  // Puts into the record what it is to keep.
  void WriteTo(domain::Activation& activation) const;
};

struct ProfilesGiven {
  std::vector<domain::PluginInfo> plugins;  // as they declare themselves
  std::vector<Profile> profiles;            // in any order
  std::vector<ProfileEra> eras;             // what they were before; empty: they have always held
  std::optional<int32_t> from;              // as above
  std::string plugins_dir;                  // where the plugins were found
  bool allow_missing_policies = false;      // a rule that a profile sets and no plugin has is only logged
  bool alone = false;                       // the plugins of other rules are not asked: not even logged
};

// INVALID_ARGUMENT "FILE:LINE: reason" for profiles that do not fit one another or the plugins.
absl::StatusOr<ProfilesInForce> PutInForce(ProfilesGiven given);

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_PROFILES_IN_FORCE_H_
