#ifndef CANDOR_DAEMON_RPC_GATE_H_
#define CANDOR_DAEMON_RPC_GATE_H_

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "daemon/base/clock.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/identity.h"
#include "daemon/domain/store.h"
#include "daemon/rpc/connections.h"
#include "daemon/rpc/limits.h"
#include "daemon/rpc/method.h"
#include "daemon/rpc/peer.h"
#include "daemon/rpc/readiness_wire.h"
#include "grpcpp/server_context.h"

namespace candor::rpc {

// Where every call comes in: who calls, for whom, until when, and whether they may. Thread-safe.
class Gate {
 public:
  // How long a call without a deadline of its own may take, and one with it; streams are not bounded.
  static constexpr absl::Duration kDefaultDeadline = absl::Seconds(30);
  static constexpr absl::Duration kLongestDeadline = absl::Minutes(10);

  // None is owned; all outlive the gate and the calls that it lets in.
  Gate(const domain::Store& store, const domain::Identity& identity, Clock& clock, const CallLimits& limits,
       Connections& connections)
      : store_(store), identity_(identity), clock_(clock), limits_(limits), connections_(connections) {}

  // Whoever reaches the daemon's own socket is the operator; metadata `candor-act-for` names the member whose rights
  // hold instead, as long as that is allowed. Whoever calls over a network is the member whose certificate they hold,
  // and nobody without one. INVALID_ARGUMENT or NOT_FOUND about candor-act-for, UNAUTHENTICATED for a certificate that
  // does not count, for a member who has left, and for nobody; DEADLINE_EXCEEDED, PERMISSION_DENIED, UNAVAILABLE once
  // it is closed; FAILED_PRECONDITION while what the method is for waits for what the practice has still to name.
  // RESOURCE_EXHAUSTED as Limits::Admit() says, and with the reason "hung_up", for whoever calls over a network. The
  // context outlives the call.
  absl::StatusOr<Call> Admit(const grpc::CallbackServerContext& context, std::string_view method, bool is_stream) const;

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

  // What the call costs its caller, and who that is. RESOURCE_EXHAUSTED as Admit().
  absl::Status Take(const absl::StatusOr<domain::Caller>& caller, const std::string& peer, bool is_stream,
                    Call& call) const;
  // nullptr once it is closed.
  std::shared_ptr<const void> LetIn() const;
  absl::StatusOr<domain::Caller> CallerOf(const grpc::CallbackServerContext& context, const Peer& peer) const;
  // PERMISSION_DENIED or UNAUTHENTICATED, by the permission table and the roles that the caller has by now.
  absl::Status CheckMayCall(const domain::Caller& caller, std::string_view method) const;
  // What the metadata `candor-emergency` names; empty without it. INVALID_ARGUMENT, NOT_FOUND or FAILED_PRECONDITION
  // about it where the call is none for it, where it is not the caller's, and where it is not in force.
  absl::StatusOr<EmergencyId> EmergencyOf(const grpc::CallbackServerContext& context, const domain::Caller& caller,
                                          std::string_view method, bool is_stream) const;
  // What Call::standing asks of this caller.
  std::function<absl::Status()> StandingOf(const domain::Caller& caller, const Peer& peer,
                                           std::string_view method) const;

  const domain::Store& store_;
  const domain::Identity& identity_;
  Clock& clock_;
  const Limits limits_;
  Connections& connections_;
  const ReadyCheck ready_{store_, identity_, clock_};
  const std::shared_ptr<Inside> inside_ = std::make_shared<Inside>();
};

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_GATE_H_
