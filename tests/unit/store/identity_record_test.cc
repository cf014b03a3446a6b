#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "daemon/base/text.h"
#include "daemon/store/codec.h"
#include "daemon/store/rows.h"

// The bytes of enrolments, as they stand in every ledger from here on.
namespace candor::store::identity_record_test {
namespace {

std::string Hex(std::string_view bytes) {
  return absl::BytesToHexString(ToAbsl(bytes));
}

IdBytes IdOf(uint8_t first) {
  return IdBytes{first};
}

std::array<uint8_t, 32> DigestOf(uint8_t first) {
  return {first};
}

// Of a digest.
std::string DigestHex(const std::string& first) {
  return first + std::string(62, '0');
}

domain::EnrolmentCodeIssued ACode() {
  domain::EnrolmentCodeIssued code;
  code.id = EnrolmentId(IdOf(1));
  code.member = MemberId(IdOf(2));
  code.locator = 300;
  code.check = DigestOf(3);
  code.expires_at = absl::FromUnixMicros(150);
  code.caller = {true, MemberId(IdOf(4))};
  return code;
}

domain::CertificateIssued ACertificate() {
  domain::CertificateIssued certificate;
  certificate.enrolment = EnrolmentId(IdOf(1));
  certificate.member = MemberId(IdOf(2));
  certificate.fingerprint = DigestOf(5);
  certificate.serial = "0a";
  certificate.key_digest = DigestOf(6);
  certificate.not_before = absl::FromUnixMicros(150);
  certificate.not_after = absl::FromUnixMicros(151);
  certificate.renews = DigestOf(7);
  return certificate;
}

domain::EnrolmentRevoked AnEnd() {
  return {EnrolmentId(IdOf(1)), domain::RevocationWhy::kReplaced, {true, MemberId(IdOf(4))}, absl::Time()};
}

constexpr char kStart[] =
    "0801"
    "1001"
    "3a1001000000000000000000000000000000";

TEST(IdentityRecordTest, ACodeHasTheseBytes) {
  const domain::EnrolmentRecorded code{ACode()};

  const PlainRecord record = EncodeEnrolment(code);

  EXPECT_EQ(static_cast<int>(record.type), 19);
  EXPECT_EQ(record.subject, domain::SubjectId::Practice());
  EXPECT_EQ(record.body, "");
  EXPECT_EQ(Hex(record.header), std::string(kStart) +
                                    "5001"
                                    "5a1002000000000000000000000000000000"
                                    "60ac02"
                                    "6a20" +
                                    DigestHex("03") +
                                    "70ac02"
                                    "b00101"
                                    "ba011004000000000000000000000000000000");
  EXPECT_EQ(*DecodeEnrolment(record.header), code);
}

TEST(IdentityRecordTest, ACertificateHasTheseBytes) {
  const domain::EnrolmentRecorded certificate{ACertificate()};

  const PlainRecord record = EncodeEnrolment(certificate);

  EXPECT_EQ(Hex(record.header), std::string(kStart) +
                                    "5002"
                                    "5a1002000000000000000000000000000000"
                                    "7a20" +
                                    DigestHex("05") +
                                    "8201023061"
                                    "8a0120" +
                                    DigestHex("06") +
                                    "9001ac02"
                                    "9801ae02"
                                    "a20120" +
                                    DigestHex("07"));
  EXPECT_EQ(*DecodeEnrolment(record.header), certificate);
}

TEST(IdentityRecordTest, AnEndHasTheseBytes) {
  const domain::EnrolmentRecorded end{AnEnd()};

  const PlainRecord record = EncodeEnrolment(end);

  EXPECT_EQ(Hex(record.header), std::string(kStart) +
                                    "5003"
                                    "a80103"
                                    "b00101"
                                    "ba011004000000000000000000000000000000");
  EXPECT_EQ(*DecodeEnrolment(record.header), end);
}

// Whatever two of them differ in, their headers differ too, and come back so.
TEST(IdentityRecordTest, NothingThatItSaysIsLost) {
  std::vector<domain::EnrolmentEvent> all;
  const auto code = [&all](auto change) {
    domain::EnrolmentCodeIssued each = ACode();
    change(each);
    all.emplace_back(each);
  };
  const auto certificate = [&all](auto change) {
    domain::CertificateIssued each = ACertificate();
    change(each);
    all.emplace_back(each);
  };
  const auto end = [&all](auto change) {
    domain::EnrolmentRevoked each = AnEnd();
    change(each);
    all.emplace_back(each);
  };
  code([](auto&) {});
  code([](auto& each) { each.id = EnrolmentId(IdOf(9)); });
  code([](auto& each) { each.member = MemberId(IdOf(9)); });
  code([](auto& each) { each.locator = 0; });
  code([](auto& each) { each.check = DigestOf(9); });
  code([](auto& each) { each.expires_at += absl::Microseconds(1); });
  code([](auto& each) { each.caller.is_operator = false; });
  code([](auto& each) { each.caller.acting_for = MemberId(); });
  certificate([](auto&) {});
  certificate([](auto& each) { each.enrolment = EnrolmentId(IdOf(9)); });
  certificate([](auto& each) { each.member = MemberId(IdOf(9)); });
  certificate([](auto& each) { each.fingerprint = DigestOf(9); });
  certificate([](auto& each) { each.serial = "0b"; });
  certificate([](auto& each) { each.key_digest = DigestOf(9); });
  certificate([](auto& each) { each.not_before -= absl::Microseconds(1); });
  certificate([](auto& each) { each.not_after += absl::Microseconds(1); });
  certificate([](auto& each) { each.renews = DigestOf(9); });
  certificate([](auto& each) { each.renews.reset(); });
  end([](auto&) {});
  end([](auto& each) { each.enrolment = EnrolmentId(IdOf(9)); });
  end([](auto& each) { each.why = domain::RevocationWhy::kLost; });
  end([](auto& each) { each.caller.is_operator = false; });
  end([](auto& each) { each.caller.acting_for = MemberId(); });
  std::set<std::string> headers;

  for (const domain::EnrolmentEvent& each : all) {
    const std::string header = EncodeEnrolment({each}).header;
    EXPECT_TRUE(headers.insert(header).second) << Hex(header);
    const auto decoded = DecodeEnrolment(header);
    ASSERT_TRUE(decoded.ok()) << decoded.status();
    EXPECT_EQ(decoded->event, each);
  }
}

TEST(IdentityRecordTest, WhatIsNoEnrolmentIsDamage) {
  // No event; two that this version does not know; a code and a certificate without their digests, and a short one.
  for (const char* hex : {"", "5004", "508102", "5001", "5002", "50016a0103"}) {
    EXPECT_TRUE(absl::IsDataLoss(DecodeEnrolment(absl::HexStringToBytes(hex)).status())) << hex;
  }
  const std::string header = EncodeEnrolment({ACertificate()}).header;
  EXPECT_TRUE(absl::IsDataLoss(DecodeEnrolment(header.substr(0, header.size() - 1)).status()));
}

TEST(IdentityRecordTest, RowsReadBackAsTheyWere) {
  const domain::EnrolmentRow open{MemberId(IdOf(2)), false, std::nullopt};
  EXPECT_EQ(Hex(EncodeRow(open)), "0200000000000000000000000000000000");
  EXPECT_EQ(*DecodeEnrolmentRow(EncodeRow(open)), open);
  const domain::EnrolmentRow ended{MemberId(IdOf(2)), true, DigestOf(6)};
  EXPECT_EQ(Hex(EncodeRow(ended)), "0200000000000000000000000000000001" + DigestHex("06"));
  EXPECT_EQ(*DecodeEnrolmentRow(EncodeRow(ended)), ended);
  for (const size_t size : {0U, 16U, 18U, 48U, 50U}) {
    EXPECT_TRUE(absl::IsDataLoss(DecodeEnrolmentRow(std::string(size, 'x')).status())) << size;
  }
}

}  // namespace
}  // namespace candor::store::identity_record_test
