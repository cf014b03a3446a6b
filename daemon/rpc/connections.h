#ifndef CANDOR_DAEMON_RPC_CONNECTIONS_H_
#define CANDOR_DAEMON_RPC_CONNECTIONS_H_

#include <sys/socket.h>
#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "daemon/rpc/limits.h"

namespace candor::rpc {

// The other end of a connection.
struct RemoteEnd {
  std::string address;  // what counts as one: all of IPv4, the network of IPv6
  std::string key;      // tells connections apart

  static RemoteEnd Of(const sockaddr_storage& peer);
};

// The connections of the network that are open: how many, where they come from, and what is begun on each. gRPC 1.51
// keeps to its own bound of streams only once the other end has acknowledged it, so whoever asks for too much on one
// connection is hung up on here. `peer`: a connection's other end as gRPC writes it. Thread-safe.
class Connections {
 public:
  // `in_all` of the limits is what it is at most: half of the files that the process may open, if that is less.
  explicit Connections(const ConnectionLimits& limits);

  // Whether one more from there is let in at that time; it is counted with Add(), or was not made. Where there is no
  // room, it hangs up on that one of the same address, or of all, which has been open longest without a call of
  // somebody known.
  bool Admits(const std::string& address, absl::Time now);
  // Until its descriptor is closed, by whomever.
  void Add(const RemoteEnd& from, int fd, absl::Time now);

  // A call begins. False: the connection is hung up on, so that the call is to be ended at once. True also for what is
  // no connection of the network.
  bool Begins(std::string_view peer, absl::Time now = absl::Now());
  // A call was refused, as its caller is at a limit. Whoever waits for that answer asks only so often.
  void Refused(std::string_view peer, absl::Time now = absl::Now());
  // The call is of somebody who has proved who they are.
  void Knows(std::string_view peer);
  // So many streams are open on it by now, and so many were started since it was made, whatever they asked for.
  void HasStreams(std::string_view peer, int64_t open, int64_t started, absl::Time now);

  // Hangs up on those on which nobody known has called for too long.
  void Tidy(absl::Time now);

 private:
  // How much there is left of what is earned by the second.
  struct Bucket {
    double left = 0;
    absl::Time seen;
  };
  // A descriptor is known again by the file behind it: its number may be another one's by now.
  struct Open {
    std::string address;
    int fd = -1;
    ino_t file = 0;
    absl::Time since;
    bool is_known = false;
    bool hung_up = false;
    Bucket calls;
    Bucket refusals;
  };
  struct Address {
    size_t open = 0;
    Bucket made;  // how many new ones it may make at once
  };
  using OpenAt = std::map<std::string, Open>::iterator;

  static bool Takes(Bucket& bucket, double burst, double per_second, absl::Time now);
  bool HasRoom(const std::string& address) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Forgets what is closed.
  void Prune(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  OpenAt Forget(OpenAt at) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // False: there is none on which nobody known has called.
  bool MakeRoom(const std::string& address) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // As whoever had asked for too much; it costs its address new connections.
  void HangUpOn(Open& open) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  Open* Find(std::string_view peer) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const ConnectionLimits limits_;
  const size_t in_all_;
  absl::Mutex mutex_;
  std::map<std::string, Open> open_ ABSL_GUARDED_BY(mutex_);  // by RemoteEnd::key
  std::map<std::string, Address> addresses_ ABSL_GUARDED_BY(mutex_);
  absl::Time pruned_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
};

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_CONNECTIONS_H_
