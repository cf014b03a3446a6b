#ifndef CANDOR_DAEMON_POLICY_PROFILE_BINDING_H_
#define CANDOR_DAEMON_POLICY_PROFILE_BINDING_H_

#include <cstdint>
#include <string>
#include <vector>

#include "daemon/base/civil.h"
#include "daemon/domain/member.h"
#include "daemon/domain/rule.h"
#include "daemon/policy/profile.h"

// Which profiles bind whom, and what holds of what they say. Pure.
namespace candor::policy {

// A profile that binds somebody, and why, as in "licence US-TX lpc".
struct BoundProfile {
  const Profile* profile = nullptr;  // not owned
  std::string why;
};

// Which of the profiles bind the member on the day, in their order.
std::vector<BoundProfile> BoundProfiles(const std::vector<Profile>& profiles, const domain::Member& member, Day day);

// What holds of one parameter, and who says so.
struct DecidedValue {
  int64_t value = 0;
  const BoundProfile* by = nullptr;    // nullptr: the policy's own default
  const ProfileValue* said = nullptr;  // of `by`
};

// What holds of a rule's parameters. Where several profiles set a group differently there are `candidates`: of each the
// values of all parameters, those of the group being its own; `row` has the first.
struct DecidedRule {
  struct Candidate {
    std::string group;
    std::vector<DecidedValue> row;
  };

  std::vector<DecidedValue> row;  // in declared order
  std::vector<Candidate> candidates;
};

// Of a parameter that stands alone the strictest value, or the first where no direction is stricter; a default only
// where no other says anything. `bound`: in the order in which they come before one another; outlives the answer.
DecidedRule Decide(const domain::Rule& rule, const std::vector<BoundProfile>& bound);

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_PROFILE_BINDING_H_
