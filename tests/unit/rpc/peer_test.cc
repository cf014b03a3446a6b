#include "daemon/rpc/peer.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "grpc/grpc_security_constants.h"
#include "grpcpp/support/string_ref.h"

namespace candor::rpc::peer_test {
namespace {

// A base that can be made, of which none is.
class NoProperties final : public grpc::AuthPropertyIterator {
 public:
  NoProperties() = default;
};

// What a transport says of its peer.
class Proved final : public grpc::AuthContext {
 public:
  explicit Proved(std::multimap<std::string, std::string> properties) : properties_(std::move(properties)) {}

  bool IsPeerAuthenticated() const override { return false; }
  std::vector<grpc::string_ref> GetPeerIdentity() const override { return {}; }
  std::string GetPeerIdentityPropertyName() const override { return ""; }
  std::vector<grpc::string_ref> FindPropertyValues(const std::string& name) const override {
    std::vector<grpc::string_ref> values;
    const auto [first, last] = properties_.equal_range(name);
    for (auto each = first; each != last; ++each) values.emplace_back(each->second);
    return values;
  }
  grpc::AuthPropertyIterator begin() const override { return NoProperties(); }
  grpc::AuthPropertyIterator end() const override { return NoProperties(); }
  void AddProperty(const std::string& /*key*/, const grpc::string_ref& /*value*/) override {}
  bool SetPeerIdentityPropertyName(const std::string& /*name*/) override { return false; }

 private:
  const std::multimap<std::string, std::string> properties_;
};

Peer PeerWith(std::multimap<std::string, std::string> properties) {
  return PeerOf(Proved(std::move(properties)));
}

TEST(PeerTest, WhoeverReachesTheSocketIsLocal) {
  EXPECT_EQ(PeerWith({}).kind, Peer::Kind::kLocal);
  EXPECT_EQ(PeerWith({{GRPC_TRANSPORT_SECURITY_TYPE_PROPERTY_NAME, "insecure"}}).kind, Peer::Kind::kLocal);
}

TEST(PeerTest, WhoeverSpeaksTlsIsWhoTheirCertificateSays) {
  for (const char* type : {GRPC_SSL_TRANSPORT_SECURITY_TYPE, GRPC_TLS_TRANSPORT_SECURITY_TYPE}) {
    const Peer peer = PeerWith(
        {{GRPC_TRANSPORT_SECURITY_TYPE_PROPERTY_NAME, type}, {GRPC_X509_PEM_CERT_PROPERTY_NAME, "a certificate"}});
    EXPECT_EQ(peer.kind, Peer::Kind::kCertificate) << type;
    EXPECT_EQ(peer.pem, "a certificate") << type;
  }
}

TEST(PeerTest, WhoeverShowsNothingOverTlsIsNobodyAndNotLocal) {
  for (const char* type : {GRPC_SSL_TRANSPORT_SECURITY_TYPE, GRPC_TLS_TRANSPORT_SECURITY_TYPE}) {
    const Peer peer = PeerWith({{GRPC_TRANSPORT_SECURITY_TYPE_PROPERTY_NAME, type}});
    EXPECT_EQ(peer.kind, Peer::Kind::kNone) << type;
    EXPECT_EQ(peer.pem, "") << type;
  }
}

TEST(PeerTest, ATransportThatIsNotKnownIsNotLocal) {
  EXPECT_EQ(PeerWith({{GRPC_TRANSPORT_SECURITY_TYPE_PROPERTY_NAME, "alts"}}).kind, Peer::Kind::kNone);
}

}  // namespace
}  // namespace candor::rpc::peer_test
