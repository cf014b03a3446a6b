#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "daemon/base/bytes.h"
#include "daemon/base/status.h"
#include "daemon/domain/enrolment.h"
#include "tests/unit/store/store_fixture.h"

// What every store owes those who enrol.
namespace candor::store::identity_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

EnrolmentId EnrolmentNumber(uint8_t number) {
  return EnrolmentId(BytesOf(0x66, number));
}

domain::EnrolmentRecorded CodeFor(uint8_t enrolment, uint8_t member) {
  domain::EnrolmentCodeIssued code;
  code.id = EnrolmentNumber(enrolment);
  code.member = MemberOf(member);
  code.locator = enrolment;
  code.check.fill(enrolment);
  code.expires_at = absl::FromUnixSeconds(1'750'600'000);
  return {code};
}

// `key`: which key it is for.
domain::CertificateIssued CertificateFor(uint8_t enrolment, uint8_t member, uint8_t key) {
  domain::CertificateIssued certificate;
  certificate.enrolment = EnrolmentNumber(enrolment);
  certificate.member = MemberOf(member);
  certificate.fingerprint.fill(key);
  certificate.serial = "01";
  certificate.key_digest.fill(key);
  certificate.not_before = absl::FromUnixSeconds(1'750'000'000);
  certificate.not_after = absl::FromUnixSeconds(1'757'776'000);
  return certificate;
}

domain::EnrolmentRecorded Given(uint8_t enrolment, uint8_t member, uint8_t key) {
  return {CertificateFor(enrolment, member, key)};
}

domain::EnrolmentRecorded Renewed(uint8_t enrolment, uint8_t member, uint8_t key) {
  domain::CertificateIssued certificate = CertificateFor(enrolment, member, key);
  certificate.renews.emplace().fill(static_cast<uint8_t>(key - 1));
  return {certificate};
}

domain::EnrolmentRecorded End(uint8_t enrolment) {
  return {domain::EnrolmentRevoked{EnrolmentNumber(enrolment), domain::RevocationWhy::kLost, {}, absl::Time()}};
}

absl::Time RecordedAt(const domain::EnrolmentEvent& event) {
  return std::visit([](const auto& one) { return one.recorded_at; }, event);
}

class IdentityTest : public testing::TestWithParam<bool> {
 protected:
  IdentityTest() : fixture_(GetParam()) { fixture_.AddPractice(); }

  // "" for what was put on record, else the reason why not.
  std::string Refused(std::vector<domain::Change> changes, absl::StatusCode code) {
    const absl::Status status = fixture_.Append(std::move(changes)).status();
    EXPECT_EQ(status.code(), code) << status;
    const auto detail = status.ok() ? std::nullopt : DetailOf(status);
    return detail ? detail->reason : "";
  }

  StoreFixture fixture_;
};

TEST_P(IdentityTest, WhatIsRecordedIsListedInItsOrder) {
  EXPECT_THAT(*fixture_.view()->ListEnrolments(), IsEmpty());
  std::vector<domain::EnrolmentRecorded> all = {CodeFor(1, 2), CodeFor(2, 1), Given(1, 2, 7), Renewed(1, 2, 8), End(1)};
  for (domain::EnrolmentRecorded& each : all) {
    const auto appended = fixture_.Append({each});
    ASSERT_TRUE(appended.ok()) << appended.status();
    std::visit([&](auto& one) { one.recorded_at = appended->recorded_at; }, each.event);
    fixture_.clock().AdvanceTime(absl::Minutes(1));
  }

  EXPECT_THAT(*fixture_.view()->ListEnrolments(),
              ElementsAre(all[0].event, all[1].event, all[2].event, all[3].event, all[4].event));
}

TEST_P(IdentityTest, WhenIsSaidByTheRecordAndByNobodyElse) {
  domain::EnrolmentRecorded code = CodeFor(1, 2);
  std::get<domain::EnrolmentCodeIssued>(code.event).recorded_at = absl::FromUnixSeconds(1);

  const auto appended = fixture_.Append({code});

  ASSERT_TRUE(appended.ok()) << appended.status();
  const auto listed = fixture_.view()->ListEnrolments();
  ASSERT_THAT(*listed, SizeIs(1));
  EXPECT_EQ(RecordedAt(listed->front()), appended->recorded_at);
}

TEST_P(IdentityTest, APastMomentHasWhatWasKnownThen) {
  ASSERT_TRUE(fixture_.Append({CodeFor(1, 2)}).ok());
  const absl::Time then = fixture_.clock().Now();
  fixture_.clock().AdvanceTime(absl::Minutes(1));
  ASSERT_TRUE(fixture_.Append({End(1)}).ok());

  const auto past = fixture_.store().AsOf(then, Wait);

  ASSERT_TRUE(past.ok()) << past.status();
  EXPECT_THAT(*(*past)->ListEnrolments(), SizeIs(1));
  EXPECT_THAT(*fixture_.view()->ListEnrolments(), SizeIs(2));
}

TEST_P(IdentityTest, ACodeBeginsAnEnrolmentOfAMemberWhoIsThere) {
  EXPECT_EQ(Refused({CodeFor(1, 9)}, absl::StatusCode::kNotFound), "not_found");
  ASSERT_TRUE(fixture_.Append({CodeFor(1, 2)}).ok());
  EXPECT_EQ(Refused({CodeFor(1, 2)}, absl::StatusCode::kAlreadyExists), "id_taken");
  EXPECT_THAT(*fixture_.view()->ListEnrolments(), SizeIs(1));
}

TEST_P(IdentityTest, ACodeIsUsedForOneKey) {
  ASSERT_TRUE(fixture_.Append({CodeFor(1, 2)}).ok());
  EXPECT_EQ(Refused({Renewed(1, 2, 7)}, absl::StatusCode::kFailedPrecondition), "code_not_used");
  ASSERT_TRUE(fixture_.Append({Given(1, 2, 7)}).ok());
  EXPECT_EQ(Refused({Given(1, 2, 8)}, absl::StatusCode::kAborted), "code_used");

  EXPECT_TRUE(fixture_.Append({Given(1, 2, 7)}).ok()) << "an answer may be lost";
  EXPECT_TRUE(fixture_.Append({Renewed(1, 2, 8)}).ok()) << "each certificate has a key of its own";
}

// Both are looked at before either is on the device.
TEST_P(IdentityTest, OfTwoWhoUseACodeAtOnceOneGetsACertificate) {
  EXPECT_EQ(Refused({CodeFor(1, 2), Given(1, 2, 7), Given(1, 2, 8)}, absl::StatusCode::kAborted), "code_used");
  EXPECT_THAT(*fixture_.view()->ListEnrolments(), IsEmpty());
}

TEST_P(IdentityTest, ACertificateIsOfTheMemberWhoseCodeItWas) {
  EXPECT_EQ(Refused({Given(1, 2, 7)}, absl::StatusCode::kNotFound), "not_found");
  ASSERT_TRUE(fixture_.Append({CodeFor(1, 2)}).ok());
  EXPECT_EQ(Refused({Given(1, 1, 7)}, absl::StatusCode::kNotFound), "not_found");
}

TEST_P(IdentityTest, WhatHasEndedHasEnded) {
  EXPECT_EQ(Refused({End(1)}, absl::StatusCode::kNotFound), "not_found");
  ASSERT_TRUE(fixture_.Append({CodeFor(1, 2), Given(1, 2, 7), End(1)}).ok());

  EXPECT_EQ(Refused({Renewed(1, 2, 8)}, absl::StatusCode::kFailedPrecondition), "certificate_revoked");
  EXPECT_EQ(Refused({Given(1, 2, 7)}, absl::StatusCode::kFailedPrecondition), "certificate_revoked");
  EXPECT_TRUE(fixture_.Append({End(1)}).ok()) << "who ends it a second time is not told that it went wrong";
}

TEST_P(IdentityTest, RowsAreWhatTheRecordsMake) {
  ASSERT_TRUE(fixture_.Append({CodeFor(1, 2), Given(1, 2, 7), CodeFor(2, 1)}).ok());
  ASSERT_TRUE(fixture_.Append({Renewed(1, 2, 8), End(1)}).ok());

  const auto rows = fixture_.store().evidence().CheckProjections();
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_THAT(rows->faults, IsEmpty());
  const auto records = fixture_.store().evidence().CheckRecords(0, 1000);
  ASSERT_TRUE(records.ok()) << records.status();
  EXPECT_THAT(records->faults, IsEmpty());
}

TEST_P(IdentityTest, ItIsSoAfterAStartToo) {
  if (!GetParam()) GTEST_SKIP() << "what is in memory does not outlive the store";
  ASSERT_TRUE(fixture_.Append({CodeFor(1, 2), Given(1, 2, 7)}).ok());
  const std::string before(AsText(fixture_.store().code_key().span()));
  const auto listed = fixture_.view()->ListEnrolments();

  fixture_.Open();

  EXPECT_TRUE(AsText(fixture_.store().code_key().span()) == before);
  EXPECT_EQ(*fixture_.view()->ListEnrolments(), *listed);
  EXPECT_EQ(Refused({Given(1, 2, 8)}, absl::StatusCode::kAborted), "code_used");
}

INSTANTIATE_TEST_SUITE_P(Every, IdentityTest, testing::Bool(),
                         [](const auto& kind) { return kind.param ? "Rocks" : "Memory"; });

}  // namespace
}  // namespace candor::store::identity_test
