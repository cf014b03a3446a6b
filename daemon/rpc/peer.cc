#include "daemon/rpc/peer.h"

#include <algorithm>
#include <vector>

#include "grpc/grpc_security_constants.h"
#include "grpcpp/support/string_ref.h"

namespace candor::rpc {
namespace {

// What gRPC calls a transport without credentials of its own. One inside this process has no name.
constexpr char kInTheClear[] = "insecure";

}  // namespace

Peer PeerOf(const grpc::AuthContext& context) {
  const std::vector<grpc::string_ref> transports =
      context.FindPropertyValues(GRPC_TRANSPORT_SECURITY_TYPE_PROPERTY_NAME);
  if (std::all_of(transports.begin(), transports.end(),
                  [](const grpc::string_ref& each) { return each == kInTheClear; })) {
    return {Peer::Kind::kLocal, ""};
  }
  const std::vector<grpc::string_ref> shown = context.FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME);
  if (shown.empty()) return {Peer::Kind::kNone, ""};
  return {Peer::Kind::kCertificate, std::string(shown.front().data(), shown.front().size())};
}

}  // namespace candor::rpc
