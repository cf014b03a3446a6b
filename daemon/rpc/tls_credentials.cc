#include "daemon/rpc/tls_credentials.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/base/id.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/peer.h"
#include "grpc/grpc_security_constants.h"
#include "grpcpp/security/auth_context.h"
#include "grpcpp/security/auth_metadata_processor.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "grpcpp/security/tls_credentials_options.h"
#include "grpcpp/support/status.h"
#include "grpcpp/support/string_ref.h"

namespace candor::rpc {
namespace {

// How the path of every method begins that passes the gate.
constexpr std::string_view kGated = "/candor.v1.";

// Stands before what gRPC answers by itself. Thread-safe.
class NotWithoutCertificate final : public grpc::AuthMetadataProcessor {
 public:
  explicit NotWithoutCertificate(const domain::Identity& identity) : identity_(identity) {}

  // It looks into memory only.
  bool IsBlocking() const override { return false; }

  grpc::Status Process(const InputMetadata& metadata, grpc::AuthContext* context, OutputMetadata* /*consumed*/,
                       OutputMetadata* /*response*/) override {
    const auto path = metadata.find(":path");
    if (path != metadata.end() && path->second.starts_with(grpc::string_ref(kGated.data(), kGated.size()))) {
      return grpc::Status::OK;
    }
    const Peer peer = PeerOf(*context);
    if (peer.kind != Peer::Kind::kCertificate) {
      return ToGrpc(absl::UnauthenticatedError("this is told to who has a certificate; run `candor enroll` first"));
    }
    return ToGrpc(identity_.WhoHolds(peer.pem).status());
  }

 private:
  const domain::Identity& identity_;
};

}  // namespace

std::shared_ptr<grpc::ServerCredentials> TlsCredentials(const TlsFiles& files, const domain::Identity& identity) {
  const int64_t seconds = std::clamp<int64_t>(absl::ToInt64Seconds(files.looked_at_every), 1, 24 * 60 * 60);
  grpc::experimental::TlsServerCredentialsOptions options(
      std::make_shared<grpc::experimental::FileWatcherCertificateProvider>(files.key, files.chain, files.authority,
                                                                           static_cast<unsigned>(seconds)));
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_cert_request_type(GRPC_SSL_REQUEST_CLIENT_CERTIFICATE_AND_VERIFY);
  std::shared_ptr<grpc::ServerCredentials> credentials = grpc::experimental::TlsServerCredentials(options);
  credentials->SetAuthMetadataProcessor(std::make_shared<NotWithoutCertificate>(identity));
  return credentials;
}

}  // namespace candor::rpc
