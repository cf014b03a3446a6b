#ifndef CANDOR_DAEMON_RPC_GATE_H_
#define CANDOR_DAEMON_RPC_GATE_H_

#include <memory>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "daemon/base/clock.h"
#include "daemon/domain/store.h"
#include "daemon/rpc/method.h"
#include "grpcpp/server_context.h"

namespace candor::rpc {

// Where every call comes in: who calls, for whom, until when, and whether they may. Thread-safe.
class Gate {
 public:
  // How long a call without a deadline of its own may take, and one with it; streams are not bounded.
  static constexpr absl::Duration kDefaultDeadline = absl::Seconds(30);
  static constexpr absl::Duration kLongestDeadline = absl::Minutes(10);

  // Neither is owned.
  Gate(const domain::Store& store, Clock& clock) : store_(store), clock_(clock) {}

  // Every transport that the daemon listens on proves the operator. Metadata `candor-act-for` names the member whose
  // rights hold instead. INVALID_ARGUMENT or NOT_FOUND about candor-act-for, DEADLINE_EXCEEDED, PERMISSION_DENIED,
  // UNAVAILABLE once it is closed.
  // The context outlives the call.
  absl::StatusOr<Call> Admit(const grpc::CallbackServerContext& context, std::string_view method) const;

  // Calls that come from now on are UNAVAILABLE. Waits until those that came before are answered, at most `longest`;
  // half of that is for streams to end by themselves, after it they must.
  void Close(absl::Duration longest);

 private:
  // Outlives the gate where whoever answered still holds a pass.
  struct Inside {
    absl::Mutex mutex;
    int calls ABSL_GUARDED_BY(mutex) = 0;
    bool closed ABSL_GUARDED_BY(mutex) = false;
    absl::Time streams_end ABSL_GUARDED_BY(mutex) = absl::InfiniteFuture();
  };

  // nullptr once it is closed.
  std::shared_ptr<const void> LetIn() const;
  absl::StatusOr<domain::Caller> CallerOf(const grpc::CallbackServerContext& context) const;

  const domain::Store& store_;
  Clock& clock_;
  const std::shared_ptr<Inside> inside_ = std::make_shared<Inside>();
};

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_GATE_H_
