#include "daemon/identity/enrolment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/base/bytes.h"
#include "daemon/base/status.h"
#include "daemon/crypto/hashing.h"
#include "daemon/identity/lifetimes.h"
#include "identities.h"

namespace candor::identity::enrolment_test {
namespace {

using testing::HasSubstr;

class EnrolmentTest : public testing::Test {
 protected:
  // The text of a code that is on record.
  std::string CodeFor(const MemberId& member) {
    auto code = enrolment_.IssueCode(member, domain::Caller{});
    EXPECT_TRUE(code.ok()) << code.status();
    live_.Apply(std::vector<domain::EnrolmentEvent>{code->record});
    return std::string(code->text.text());
  }

  // Uses a code to the end, and gives what is on record then.
  domain::CertificateIssued Enrolled(const MemberId& member) {
    auto handed = enrolment_.Redeem(CodeFor(member), Request(crypto::TlsKey::Make()));
    EXPECT_TRUE(handed.ok()) << handed.status();
    live_.Apply(std::vector<domain::EnrolmentEvent>{handed->record});
    return handed->record;
  }

  static std::string Request(const crypto::TlsKey& key) { return crypto::MakeRequest(key); }

  static void ExpectReason(const absl::Status& status, absl::StatusCode code, const std::string& reason) {
    EXPECT_EQ(status.code(), code) << status;
    ASSERT_TRUE(DetailOf(status)) << status;
    EXPECT_EQ(DetailOf(status)->reason, reason);
  }

  const TempFolder folder_;
  const Authority authority_ = MakeAuthorityIn(folder_);
  const crypto::Key code_key_ = crypto::RandomKey();
  SimulatedClock clock_{Noon()};
  LiveRegister live_;
  Enrolment enrolment_{{authority_, live_, code_key_, clock_}};
  const MemberId ana_ = SomeMember(1);
  const MemberId ben_ = SomeMember(2);
};

TEST_F(EnrolmentTest, WhoHasACodeGetsACertificate) {
  const crypto::TlsKey key = crypto::TlsKey::Make();

  auto handed = enrolment_.Redeem(CodeFor(ana_), Request(key));

  ASSERT_TRUE(handed.ok()) << handed.status();
  EXPECT_EQ(handed->certificate.common_name, "members/" + ana_.ToString());
  EXPECT_EQ(handed->certificate.public_key, key.public_key());
  EXPECT_EQ(handed->record.fingerprint, handed->certificate.fingerprint);
  EXPECT_EQ(handed->record.key_digest, crypto::Sha256(key.public_key()));
  live_.Apply(std::vector<domain::EnrolmentEvent>{handed->record});
  EXPECT_EQ(*live_.Now()->WhoHolds(handed->certificate.fingerprint, Noon()), ana_);
}

TEST_F(EnrolmentTest, TheCodeSaysWhichAuthorityTheServerHasToHave) {
  const auto code = crypto::ParseEnrolmentCode(CodeFor(ana_));
  ASSERT_TRUE(code.ok()) << code.status();
  EXPECT_TRUE(crypto::IsOfAuthority(*code, authority_.certificate().fingerprint));
}

TEST_F(EnrolmentTest, OnRecordIsNoDigestThatCanBeTriedAtHome) {
  auto code = enrolment_.IssueCode(ana_, domain::Caller{});
  ASSERT_TRUE(code.ok());
  const auto parsed = crypto::ParseEnrolmentCode(code->text.text());
  ASSERT_TRUE(parsed.ok());
  // A digest without the key would let whoever reads the record try all secrets at home.
  for (const std::string_view part : {code->text.text(), AsText(parsed->secret.span())}) {
    EXPECT_NE(code->record.check, crypto::Sha256(part));
  }
  EXPECT_EQ(code->record.expires_at, Noon() + kCodeLife);
  EXPECT_EQ(code->record.locator, parsed->locator);
}

TEST_F(EnrolmentTest, ACodeUnderAnotherKeyIsNotRecognised) {
  const std::string code = CodeFor(ana_);
  const crypto::Key other = crypto::RandomKey();
  Enrolment elsewhere{{authority_, live_, other, clock_}};
  ExpectReason(elsewhere.Redeem(code, Request(crypto::TlsKey::Make())).status(), absl::StatusCode::kUnauthenticated,
               "code_unknown");
}

TEST_F(EnrolmentTest, ACodeIsGoodOnce) {
  const std::string code = CodeFor(ana_);
  auto first = enrolment_.Redeem(code, Request(crypto::TlsKey::Make()));
  ASSERT_TRUE(first.ok());
  live_.Apply(std::vector<domain::EnrolmentEvent>{first->record});
  { const HandedCertificate done = *std::move(first); }

  const auto second = enrolment_.Redeem(code, Request(crypto::TlsKey::Make()));

  ExpectReason(second.status(), absl::StatusCode::kFailedPrecondition, "code_used");
  EXPECT_THAT(std::string(second.status().message()), HasSubstr("if that was not you"));
}

TEST_F(EnrolmentTest, WhoseAnswerWasLostAsksAgainWithTheSameKey) {
  const std::string code = CodeFor(ana_);
  const std::string request = Request(crypto::TlsKey::Make());
  {
    auto lost = enrolment_.Redeem(code, request);
    ASSERT_TRUE(lost.ok());
    live_.Apply(std::vector<domain::EnrolmentEvent>{lost->record});
  }

  EXPECT_TRUE(enrolment_.Redeem(code, request).ok());
  clock_.AdvanceTime(kCodeLife + absl::Seconds(1));
  EXPECT_FALSE(enrolment_.Redeem(code, request).ok());
}

TEST_F(EnrolmentTest, TwoAtOnceDoNotUseOneCodeBoth) {
  const std::string code = CodeFor(ana_);
  const auto first = enrolment_.Redeem(code, Request(crypto::TlsKey::Make()));
  ASSERT_TRUE(first.ok());

  const auto second = enrolment_.Redeem(code, Request(crypto::TlsKey::Make()));

  ExpectReason(second.status(), absl::StatusCode::kAborted, "code_in_use");
}

TEST_F(EnrolmentTest, WhatCouldNotBeRecordedMayBeAskedAgain) {
  const std::string code = CodeFor(ana_);
  { ASSERT_TRUE(enrolment_.Redeem(code, Request(crypto::TlsKey::Make())).ok()); }
  EXPECT_TRUE(enrolment_.Redeem(code, Request(crypto::TlsKey::Make())).ok());
}

TEST_F(EnrolmentTest, ACodeExpires) {
  const std::string code = CodeFor(ana_);
  clock_.AdvanceTime(kCodeLife);
  { EXPECT_TRUE(enrolment_.Redeem(code, Request(crypto::TlsKey::Make())).ok()); }
  clock_.AdvanceTime(absl::Seconds(1));
  ExpectReason(enrolment_.Redeem(code, Request(crypto::TlsKey::Make())).status(), absl::StatusCode::kFailedPrecondition,
               "code_expired");
}

TEST_F(EnrolmentTest, ACodeInWhosePlaceAnotherStandsIsAsUnknownAsAnyOther) {
  const std::string earlier = CodeFor(ana_);
  const std::string later = CodeFor(ana_);
  const auto refused = enrolment_.Redeem(earlier, Request(crypto::TlsKey::Make()));
  const std::string never(
      crypto::FormatEnrolmentCode(crypto::NewEnrolmentCode(5, authority_.certificate().fingerprint)).text());
  const auto unknown = enrolment_.Redeem(never, Request(crypto::TlsKey::Make()));

  EXPECT_EQ(refused.status(), unknown.status());
  ExpectReason(unknown.status(), absl::StatusCode::kUnauthenticated, "code_unknown");
  EXPECT_TRUE(enrolment_.Redeem(later, Request(crypto::TlsKey::Make())).ok());
}

TEST_F(EnrolmentTest, WrongSecretsOfACodeAreLimited) {
  const auto right = crypto::ParseEnrolmentCode(CodeFor(ana_));
  ASSERT_TRUE(right.ok());
  const std::string request = Request(crypto::TlsKey::Make());
  const auto guess = [&] {
    const auto wrong = crypto::NewEnrolmentCode(right->locator, authority_.certificate().fingerprint);
    return enrolment_.Redeem(crypto::FormatEnrolmentCode(wrong).text(), request).status();
  };

  for (int i = 0; i < GuessLimiter::kMostPerLocator; ++i) {
    ExpectReason(guess(), absl::StatusCode::kUnauthenticated, "code_unknown");
    clock_.AdvanceTime(absl::Hours(1));
  }
  ExpectReason(guess(), absl::StatusCode::kResourceExhausted, "too_many_guesses");
  // Not even the right one.
  ExpectReason(enrolment_.Redeem(crypto::FormatEnrolmentCode(*right).text(), request).status(),
               absl::StatusCode::kResourceExhausted, "too_many_guesses");
}

TEST_F(EnrolmentTest, ATypoIsToldAndCountsAsNoGuess) {
  std::string code = CodeFor(ana_);
  const std::string request = Request(crypto::TlsKey::Make());
  const char right = code[8];
  code[8] = right == 'A' ? 'B' : 'A';
  for (int i = 0; i < 100; ++i) {
    const auto refused = enrolment_.Redeem(code, request);
    ExpectReason(refused.status(), absl::StatusCode::kInvalidArgument, "code_mistyped");
    EXPECT_THAT(std::string(refused.status().message()), HasSubstr("group 2"));
  }
  code[8] = right;
  EXPECT_TRUE(enrolment_.Redeem(code, request).ok());
}

TEST_F(EnrolmentTest, ARequestThatCannotBeReadUsesNoCode) {
  const std::string code = CodeFor(ana_);
  ExpectReason(enrolment_.Redeem(code, "nonsense").status(), absl::StatusCode::kInvalidArgument, "unreadable");
  EXPECT_TRUE(enrolment_.Redeem(code, Request(crypto::TlsKey::Make())).ok());
}

TEST_F(EnrolmentTest, ACertificateIsRenewedFromTwoThirdsOfItsLifeOn) {
  const domain::CertificateIssued first = Enrolled(ana_);
  const std::string request = Request(crypto::TlsKey::Make());
  const absl::Time from = crypto::RenewFrom(first.not_before, first.not_after);
  clock_.SetTime(from - absl::Seconds(1));
  ExpectReason(enrolment_.Renew(first.fingerprint, request).status(), absl::StatusCode::kFailedPrecondition,
               "too_early");

  clock_.SetTime(from);
  const auto renewed = enrolment_.Renew(first.fingerprint, request);

  ASSERT_TRUE(renewed.ok()) << renewed.status();
  EXPECT_EQ(renewed->record.enrolment, first.enrolment);
  EXPECT_EQ(renewed->record.member, ana_);
  EXPECT_EQ(renewed->record.renews, first.fingerprint);
  EXPECT_EQ(renewed->certificate.common_name, "members/" + ana_.ToString());
  EXPECT_GT(renewed->certificate.not_after, first.not_after);
}

TEST_F(EnrolmentTest, WhoseRenewalWasLostRenewsOnceMoreWithTheOldOne) {
  const domain::CertificateIssued first = Enrolled(ana_);
  clock_.SetTime(first.not_after - 20 * kDay);
  {
    auto lost = enrolment_.Renew(first.fingerprint, Request(crypto::TlsKey::Make()));
    ASSERT_TRUE(lost.ok());
    live_.Apply(std::vector<domain::EnrolmentEvent>{lost->record});
  }
  clock_.AdvanceTime(kDay);
  EXPECT_TRUE(enrolment_.Renew(first.fingerprint, Request(crypto::TlsKey::Make())).ok());
  clock_.AdvanceTime(kRenewedOverlap);
  EXPECT_TRUE(absl::IsUnauthenticated(enrolment_.Renew(first.fingerprint, Request(crypto::TlsKey::Make())).status()));
}

TEST_F(EnrolmentTest, NeitherARevokedNorAnExpiredOneIsRenewed) {
  const domain::CertificateIssued ana = Enrolled(ana_);
  const domain::CertificateIssued ben = Enrolled(ben_);
  live_.Apply(std::vector<domain::EnrolmentEvent>{
      domain::EnrolmentRevoked{ana.enrolment, domain::RevocationWhy::kLeft, {}, Noon()}});
  const std::string request = Request(crypto::TlsKey::Make());

  clock_.SetTime(ana.not_after - kDay);
  EXPECT_TRUE(absl::IsUnauthenticated(enrolment_.Renew(ana.fingerprint, request).status()));
  EXPECT_TRUE(enrolment_.Renew(ben.fingerprint, request).ok());
  clock_.SetTime(ben.not_after + absl::Seconds(1));
  EXPECT_TRUE(absl::IsUnauthenticated(enrolment_.Renew(ben.fingerprint, request).status()));
}

}  // namespace
}  // namespace candor::identity::enrolment_test
