#include "daemon/identity/desk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/synchronization/notification.h"
#include "daemon/base/status.h"
#include "daemon/crypto/certificate.h"
#include "daemon/crypto/certificate_request.h"
#include "daemon/crypto/enrolment_code.h"
#include "daemon/identity/lifetimes.h"
#include "daemon/store/open.h"
#include "identities.h"
#include "tests/unit/store/store_fixture.h"

namespace candor::identity::desk_test {
namespace {

using domain::RevocationWhy;
using testing::ElementsAre;
using testing::Field;

using CodeAnswer = absl::StatusOr<domain::CodeHandedOut>;
using CertificateAnswer = absl::StatusOr<domain::CertificateHandedOut>;

// What is answered in the end. `start` is given the callback.
template <class Answer, class Start>
Answer AnswerTo(Start start) {
  absl::Notification done;
  std::optional<Answer> result;
  start([&](Answer answer) {
    result.emplace(std::move(answer));
    done.Notify();
  });
  done.WaitForNotification();
  return *std::move(result);
}

std::string NewRequest() {
  return crypto::MakeRequest(crypto::TlsKey::Make());
}

std::string PemIn(const domain::CertificateHandedOut& handed) {
  const auto certificate = crypto::ReadCertificate(handed.certificate);
  EXPECT_TRUE(certificate.ok()) << certificate.status();
  return certificate.ok() ? crypto::PemOf(*certificate) : "";
}

class DeskTest : public testing::Test {
 protected:
  void SetUp() override {
    store_ = store::OpenInMemory(clock_).value();
    ASSERT_TRUE(store::AppendTo(*store_, {domain::Member{ana_, "Ana", {}}, domain::Member{ben_, "Ben", {}}}).ok());
    desk_ = StartDesk(&authority_, {});
  }

  std::unique_ptr<Desk> StartDesk(const Authority* authority, NetworkOptions options) {
    auto desk = Desk::Start({*store_, authority, nullptr, store_->code_key(), clock_, options});
    EXPECT_TRUE(desk.ok()) << desk.status();
    return *std::move(desk);
  }

  CodeAnswer Issue(const MemberId& member) {
    return AnswerTo<CodeAnswer>([&](auto done) { desk_->IssueCode(member, operator_, done); });
  }
  std::string CodeFor(const MemberId& member) {
    const CodeAnswer code = Issue(member);
    EXPECT_TRUE(code.ok()) << code.status();
    return code.ok() ? code->text.Reveal() : "";
  }
  CertificateAnswer Enroll(const std::string& code, const std::string& request = NewRequest()) {
    return AnswerTo<CertificateAnswer>([&](auto done) { desk_->Enroll(code, request, done); });
  }
  // The certificate of a machine that the member has just enrolled.
  domain::CertificateHandedOut Enrolled(const MemberId& member) {
    const CertificateAnswer handed = Enroll(CodeFor(member));
    EXPECT_TRUE(handed.ok()) << handed.status();
    return handed.ok() ? *handed : domain::CertificateHandedOut{};
  }
  CertificateAnswer Renew(const std::string& pem) {
    return AnswerTo<CertificateAnswer>([&](auto done) { desk_->Renew(pem, NewRequest(), done); });
  }
  absl::Status Revoke(const EnrolmentId& enrolment, RevocationWhy why = RevocationWhy::kLost) {
    return AnswerTo<absl::Status>([&](auto done) { desk_->Revoke(enrolment, why, operator_, done); });
  }

  static void ExpectReason(const absl::Status& status, absl::StatusCode code, const std::string& reason) {
    EXPECT_EQ(status.code(), code) << status;
    ASSERT_TRUE(DetailOf(status)) << status;
    EXPECT_EQ(DetailOf(status)->reason, reason);
  }

  const TempFolder folder_;
  const Authority authority_ = MakeAuthorityIn(folder_);
  const domain::Caller operator_{};
  const MemberId ana_ = SomeMember(1);
  const MemberId ben_ = SomeMember(2);
  SimulatedClock clock_{Noon()};
  std::unique_ptr<store::DurableStore> store_;
  std::unique_ptr<Desk> desk_;
};

TEST_F(DeskTest, WhoHasACodeCallsWithTheCertificateThatTheyGetForIt) {
  const CodeAnswer code = Issue(ana_);
  ASSERT_TRUE(code.ok()) << code.status();
  EXPECT_EQ(code->member, ana_);
  EXPECT_EQ(code->expires_at, Noon() + kCodeLife);
  EXPECT_FALSE(desk_->AnyoneEnrolled());

  const CertificateAnswer handed = Enroll(code->text.Reveal());

  ASSERT_TRUE(handed.ok()) << handed.status();
  EXPECT_EQ(handed->member, ana_);
  EXPECT_EQ(handed->authority, authority_.certificate().der);
  EXPECT_LT(Noon(), handed->renew_from);
  EXPECT_LT(handed->renew_from, handed->not_after);
  EXPECT_TRUE(desk_->AnyoneEnrolled());
  EXPECT_EQ(*desk_->WhoHolds(PemIn(*handed)), ana_);
}

TEST_F(DeskTest, EverythingIsOnRecord) {
  const domain::CertificateHandedOut handed = Enrolled(ana_);
  const EnrolmentId enrolment = desk_->EnrolmentsOf(ana_).at(0).enrolment;
  ASSERT_TRUE(Revoke(enrolment, RevocationWhy::kReplaced).ok());

  const auto recorded = store_->Latest()->ListEnrolments();

  ASSERT_TRUE(recorded.ok()) << recorded.status();
  ASSERT_EQ(recorded->size(), 3u);
  EXPECT_EQ(std::get<domain::EnrolmentCodeIssued>((*recorded)[0]).caller, operator_);
  EXPECT_EQ(std::get<domain::CertificateIssued>((*recorded)[1]).fingerprint,
            crypto::ReadCertificate(handed.certificate)->fingerprint);
  EXPECT_EQ(std::get<domain::EnrolmentRevoked>((*recorded)[2]).why, RevocationWhy::kReplaced);
}

TEST_F(DeskTest, AnotherStartKnowsWhoIsEnrolledAndWhoIsNot) {
  const std::string ana = PemIn(Enrolled(ana_));
  const std::string ben = PemIn(Enrolled(ben_));
  ASSERT_TRUE(Revoke(desk_->EnrolmentsOf(ben_).at(0).enrolment).ok());
  const std::string open = CodeFor(ana_);

  desk_ = StartDesk(&authority_, {});

  EXPECT_EQ(*desk_->WhoHolds(ana), ana_);
  ExpectReason(desk_->WhoHolds(ben).status(), absl::StatusCode::kUnauthenticated, "certificate_revoked");
  EXPECT_TRUE(Enroll(open).ok());
}

TEST_F(DeskTest, WhoseAnswerWasLostAsksAgainWithTheSameKey) {
  const std::string code = CodeFor(ana_);
  const std::string request = NewRequest();
  const CertificateAnswer lost = Enroll(code, request);
  ASSERT_TRUE(lost.ok()) << lost.status();

  const CertificateAnswer again = Enroll(code, request);

  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*desk_->WhoHolds(PemIn(*again)), ana_);
  EXPECT_EQ(desk_->EnrolmentsOf(ana_).size(), 1u);
  ExpectReason(Enroll(code).status(), absl::StatusCode::kFailedPrecondition, "code_used");
}

TEST_F(DeskTest, OfTwoAtOnceOneGetsACertificate) {
  const std::string code = CodeFor(ana_);
  absl::Notification first_done;
  absl::Notification second_done;
  CertificateAnswer first = absl::UnknownError("not called");
  CertificateAnswer second = absl::UnknownError("not called");

  desk_->Enroll(code, NewRequest(), [&](CertificateAnswer answer) {
    first = std::move(answer);
    first_done.Notify();
  });
  desk_->Enroll(code, NewRequest(), [&](CertificateAnswer answer) {
    second = std::move(answer);
    second_done.Notify();
  });
  first_done.WaitForNotification();
  second_done.WaitForNotification();

  EXPECT_TRUE(first.ok()) << first.status();
  EXPECT_FALSE(second.ok());
}

TEST_F(DeskTest, WhatCouldNotBePutOnRecordHasNotHappened) {
  const std::string code = CodeFor(ana_);
  ASSERT_TRUE(store_->Close().ok());

  EXPECT_TRUE(absl::IsUnavailable(Enroll(code).status()));
  EXPECT_TRUE(absl::IsUnavailable(Issue(ben_).status()));

  EXPECT_FALSE(desk_->AnyoneEnrolled());
  EXPECT_TRUE(desk_->EnrolmentsOf(ben_).empty());
  // Nor is the code held by who was not answered.
  EXPECT_TRUE(absl::IsUnavailable(Enroll(code).status()));
}

TEST_F(DeskTest, ARevokedMachineIsCutAndItsMembersOtherOneIsNot) {
  const std::string lost = PemIn(Enrolled(ana_));
  const std::string other = PemIn(Enrolled(ana_));

  ASSERT_TRUE(Revoke(desk_->EnrolmentsOf(ana_).at(0).enrolment).ok());

  ExpectReason(desk_->WhoHolds(lost).status(), absl::StatusCode::kUnauthenticated, "certificate_revoked");
  EXPECT_EQ(*desk_->WhoHolds(other), ana_);
  clock_.AdvanceTime(70 * kDay);
  ExpectReason(Renew(lost).status(), absl::StatusCode::kUnauthenticated, "certificate_revoked");
  EXPECT_TRUE(Renew(other).ok());
}

TEST_F(DeskTest, WhatHasEndedEndsOnce) {
  Enrolled(ana_);
  const EnrolmentId enrolment = desk_->EnrolmentsOf(ana_).at(0).enrolment;
  ASSERT_TRUE(Revoke(enrolment, RevocationWhy::kLost).ok());
  clock_.AdvanceTime(kDay);

  EXPECT_TRUE(Revoke(enrolment, RevocationWhy::kLeft).ok());

  EXPECT_EQ(desk_->EnrolmentsOf(ana_).at(0).why, RevocationWhy::kLost);
  EXPECT_EQ(desk_->EnrolmentsOf(ana_).at(0).revoked_at, Noon());
  EXPECT_EQ(store_->Latest()->ListEnrolments()->size(), 3u);
  ExpectReason(Revoke(EnrolmentId::Random()), absl::StatusCode::kNotFound, "not_found");
}

TEST_F(DeskTest, ACertificateIsRenewedUnderItsEnrolment) {
  const domain::CertificateHandedOut first = Enrolled(ana_);
  ExpectReason(Renew(PemIn(first)).status(), absl::StatusCode::kFailedPrecondition, "too_early");
  clock_.SetTime(first.renew_from);

  const CertificateAnswer renewed = Renew(PemIn(first));

  ASSERT_TRUE(renewed.ok()) << renewed.status();
  EXPECT_EQ(*desk_->WhoHolds(PemIn(*renewed)), ana_);
  const std::vector<domain::MachineEnrolled> machines = desk_->EnrolmentsOf(ana_);
  ASSERT_EQ(machines.size(), 1u);
  EXPECT_EQ(machines[0].not_after, renewed->not_after);
  EXPECT_EQ(machines[0].since, Noon());
}

TEST_F(DeskTest, WrongCodesAreLimited) {
  CodeFor(ana_);
  for (int i = 0; i < GuessLimiter::kMostAtOnce; ++i) {
    const auto locator = static_cast<uint32_t>(i);
    const auto wrong = crypto::NewEnrolmentCode(locator, authority_.certificate().fingerprint);
    ExpectReason(Enroll(std::string(crypto::FormatEnrolmentCode(wrong).text())).status(),
                 absl::StatusCode::kUnauthenticated, "code_unknown");
  }
  ExpectReason(Enroll(CodeFor(ben_)).status(), absl::StatusCode::kResourceExhausted, "too_many_guesses");
}

TEST_F(DeskTest, NobodyWhoIsNoMemberGetsACode) {
  EXPECT_TRUE(absl::IsNotFound(Issue(MemberId::Random()).status()));
  EXPECT_TRUE(desk_->EnrolmentsOf({}).empty());
}

TEST_F(DeskTest, WithoutAnAuthorityNobodyEnrols) {
  const std::string ana = PemIn(Enrolled(ana_));
  desk_ = StartDesk(nullptr, {});

  ExpectReason(Issue(ana_).status(), absl::StatusCode::kFailedPrecondition, "no_authority");
  ExpectReason(Enroll("x").status(), absl::StatusCode::kFailedPrecondition, "no_authority");
  ExpectReason(Renew(ana).status(), absl::StatusCode::kFailedPrecondition, "no_authority");
  EXPECT_EQ(desk_->EnrolmentsOf({}).size(), 1u);
}

TEST_F(DeskTest, WhatIsNoCertificateIsNobodys) {
  ExpectReason(desk_->WhoHolds("nonsense").status(), absl::StatusCode::kUnauthenticated, "certificate_unknown");
  ExpectReason(Renew("nonsense").status(), absl::StatusCode::kUnauthenticated, "certificate_unknown");
}

TEST_F(DeskTest, ActingForOthersEndsWithTheFirstWhoEnrols) {
  EXPECT_TRUE(desk_->Network().act_for_allowed);
  CodeFor(ana_);
  EXPECT_TRUE(desk_->Network().act_for_allowed);

  Enrolled(ana_);

  EXPECT_FALSE(desk_->Network().act_for_allowed);
  EXPECT_TRUE(StartDesk(&authority_, {.act_for_after_enrolment = true})->Network().act_for_allowed);
}

TEST_F(DeskTest, TellsHowItIsReached) {
  const auto server = ServerCertificate::Open({folder_.path(), {"localhost"}}, authority_, clock_);
  ASSERT_TRUE(server.ok()) << server.status();
  const auto desk = Desk::Start(
      {*store_, &authority_, server->get(), store_->code_key(), clock_, {.tls = true, .insecure_loopback = true}});
  ASSERT_TRUE(desk.ok());

  const domain::NetworkState state = (*desk)->Network();

  EXPECT_TRUE(state.tls);
  EXPECT_TRUE(state.insecure_loopback);
  EXPECT_EQ(state.certificate_not_after, (*server)->certificate().not_after);
  EXPECT_EQ(state.problem, "");
  EXPECT_FALSE(desk_->Network().tls);
  EXPECT_EQ(desk_->Network().certificate_not_after, std::nullopt);
}

TEST_F(DeskTest, MakesTheDaemonsCertificateAnewInTime) {
  const auto server = ServerCertificate::Open({folder_.path(), {"localhost"}}, authority_, clock_);
  ASSERT_TRUE(server.ok()) << server.status();
  const auto desk = Desk::Start({*store_, &authority_, server->get(), store_->code_key(), clock_, {.tls = true}});
  ASSERT_TRUE(desk.ok());
  const absl::Time before = (*server)->certificate().not_after;
  clock_.AdvanceTime(70 * kDay);

  (*desk)->Refresh();

  EXPECT_EQ((*desk)->Network().certificate_not_after, (*server)->certificate().not_after);
  EXPECT_LT(before, (*server)->certificate().not_after);
}

TEST_F(DeskTest, ListsMachinesInTheOrderOfTheirCodes) {
  Enrolled(ana_);
  Enrolled(ben_);
  CodeFor(ana_);

  using domain::MachineEnrolled;
  EXPECT_THAT(desk_->EnrolmentsOf({}),
              ElementsAre(Field(&MachineEnrolled::member, ana_), Field(&MachineEnrolled::member, ben_),
                          Field(&MachineEnrolled::member, ana_)));
  EXPECT_THAT(desk_->EnrolmentsOf(ana_),
              ElementsAre(Field(&MachineEnrolled::code_open, false), Field(&MachineEnrolled::code_open, true)));
}

}  // namespace
}  // namespace candor::identity::desk_test
