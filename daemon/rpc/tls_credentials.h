#ifndef CANDOR_DAEMON_RPC_TLS_CREDENTIALS_H_
#define CANDOR_DAEMON_RPC_TLS_CREDENTIALS_H_

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "daemon/domain/identity.h"
#include "grpcpp/security/server_credentials.h"

namespace candor::rpc {

// What the daemon proves itself with, in PEM. All three change at once, by a folder on their way that is a link, and
// what they become is used for every connection from then on; those that are open stay.
struct TlsFiles {
  std::string key;
  std::string chain;      // the daemon's certificate first
  std::string authority;  // whose certificates callers may show
  // Whole seconds, at least one.
  absl::Duration looked_at_every = absl::Minutes(1);
};

// TLS 1.2 or 1.3, by files that are there. A caller is asked for a certificate and may have none, as whoever enrols: it
// is the gate that asks for one, by each method. The services that gRPC brings along and no gate sees (health,
// reflection) are refused here to callers without a certificate that counts. `identity` is not owned and outlives every
// call.
std::shared_ptr<grpc::ServerCredentials> TlsCredentials(const TlsFiles& files, const domain::Identity& identity);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_TLS_CREDENTIALS_H_
