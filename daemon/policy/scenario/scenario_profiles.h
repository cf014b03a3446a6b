#ifndef CANDOR_DAEMON_POLICY_SCENARIO_SCENARIO_PROFILES_H_
#define CANDOR_DAEMON_POLICY_SCENARIO_SCENARIO_PROFILES_H_

#include <vector>

#include "absl/status/statusor.h"
#include "daemon/policy/profile.h"
#include "daemon/policy/scenario/scenario.h"

namespace candor::policy {

// Of all profiles those by which the scenario is judged: what ships as default, those that it names (all, where it
// names none), and what it says itself, as a profile of the practice. INVALID_ARGUMENT "FILE:LINE: reason" for a
// profile that is not there and a value that no default has.
absl::StatusOr<std::vector<Profile>> ProfilesFor(const Scenario& scenario, std::vector<Profile> all);

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_SCENARIO_SCENARIO_PROFILES_H_
