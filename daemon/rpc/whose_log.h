#ifndef CANDOR_DAEMON_RPC_WHOSE_LOG_H_
#define CANDOR_DAEMON_RPC_WHOSE_LOG_H_

#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/rpc/question.h"

// Whose it is to look at what others were shown, and at what left. Thread-compatible, like the question.
namespace candor::rpc {

// Whether the caller answers for what is read in the practice: the operator as such, a director, an auditor. Errors are
// the view's.
absl::StatusOr<bool> AnswersForLog(Question& question);
// PERMISSION_DENIED about `field`, "others_log".
absl::Status OthersLog(std::string_view field);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_WHOSE_LOG_H_
