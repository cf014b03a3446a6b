#ifndef CANDOR_DAEMON_RPC_LISTEN_ADDRESS_H_
#define CANDOR_DAEMON_RPC_LISTEN_ADDRESS_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Where the daemon may listen: a Unix socket in a folder that only its owner can enter, or, when told to in so many
// words, the loopback interface. Nothing else until callers prove who they are.
namespace candor::rpc {

struct ListenAddress {
  bool is_unix = true;
  std::string target;  // the socket's absolute path, or "127.0.0.1:50051", "[::1]:50051"

  std::string ForGrpc() const { return is_unix ? "unix:" + target : target; }
};

// "unix:PATH" or "HOST:PORT". INVALID_ARGUMENT for another form, a path that is too long for a socket, or a host that
// is not 127.0.0.1 or ::1; PERMISSION_DENIED for one of these without `insecure_loopback`.
absl::StatusOr<ListenAddress> ParseListenAddress(std::string_view text, bool insecure_loopback);

// Makes the socket's folder (0700) if it is not there and takes away a socket that nobody listens on any more.
// FAILED_PRECONDITION, with what to do: the folder belongs to another user, others can enter it, or something that is
// no socket stands at the path. UNAVAILABLE: a program listens there. Nothing is done for a loopback address.
absl::Status PrepareListening(const ListenAddress& address);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_LISTEN_ADDRESS_H_
