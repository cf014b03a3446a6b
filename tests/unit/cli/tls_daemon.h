#ifndef CANDOR_TESTS_UNIT_CLI_TLS_DAEMON_H_
#define CANDOR_TESTS_UNIT_CLI_TLS_DAEMON_H_

#include <grpc/grpc_security_constants.h>
#include <grpcpp/security/auth_context.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "candor/v1/identity.grpc.pb.h"
#include "candor/v1/member.grpc.pb.h"
#include "daemon/crypto/certificate.h"
#include "daemon/crypto/certificate_request.h"
#include "daemon/crypto/certificate_signing.h"
#include "daemon/crypto/credential_file.h"
#include "daemon/crypto/enrolment_code.h"
#include "fake_daemon.h"
#include "tests/support/temp_folder.h"

// A daemon behind TLS, for services that a test writes, and people whom its authority has certified.
namespace candor::cli {

// Certificates say whole seconds.
inline absl::Time WholeSecond(absl::Time time) {
  return absl::FromUnixSeconds(absl::ToUnixSeconds(time));
}

struct PracticeAuthority {
  crypto::TlsKey key = crypto::TlsKey::Make();
  crypto::Certificate certificate = crypto::MakeAuthority(
      key, "A practice",
      {WholeSecond(absl::Now()) - absl::Hours(24 * 200), WholeSecond(absl::Now()) + absl::Hours(24 * 365)});

  // For 90 days, of which so many are over.
  crypto::Certificate Certify(const std::string& public_key, crypto::CertificateUse use, const std::string& name,
                              int days_over = 0, std::vector<std::string> hosts = {}) const {
    const absl::Time begin = WholeSecond(absl::Now()) - absl::Hours(1) - absl::Hours(24) * days_over;
    const crypto::CertificatePlan plan{use, name, std::move(hosts), public_key, {begin, begin + absl::Hours(24 * 90)}};
    auto made = crypto::IssueCertificate(plan, certificate, key);
    EXPECT_TRUE(made.ok()) << made.status();
    return *std::move(made);
  }

  crypto::Credentials CredentialsFor(const std::string& member, int days_over = 0) const {
    crypto::TlsKey own = crypto::TlsKey::Make();
    crypto::Certificate made = Certify(own.public_key(), crypto::CertificateUse::kClient, member, days_over);
    return {std::move(own), std::move(made), certificate};
  }

  std::string NewCode(uint32_t locator = 7) const {
    return std::string(crypto::FormatEnrolmentCode(crypto::NewEnrolmentCode(locator, certificate.fingerprint)).text());
  }
};

// Certifies whoever asks as members/ana, and remembers with what.
class CertifyingIdentity final : public v1::IdentityService::Service {
 public:
  explicit CertifyingIdentity(const PracticeAuthority& authority) : authority_(authority) {}

  grpc::Status Enroll(grpc::ServerContext*, const v1::EnrollRequest* request, v1::EnrollResponse* response) override {
    codes.push_back(request->code());
    return Certify(request->request(), *response->mutable_certificate());
  }
  grpc::Status RenewCertificate(grpc::ServerContext* context, const v1::RenewCertificateRequest* request,
                                v1::RenewCertificateResponse* response) override {
    const auto shown = context->auth_context()->FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME);
    renewals += shown.size() == 1 ? 1 : 0;
    return Certify(request->request(), *response->mutable_certificate());
  }

  grpc::Status answer = grpc::Status::OK;
  std::string other_key;  // certified in place of the caller's, where it is not empty
  std::string other_authority;
  std::vector<std::string> codes;
  std::vector<std::string> keys;  // as they were asked for
  int renewals = 0;               // by who showed a certificate

 private:
  grpc::Status Certify(const std::string& request, v1::Certificate& out) {
    const auto key = crypto::ReadRequest(request);
    EXPECT_TRUE(key.ok()) << key.status();
    if (!key.ok()) return {grpc::StatusCode::INVALID_ARGUMENT, "no request"};
    keys.push_back(*key);
    if (!answer.ok()) return answer;
    out.set_der(
        authority_.Certify(other_key.empty() ? *key : other_key, crypto::CertificateUse::kClient, "members/ana").der);
    out.set_authority(other_authority.empty() ? authority_.certificate.der : other_authority);
    out.set_member("members/ana");
    return grpc::Status::OK;
  }

  const PracticeAuthority& authority_;
};

// Knows Ana, and what the last caller said of themselves.
class OneNamedMember final : public v1::MemberService::Service {
 public:
  grpc::Status ListMembers(grpc::ServerContext* context, const v1::ListMembersRequest*,
                           v1::ListMembersResponse* response) override {
    acted_for = context->client_metadata().count("candor-act-for") > 0;
    certified = !context->auth_context()->FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME).empty();
    v1::Member& ana = *response->add_members();
    ana.set_name("members/ana");
    ana.set_display_name("Ana Nguyen");
    return grpc::Status::OK;
  }

  bool acted_for = false;
  bool certified = false;
};

// Listens on a port of its own. Services and authority are not owned.
class TlsDaemon {
 public:
  TlsDaemon(const PracticeAuthority& authority, const std::vector<grpc::Service*>& services,
            const std::vector<std::string>& hosts = {"127.0.0.1"}) {
    const crypto::TlsKey key = crypto::TlsKey::Make();
    const crypto::Certificate own =
        authority.Certify(key.public_key(), crypto::CertificateUse::kServer, "candord", 0, hosts);
    grpc::SslServerCredentialsOptions ssl(GRPC_SSL_REQUEST_CLIENT_CERTIFICATE_AND_VERIFY);
    ssl.pem_root_certs = crypto::PemOf(authority.certificate);
    ssl.pem_key_cert_pairs.push_back(
        {std::string(key.ToPem().text()), absl::StrCat(crypto::PemOf(own), crypto::PemOf(authority.certificate))});
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::SslServerCredentials(ssl), &port_);
    for (grpc::Service* service : services) builder.RegisterService(service);
    server_ = builder.BuildAndStart();
  }
  ~TlsDaemon() { server_->Shutdown(); }

  std::string host_and_port() const { return absl::StrCat("127.0.0.1:", port_); }
  std::string address() const { return absl::StrCat("tls:", host_and_port()); }

 private:
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

// With contexts and credentials of the test's own.
class TlsTest : public testing::Test {
 protected:
  TlsTest() : folder_(MakeTempFolder("candor-tls")) {
    setenv("XDG_CONFIG_HOME", folder_.c_str(), 1);
    unsetenv("CANDOR_SERVER");
    unsetenv("CANDOR_CONTEXT");
  }
  ~TlsTest() override {
    unsetenv("XDG_CONFIG_HOME");
    std::filesystem::remove_all(folder_);
  }

  // As a person runs it who names no server.
  static Outcome CandorOfContexts(std::vector<const char*> line, const std::string& input = "") {
    std::istringstream in(input);
    std::ostringstream out, err;
    Session session(Terminal{in, out, err});
    line.insert(line.begin(), "candor");
    Outcome outcome;
    outcome.code = RunCandor(static_cast<int>(line.size()), line.data(), session);
    outcome.out = out.str();
    outcome.err = err.str();
    return outcome;
  }

  const std::string folder_;
  const PracticeAuthority authority_;
  CertifyingIdentity identity_{authority_};
  OneNamedMember members_;
};

}  // namespace candor::cli

#endif  // CANDOR_TESTS_UNIT_CLI_TLS_DAEMON_H_
