#ifndef CANDOR_DAEMON_RPC_ACCEPTOR_H_
#define CANDOR_DAEMON_RPC_ACCEPTOR_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/unique_fd.h"
#include "daemon/rpc/connections.h"
#include "daemon/rpc/limits.h"
#include "daemon/rpc/stream_counts.h"

namespace candor::rpc {

// Listens on an address of the network and hands on who connects, within limits; whoever is beyond them is hung up on.
// gRPC could listen by itself, but does not count, and stops for good when there is no file left for one more
// connection. Thread-compatible.
class Acceptor final {
 public:
  // Has to close the descriptor; on the acceptor's thread.
  using Take = std::function<void(int fd)>;

  // `target`: "HOST:PORT" as ListenAddress has it; on every address of the host, and for 0.0.0.0 or [::] on all that
  // the machine has. UNAVAILABLE when it cannot be bound.
  // `connections` is not owned, and outlives it.
  static absl::StatusOr<std::unique_ptr<Acceptor>> Bind(const std::string& target, const ConnectionLimits& limits,
                                                        Connections& connections);
  // As Stop().
  ~Acceptor();
  Acceptor(const Acceptor&) = delete;
  Acceptor& operator=(const Acceptor&) = delete;

  int port() const { return port_; }
  // From now on. To be called once.
  void Start(Take take);
  // Nobody is taken any more, and the address is free. May be called again.
  void Stop();

 private:
  Acceptor(std::vector<UniqueFd> listeners, int port, UniqueFd stop, const ConnectionLimits& limits,
           Connections& connections);

  void Run();
  // What is to be looked at now and then.
  void LookAround(absl::Time now);
  // Everybody who waits. False when the system has no room for more just now.
  bool TakeAll(int listener);
  void TakeOne(UniqueFd connection, const RemoteEnd& from);

  std::vector<UniqueFd> listeners_;
  const int port_;
  const UniqueFd stop_;  // readable once it is to stop
  const ConnectionLimits limits_;
  Connections& connections_;
  Take take_;
  std::thread thread_;
  // Of the thread alone.
  StreamCounts streams_;
  absl::Time looked_ = absl::InfinitePast();
  absl::Time tidied_ = absl::InfinitePast();
  size_t refused_ = 0;
  absl::Time told_ = absl::InfinitePast();
};

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_ACCEPTOR_H_
