#ifndef CANDOR_DAEMON_RPC_ACCEPTOR_H_
#define CANDOR_DAEMON_RPC_ACCEPTOR_H_

#include <sys/types.h>

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/unique_fd.h"
#include "daemon/rpc/limits.h"

namespace candor::rpc {

// Counts the connections that are open, by where they come from. Thread-compatible.
class ConnectionCount {
 public:
  // `in_all` of the limits is what it is at most: half of the files that the process may open, if that is less.
  explicit ConnectionCount(const ConnectionLimits& limits);

  // Whether one more from there is let in at that time; it is counted with Add(), or was not made.
  bool Admits(const std::string& address, absl::Time now);
  // Until its descriptor is closed, by whomever.
  void Add(const std::string& address, int fd);

 private:
  // A descriptor is known again by the file behind it: its number may be another one's by now.
  struct Open {
    int fd = -1;
    ino_t file = 0;
  };
  struct Address {
    std::vector<Open> open;
    double left = 0;  // how many new ones it may make at once
    absl::Time seen;  // when that was so
  };

  bool HasRoom(const Address& address) const { return address.open.size() < limits_.of_address && open_ < in_all_; }
  // What has been earned meanwhile.
  void Earn(Address& address, absl::Time now) const;
  // Forgets what is closed.
  void Prune(absl::Time now);

  const ConnectionLimits limits_;
  const size_t in_all_;
  std::map<std::string, Address> addresses_;
  size_t open_ = 0;  // of all
  absl::Time pruned_ = absl::InfinitePast();
};

// Listens on an address of the network and hands on who connects, within limits; whoever is beyond them is hung up on.
// gRPC could listen by itself, but does not count, and stops for good when there is no file left for one more
// connection. Thread-compatible.
class Acceptor final {
 public:
  // Has to close the descriptor; on the acceptor's thread.
  using Take = std::function<void(int fd)>;

  // `target`: "HOST:PORT" as ListenAddress has it; on every address of the host, and for 0.0.0.0 or [::] on all that
  // the machine has. UNAVAILABLE when it cannot be bound.
  static absl::StatusOr<std::unique_ptr<Acceptor>> Bind(const std::string& target, const ConnectionLimits& limits);
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
  Acceptor(std::vector<UniqueFd> listeners, int port, UniqueFd stop, const ConnectionLimits& limits);

  void Run();
  // Everybody who waits. False when the system has no room for more just now.
  bool TakeAll(int listener);
  // `address`: where it comes from, as ConnectionCount wants it.
  void TakeOne(UniqueFd connection, const std::string& address);

  std::vector<UniqueFd> listeners_;
  const int port_;
  const UniqueFd stop_;  // readable once it is to stop
  const ConnectionLimits limits_;
  Take take_;
  std::thread thread_;
  // Of the thread alone.
  ConnectionCount count_;
  size_t refused_ = 0;
  absl::Time told_ = absl::InfinitePast();
};

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_ACCEPTOR_H_
