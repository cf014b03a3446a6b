#ifndef CANDOR_DAEMON_RPC_EXPLANATION_H_
#define CANDOR_DAEMON_RPC_EXPLANATION_H_

#include "absl/status/status.h"
#include "candor/v1/follow_up.pb.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/rpc/follow_up_wire.h"
#include "daemon/rpc/question.h"

namespace candor::rpc {

// Why a follow-up is there and what clears it: the entries that it rests on, as far as the caller may know of them,
// thresholds, sources. Of an erased one the title alone. Nothing at all to whom it is shown without its facts: which
// rule it is, and why it speaks, is more than that it is there. Errors are the view's. Thread-compatible.
absl::Status WriteReasons(const domain::FollowUp& follow_up, Question& question, const domain::PolicyEngine& policies,
                          FollowUpWriter& writer, v1::Explanation* out);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_EXPLANATION_H_
