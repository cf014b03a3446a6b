#include "daemon/identity/register.h"

#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "daemon/base/status.h"
#include "daemon/identity/lifetimes.h"
#include "identities.h"

namespace candor::identity::register_test {
namespace {

using domain::CertificateFingerprint;
using domain::CertificateState;

CertificateFingerprint Fingerprint(uint8_t first) {
  return {first, 1};
}

EnrolmentId SomeEnrolment(uint8_t first) {
  return EnrolmentId(IdBytes{first, 9});
}

domain::EnrolmentCodeIssued Code(uint8_t enrolment, const MemberId& member, uint32_t locator) {
  domain::EnrolmentCodeIssued code;
  code.id = SomeEnrolment(enrolment);
  code.member = member;
  code.locator = locator;
  code.check = {enrolment};
  code.expires_at = Noon() + kCodeLife;
  code.recorded_at = Noon();
  return code;
}

domain::CertificateIssued Issued(uint8_t enrolment, const MemberId& member, uint8_t fingerprint, absl::Time at) {
  domain::CertificateIssued issued;
  issued.enrolment = SomeEnrolment(enrolment);
  issued.member = member;
  issued.fingerprint = Fingerprint(fingerprint);
  issued.serial = "0f";
  issued.key_digest = {fingerprint};
  issued.not_before = at;
  issued.not_after = at + kMemberLife;
  issued.recorded_at = at;
  return issued;
}

domain::CertificateIssued Renewed(uint8_t enrolment, const MemberId& member, uint8_t fingerprint, uint8_t before,
                                  absl::Time at) {
  domain::CertificateIssued issued = Issued(enrolment, member, fingerprint, at);
  issued.renews = Fingerprint(before);
  return issued;
}

domain::EnrolmentRevoked Revoked(uint8_t enrolment, absl::Time at) {
  return {SomeEnrolment(enrolment), domain::RevocationWhy::kLost, {}, at};
}

class RegisterTest : public testing::Test {
 protected:
  RegisterTest() {
    register_.Apply(Code(1, ana_, 100));
    register_.Apply(Issued(1, ana_, 11, Noon()));
  }

  void ExpectNotHeard(uint8_t fingerprint, absl::Time at, const std::string& reason) const {
    const auto who = register_.WhoHolds(Fingerprint(fingerprint), at);
    EXPECT_TRUE(absl::IsUnauthenticated(who.status())) << who.status();
    EXPECT_EQ(DetailOf(who.status())->reason, reason);
  }

  const MemberId ana_ = SomeMember(1);
  const MemberId ben_ = SomeMember(2);
  Register register_;
};

TEST_F(RegisterTest, KnowsWhoCallsFromTheFirstSecondToTheLast) {
  EXPECT_EQ(*register_.WhoHolds(Fingerprint(11), Noon()), ana_);
  EXPECT_EQ(*register_.WhoHolds(Fingerprint(11), Noon() + kMemberLife), ana_);
  ExpectNotHeard(11, Noon() - absl::Seconds(1), "certificate_not_yet");
  ExpectNotHeard(11, Noon() + kMemberLife + absl::Seconds(1), "certificate_expired");
}

TEST_F(RegisterTest, DoesNotHearOneThatIsNotOnRecord) {
  ExpectNotHeard(12, Noon(), "certificate_unknown");
  EXPECT_EQ(register_.Find(Fingerprint(12)), std::nullopt);
}

TEST_F(RegisterTest, ARevokedOneIsCutAtOnce) {
  register_.Apply(Revoked(1, Noon() + kDay));

  ExpectNotHeard(11, Noon() + kDay, "certificate_revoked");
  EXPECT_EQ(register_.Find(Fingerprint(11))->state, CertificateState::kRevoked);
  EXPECT_EQ(register_.Find(Fingerprint(11))->revoked_at, Noon() + kDay);
}

TEST_F(RegisterTest, RevocationCutsWhateverSomebodyWithTheKeyHasRenewed) {
  register_.Apply(Renewed(1, ana_, 12, 11, Noon() + 60 * kDay));
  register_.Apply(Revoked(1, Noon() + 61 * kDay));
  register_.Apply(Renewed(1, ana_, 13, 12, Noon() + 62 * kDay));

  for (const uint8_t fingerprint : {11, 12, 13}) ExpectNotHeard(fingerprint, Noon() + 63 * kDay, "certificate_revoked");
}

TEST_F(RegisterTest, AnotherMachineOfTheSameMemberGoesOn) {
  register_.Apply(Code(2, ana_, 200));
  register_.Apply(Issued(2, ana_, 21, Noon()));
  register_.Apply(Revoked(1, Noon()));

  EXPECT_EQ(*register_.WhoHolds(Fingerprint(21), Noon()), ana_);
}

TEST_F(RegisterTest, ARenewedOneIsHeardForAWeekMore) {
  const absl::Time renewed = Noon() + 60 * kDay;
  register_.Apply(Renewed(1, ana_, 12, 11, renewed));

  EXPECT_EQ(*register_.WhoHolds(Fingerprint(12), renewed), ana_);
  EXPECT_EQ(*register_.WhoHolds(Fingerprint(11), renewed + 7 * kDay), ana_);
  ExpectNotHeard(11, renewed + 7 * kDay + absl::Seconds(1), "certificate_renewed");
  EXPECT_EQ(register_.Find(Fingerprint(11))->state, CertificateState::kRenewed);
  EXPECT_EQ(register_.Find(Fingerprint(11))->renewed_at, renewed);
  EXPECT_EQ(register_.Find(Fingerprint(12))->state, CertificateState::kIssued);
}

TEST_F(RegisterTest, ACodeIsOpenUntilItIsUsed) {
  register_.Apply(Code(2, ben_, 200));

  EXPECT_EQ(register_.FindCode(200)->used_by_key, std::nullopt);
  EXPECT_EQ(register_.FindCode(200)->member, ben_);
  EXPECT_FALSE(register_.FindCode(200)->withdrawn);
  EXPECT_EQ(register_.FindCode(100)->used_by_key, (std::array<uint8_t, 32>{11}));
  EXPECT_EQ(register_.FindCode(300), std::nullopt);
}

TEST_F(RegisterTest, ALaterCodeStandsInPlaceOfOneThatNobodyHasUsed) {
  register_.Apply(Code(2, ben_, 200));
  register_.Apply(Code(3, ben_, 300));
  register_.Apply(Code(4, ana_, 400));

  EXPECT_TRUE(register_.FindCode(200)->withdrawn);
  EXPECT_FALSE(register_.FindCode(300)->withdrawn);
  EXPECT_FALSE(register_.FindCode(100)->withdrawn);
}

TEST_F(RegisterTest, ARevokedCodeIsWithdrawn) {
  register_.Apply(Code(2, ben_, 200));
  register_.Apply(Revoked(2, Noon()));
  EXPECT_TRUE(register_.FindCode(200)->withdrawn);
}

TEST_F(RegisterTest, TheSameRecordTwiceChangesNothing) {
  register_.Apply(Code(2, ben_, 200));
  register_.Apply(Renewed(1, ana_, 12, 11, Noon() + 60 * kDay));
  register_.Apply(Revoked(1, Noon() + 70 * kDay));
  const auto before = register_.OfMember(ana_);

  register_.Apply(Code(1, ana_, 100));
  register_.Apply(Issued(1, ana_, 11, Noon()));
  register_.Apply(Code(2, ben_, 200));
  register_.Apply(Renewed(1, ana_, 12, 11, Noon() + 80 * kDay));
  register_.Apply(Revoked(1, Noon() + 80 * kDay));

  EXPECT_EQ(register_.OfMember(ana_), before);
  EXPECT_FALSE(register_.FindCode(200)->withdrawn);
}

TEST_F(RegisterTest, NobodyGetsAnythingFromARecordThatDoesNotFit) {
  register_.Apply(Issued(1, ben_, 21, Noon()));
  register_.Apply(Issued(9, ben_, 22, Noon()));
  register_.Apply(Revoked(9, Noon()));

  ExpectNotHeard(21, Noon(), "certificate_unknown");
  ExpectNotHeard(22, Noon(), "certificate_unknown");
  EXPECT_TRUE(register_.OfMember(ben_).empty());
}

TEST_F(RegisterTest, ListsAMembersCertificatesOldestFirst) {
  register_.Apply(Renewed(1, ana_, 12, 11, Noon() + 60 * kDay));

  const auto all = register_.OfMember(ana_);

  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].fingerprint, Fingerprint(11));
  EXPECT_EQ(all[1].fingerprint, Fingerprint(12));
  EXPECT_EQ(all[1].issued_at, Noon() + 60 * kDay);
}

TEST_F(RegisterTest, TellsOfEachMachineHowItStands) {
  register_.Apply(Code(2, ben_, 200));
  register_.Apply(Renewed(1, ana_, 12, 11, Noon() + 60 * kDay));
  domain::EnrolmentRevoked revoked = Revoked(1, Noon() + 70 * kDay);
  revoked.caller = domain::Caller{false, ben_};
  register_.Apply(revoked);

  const auto all = register_.EnrolmentsOf({}, Noon() + kCodeLife);

  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].enrolment, SomeEnrolment(1));
  EXPECT_EQ(all[0].member, ana_);
  EXPECT_EQ(all[0].since, Noon());
  EXPECT_EQ(all[0].not_after, Noon() + 60 * kDay + kMemberLife);
  EXPECT_EQ(all[0].revoked_at, Noon() + 70 * kDay);
  EXPECT_EQ(all[0].why, domain::RevocationWhy::kLost);
  EXPECT_EQ(all[0].revoked_by, revoked.caller);
  EXPECT_FALSE(all[0].code_open);
  EXPECT_EQ(all[1].member, ben_);
  EXPECT_EQ(all[1].not_after, std::nullopt);
  EXPECT_EQ(all[1].revoked_at, std::nullopt);
  EXPECT_EQ(all[1].why, std::nullopt);
  EXPECT_EQ(all[1].revoked_by, std::nullopt);
  EXPECT_TRUE(all[1].code_open);
  EXPECT_EQ(all[1].code_made_at, Noon());
  EXPECT_EQ(all[1].code_expires_at, Noon() + kCodeLife);
  EXPECT_EQ(register_.EnrolmentsOf(ben_, Noon()).size(), 1u);
}

TEST_F(RegisterTest, ACodeIsNotOpenOnceItHasExpiredOrAnotherStandsInItsPlace) {
  register_.Apply(Code(2, ben_, 200));
  EXPECT_TRUE(register_.FindEnrolment(SomeEnrolment(2), Noon() + kCodeLife)->code_open);
  EXPECT_FALSE(register_.FindEnrolment(SomeEnrolment(2), Noon() + kCodeLife + absl::Seconds(1))->code_open);

  register_.Apply(Code(3, ben_, 300));

  EXPECT_FALSE(register_.FindEnrolment(SomeEnrolment(2), Noon())->code_open);
  EXPECT_TRUE(register_.FindEnrolment(SomeEnrolment(2), Noon())->code_replaced);
  EXPECT_FALSE(register_.FindEnrolment(SomeEnrolment(3), Noon())->code_replaced);
  EXPECT_TRUE(register_.FindEnrolment(SomeEnrolment(3), Noon())->code_open);
  EXPECT_FALSE(register_.FindEnrolment(SomeEnrolment(4), Noon()).has_value());
}

TEST(EmptyRegisterTest, ACodeAloneEnrolsNobody) {
  Register fresh;
  EXPECT_FALSE(fresh.anyone_enrolled());
  fresh.Apply(Code(1, SomeMember(1), 100));
  EXPECT_FALSE(fresh.anyone_enrolled());
  fresh.Apply(Issued(1, SomeMember(1), 11, Noon()));
  EXPECT_TRUE(fresh.anyone_enrolled());
}

TEST(LiveRegisterTest, WhatIsAppliedIsSeenByWhoAsksAfterIt) {
  LiveRegister live;
  const auto before = live.Now();
  const std::vector<domain::EnrolmentEvent> events = {Code(1, SomeMember(1), 100),
                                                      Issued(1, SomeMember(1), 11, Noon())};

  live.Apply(events);

  EXPECT_FALSE(before->anyone_enrolled());
  EXPECT_EQ(*live.Now()->WhoHolds(Fingerprint(11), Noon()), SomeMember(1));
}

TEST(LiveRegisterTest, ManyAtOnceLoseNothing) {
  LiveRegister live;
  std::vector<std::thread> writers;
  writers.reserve(4);
  for (uint8_t writer = 0; writer < 4; ++writer) {
    writers.emplace_back([&live, writer] {
      for (uint8_t i = 0; i < 25; ++i) {
        const auto number = static_cast<uint8_t>(writer * 25 + i + 1);
        const std::vector<domain::EnrolmentEvent> events = {Code(number, SomeMember(number), number),
                                                            Issued(number, SomeMember(number), number, Noon())};
        live.Apply(events);
        EXPECT_TRUE(live.Now()->WhoHolds(Fingerprint(number), Noon()).ok());
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  for (uint8_t number = 1; number <= 100; ++number) {
    EXPECT_EQ(*live.Now()->WhoHolds(Fingerprint(number), Noon()), SomeMember(number));
  }
}

}  // namespace
}  // namespace candor::identity::register_test
