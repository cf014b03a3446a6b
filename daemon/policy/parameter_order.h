#ifndef CANDOR_DAEMON_POLICY_PARAMETER_ORDER_H_
#define CANDOR_DAEMON_POLICY_PARAMETER_ORDER_H_

#include <vector>

#include "absl/status/status.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/policy/profile.h"

// That of two parameters of a rule one is never above the other (domain::Parameter::not_above). A number of business
// days is compared as it stands: it is never fewer days than that.
namespace candor::policy {

// INVALID_ARGUMENT "FILE:LINE: reason" for a profile that sets both the wrong way round.
absl::Status CheckOrder(const Profile& profile, const domain::Rule& rule);

// The same for a profile that sets one of them, where of the other one holds what ships as default. Of two files that
// set one each neither is wrong: the strictest of each holds, and the next edition of one may mend it.
absl::Status CheckOrderWithDefaults(const std::vector<Profile>& profiles,
                                    const std::vector<domain::PluginInfo>& plugins);

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_PARAMETER_ORDER_H_
