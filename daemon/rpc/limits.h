#ifndef CANDOR_DAEMON_RPC_LIMITS_H_
#define CANDOR_DAEMON_RPC_LIMITS_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

// How much whoever calls over a network may ask for, so that nobody keeps the others waiting. The operator at the
// daemon's own socket is not limited: who owns that account can stop the daemon.
namespace candor::rpc {

// Of calls.
struct CallLimits {
  // Of one caller at once. A stream is no call, and connections are those with something under way.
  size_t calls = 32;
  size_t streams = 8;
  size_t connections = 16;
  // Of all callers at once, calls and streams.
  size_t in_all = 1024;
  // Calls cost processor time of the daemon: a caller earns `share` of one processor, saves no more than `saved`, and
  // pays `least_cost` or more for each. With nothing left, a caller whom the daemon knows is let in with one call at a
  // time, and nobody else is.
  double share = 0.25;
  absl::Duration saved = absl::Milliseconds(500);
  absl::Duration least_cost = absl::Microseconds(100);

  bool operator==(const CallLimits&) const = default;
};

// Of connections over a network.
struct ConnectionLimits {
  // At once. One address is one of IPv4, or a network of 64 bits of IPv6.
  size_t of_address = 256;
  size_t in_all = 1024;
  // New ones of one address: so many a second, and so many at once after a while without.
  double per_second = 50;
  double burst = 200;
  // How long TLS and the first words of HTTP/2 may take.
  absl::Duration handshake = absl::Seconds(10);
  // Streams of one connection: more than anybody of ours has. gRPC keeps to it by itself where the other end has
  // agreed.
  int streams = 256;
  // Calls that begin on one, until somebody known has called there: enrolling takes two. And how long it may last.
  double calls_per_second = 32;
  double calls_burst = 256;
  absl::Duration unknown = absl::Seconds(30);
  // Of the refusals that a caller at a limit waits for, a quarter of a second each: more than the streams allow who
  // waits for them.
  double refusals_per_second = 2048;
  double refusals_burst = 1024;
  // After which one without a call is closed.
  absl::Duration idle = absl::Minutes(10);
  // How often the other end is asked whether it is there, and how long it has to answer.
  absl::Duration asked_every = absl::Minutes(1);
  absl::Duration answered_within = absl::Seconds(20);

  bool operator==(const ConnectionLimits&) const = default;
};

struct LimitOptions {
  CallLimits calls;
  ConnectionLimits connections;

  bool operator==(const LimitOptions&) const = default;
};

// Whether the status says that the caller is at a limit of Limits, and had better wait.
bool IsOfLimits(const absl::Status& status);
// Of a call on a connection that is hung up on, as more was asked for on it than one may: RESOURCE_EXHAUSTED,
// "hung_up". Nobody is there to read it, or to wait because of it.
absl::Status AtHungUpConnection();
// By which limit a call was refused, of Limits or by hanging up; empty: by none.
std::string RefusedBy(const absl::Status& status);

// A call that wants to be let in.
struct Asking {
  std::string who;         // what counts as one caller, on whatever connection
  std::string connection;  // what tells theirs apart
  bool is_stream = false;
  bool is_known = true;  // false: nothing has proved who they are
};

// Lets calls in. Thread-safe.
class Limits {
 private:
  struct State;

 public:
  // A call or stream that was let in, and counts until its end. Thread-safe; may outlive the limits.
  class Turn {
   public:
    Turn(std::shared_ptr<State> state, const Asking& asking, absl::Duration prepaid)
        : state_(std::move(state)), asking_(asking), prepaid_(prepaid) {}
    // As End(); then it is paid for.
    ~Turn();
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

    // It is answered: before the answer leaves, so that the next call of whoever waits for it finds none under way.
    void End();

    // It has kept a processor busy for so long.
    void Charge(absl::Duration cost) { spent_ns_ += absl::ToInt64Nanoseconds(cost); }

   private:
    const std::shared_ptr<State> state_;
    const Asking asking_;
    const absl::Duration prepaid_;
    std::atomic<int64_t> spent_ns_ = 0;
    std::atomic<bool> over_ = false;
  };

  explicit Limits(const CallLimits& limits);

  // RESOURCE_EXHAUSTED, with what to do: the reason "rate" (they have nothing left), "too_many_calls",
  // "too_many_streams", "too_many_connections", or "busy" (everybody together).
  absl::StatusOr<std::shared_ptr<Turn>> Admit(const Asking& asking, absl::Time now = absl::Now()) const;

 private:
  // What is known of one caller.
  struct Caller {
    size_t calls = 0;
    size_t streams = 0;
    std::map<std::string, size_t> connections;  // with something under way; how much
    absl::Duration savings;                     // below zero: owed
    absl::Time seen;                            // when the savings were that
    absl::Duration usual;                       // what the dearest of their late calls cost
  };
  struct State {
    explicit State(const CallLimits& given) : limits(given) {}

    // What has been earned meanwhile.
    void Earn(Caller& caller, absl::Time now) const;
    absl::Status Check(const Caller& caller, const Asking& asking) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex);
    // Those of whom nothing is left to remember.
    void Forget(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex);

    const CallLimits limits;
    absl::Mutex mutex;
    std::map<std::string, Caller> callers ABSL_GUARDED_BY(mutex);
    size_t in_all ABSL_GUARDED_BY(mutex) = 0;
  };

  const std::shared_ptr<State> state_;
};

// Charges a turn with what the thread does while this is there. Thread-compatible.
class Metered {
 public:
  // nullptr: nobody pays, and nothing is measured.
  explicit Metered(std::shared_ptr<Limits::Turn> turn);
  ~Metered();
  Metered(const Metered&) = delete;
  Metered& operator=(const Metered&) = delete;

 private:
  const std::shared_ptr<Limits::Turn> turn_;
  const absl::Duration began_;
};

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_LIMITS_H_
