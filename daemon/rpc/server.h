#ifndef CANDOR_DAEMON_RPC_SERVER_H_
#define CANDOR_DAEMON_RPC_SERVER_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/rpc/gate.h"
#include "daemon/rpc/method.h"
#include "daemon/rpc/rooms.h"
#include "daemon/rpc/watch_hub.h"
#include "daemon/rpc/wire_service.h"
#include "grpcpp/channel.h"
#include "grpcpp/server.h"

namespace candor::rpc {

// The listening server with every service of candor.v1, health and reflection. Thread-safe.
class Server {
 public:
  // The longest message that is taken in: a portion of 256 rows of an import, each as long as an entry may be, twice.
  static constexpr int kMaxMessageBytes = 16 * 1024 * 1024;

  // `address` is gRPC's ("unix:/…", "127.0.0.1:50051"); nullopt serves InProcessChannel() only. `rooms` outlives the
  // server. UNAVAILABLE when the address cannot be bound.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const Rooms& rooms, const std::optional<std::string>& address);

  ~Server();

  // The port that was bound, for an address that asked for any.
  int port() const { return port_; }
  std::shared_ptr<grpc::Channel> InProcessChannel();

  // Takes no new call, finishes those in flight, gives up on them after `grace`. May be called twice.
  void Shutdown(absl::Duration grace);

 private:
  explicit Server(const Rooms& rooms);

  Gate gate_;
  WatchHub watchers_;
  MethodTable methods_;
  std::vector<std::unique_ptr<WireService>> services_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
};

// The services of candor.v1, by full name.
std::vector<std::string> ServiceNames();

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_SERVER_H_
