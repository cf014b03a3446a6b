#ifndef CANDOR_CLI_VERBS_WHY_CLOSED_H_
#define CANDOR_CLI_VERBS_WHY_CLOSED_H_

#include <string>

#include "candor/v1/follow_up.pb.h"
#include "cli/wire/connection.h"

namespace candor::cli {

// "It is closed because …", one or two sentences; "" while it is open or waived. Asks the daemon how long the policy
// waits where it closed by quiet; what cannot be asked is left out.
std::string WhyClosed(Connection& connection, const v1::FollowUp& follow_up);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_WHY_CLOSED_H_
