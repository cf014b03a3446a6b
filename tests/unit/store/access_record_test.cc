#include <gtest/gtest.h>

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "daemon/base/text.h"
#include "daemon/store/codec.h"
#include "daemon/store/rows.h"

// The bytes of roles, accesses and what the practice answers for, as they stand in every ledger from here on.
namespace candor::store::access_record_test {
namespace {

std::string Hex(std::string_view bytes) {
  return absl::BytesToHexString(ToAbsl(bytes));
}

IdBytes IdOf(uint8_t first) {
  return IdBytes{first};
}

// Of an id.
std::string IdHex(const std::string& first) {
  return first + std::string(30, '0');
}

domain::SubjectId ACase() {
  return domain::SubjectId::Of(CaseId(IdOf(6)));
}

domain::RoleChange ARole() {
  domain::RoleChange change;
  change.id = RoleChangeId(IdOf(1));
  change.member = MemberId(IdOf(2));
  change.role = domain::Role::kIndependentReviewer;
  change.of = MemberId(IdOf(3));
  change.deputy = true;
  change.from = DayFromNumber(20089);
  change.until = DayFromNumber(20100);
  change.withdrawn = true;
  change.caller = {true, MemberId(IdOf(4))};
  change.request = IdOf(5);
  return change;
}

domain::Access AnAccess() {
  domain::Access access;
  access.id = IdOf(1);
  access.reader = {true, MemberId(IdOf(4))};
  access.role = domain::Role::kSupervisor;
  access.method = "EntryService.GetEntry";
  access.purpose = domain::Purpose::kSupervision;
  access.highest = domain::FieldClass::kNarrative;
  access.of = {{MemberId(IdOf(2)), ACase(), domain::FieldClass::kNarrative}};
  access.scope = "r";
  access.items = 300;
  access.at = absl::FromUnixMicros(150);
  return access;
}

domain::NonUseAccepted AnAcceptance() {
  domain::NonUseAccepted accepted;
  accepted.id = IdOf(1);
  accepted.owner = MemberId(IdOf(2));
  accepted.text_digest = {7};
  accepted.caller = {true, MemberId(IdOf(4))};
  return accepted;
}

domain::LogReviewed AReview() {
  domain::LogReviewed review;
  review.id = IdOf(1);
  review.from = 5;
  review.to = 300;
  review.remark = Sensitive<std::string>("seen");
  review.caller = {true, MemberId(IdOf(4))};
  review.request = IdOf(5);
  return review;
}

domain::Disclosed ADisclosure() {
  domain::Disclosed disclosed;
  disclosed.id = DisclosureId(IdOf(1));
  disclosed.recipient = Sensitive<std::string>("court");
  disclosed.purpose = Sensitive<std::string>("order");
  disclosed.basis = domain::LawfulBasis::kCourt;
  disclosed.ledger_size = 300;
  disclosed.of = {ACase(), domain::SubjectId::Of(MemberId(IdOf(2)))};
  disclosed.caller = {true, MemberId(IdOf(4))};
  disclosed.request = IdOf(5);
  return disclosed;
}

std::string Start() {
  return "080110013a10" + IdHex("01");
}

void ExpectOfThePractice(const PlainRecord& record, int type) {
  EXPECT_EQ(static_cast<int>(record.type), type);
  EXPECT_EQ(record.subject, domain::SubjectId::Practice());
  EXPECT_EQ(record.key_class, domain::KeyClass::kGeneral);
}

TEST(AccessRecordTest, ARoleHasTheseBytes) {
  const PlainRecord record = EncodeRole(ARole());

  ExpectOfThePractice(record, 20);
  EXPECT_EQ(record.body, "");
  EXPECT_EQ(Hex(record.header), Start() + "5210" + IdHex("02") + "5807" + "6210" + IdHex("03") + "6801" + "70f2b902" +
                                    "7888ba02" + "800101" + "880101" + "920110" + IdHex("04") + "9a0110" + IdHex("05"));
  EXPECT_EQ(*DecodeRole(record.header), ARole());
}

TEST(AccessRecordTest, AnAccessHasTheseBytes) {
  const PlainRecord record = EncodeAccess(AnAccess());

  ExpectOfThePractice(record, 21);
  EXPECT_EQ(record.body, "");
  EXPECT_EQ(Hex(record.header), Start() + "5001" + "5a10" + IdHex("04") + "6002" + "6a15" +
                                    Hex("EntryService.GetEntry") + "7002" + "7803" + "820128" + "0a10" + IdHex("02") +
                                    "1001" + "1a10" + IdHex("06") + "2003" + "8a010172" + "9001ac02" + "9801ac02");
  EXPECT_EQ(*DecodeAccess(record.header), AnAccess());
  domain::Access newer = AnAccess();
  newer.of[0].hat = domain::Hat{domain::Role::kConsultant, domain::Relation::kNamedReader};
  newer.note_items = 2;
  newer.disclosure = DisclosureId(IdOf(9));
  EXPECT_EQ(*DecodeAccess(EncodeAccess(newer).header), newer);
}

TEST(AccessRecordTest, AnAcceptanceHasTheseBytes) {
  const PlainRecord record = EncodeNonUse(AnAcceptance());

  ExpectOfThePractice(record, 22);
  EXPECT_EQ(record.body, "");
  EXPECT_EQ(Hex(record.header),
            Start() + "5210" + IdHex("02") + "5a20" + "07" + std::string(62, '0') + "6001" + "6a10" + IdHex("04"));
  EXPECT_EQ(*DecodeNonUse(record.header), AnAcceptance());
}

TEST(AccessRecordTest, AReviewHasTheseBytes) {
  const PlainRecord record = EncodeLogReview(AReview());

  ExpectOfThePractice(record, 23);
  EXPECT_EQ(Hex(record.body), "0a04" + Hex("seen"));
  EXPECT_EQ(Hex(record.header), Start() + "5005" + "58ac02" + "6001" + "6a10" + IdHex("04") + "7210" + IdHex("05"));
  EXPECT_TRUE(*DecodeLogReview(record.header, record.body) == AReview());
}

TEST(AccessRecordTest, ADisclosureHasTheseBytes) {
  const PlainRecord record = EncodeDisclosure(ADisclosure());

  ExpectOfThePractice(record, 24);
  EXPECT_EQ(Hex(record.body), "0a05" + Hex("court") + "1205" + Hex("order"));
  EXPECT_EQ(Hex(record.header), Start() + "5005" + "58ac02" + "6214" + "08011210" + IdHex("06") + "6214" + "08021210" +
                                    IdHex("02") + "6801" + "7210" + IdHex("04") + "7a10" + IdHex("05"));
  EXPECT_TRUE(*DecodeDisclosure(record.header, record.body) == ADisclosure());
}

// What is sealed is not in clear beside it, and is all that is gone with its key.
TEST(AccessRecordTest, WithoutTheirKeyTheTextsAloneAreGone) {
  const PlainRecord review = EncodeLogReview(AReview());
  domain::LogReviewed without_remark = AReview();
  without_remark.remark = Sensitive<std::string>();
  EXPECT_EQ(review.header.find("seen"), std::string::npos);
  EXPECT_TRUE(*DecodeLogReview(review.header, std::nullopt) == without_remark);

  const PlainRecord disclosure = EncodeDisclosure(ADisclosure());
  domain::Disclosed without_words = ADisclosure();
  without_words.recipient = Sensitive<std::string>();
  without_words.purpose = Sensitive<std::string>();
  EXPECT_EQ(disclosure.header.find("court"), std::string::npos);
  EXPECT_EQ(disclosure.header.find("order"), std::string::npos);
  EXPECT_TRUE(*DecodeDisclosure(disclosure.header, std::nullopt) == without_words);
}

TEST(AccessRecordTest, NothingThatARoleSaysIsLost) {
  std::vector<domain::RoleChange> all;
  const auto with = [&all](auto change) {
    domain::RoleChange each = ARole();
    change(each);
    all.push_back(each);
  };
  with([](auto&) {});
  with([](auto& each) { each.id = RoleChangeId(IdOf(9)); });
  with([](auto& each) { each.member = MemberId(IdOf(9)); });
  with([](auto& each) { each.role = domain::Role::kOwner; });
  with([](auto& each) { each.of = MemberId(); });
  with([](auto& each) { each.deputy = false; });
  with([](auto& each) { each.from = each.from - 1; });
  with([](auto& each) { each.until.reset(); });
  with([](auto& each) { each.until = DayFromNumber(0); });
  with([](auto& each) { each.withdrawn = false; });
  with([](auto& each) { each.caller.is_operator = false; });
  with([](auto& each) { each.caller.acting_for = MemberId(); });
  with([](auto& each) { each.request = IdBytes{}; });
  std::set<std::string> headers;
  for (const domain::RoleChange& each : all) {
    const std::string header = EncodeRole(each).header;
    EXPECT_TRUE(headers.insert(header).second) << Hex(header);
    const auto decoded = DecodeRole(header);
    ASSERT_TRUE(decoded.ok()) << decoded.status();
    EXPECT_EQ(*decoded, each);
  }
}

TEST(AccessRecordTest, NothingThatAnAccessSaysIsLost) {
  std::vector<domain::Access> all;
  const auto with = [&all](auto change) {
    domain::Access each = AnAccess();
    change(each);
    all.push_back(each);
  };
  with([](auto&) {});
  with([](auto& each) { each.id = IdOf(9); });
  with([](auto& each) { each.reader.is_operator = false; });
  with([](auto& each) { each.reader.acting_for = MemberId(); });
  with([](auto& each) { each.role.reset(); });
  with([](auto& each) { each.method = "CaseService.GetCase"; });
  with([](auto& each) { each.purpose = domain::Purpose::kNone; });
  with([](auto& each) { each.highest = domain::FieldClass::kPersonal; });
  with([](auto& each) { each.of.clear(); });
  with([](auto& each) { each.of.push_back(each.of[0]); });
  with([](auto& each) { each.of[0].member = MemberId(); });
  with([](auto& each) { each.of[0].subject = domain::SubjectId::Practice(); });
  with([](auto& each) { each.of[0].highest = domain::FieldClass::kTriage; });
  with([](auto& each) { each.scope.clear(); });
  with([](auto& each) { each.items = 0; });
  with([](auto& each) { each.at.reset(); });
  with([](auto& each) { each.at = absl::UnixEpoch(); });
  std::set<std::string> headers;
  for (const domain::Access& each : all) {
    const std::string header = EncodeAccess(each).header;
    EXPECT_TRUE(headers.insert(header).second) << Hex(header);
    const auto decoded = DecodeAccess(header);
    ASSERT_TRUE(decoded.ok()) << decoded.status();
    EXPECT_EQ(*decoded, each);
  }
}

TEST(AccessRecordTest, WhatIsNoneOfThemIsDamage) {
  const std::string cut = EncodeAccess(AnAccess()).header.substr(0, 30);
  EXPECT_TRUE(absl::IsDataLoss(DecodeRole(cut).status()));
  EXPECT_TRUE(absl::IsDataLoss(DecodeAccess(cut).status()));
  EXPECT_TRUE(absl::IsDataLoss(DecodeNonUse(cut).status()));
  EXPECT_TRUE(absl::IsDataLoss(DecodeNonUse("").status())) << "what was accepted is not said";
  EXPECT_TRUE(absl::IsDataLoss(DecodeLogReview(cut, std::nullopt).status()));
  EXPECT_TRUE(absl::IsDataLoss(DecodeDisclosure(cut, std::nullopt).status()));
  const std::string header = EncodeDisclosure(ADisclosure()).header;
  EXPECT_TRUE(absl::IsDataLoss(DecodeDisclosure(header, "\x0a\x09").status()));
}

TEST(AccessRecordTest, RowsReadBackAsTheyWere) {
  domain::RoleRow role{258, IdOf(5), ARole()};
  role.change.recorded_at = absl::FromUnixMicros(3);
  EXPECT_EQ(Hex(EncodeRow(role)),
            "0000000000000102" + std::string("0000000000000003") + IdHex("05") + Hex(EncodeRole(ARole()).header));
  EXPECT_EQ(*DecodeRoleRow(EncodeRow(role)), role);
  const domain::OversightRow oversight{258, IdOf(5)};
  EXPECT_EQ(Hex(EncodeRow(oversight)), "0000000000000102" + IdHex("05"));
  EXPECT_EQ(*DecodeOversightRow(EncodeRow(oversight)), oversight);

  EXPECT_TRUE(absl::IsDataLoss(DecodeRoleRow(EncodeRow(role).substr(0, 31)).status()));
  EXPECT_TRUE(absl::IsDataLoss(DecodeRoleRow(EncodeRow(role).substr(0, 40)).status()));
  EXPECT_TRUE(absl::IsDataLoss(DecodeOversightRow("x").status()));
}

}  // namespace
}  // namespace candor::store::access_record_test
