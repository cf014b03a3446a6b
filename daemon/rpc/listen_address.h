#ifndef CANDOR_DAEMON_RPC_LISTEN_ADDRESS_H_
#define CANDOR_DAEMON_RPC_LISTEN_ADDRESS_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Where the daemon may listen: a Unix socket in a folder that only its owner can enter; a network, where callers prove
// with a certificate who they are; or, when told to in so many words, the loopback interface in the clear.
namespace candor::rpc {

struct ListenAddress {
  enum class Kind { kUnix, kLoopback, kTls };

  Kind kind = Kind::kUnix;
  std::string target;  // the socket's absolute path, or "127.0.0.1:50051", "[::1]:50051", "candor.example.org:7443"

  bool is_unix() const { return kind == Kind::kUnix; }
  // Whoever connects has proved nothing, and is the operator.
  bool is_insecure() const { return kind == Kind::kLoopback; }
  std::string ForGrpc() const { return is_unix() ? "unix:" + target : target; }

  bool operator==(const ListenAddress&) const = default;
};

// "unix:PATH", "tls:HOST:PORT" or "HOST:PORT", the last in the clear. INVALID_ARGUMENT for another form, a path that is
// too long for a socket, or a host that is not 127.0.0.1 or ::1 in the clear; PERMISSION_DENIED for one of these
// without `insecure_loopback`.
absl::StatusOr<ListenAddress> ParseListenAddress(std::string_view text, bool insecure_loopback);

// Makes the socket's folder (0700) if it is not there and takes away a socket that nobody listens on any more.
// FAILED_PRECONDITION, with what to do: the folder belongs to another user, others can enter it, or something that is
// no socket stands at the path. UNAVAILABLE: a program listens there. Nothing is done for an address of a network.
absl::Status PrepareListening(const ListenAddress& address);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_LISTEN_ADDRESS_H_
