#ifndef CANDOR_DAEMON_RPC_SERVER_H_
#define CANDOR_DAEMON_RPC_SERVER_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/rpc/acceptor.h"
#include "daemon/rpc/call_counts.h"
#include "daemon/rpc/connections.h"
#include "daemon/rpc/gate.h"
#include "daemon/rpc/limits.h"
#include "daemon/rpc/method.h"
#include "daemon/rpc/read_log.h"
#include "daemon/rpc/rooms.h"
#include "daemon/rpc/tls_credentials.h"
#include "daemon/rpc/watch_hub.h"
#include "daemon/rpc/wire_service.h"
#include "grpcpp/channel.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"

namespace candor::rpc {

// Where the server is reached, in gRPC's words ("unix:/…", "127.0.0.1:50051"); without both by InProcessChannel() only.
struct Listening {
  // In the clear, and whoever connects is the operator: a socket that nobody else can reach, or the loopback interface.
  std::optional<std::string> local;
  // By TLS, and whoever connects is who their certificate says.
  std::optional<std::string> network;
  std::optional<TlsFiles> tls;  // REQUIRES: is there when `network` is
  LimitOptions limits;          // of whoever calls by the network
};

// The listening server with every service of candor.v1, health and reflection. Thread-safe.
class Server {
 public:
  // The longest message that is taken in: a portion of 256 rows of an import, each as long as an entry may be, twice.
  static constexpr int kMaxMessageBytes = 16 * 1024 * 1024;

  // `rooms` outlives the server. UNAVAILABLE when an address cannot be bound.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const Rooms& rooms, const Listening& listening);

  ~Server();

  // The ports that were bound, for addresses that asked for any; 0 where it does not listen.
  int port() const { return port_; }
  int network_port() const { return acceptor_ == nullptr ? 0 : acceptor_->port(); }
  std::shared_ptr<grpc::Channel> InProcessChannel();
  const CallCounts& counts() const { return counts_; }

  // Takes no new call, finishes those in flight, gives up on them after `grace`. May be called twice.
  void Shutdown(absl::Duration grace);

 private:
  Server(const Rooms& rooms, const LimitOptions& limits);
  // Whoever connects by the network, from now on. To be called once, when everything answers.
  void Accept();

  Connections open_;
  Gate gate_;
  WatchHub watchers_;
  ReadLog read_log_;
  MethodTable methods_;
  CallCounts counts_;
  std::vector<std::unique_ptr<WireService>> services_;
  // Who connects by the network, and where gRPC takes them over; nullptr: it does not listen there.
  std::unique_ptr<Acceptor> acceptor_;
  std::unique_ptr<grpc::experimental::ExternalConnectionAcceptor> connections_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
};

// The services of candor.v1, by full name.
std::vector<std::string> ServiceNames();

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_SERVER_H_
