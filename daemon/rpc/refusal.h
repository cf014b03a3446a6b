#ifndef CANDOR_DAEMON_RPC_REFUSAL_H_
#define CANDOR_DAEMON_RPC_REFUSAL_H_

#include <functional>

#include "absl/status/status.h"

namespace candor::rpc {

// Calls `answer`, which tells a caller that they are refused by `status`: at once, or where the status says that they
// are at a limit, a quarter of a second later from another thread. Whoever asks again without waiting would otherwise
// keep the daemon as busy with refusals as with answers.
void AnswerRefusal(const absl::Status& status, std::function<void()> answer);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_REFUSAL_H_
