#ifndef CANDOR_DAEMON_POLICY_KEPT_PROFILES_H_
#define CANDOR_DAEMON_POLICY_KEPT_PROFILES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/domain/store.h"
#include "daemon/policy/parameter_sets.h"
#include "daemon/policy/profile.h"

// What an activation keeps of the profiles: whom they bind and their numbers, so that entries from before a change are
// judged as they were, whatever the files say by then. Texts are not kept, but for names and titles.
namespace candor::policy {

// What of `now` is different from `before`, as bytes; empty: nothing that is kept.
std::string KeepProfiles(const std::vector<Profile>& before, const std::vector<Profile>& now);
// The other way round. DATA_LOSS for what KeepProfiles() has not written.
absl::StatusOr<std::vector<Profile>> ProfilesAfter(const std::vector<Profile>& before, std::string_view kept);

// What the profiles were at which time, as the activations, in the order in which they were put on record, tell. Empty:
// they tell nothing.
absl::StatusOr<std::vector<ProfileEra>> ErasOf(const std::vector<domain::Activation>& activations);

// From which day on the newest of them holds, or is to hold; at the earliest `today`.
Day NewestFrom(const std::vector<ProfileEra>& eras, Day today);

// Adds what holds from `from` on; what was to hold later is not to any more. Without a day it holds for all there is.
void AddEra(std::optional<int32_t> from, std::vector<Profile> profiles, std::vector<ProfileEra>& eras);

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_KEPT_PROFILES_H_
