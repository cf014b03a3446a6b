#ifndef CANDOR_DAEMON_RPC_REFUSED_FOLLOWING_H_
#define CANDOR_DAEMON_RPC_REFUSED_FOLLOWING_H_

#include "absl/status/status.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/method.h"
#include "daemon/rpc/refusal.h"

namespace candor::rpc {

// One request, many responses, and it ends before it began. Deletes itself in OnDone().
class RefusedFollowing final : public Method::WriteReactor {
 public:
  explicit RefusedFollowing(const absl::Status& status) {
    AnswerRefusal(status, [this, refused = ToGrpc(status)] { Finish(refused); });
  }
  void OnDone() override { delete this; }
};

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_REFUSED_FOLLOWING_H_
