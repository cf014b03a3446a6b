#ifndef CANDOR_TESTS_SCENARIO_DAEMON_TLS_FIXTURE_H_
#define CANDOR_TESTS_SCENARIO_DAEMON_TLS_FIXTURE_H_

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "candor/v1/identity.grpc.pb.h"
#include "candor/v1/role.grpc.pb.h"
#include "daemon/base/civil.h"
#include "daemon/base/small_file.h"
#include "daemon/config.h"
#include "daemon/crypto/certificate.h"
#include "daemon/crypto/certificate_request.h"
#include "daemon/crypto/tls_key.h"
#include "daemon/network_setup.h"
#include "daemon/rpc/limits.h"
#include "daemon/rpc/listen_address.h"
#include "tests/scenario/daemon/daemon_fixture.h"
#include "tests/support/rpc/tls_client.h"
#include "tests/support/temp_folder.h"

namespace candor {

// A whole daemon that is called over TLS too, on a port of its own, with an authority that was made for it. TLS reads
// the machine's clock, which a test cannot move: so by the daemon's clock it is 61 days earlier at first, when
// certificates are made that are due by now, and KeepUp() takes it to now. The practice has named whom it has to name,
// under names that no test gives, so that whoever enrols finds it ready (`ready_from_start_`).
class TlsDaemonTest : public DaemonTest {
 protected:
  // A member on a machine of their own.
  struct Machine {
    std::string member;     // resource name
    std::string enrolment;  // resource name
    TlsClient client;
    std::shared_ptr<grpc::Channel> channel;
  };

  TlsDaemonTest() { clock_.SetTime(absl::Now() - absl::Hours(24 * 61)); }
  ~TlsDaemonTest() override { std::filesystem::remove_all(folder_); }

  void SetUp() override {
    ASSERT_TRUE(MakeAuthority(folder_, {}, clock_.Now()).ok());
    NetworkConfig network;
    network.act_for_after_enrolment = act_for_after_enrolment_;
    ServeNetwork(std::move(network));
  }

  // `network`: which authority, and what else is not as always here.
  void ServeNetwork(NetworkConfig network) {
    network.listen = rpc::ListenAddress{rpc::ListenAddress::Kind::kTls, "127.0.0.1:0"};
    network.names = {"127.0.0.1", "localhost"};
    network.looked_at_every = absl::Seconds(1);
    const identity::AuthorityFiles files = AuthorityFilesOf(folder_, network);
    DaemonOptions options = InMemoryOptions(clock_);
    options.version = "test";
    options.data_dir = folder_;
    options.network = std::move(network);
    options.limits = limits_;
    Serve(std::move(options));
    if (HasFatalFailure()) return;
    authority_ = ReadSmallFile(files.certificate)->value();
    identities_ = v1::IdentityService::NewStub(daemon_->InProcessChannel());
    roles_ = v1::RoleService::NewStub(daemon_->InProcessChannel());
    if (ready_from_start_) MakeReady();
  }

  // By the operator as such, as of today. `of`: for whom a reviewer reviews or a deputy stands in.
  void Grant(const std::string& member, v1::Role role, bool deputy = false, const std::string& of = "") {
    v1::GrantRoleRequest request;
    request.set_parent(member);
    request.set_role(role);
    request.set_deputy(deputy);
    request.set_of(of);
    v1::GrantRoleResponse response;
    const grpc::Status status = Call(roles_, &v1::RoleService::Stub::GrantRole, request, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
  }

  v1::Readiness Readiness() {
    v1::GetReadinessResponse response;
    const grpc::Status status = Call(roles_, &v1::RoleService::Stub::GetReadiness, v1::GetReadinessRequest(), response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.readiness();
  }

  // Everything that a practice names before it works with people. While nobody is enrolled.
  void MakeReady() {
    const std::string office = MakeMember("Head Office");
    const std::string second = MakeMember("Second Office");
    const std::string outside = MakeMember("Rowan Outside");
    const std::string other = MakeMember("Sasha Outside");
    for (const v1::Role role : {v1::ROLE_DIRECTOR, v1::ROLE_OWNER}) {
      Grant(office, role);
      Grant(second, role, true);
    }
    Grant(second, v1::ROLE_CONSULTANT);
    Grant(other, v1::ROLE_OUTSIDE_CONSULTANT);
    Grant(outside, v1::ROLE_INDEPENDENT_REVIEWER);
    Grant(other, v1::ROLE_INDEPENDENT_REVIEWER, true);
    v1::AcceptNonUseRequest accept;
    accept.set_owner(office);
    accept.set_digest(Readiness().non_use_digest());
    v1::AcceptNonUseResponse response;
    const grpc::Status status = Call(roles_, &v1::RoleService::Stub::AcceptNonUse, accept, response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(response.readiness().gaps_size(), 0) << response.ShortDebugString();
  }

  void KeepUp() { clock_.SetTime(absl::Now()); }
  Day Today() { return DayAt(clock_.Now(), absl::UTCTimeZone()); }

  // A connection of its own.
  std::shared_ptr<grpc::Channel> Connect(const TlsClient& client) const {
    return ConnectOverTls(absl::StrCat("127.0.0.1:", daemon_->network_port()), client);
  }
  // Who has no certificate.
  TlsClient Nobody() const { return {authority_, "", ""}; }

  TlsClient ClientWith(const crypto::TlsKey& key, const v1::Certificate& certificate) const {
    const auto read = crypto::ReadCertificate(certificate.der());
    EXPECT_TRUE(read.ok()) << read.status();
    return {authority_, std::string(key.ToPem().text()), crypto::PemOf(*read)};
  }

  // What an administrator hands to a member, by the daemon's own socket.
  v1::CreateEnrolmentCodeResponse Code(const std::string& member) {
    v1::CreateEnrolmentCodeRequest request;
    request.set_parent(member);
    v1::CreateEnrolmentCodeResponse response;
    const grpc::Status status = Call(identities_, &v1::IdentityService::Stub::CreateEnrolmentCode, request, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  // One more machine of that member, by a code, over the network.
  Machine Enrol(const std::string& member) {
    const v1::CreateEnrolmentCodeResponse code = Code(member);
    const crypto::TlsKey key = crypto::TlsKey::Make();
    v1::EnrollRequest request;
    request.set_code(code.code());
    request.set_request(crypto::MakeRequest(key));
    v1::EnrollResponse response;
    const auto stub = v1::IdentityService::NewStub(Connect(Nobody()));
    const grpc::Status status = Call(stub, &v1::IdentityService::Stub::Enroll, request, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    if (!status.ok()) return {};
    TlsClient client = ClientWith(key, response.certificate());
    return {response.certificate().member(), code.enrolment(), client, Connect(client)};
  }

  void Revoke(const Machine& machine) {
    v1::RevokeEnrolmentRequest request;
    request.set_name(machine.enrolment);
    request.set_reason(v1::REVOCATION_REASON_LOST);
    v1::RevokeEnrolmentResponse response;
    const grpc::Status status = Call(identities_, &v1::IdentityService::Stub::RevokeEnrolment, request, response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  // How a call of everybody's comes back.
  Refusal Ask(const std::shared_ptr<grpc::Channel>& channel, const std::string& act_for = "") {
    const auto stub = v1::DaemonService::NewStub(channel);
    v1::GetStatusResponse response;
    return RefusalOf(Call(stub, &v1::DaemonService::Stub::GetStatus, v1::GetStatusRequest(), response, act_for));
  }

  const std::string folder_ = MakeTempFolder("candor-tls");
  rpc::LimitOptions limits_;  // to be set before ServeNetwork()
  std::string authority_;     // the certificate, in PEM
  std::unique_ptr<v1::IdentityService::Stub> identities_;
  std::unique_ptr<v1::RoleService::Stub> roles_;
  bool ready_from_start_ = true;  // to be set before ServeNetwork()
  // Whether the practice goes on with an operator who acts for others; to be set before SetUp().
  bool act_for_after_enrolment_ = false;
};

}  // namespace candor

#endif  // CANDOR_TESTS_SCENARIO_DAEMON_TLS_FIXTURE_H_
