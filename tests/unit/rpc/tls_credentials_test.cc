#include "daemon/rpc/tls_credentials.h"

#include <gmock/gmock.h>
#include <grpc/grpc_security_constants.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "candor/v1/daemon.grpc.pb.h"
#include "daemon/base/clock.h"
#include "daemon/crypto/certificate.h"
#include "daemon/crypto/tls_key.h"
#include "daemon/identity/authority.h"
#include "daemon/identity/server_certificate.h"
#include "tests/support/rpc/tls_client.h"
#include "tests/support/temp_folder.h"

namespace candor::rpc::tls_credentials_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr char kHealth[] = "/grpc.health.v1.Health/Check";
constexpr char kReflection[] = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";

constexpr absl::Duration kDay = absl::Hours(24);

// Says of every certificate whose it is, until it is told not to.
class EverybodyIsKnown final : public domain::Identity {
 public:
  std::atomic<bool> revoked = false;

  absl::StatusOr<MemberId> WhoHolds(std::string_view) const override {
    if (revoked) return absl::UnauthenticatedError("this certificate was revoked");
    return MemberId(IdBytes{1, 7, 7});
  }

  bool AnyoneEnrolled() const override { return true; }
  void IssueCode(const MemberId&, const domain::Caller&,
                 std::function<void(absl::StatusOr<domain::CodeHandedOut>)> done) override {
    done(absl::UnimplementedError("no codes"));
  }
  void Enroll(std::string_view, std::string_view,
              std::function<void(absl::StatusOr<domain::CertificateHandedOut>)> done) override {
    done(absl::UnimplementedError("no certificates"));
  }
  void Renew(std::string_view, std::string_view,
             std::function<void(absl::StatusOr<domain::CertificateHandedOut>)> done) override {
    done(absl::UnimplementedError("no certificates"));
  }
  void Revoke(const EnrolmentId&, domain::RevocationWhy, const domain::Caller&,
              std::function<void(absl::Status)> done) override {
    done(absl::UnimplementedError("no enrolments"));
  }
  std::vector<domain::MachineEnrolled> EnrolmentsOf(const MemberId&) const override { return {}; }
  domain::NetworkState Network() const override { return {}; }
};

// A service of ours: answers everybody, and keeps what the transport says of who called last.
class Listener final : public v1::DaemonService::CallbackService {
 public:
  grpc::ServerUnaryReactor* GetStatus(grpc::CallbackServerContext* context, const v1::GetStatusRequest*,
                                      v1::GetStatusResponse*) override {
    const auto peer = context->auth_context();
    {
      absl::MutexLock lock(&mutex_);
      ++calls_;
      security_ = Values(*peer, GRPC_TRANSPORT_SECURITY_TYPE_PROPERTY_NAME);
      certificates_ = Values(*peer, GRPC_X509_PEM_CERT_PROPERTY_NAME);
    }
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  int calls() const {
    absl::MutexLock lock(&mutex_);
    return calls_;
  }
  std::vector<std::string> security() const {
    absl::MutexLock lock(&mutex_);
    return security_;
  }
  std::vector<std::string> certificates() const {
    absl::MutexLock lock(&mutex_);
    return certificates_;
  }

 private:
  static std::vector<std::string> Values(const grpc::AuthContext& peer, const std::string& name) {
    std::vector<std::string> out;
    for (const grpc::string_ref& value : peer.FindPropertyValues(name)) out.emplace_back(value.data(), value.size());
    return out;
  }

  mutable absl::Mutex mutex_;
  int calls_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<std::string> security_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> certificates_ ABSL_GUARDED_BY(mutex_);
};

// A server with health and reflection over TLS, with files that were made 61 days ago: the time has come for others.
class TlsCredentialsTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { std::signal(SIGPIPE, SIG_IGN); }

  void SetUp() override {
    files_ = *identity::ServerCertificate::Open({folder_, {"127.0.0.1", "localhost"}}, authority_, clock_);
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    grpc::ServerBuilder builder;
    const TlsFiles files{files_->key_file(), files_->chain_file(), files_->authority_file(), absl::Seconds(1)};
    builder.AddListeningPort("127.0.0.1:0", TlsCredentials(files, identity_), &port_);
    builder.RegisterService(&listener_);
    server_ = builder.BuildAndStart();
    ASSERT_NE(server_, nullptr);
    server_->GetHealthCheckService()->SetServingStatus(true);
  }

  void TearDown() override {
    server_->Shutdown(std::chrono::system_clock::now());
    std::filesystem::remove_all(folder_);
  }

  // One that the authority gave to a member at `at`.
  TlsClient Member(absl::Time at) const {
    const crypto::TlsKey key = crypto::TlsKey::Make();
    return ClientWith(authority_, key, *authority_.IssueToMember(MemberId(IdBytes{1}), key.public_key(), at));
  }
  TlsClient ClientWith(const identity::Authority& trusted, const crypto::TlsKey& key,
                       const crypto::Certificate& certificate) const {
    return {crypto::PemOf(trusted.certificate()), std::string(key.ToPem().text()), crypto::PemOf(certificate)};
  }
  TlsClient Nobody() const { return {crypto::PemOf(authority_.certificate()), "", ""}; }

  std::shared_ptr<grpc::Channel> Connect(const TlsClient& client) const {
    return ConnectOverTls(absl::StrCat("127.0.0.1:", port_), client);
  }

  // `served`: receives the fingerprint of the server's certificate on that connection.
  static grpc::Status GetStatus(const std::shared_ptr<grpc::Channel>& channel, crypto::Digest* served = nullptr) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    v1::GetStatusResponse response;
    const grpc::Status status = v1::DaemonService::NewStub(channel)->GetStatus(&context, {}, &response);
    if (status.ok() && served != nullptr) {
      const auto shown = context.auth_context()->FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME);
      EXPECT_THAT(shown, SizeIs(1));
      *served = *crypto::FingerprintOfPem({shown.front().data(), shown.front().size()});
    }
    return status;
  }

  // A handshake in which the client offers this version of TLS and no later one. 0: it came to its end; else OpenSSL's
  // reason why not.
  int ShakeHands(int version) const {
    const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
    // Else it is the client that refuses what is old.
    SSL_CTX_set_security_level(context.get(), 0);
    SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context.get(), version);
    SSL_CTX_set_cipher_list(context.get(), "ALL:@SECLEVEL=0");
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port_));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    const timeval patience{20, 0};
    ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    const std::unique_ptr<SSL, void (*)(SSL*)> connection(SSL_new(context.get()), &SSL_free);
    SSL_set_fd(connection.get(), fd);
    ERR_clear_error();
    const bool done = SSL_connect(connection.get()) == 1;
    const int reason = done ? 0 : ERR_GET_REASON(ERR_peek_error());
    ::close(fd);
    return reason;
  }

  const std::string folder_ = MakeTempFolder("candor-tls");
  SimulatedClock clock_{absl::Now() - 61 * kDay};
  const identity::Authority authority_ =
      *identity::Authority::Create({folder_ + "/authority.pem", folder_ + "/authority.key"}, absl::Now() - 200 * kDay);
  std::unique_ptr<identity::ServerCertificate> files_;
  EverybodyIsKnown identity_;
  Listener listener_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

TEST_F(TlsCredentialsTest, TheCertificateOfACallerIsHandedOver) {
  const TlsClient client = Member(absl::Now());

  const grpc::Status status = GetStatus(Connect(client));

  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_THAT(listener_.security(), ElementsAre(GRPC_TLS_TRANSPORT_SECURITY_TYPE));
  ASSERT_THAT(listener_.certificates(), SizeIs(1));
  EXPECT_EQ(*crypto::FingerprintOfPem(listener_.certificates().front()), *crypto::FingerprintOfPem(client.certificate));
}

TEST_F(TlsCredentialsTest, WithoutACertificateOurMethodsAreReachedAndTheGateDecides) {
  const grpc::Status status = GetStatus(Connect(Nobody()));

  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_THAT(listener_.security(), ElementsAre(GRPC_TLS_TRANSPORT_SECURITY_TYPE));
  EXPECT_THAT(listener_.certificates(), IsEmpty());
}

TEST_F(TlsCredentialsTest, WhatGrpcAnswersByItselfIsNotForCallersWithoutACertificate) {
  const auto channel = Connect(Nobody());

  for (const char* path : {kHealth, kReflection, "/candor.v2.EntryService/GetEntry", "/candor"}) {
    const grpc::Status status = CallByPath(channel, path);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAUTHENTICATED) << path;
    EXPECT_THAT(status.error_message(), HasSubstr("candor enroll")) << path;
  }
}

TEST_F(TlsCredentialsTest, WithACertificateGrpcAnswersUntilItIsRevoked) {
  const auto channel = Connect(Member(absl::Now()));
  for (const char* path : {kHealth, kReflection}) {
    const grpc::Status status = CallByPath(channel, path);
    EXPECT_TRUE(status.ok()) << path << ": " << status.error_message();
  }

  identity_.revoked = true;

  for (const char* path : {kHealth, kReflection}) {
    const grpc::Status status = CallByPath(channel, path);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAUTHENTICATED) << path;
    EXPECT_THAT(status.error_message(), HasSubstr("revoked")) << path;
  }
}

TEST_F(TlsCredentialsTest, ACertificateThatIsNoMembersIsRefusedBeforeAnythingIsHeard) {
  const std::string elsewhere = MakeTempFolder("candor-tls-other");
  const auto other =
      identity::Authority::Create({elsewhere + "/authority.pem", elsewhere + "/authority.key"}, clock_.Now());
  ASSERT_TRUE(other.ok()) << other.status();
  const crypto::TlsKey key = crypto::TlsKey::Make();
  const TlsClient stranger =
      ClientWith(authority_, key, *other->IssueToMember(MemberId(IdBytes{1}), key.public_key(), absl::Now()));
  const TlsClient expired = Member(absl::Now() - 91 * kDay);
  const TlsClient server =
      ClientWith(authority_, key, *authority_.IssueToServer({"localhost"}, key.public_key(), absl::Now()));

  for (const TlsClient& client : {stranger, expired, server}) EXPECT_FALSE(GetStatus(Connect(client)).ok());

  EXPECT_EQ(listener_.calls(), 0);
  std::filesystem::remove_all(elsewhere);
}

TEST_F(TlsCredentialsTest, NobodyIsHeardInTheClear) {
  const auto channel = grpc::CreateChannel(absl::StrCat("127.0.0.1:", port_), grpc::InsecureChannelCredentials());

  EXPECT_FALSE(GetStatus(channel).ok());
  EXPECT_EQ(listener_.calls(), 0);
}

TEST_F(TlsCredentialsTest, TakesNoTlsBefore12) {
  // gRPC closes the connection after such a greeting and sends no alert.
  EXPECT_EQ(ShakeHands(TLS1_VERSION), SSL_R_UNEXPECTED_EOF_WHILE_READING);
  EXPECT_EQ(ShakeHands(TLS1_1_VERSION), SSL_R_UNEXPECTED_EOF_WHILE_READING);
  EXPECT_EQ(ShakeHands(TLS1_2_VERSION), 0);
  EXPECT_EQ(ShakeHands(TLS1_3_VERSION), 0);
}

TEST_F(TlsCredentialsTest, AnotherCertificateIsUsedWithoutAStartAndOpenConnectionsStay) {
  const TlsClient client = Member(absl::Now());
  const auto open = Connect(client);
  crypto::Digest first{};
  ASSERT_TRUE(GetStatus(open, &first).ok());
  ASSERT_EQ(first, files_->certificate().fingerprint);
  clock_.SetTime(absl::Now());
  ASSERT_TRUE(files_->Refresh().ok());
  const crypto::Digest second = files_->certificate().fingerprint;
  ASSERT_NE(second, first);

  crypto::Digest served = first;
  for (int i = 0; i < 100 && served == first; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    const grpc::Status status = GetStatus(Connect(client), &served);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  EXPECT_EQ(served, second);
  ASSERT_TRUE(GetStatus(open, &served).ok());
  EXPECT_EQ(served, first);
}

}  // namespace
}  // namespace candor::rpc::tls_credentials_test
