#ifndef CANDOR_DAEMON_RPC_PEER_H_
#define CANDOR_DAEMON_RPC_PEER_H_

#include <cstdint>
#include <string>

#include "grpcpp/security/auth_context.h"

namespace candor::rpc {

// What the transport has proved of who is at the other end.
struct Peer {
  enum class Kind : uint8_t {
    kLocal,        // reaches what only the operator reaches: the daemon's socket, or this process
    kCertificate,  // holds the key of a certificate of the practice's authority, which may not count any more
    kNone,         // has shown nothing
  };

  Kind kind = Kind::kNone;
  std::string pem;  // the certificate; empty for another kind
};

// Thread-safe. Whatever speaks TLS is never local, and neither is a transport that is not known here.
Peer PeerOf(const grpc::AuthContext& context);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_PEER_H_
