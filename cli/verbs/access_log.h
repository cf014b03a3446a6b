#ifndef CANDOR_CLI_VERBS_ACCESS_LOG_H_
#define CANDOR_CLI_VERBS_ACCESS_LOG_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "candor/v1/access.grpc.pb.h"
#include "cli/verbs/session.h"

// What `candor access-log` was asked, and what its ways to look at the log share.
namespace candor::cli {

struct AccessLogOptions {
  bool review = false;
  bool reviews = false;
  bool disclosures = false;
  std::string since;   // a day; empty: from the beginning
  std::string until;   // a day; empty: to the end
  std::string reader;  // a member's name; empty: whoever it was
  std::string about;   // a case's code or name; empty: all
  bool remark_from_input = false;
  bool yes = false;
};

// `members/-`: of everybody.
inline constexpr char kEverybodysAccesses[] = "members/-";

// As the options say of whom, when and to whom. INVALID_ARGUMENT names a day; the codes of ResolveMember().
absl::StatusOr<v1::ListAccessesRequest> AccessesAsked(Session& session, const AccessLogOptions& options);
// As data, or as a table: of `own` with their codes, else with whose they are. Of none nothing in a table.
void PrintAccesses(Session& session, const std::vector<v1::Access>& accesses, bool own);

// All that was shown since the last review, and, once that is confirmed, a record that it was looked through.
absl::StatusOr<ExitCode> ReviewAccesses(Session& session, const AccessLogOptions& options);
absl::StatusOr<ExitCode> ListLogReviews(Session& session);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_ACCESS_LOG_H_
