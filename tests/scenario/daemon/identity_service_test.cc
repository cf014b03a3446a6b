// Enrolling, and looking after the machines that are enrolled, as the services do it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "candor/v1/watch.grpc.pb.h"
#include "candor/v1/work.grpc.pb.h"
#include "daemon/crypto/enrolment_code.h"
#include "tests/scenario/daemon/tls_fixture.h"

namespace candor::identity_service_test {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

using Stub = v1::IdentityService::Stub;

class IdentityServiceTest : public TlsDaemonTest {
 protected:
  grpc::Status Enroll(const std::string& code, const std::string& request_der, v1::EnrollResponse& response) {
    v1::EnrollRequest request;
    request.set_code(code);
    request.set_request(request_der);
    return Call(identities_, &Stub::Enroll, request, response);
  }
  Refusal RefusedEnroll(const std::string& code, const std::string& request_der) {
    v1::EnrollResponse response;
    return RefusalOf(Enroll(code, request_der, response));
  }
  // By the daemon's socket unless a machine is given.
  grpc::Status List(const std::string& parent, v1::ListEnrolmentsResponse& response, const Machine* machine = nullptr,
                    int page_size = 0, const std::string& token = "") {
    v1::ListEnrolmentsRequest request;
    request.set_parent(parent);
    request.set_page_size(page_size);
    request.set_page_token(token);
    if (machine == nullptr) return Call(identities_, &Stub::ListEnrolments, request, response);
    return Call(v1::IdentityService::NewStub(machine->channel), &Stub::ListEnrolments, request, response);
  }
  std::vector<v1::Enrolment> EnrolmentsOf(const std::string& parent) {
    v1::ListEnrolmentsResponse response;
    const grpc::Status status = List(parent, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return {response.enrolments().begin(), response.enrolments().end()};
  }
  Refusal RevokeBy(const Machine& machine, const std::string& enrolment,
                   v1::RevocationReason reason = v1::REVOCATION_REASON_LOST) {
    v1::RevokeEnrolmentRequest request;
    request.set_name(enrolment);
    request.set_reason(reason);
    v1::RevokeEnrolmentResponse response;
    return RefusalOf(Call(v1::IdentityService::NewStub(machine.channel), &Stub::RevokeEnrolment, request, response));
  }
  Refusal RefusedRevocation(const std::string& name, v1::RevocationReason reason) {
    v1::RevokeEnrolmentRequest request;
    request.set_name(name);
    request.set_reason(reason);
    v1::RevokeEnrolmentResponse response;
    return RefusalOf(Call(identities_, &Stub::RevokeEnrolment, request, response));
  }
  static std::string NewRequest() { return crypto::MakeRequest(crypto::TlsKey::Make()); }
};

TEST_F(IdentityServiceTest, ACodeIsGoodForOneMachine) {
  const std::string ana = MakeMember("Ana Nguyen");
  const v1::CreateEnrolmentCodeResponse code = Code(ana);
  ASSERT_THAT(EnrolmentsOf(ana), SizeIs(1));
  EXPECT_TRUE(EnrolmentsOf(ana)[0].code_open());
  EXPECT_FALSE(EnrolmentsOf(ana)[0].has_expires_at());
  v1::EnrollResponse response;

  const grpc::Status status = Enroll(code.code(), NewRequest(), response);

  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.certificate().member(), ana);
  const std::vector<v1::Enrolment> enrolments = EnrolmentsOf(ana);
  ASSERT_THAT(enrolments, SizeIs(1));
  EXPECT_EQ(enrolments[0].name(), code.enrolment());
  EXPECT_THAT(enrolments[0].name(), HasSubstr(ana + "/enrolments/"));
  EXPECT_FALSE(enrolments[0].code_open());
  EXPECT_EQ(enrolments[0].expires_at().seconds(), response.certificate().expires_at().seconds());
  EXPECT_FALSE(enrolments[0].has_revoked_at());
  ExpectRefusal(RefusedEnroll(code.code(), NewRequest()), grpc::StatusCode::FAILED_PRECONDITION, "code", "code_used");
}

TEST_F(IdentityServiceTest, TheSameCallGivesAnotherCodeInPlaceOfTheFirst) {
  v1::CreateEnrolmentCodeRequest request;
  request.set_parent(MakeMember("Ana Nguyen"));
  request.set_request_id(kUuid);
  v1::CreateEnrolmentCodeResponse first;
  v1::CreateEnrolmentCodeResponse second;
  ASSERT_TRUE(Call(identities_, &Stub::CreateEnrolmentCode, request, first).ok());
  ASSERT_TRUE(Call(identities_, &Stub::CreateEnrolmentCode, request, second).ok());

  ExpectRefusal(RefusedEnroll(first.code(), NewRequest()), grpc::StatusCode::UNAUTHENTICATED, "code", "code_unknown");
  v1::EnrollResponse response;
  EXPECT_TRUE(Enroll(second.code(), NewRequest(), response).ok());
}

TEST_F(IdentityServiceTest, WhatCannotBeUsedIsToldWithItsField) {
  const std::string code = Code(MakeMember("Ana Nguyen")).code();
  const auto authority = crypto::ReadCertificates(authority_, "the authority");
  ASSERT_TRUE(authority.ok());
  const auto wrong = crypto::NewEnrolmentCode(7, authority->front().fingerprint);

  ExpectRefusal(RefusedEnroll("", NewRequest()), grpc::StatusCode::INVALID_ARGUMENT, "code", "missing");
  ExpectRefusal(RefusedEnroll(code, ""), grpc::StatusCode::INVALID_ARGUMENT, "request", "missing");
  ExpectRefusal(RefusedEnroll(code.substr(1), NewRequest()), grpc::StatusCode::INVALID_ARGUMENT, "code",
                "code_mistyped");
  ExpectRefusal(RefusedEnroll(code, "nonsense"), grpc::StatusCode::INVALID_ARGUMENT, "request", "unreadable");
  ExpectRefusal(RefusedEnroll(std::string(crypto::FormatEnrolmentCode(wrong).text()), NewRequest()),
                grpc::StatusCode::UNAUTHENTICATED, "code", "code_unknown");
}

TEST_F(IdentityServiceTest, ActingForMembersEndsWithTheFirstWhoEnrols) {
  const std::string ana = MakeMember("Ana Nguyen");
  const std::string maria = MakeMember("Maria Lopez");
  const auto channel = daemon_->InProcessChannel();
  EXPECT_EQ(Ask(channel, ana).code, grpc::StatusCode::OK);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  context.AddMetadata("candor-act-for", ana);
  v1::WatchRequest watch;
  watch.set_heartbeat_seconds(1);
  const auto stub = v1::WatchService::NewStub(channel);
  const auto stream = stub->Watch(&context, watch);
  v1::WatchResponse told;
  ASSERT_TRUE(stream->Read(&told));

  Enrol(maria);

  ExpectRefusal(Ask(channel, ana), grpc::StatusCode::PERMISSION_DENIED, "candor-act-for", "act_for_off");
  EXPECT_EQ(Ask(channel).code, grpc::StatusCode::OK);
  while (stream->Read(&told)) EXPECT_EQ(told.changes_size(), 0) << told.ShortDebugString();
  EXPECT_EQ(RefusalOf(stream->Finish()).reason, "act_for_off");
}

TEST_F(IdentityServiceTest, OnlyTheOperatorMakesCodes) {
  const Machine ana = Enrol(MakeMember("Ana Nguyen"));
  v1::CreateEnrolmentCodeRequest request;
  request.set_parent(ana.member);
  v1::CreateEnrolmentCodeResponse response;

  const auto over_network = v1::IdentityService::NewStub(ana.channel);
  const Refusal refused = RefusalOf(Call(over_network, &Stub::CreateEnrolmentCode, request, response));

  ExpectRefusal(refused, grpc::StatusCode::PERMISSION_DENIED, "", "operator_only");
  EXPECT_THAT(refused.message, HasSubstr("ask whoever looks after that machine"));
}

TEST_F(IdentityServiceTest, AMemberLooksAfterTheirOwnMachines) {
  const Machine ana = Enrol(MakeMember("Ana Nguyen"));
  const Machine lost = Enrol(ana.member);
  const Machine maria = Enrol(MakeMember("Maria Lopez"));
  v1::ListEnrolmentsResponse listed;

  const grpc::Status status = List(ana.member, listed, &ana);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(listed.enrolments_size(), 2);
  for (const std::string& parent : {maria.member, std::string("members/-")}) {
    ExpectRefusal(RefusalOf(List(parent, listed, &ana)), grpc::StatusCode::PERMISSION_DENIED, "", "others_machines");
  }
  // Whether there is such a one is not told.
  for (const std::string& name : {maria.enrolment, maria.member + "/enrolments/aaaaaaaaaaaaaaaaaaaaaaaabi"}) {
    ExpectRefusal(RevokeBy(ana, name), grpc::StatusCode::PERMISSION_DENIED, "", "others_machines");
  }
  EXPECT_EQ(Ask(maria.channel).code, grpc::StatusCode::OK);

  EXPECT_EQ(RevokeBy(ana, lost.enrolment).code, grpc::StatusCode::OK);

  EXPECT_EQ(Ask(lost.channel).reason, "certificate_revoked");
  EXPECT_EQ(Ask(ana.channel).code, grpc::StatusCode::OK);
  const std::vector<v1::Enrolment> enrolments = EnrolmentsOf(ana.member);
  ASSERT_THAT(enrolments, SizeIs(2));
  EXPECT_EQ(enrolments[1].name(), lost.enrolment);
  EXPECT_EQ(enrolments[1].reason(), v1::REVOCATION_REASON_LOST);
  EXPECT_TRUE(enrolments[1].has_revoked_at());
}

// What was ended may have been taken away: it is told on the machines that are left.
TEST_F(IdentityServiceTest, WhoseMachineWasEndedIsToldWhenAndByWhom) {
  const std::string adam = MakeMember("Adam Minister");
  Grant(adam, v1::ROLE_ADMINISTRATOR);
  const Machine ana = Enrol(MakeMember("Ana Nguyen"));
  const Machine lost = Enrol(ana.member);
  const Machine ends = Enrol(adam);
  const auto told = [&](const std::shared_ptr<grpc::Channel>& channel) {
    v1::GetWorkListResponse response;
    const grpc::Status status = Call(v1::WorkService::NewStub(channel), &v1::WorkService::Stub::GetWorkList,
                                     v1::GetWorkListRequest(), response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    const auto& machines = response.work_list().ended_machines();
    return std::vector<v1::Enrolment>(machines.begin(), machines.end());
  };
  Code(ana.member);
  EXPECT_THAT(told(ana.channel), SizeIs(0));

  ASSERT_EQ(RevokeBy(ends, lost.enrolment).code, grpc::StatusCode::OK);

  const std::vector<v1::Enrolment> hers = told(ana.channel);
  ASSERT_THAT(hers, SizeIs(1));
  EXPECT_EQ(hers[0].name(), lost.enrolment);
  EXPECT_EQ(hers[0].revoked_at().seconds(), absl::ToUnixSeconds(clock_.Now()));
  EXPECT_EQ(hers[0].revoked_by(), adam);
  EXPECT_FALSE(hers[0].acted_for());
  EXPECT_EQ(hers[0].reason(), v1::REVOCATION_REASON_LOST);
  EXPECT_THAT(told(ends.channel), SizeIs(0)) << "somebody else's";
  EXPECT_THAT(told(daemon_->InProcessChannel()), SizeIs(0));
  clock_.AdvanceTime(absl::Hours(24 * 8));
  EXPECT_THAT(told(ana.channel), SizeIs(0)) << "for a week";
}

// The operator makes codes, and could be anybody with one: it is told where they are already.
TEST_F(IdentityServiceTest, WhoGetsAnotherMachineIsToldOfItAndOfItsCode) {
  const Machine ana = Enrol(MakeMember("Ana Nguyen"));
  const Machine maria = Enrol(MakeMember("Maria Lopez"));
  const auto told = [&](const std::shared_ptr<grpc::Channel>& channel) {
    v1::GetWorkListResponse response;
    const grpc::Status status = Call(v1::WorkService::NewStub(channel), &v1::WorkService::Stub::GetWorkList,
                                     v1::GetWorkListRequest(), response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    const auto& machines = response.work_list().new_machines();
    return std::vector<v1::Enrolment>(machines.begin(), machines.end());
  };
  EXPECT_THAT(told(ana.channel), SizeIs(0)) << "the first one";

  const v1::CreateEnrolmentCodeResponse code = Code(ana.member);
  const std::vector<v1::Enrolment> waits = told(ana.channel);
  ASSERT_THAT(waits, SizeIs(1));
  EXPECT_EQ(waits[0].name(), code.enrolment());
  EXPECT_TRUE(waits[0].code_open());
  EXPECT_EQ(waits[0].code_made_at().seconds(), absl::ToUnixSeconds(clock_.Now()));

  clock_.AdvanceTime(absl::Hours(1));
  v1::EnrollResponse response;
  ASSERT_TRUE(Enroll(code.code(), NewRequest(), response).ok());

  const std::vector<v1::Enrolment> hers = told(ana.channel);
  ASSERT_THAT(hers, SizeIs(1));
  EXPECT_EQ(hers[0].name(), code.enrolment());
  EXPECT_FALSE(hers[0].code_open());
  EXPECT_EQ(hers[0].begun_at().seconds(), absl::ToUnixSeconds(clock_.Now()));
  EXPECT_EQ(hers[0].code_made_at().seconds(), waits[0].code_made_at().seconds());
  EXPECT_THAT(told(maria.channel), SizeIs(0)) << "somebody else's";
  EXPECT_THAT(told(daemon_->InProcessChannel()), SizeIs(0));
  ASSERT_EQ(RevokeBy(ana, code.enrolment()).code, grpc::StatusCode::OK);
  EXPECT_THAT(told(ana.channel), SizeIs(1)) << "it called as her all the same";
  clock_.AdvanceTime(absl::Hours(24 * 8));
  EXPECT_THAT(told(ana.channel), SizeIs(0)) << "for a week";
}

// Nobody is to take the place of a machine in silence either.
TEST_F(IdentityServiceTest, AMachineAfterOneThatWasEndedIsToldLikeAnyOther) {
  const Machine lost = Enrol(MakeMember("Ana Nguyen"));
  Revoke(lost);
  const Machine ana = Enrol(lost.member);
  Revoke(ana);
  const Machine third = Enrol(lost.member);

  v1::GetWorkListResponse response;
  ASSERT_TRUE(Call(v1::WorkService::NewStub(third.channel), &v1::WorkService::Stub::GetWorkList,
                   v1::GetWorkListRequest(), response)
                  .ok());

  ASSERT_EQ(response.work_list().new_machines_size(), 2) << "each that came after the first";
  EXPECT_EQ(response.work_list().new_machines(0).name(), ana.enrolment);
  EXPECT_EQ(response.work_list().new_machines(1).name(), third.enrolment);
}

TEST_F(IdentityServiceTest, WhatIsToEndIsNamedInFull) {
  const Machine ana = Enrol(MakeMember("Ana Nguyen"));
  const std::string maria = MakeMember("Maria Lopez");
  const std::string id = ana.enrolment.substr(ana.enrolment.rfind('/'));

  ExpectRefusal(RefusedRevocation(ana.enrolment, v1::REVOCATION_REASON_UNSPECIFIED), grpc::StatusCode::INVALID_ARGUMENT,
                "reason", "missing");
  ExpectRefusal(RefusedRevocation(ana.member, v1::REVOCATION_REASON_LEFT), grpc::StatusCode::INVALID_ARGUMENT, "name",
                "name");
  ExpectRefusal(RefusedRevocation(maria + "/enrolments" + id, v1::REVOCATION_REASON_LEFT), grpc::StatusCode::NOT_FOUND,
                "name", "not_found");
  EXPECT_EQ(Ask(ana.channel).code, grpc::StatusCode::OK);
}

TEST_F(IdentityServiceTest, ManyAreListedInPages) {
  const Machine ana = Enrol(MakeMember("Ana Nguyen"));
  const Machine maria = Enrol(MakeMember("Maria Lopez"));
  const Machine last = Enrol(ana.member);
  v1::ListEnrolmentsResponse first;
  v1::ListEnrolmentsResponse second;

  ASSERT_TRUE(List("members/-", first, nullptr, 2).ok());
  ASSERT_TRUE(List("members/-", second, nullptr, 2, first.next_page_token()).ok());

  ASSERT_EQ(first.enrolments_size(), 2);
  EXPECT_EQ(first.enrolments(0).name(), ana.enrolment);
  EXPECT_EQ(first.enrolments(1).name(), maria.enrolment);
  ASSERT_EQ(second.enrolments_size(), 1);
  EXPECT_EQ(second.enrolments(0).name(), last.enrolment);
  EXPECT_EQ(second.next_page_token(), "");
  EXPECT_EQ(RefusalOf(List(ana.member.substr(0, 9), first)).field, "parent");
}

TEST_F(IdentityServiceTest, TheSocketHasNothingToRenew) {
  v1::RenewCertificateRequest request;
  request.set_request(NewRequest());
  v1::RenewCertificateResponse response;
  ExpectRefusal(RefusalOf(Call(identities_, &Stub::RenewCertificate, request, response)),
                grpc::StatusCode::FAILED_PRECONDITION, "", "no_certificate");
}

TEST_F(IdentityServiceTest, WhoHasLeftIsNotHeard) {
  const Machine ana = Enrol(MakeMember("Ana Nguyen"));
  v1::CreateEntryRequest leaves = EntryFor(ana.member, ana.member, Today());
  SetDate(leaves.mutable_entry()->mutable_departure()->mutable_last_day(), Today());
  Record(leaves);
  EXPECT_EQ(Ask(ana.channel).code, grpc::StatusCode::OK) << "it is their last day";

  clock_.AdvanceTime(absl::Hours(24));

  ExpectRefusal(Ask(ana.channel), grpc::StatusCode::UNAUTHENTICATED, "", "left");
}

TEST_F(IdentityServiceTest, WhoseCertificateHasEndedEnrolsAgainOverTheSameConnection) {
  const Machine ana = Enrol(MakeMember("Ana Nguyen"));
  Revoke(ana);
  const std::string code = Code(ana.member).code();
  v1::EnrollRequest request;
  request.set_code(code);
  request.set_request(NewRequest());
  v1::EnrollResponse response;

  const grpc::Status status = Call(v1::IdentityService::NewStub(ana.channel), &Stub::Enroll, request, response);

  EXPECT_TRUE(status.ok()) << status.error_message();
}

// A daemon as it is before anybody has made an authority.
class WithoutAuthorityTest : public DaemonTest {};

TEST_F(WithoutAuthorityTest, NobodyEnrols) {
  const auto stub = v1::IdentityService::NewStub(daemon_->InProcessChannel());
  v1::CreateEnrolmentCodeRequest request;
  request.set_parent(MakeMember("Ana Nguyen"));
  v1::CreateEnrolmentCodeResponse response;

  const Refusal refused = RefusalOf(Call(stub, &Stub::CreateEnrolmentCode, request, response));

  EXPECT_EQ(refused.code, grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(refused.reason, "no_authority");
  EXPECT_THAT(refused.message, HasSubstr("candord init"));
}

}  // namespace
}  // namespace candor::identity_service_test
