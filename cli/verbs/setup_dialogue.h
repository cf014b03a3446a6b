#ifndef CANDOR_CLI_VERBS_SETUP_DIALOGUE_H_
#define CANDOR_CLI_VERBS_SETUP_DIALOGUE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "candor/v1/role.grpc.pb.h"
#include "cli/verbs/session.h"

// What `candor setup` does, whether it asks or is told. Errors are those of the calls unless said.
namespace candor::cli {

// A role as it is given: by a deputy of whom, and for whom ("members/…"; "": for everybody).
struct RoleToGive {
  v1::Role role = v1::ROLE_UNSPECIFIED;
  bool deputy = false;
  std::string of;
};

absl::StatusOr<v1::Readiness> ReadinessNow(Connection& connection);

// "deputy clinical director".
std::string RoleToGiveText(const RoleToGive& given);
// The member of that name. One who is not there is added where `add` says so, unless the role for which it is done
// would be refused: then the practice has no member whom nobody wanted.
absl::StatusOr<std::string> FindOrAdd(Session& session, const std::string& typed, const RoleToGive& given, bool add);
// Gives the role from today on, unless the member has it.
absl::Status NameFor(Session& session, const std::string& member, const RoleToGive& given);

// Shows the rule and has the owner accept it: the caller, or where the operator calls, whoever is recorded as the
// owner. CANCELLED when it is not confirmed; without a terminal only `yes` confirms. FAILED_PRECONDITION where nobody
// is the owner.
absl::Status AcceptNonUse(Session& session, bool yes);

// Asks for one after another of what is missing. Enter leaves one for later, the end of input all of them. What the
// daemon refuses is told, and asked for again. REQUIRES: a person answers.
absl::Status AskForGaps(Session& session);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_SETUP_DIALOGUE_H_
