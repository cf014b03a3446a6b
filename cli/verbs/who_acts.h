#ifndef CANDOR_CLI_VERBS_WHO_ACTS_H_
#define CANDOR_CLI_VERBS_WHO_ACTS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "candor/v1/member.pb.h"
#include "cli/verbs/session.h"
#include "daemon/base/civil.h"

// Who acts for a member and who supervises them on a day, as the daemon reads what is on record.
namespace candor::cli {

// By which relation they are supervised on a day: of those in force the one begun last. Points into `relations`;
// nullptr: by none.
const v1::Supervision* SupervisionAt(const std::vector<v1::Supervision>& relations, const std::string& supervisee,
                                     Day day);
// Who supervises them by that. `members/{member}`; "": nobody.
std::string SupervisorAt(const std::vector<v1::Supervision>& relations, const std::string& supervisee, Day day);

// Who acts for their clients on a day: the cover, or where that one is away too, the cover's cover. For the operator as
// such, who is shown when everybody is away. `members/{member}`; "": the member is there, or nobody was named. Errors
// are those of the calls.
absl::StatusOr<std::string> ActsForOn(Session& session, const std::string& member, Day day);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_WHO_ACTS_H_
