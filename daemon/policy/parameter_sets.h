#ifndef CANDOR_DAEMON_POLICY_PARAMETER_SETS_H_
#define CANDOR_DAEMON_POLICY_PARAMETER_SETS_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "daemon/base/civil.h"
#include "daemon/domain/member.h"
#include "daemon/domain/parameter_set.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/rule.h"
#include "daemon/policy/profile.h"
#include "daemon/policy/profile_binding.h"
#include "daemon/policy/runnable_policy.h"

namespace candor::policy {

// What the profiles were from a day of entries on.
struct ProfileEra {
  int32_t from = domain::kFirstDay;
  std::vector<Profile> profiles;  // in the order in which they come before one another
};

// All sets of values by which anybody is judged, each under a number for good. Thread-safe.
class ParameterSets {
 public:
  // `plugins`: what they declare; of what is not loaded there are no rules.
  explicit ParameterSets(std::vector<domain::PluginInfo> plugins) : plugins_(std::move(plugins)) {}

  // From here on these hold, in order of `from`; the first is of kFirstDay. REQUIRES: at least one.
  void SetEras(std::vector<ProfileEra> eras);

  // As PolicyEngine has them.
  std::vector<domain::SetPeriod> For(const domain::Member& member);
  std::vector<domain::Parameter> ParametersOf(std::string_view rule, uint32_t set) const;
  std::vector<domain::EffectiveValue> EffectiveValues(const domain::Member& member, Day day) const;

  size_t size() const;
  // What a worker needs of a set: of each plugin, by its place.
  std::vector<SetValues> ValuesOf(size_t set) const;

 private:
  struct Set {
    std::string name;
    std::vector<SetValues> values;                                // by plugin
    std::map<std::string, std::vector<domain::Parameter>> rules;  // by slug
  };

  const ProfileEra& EraOn(int32_t day) const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  // The days on which something else may begin to hold for the member, the first of all included; ascending.
  std::vector<int32_t> ChangesFor(const domain::Member& member) const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  uint32_t Register(Set set) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  Set Make(const std::vector<BoundProfile>& bound) const;

  const std::vector<domain::PluginInfo> plugins_;

  mutable absl::Mutex mutex_;
  std::vector<ProfileEra> eras_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::unique_ptr<const Set>> sets_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, uint32_t> by_name_ ABSL_GUARDED_BY(mutex_);
  // By what of a member profiles bind by; forgotten when other profiles hold.
  std::map<std::string, std::vector<domain::SetPeriod>> known_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_PARAMETER_SETS_H_
