// Calls over a network, through real TLS: who is heard, as whom, and until when.

#include <gmock/gmock.h>
#include <grpc/grpc_security_constants.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "candor/v1/watch.grpc.pb.h"
#include "daemon/crypto/certificate_signing.h"
#include "daemon/identity/lifetimes.h"
#include "daemon/rpc/server.h"
#include "google/protobuf/descriptor.h"
#include "tests/scenario/daemon/tls_fixture.h"

namespace candor::tls_test {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

constexpr char kEnroll[] = "/candor.v1.IdentityService/Enroll";

class TlsTest : public TlsDaemonTest {
 protected:
  // The paths of every method of every service.
  static std::vector<std::string> Paths() {
    std::vector<std::string> paths;
    for (const std::string& service : rpc::ServiceNames()) {
      const auto* found = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(service);
      for (int i = 0; i < found->method_count(); ++i) paths.push_back("/" + service + "/" + found->method(i)->name());
    }
    return paths;
  }

  // What a machine gets when it asks for another certificate, for this key.
  grpc::Status Renew(const Machine& machine, const crypto::TlsKey& key, v1::RenewCertificateResponse& response) {
    v1::RenewCertificateRequest request;
    request.set_request(crypto::MakeRequest(key));
    const auto stub = v1::IdentityService::NewStub(machine.channel);
    return Call(stub, &v1::IdentityService::Stub::RenewCertificate, request, response);
  }

  v1::CreateEntryRequest Session(const std::string& parent, const std::string& therapist) {
    v1::CreateEntryRequest request = EntryFor(parent, therapist, Today() - 2);
    request.mutable_entry()->mutable_session()->set_minutes(50);
    return request;
  }

  // SHA-256 of the certificate that the daemon shows on a new connection.
  crypto::Digest Shown(const TlsClient& client) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    v1::GetStatusResponse response;
    const grpc::Status status = v1::DaemonService::NewStub(Connect(client))->GetStatus(&context, {}, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    if (!status.ok()) return {};
    const auto shown = context.auth_context()->FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME);
    EXPECT_THAT(shown, SizeIs(1));
    return *crypto::FingerprintOfPem({shown.front().data(), shown.front().size()});
  }
};

TEST_F(TlsTest, NoMethodButEnrollIsAnsweredWithoutACertificate) {
  const auto nobody = Connect(Nobody());
  std::vector<std::string> paths = Paths();
  ASSERT_GT(paths.size(), 50U);
  paths.insert(paths.end(), {"/grpc.health.v1.Health/Check", "/grpc.health.v1.Health/Watch",
                             "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"});

  for (const std::string& path : paths) {
    const grpc::StatusCode expected =
        path == kEnroll ? grpc::StatusCode::INVALID_ARGUMENT : grpc::StatusCode::UNAUTHENTICATED;
    EXPECT_EQ(CallByPath(nobody, path).error_code(), expected) << path;
  }
}

TEST_F(TlsTest, AMemberCallsAsThemselves) {
  const Machine ana = Enrol(MakeMember("Ana Nguyen"));
  const Machine maria = Enrol(MakeMember("Maria Lopez"));
  const std::string of_ana = OpenCase("C-1", ana.member, Today() - 20);
  const auto entries = v1::EntryService::NewStub(ana.channel);

  v1::CreateEntryResponse written;
  const grpc::Status status = Call(entries, &v1::EntryService::Stub::CreateEntry, Session(of_ana, ana.member), written);

  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(written.entry().author(), ana.member);
  v1::GetCaseRequest get;
  get.set_name(of_ana);
  v1::GetCaseResponse got;
  EXPECT_TRUE(Call(v1::CaseService::NewStub(ana.channel), &v1::CaseService::Stub::GetCase, get, got).ok());
  EXPECT_EQ(Call(v1::CaseService::NewStub(maria.channel), &v1::CaseService::Stub::GetCase, get, got).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(TlsTest, AMemberHasNoneOfTheOperatorsRights) {
  const Machine ana = Enrol(MakeMember("Ana Nguyen"));
  v1::CreateMemberRequest request;
  request.mutable_member()->set_display_name("Maria Lopez");
  request.mutable_member()->mutable_licence()->set_profession("mft");
  v1::CreateMemberResponse response;

  const auto members = v1::MemberService::NewStub(ana.channel);
  const grpc::Status status = Call(members, &v1::MemberService::Stub::CreateMember, request, response);

  EXPECT_EQ(status.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(Ask(ana.channel, ana.member).code, grpc::StatusCode::INVALID_ARGUMENT) << "candor-act-for";
}

TEST_F(TlsTest, HealthAndReflectionAreForWhoHasACertificateThatCounts) {
  const Machine ana = Enrol(MakeMember("Ana Nguyen"));
  const std::vector<std::string> paths = {"/grpc.health.v1.Health/Check",
                                          "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"};
  for (const std::string& path : paths) {
    const grpc::Status status = CallByPath(ana.channel, path);
    EXPECT_TRUE(status.ok()) << path << ": " << status.error_message();
  }

  Revoke(ana);

  for (const std::string& path : paths) {
    EXPECT_EQ(CallByPath(ana.channel, path).error_code(), grpc::StatusCode::UNAUTHENTICATED) << path;
  }
}

TEST_F(TlsTest, WhoIsRevokedIsCutOnOpenConnectionsToo) {
  const std::string member = MakeMember("Ana Nguyen");
  const Machine lost = Enrol(member);
  const Machine other = Enrol(member);
  ASSERT_EQ(Ask(lost.channel).code, grpc::StatusCode::OK);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  v1::WatchRequest watch;
  watch.set_heartbeat_seconds(1);
  const auto stub = v1::WatchService::NewStub(lost.channel);
  const auto stream = stub->Watch(&context, watch);
  v1::WatchResponse told;
  ASSERT_TRUE(stream->Read(&told));

  Revoke(lost);

  const Refusal refused = Ask(lost.channel);
  EXPECT_EQ(refused.code, grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(refused.reason, "certificate_revoked");
  EXPECT_EQ(Ask(Connect(lost.client)).code, grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(Ask(other.channel).code, grpc::StatusCode::OK);
  // What was on its way is not taken back; nothing is told after it.
  while (stream->Read(&told)) EXPECT_EQ(told.changes_size(), 0) << told.ShortDebugString();
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(TlsTest, AStreamIsToldWhatHappensAndNotAfterARevocation) {
  const Machine ana = Enrol(MakeMember("Ana Nguyen"));
  const std::string of_ana = OpenCase("C-1", ana.member, Today() - 20);
  WaitForPolicies();
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  const auto stub = v1::WatchService::NewStub(ana.channel);
  const auto stream = stub->Watch(&context, v1::WatchRequest());
  v1::WatchResponse told;
  ASSERT_TRUE(stream->Read(&told));
  Record(Session(of_ana, ana.member));
  ASSERT_TRUE(stream->Read(&told));
  EXPECT_EQ(told.changes_size(), 1) << told.ShortDebugString();
  WaitForPolicies();

  Revoke(ana);
  v1::CreateEntryRequest later = Session(of_ana, ana.member);
  later.mutable_entry()->set_note("after");
  const std::string after = Record(later).entry().name();

  while (stream->Read(&told)) {
    for (const v1::Change& change : told.changes()) EXPECT_NE(change.entry().name(), after);
  }
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(TlsTest, ACertificateIsRenewedWhileItHoldsAndOnlyWhenItIsTime) {
  const Machine ana = Enrol(MakeMember("Ana Nguyen"));
  const crypto::TlsKey key = crypto::TlsKey::Make();
  v1::RenewCertificateResponse response;
  EXPECT_EQ(RefusalOf(Renew(ana, key, response)).reason, "too_early");

  KeepUp();
  const grpc::Status status = Renew(ana, key, response);

  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.certificate().member(), ana.member);
  const auto renewed = Connect(ClientWith(key, response.certificate()));
  EXPECT_EQ(Ask(renewed).code, grpc::StatusCode::OK);
  EXPECT_EQ(Ask(ana.channel).code, grpc::StatusCode::OK) << "the answer may have been lost";
  clock_.AdvanceTime(identity::kRenewedOverlap + absl::Seconds(1));
  EXPECT_EQ(Ask(ana.channel).reason, "certificate_renewed");
  EXPECT_EQ(Ask(renewed).code, grpc::StatusCode::OK);
}

TEST_F(TlsTest, ARenewedCertificateGoesWithItsEnrolment) {
  const Machine ana = Enrol(MakeMember("Ana Nguyen"));
  KeepUp();
  const crypto::TlsKey key = crypto::TlsKey::Make();
  v1::RenewCertificateResponse response;
  ASSERT_TRUE(Renew(ana, key, response).ok());

  Revoke(ana);

  EXPECT_EQ(Ask(Connect(ClientWith(key, response.certificate()))).reason, "certificate_revoked");
}

TEST_F(TlsTest, OneThatHasEndedIsToldSo) {
  const Machine ana = Enrol(MakeMember("Ana Nguyen"));

  clock_.AdvanceTime(identity::kMemberLife + absl::Seconds(1));

  const Refusal refused = Ask(ana.channel);
  EXPECT_EQ(refused.code, grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(refused.reason, "certificate_expired");
}

TEST_F(TlsTest, ACertificateThatTheRecordDoesNotKnowIsNotHeard) {
  const auto authority = identity::Authority::Load(AuthorityFilesOf(folder_, {}), clock_.Now());
  ASSERT_TRUE(authority.ok()) << authority.status();
  const crypto::TlsKey key = crypto::TlsKey::Make();
  const auto forged = authority->IssueToMember(MemberId(IdBytes{1}), key.public_key(), absl::Now());
  ASSERT_TRUE(forged.ok()) << forged.status();

  const Refusal refused = Ask(Connect({authority_, std::string(key.ToPem().text()), crypto::PemOf(*forged)}));

  EXPECT_EQ(refused.code, grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(refused.reason, "certificate_unknown");
}

TEST_F(TlsTest, TheDaemonsOwnCertificateIsRenewedWithoutAStart) {
  const Machine ana = Enrol(MakeMember("Ana Nguyen"));
  const crypto::Digest first = Shown(ana.client);

  KeepUp();
  daemon_->RefreshNetwork();

  crypto::Digest now = first;
  for (int i = 0; i < 100 && now == first; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    now = Shown(ana.client);
  }
  EXPECT_NE(now, first);
  EXPECT_EQ(Ask(ana.channel).code, grpc::StatusCode::OK) << "a connection from before";
}

TEST_F(TlsTest, TheStatusSaysHowTheDaemonIsReached) {
  v1::DaemonStatus status = Status();
  EXPECT_TRUE(status.tls());
  EXPECT_FALSE(status.insecure_loopback());
  EXPECT_TRUE(status.act_for_allowed());
  EXPECT_GT(status.certificate_expires_at().seconds(), absl::ToUnixSeconds(absl::Now()));

  Enrol(MakeMember("Ana Nguyen"));

  EXPECT_FALSE(Status().act_for_allowed());
}

TEST_F(TlsTest, InTheClearWhoeverConnectsIsTheOperatorAndTheStatusSaysSo) {
  DaemonOptions options = InMemoryOptions(clock_);
  const auto address = rpc::ParseListenAddress("127.0.0.1:0", true);
  ASSERT_TRUE(address.ok()) << address.status();
  options.address = *address;
  const auto daemon = Daemon::Start(std::move(options));
  ASSERT_TRUE(daemon.ok()) << daemon.status();
  const auto channel =
      grpc::CreateChannel(absl::StrCat("127.0.0.1:", (*daemon)->port()), grpc::InsecureChannelCredentials());

  v1::GetStatusResponse response;
  const auto stub = v1::DaemonService::NewStub(channel);
  const grpc::Status status = Call(stub, &v1::DaemonService::Stub::GetStatus, v1::GetStatusRequest(), response);

  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_TRUE(response.status().insecure_loopback());
  EXPECT_FALSE(response.status().tls());
}

TEST_F(TlsTest, WhatIsMeantForTlsIsNeverHeardInTheClear) {
  DaemonOptions options = InMemoryOptions(clock_);
  options.address = rpc::ListenAddress{rpc::ListenAddress::Kind::kTls, "127.0.0.1:0"};
  EXPECT_TRUE(absl::IsInvalidArgument(Daemon::Start(std::move(options)).status()));
}

TEST_F(TlsTest, AnAddressThatIsTakenIsToldWithItsName) {
  DaemonOptions options = InMemoryOptions(clock_);
  options.data_dir = folder_;
  options.network.emplace();
  options.network->listen =
      rpc::ListenAddress{rpc::ListenAddress::Kind::kTls, absl::StrCat("127.0.0.1:", daemon_->network_port())};
  options.network->names = {"127.0.0.1", "localhost"};

  const auto second = Daemon::Start(std::move(options));

  EXPECT_TRUE(absl::IsUnavailable(second.status())) << second.status();
  EXPECT_THAT(std::string(second.status().message()), HasSubstr(absl::StrCat(daemon_->network_port())));
}

// Where the practice brings its authority.
class OwnAuthorityTest : public TlsTest {
 protected:
  void SetUp() override {
    const crypto::TlsKey key = crypto::TlsKey::Make();
    const absl::Time made = absl::FromUnixSeconds(absl::ToUnixSeconds(clock_.Now())) - absl::Hours(24 * 400);
    const crypto::Certificate certificate =
        crypto::MakeAuthority(key, "Harbour Street Practice", {made, made + absl::Hours(24 * 3000)});
    NetworkConfig network;
    network.authority_certificate = elsewhere_ + "/practice.pem";
    network.authority_key = elsewhere_ + "/practice.key";
    ASSERT_TRUE(ReplaceFile(network.authority_certificate, crypto::PemOf(certificate)).ok());
    ASSERT_TRUE(key.CreateFile(network.authority_key).ok());
    ServeNetwork(network);
  }
  ~OwnAuthorityTest() override { std::filesystem::remove_all(elsewhere_); }

  const std::string elsewhere_ = MakeTempFolder("candor-own-authority");
};

TEST_F(OwnAuthorityTest, ItSignsAndIsTheOneThatIsTrusted) {
  const Machine ana = Enrol(MakeMember("Ana Nguyen"));

  EXPECT_EQ(Ask(ana.channel).code, grpc::StatusCode::OK);
  const auto certificate = crypto::ReadCertificates(ana.client.certificate, "the certificate");
  const auto authority = crypto::ReadCertificates(authority_, "the authority");
  ASSERT_TRUE(certificate.ok() && authority.ok());
  EXPECT_EQ(authority->front().common_name, "Harbour Street Practice");
  EXPECT_TRUE(
      crypto::CheckIssued(certificate->front(), authority->front(), crypto::CertificateUse::kClient, clock_.Now())
          .ok());
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/authority.pem"));
}

}  // namespace
}  // namespace candor::tls_test
