#include "daemon/rpc/export_access.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "daemon/rpc/export_reader.h"
#include "daemon/rpc/export_writer.h"
#include "tests/unit/store/store_fixture.h"

// Roles, accesses and what the practice answers for, on their way through a file.
namespace candor::rpc::export_access_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using What = domain::LedgerRecord::What;

domain::RoleChange ARole() {
  domain::RoleChange change;
  change.id = RoleChangeId(store::BytesOf(0x68));
  change.member = store::MemberOf(1);
  change.role = domain::Role::kIndependentReviewer;
  change.of = store::MemberOf(2);
  change.deputy = true;
  change.from = Day(2025, 1, 1);
  change.until = Day(2025, 2, 28);
  change.withdrawn = true;
  change.caller = {true, store::MemberOf(2)};
  change.request = store::BytesOf(0x69);
  return change;
}

domain::Access AnAccess() {
  domain::Access access;
  access.id = store::BytesOf(0x6a);
  access.reader = {false, store::MemberOf(2)};
  access.role = domain::Role::kSupervisor;
  access.method = "EntryService.GetEntry";
  access.purpose = domain::Purpose::kSupervision;
  access.highest = domain::FieldClass::kPersonal;
  access.of = {{store::MemberOf(1), domain::SubjectId::Of(store::CaseOf(1)), domain::FieldClass::kPersonal},
               {MemberId(), domain::SubjectId::Practice(), domain::FieldClass::kTriage}};
  access.scope = "report 2025-01-01..2025-03-31";
  access.items = 7;
  access.at = absl::FromUnixMicros(1'600'000'000'000'001);
  access.emergency = EmergencyId(store::BytesOf(0x6e));
  access.of[0].hat = domain::Hat{domain::Role::kConsultant, domain::Relation::kNamedReader};
  access.note_items = 2;
  access.disclosure = DisclosureId(store::BytesOf(0x6d));
  return access;
}

domain::NonUseAccepted AnAcceptance() {
  domain::NonUseAccepted accepted;
  accepted.id = store::BytesOf(0x6b);
  accepted.owner = store::MemberOf(1);
  accepted.text_digest.fill(9);
  accepted.caller = {true, {}};
  return accepted;
}

domain::LogReviewed AReview() {
  domain::LogReviewed review;
  review.id = store::BytesOf(0x6c);
  review.from = 3;
  review.to = 9;
  review.remark = Sensitive<std::string>("nothing odd");
  review.caller = {false, store::MemberOf(1)};
  review.request = store::BytesOf(0x6d);
  return review;
}

domain::Disclosed ADisclosure() {
  domain::Disclosed disclosed;
  disclosed.id = DisclosureId(store::BytesOf(0x6e));
  disclosed.recipient = Sensitive<std::string>("a court");
  disclosed.purpose = Sensitive<std::string>("an order");
  disclosed.basis = domain::LawfulBasis::kCourt;
  disclosed.ledger_size = 12;
  disclosed.of = {domain::SubjectId::Of(store::CaseOf(1)), domain::SubjectId::Of(store::MemberOf(1))};
  disclosed.caller = {true, {}};
  disclosed.request = store::BytesOf(0x6f);
  return disclosed;
}

domain::Emergency AnEmergency() {
  domain::Emergency emergency;
  emergency.id = EmergencyId(store::BytesOf(0x6e));
  emergency.subject = domain::SubjectId::Of(store::CaseOf(1));
  emergency.state = domain::EmergencyState::kReviewed;
  emergency.asker = store::MemberOf(1);
  emergency.approver = store::MemberOf(2);
  emergency.reviewer = store::MemberOf(3);
  emergency.notify = store::MemberOf(4);
  emergency.minutes = 240;
  emergency.begun_at = absl::FromUnixMicros(1'600'000'000'000'001);
  emergency.until = absl::FromUnixMicros(1'600'014'400'000'001);
  emergency.ended_at = absl::FromUnixMicros(1'600'000'000'000'002);
  emergency.remark = Sensitive<std::string>("needed");
  emergency.caller = {false, store::MemberOf(3)};
  emergency.request = store::BytesOf(0x6f);
  return emergency;
}

domain::ConcernNotice AStep() {
  domain::ConcernNotice notice;
  notice.id = store::BytesOf(0x70);
  notice.subject = domain::SubjectId::Of(store::MemberOf(1));
  notice.about = store::BytesOf(0x71);
  notice.step = domain::ConcernStep::kSealed;
  notice.by = store::MemberOf(2);
  notice.second = store::MemberOf(3);
  notice.until = Day(2025, 4, 30);
  notice.reason = Sensitive<std::string>("secured");
  notice.caller = {false, store::MemberOf(2)};
  return notice;
}

v1::ExportLine LineOf(const What& what) {
  domain::LedgerRecord record;
  record.recorded_at = absl::FromUnixMicros(1'700'000'000'000'001);
  record.commitment = std::string(32, 'c');
  record.what = what;
  v1::ExportLine line;
  ToLine(record, &line);
  return line;
}

// Through the text of a file.
template <class Record>
void ExpectBack(const Record& record) {
  std::string json;
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  ASSERT_TRUE(google::protobuf::util::MessageToJsonString(LineOf(record), &json, options).ok());
  const auto line = ParseExportLine(json);
  ASSERT_TRUE(line.ok()) << line.status();
  const auto back = FromLine(*line);
  ASSERT_TRUE(back.ok()) << back.status();
  const auto* read = std::get_if<Record>(&back->what);
  ASSERT_NE(read, nullptr);
  EXPECT_TRUE(*read == record) << line->what_case();
}

TEST(ExportAccessTest, EachComesBackAsItWas) {
  ExpectBack(ARole());
  ExpectBack(AnAccess());
  ExpectBack(AnAcceptance());
  ExpectBack(AReview());
  ExpectBack(ADisclosure());
  ExpectBack(AStep());
  ExpectBack(AnEmergency());
}

TEST(ExportAccessTest, WhatWasAskedForHasItsReasonAndNothingYetElse) {
  domain::Emergency asked;
  asked.id = EmergencyId(store::BytesOf(0x6e));
  asked.subject = domain::SubjectId::Of(store::MemberOf(2));
  asked.asker = store::MemberOf(1);
  asked.minutes = 1;
  asked.reason = Sensitive<std::string>("at risk");
  asked.caller = {true, store::MemberOf(1)};
  ExpectBack(asked);
  EXPECT_EQ(v1::ExportLine::kEmergencyFieldNumber, 25 + 11);
}

TEST(ExportAccessTest, WhatIsNotSaidIsNotSaidAfterwards) {
  domain::RoleChange role = ARole();
  role.of = MemberId();
  role.deputy = false;
  role.until.reset();
  role.withdrawn = false;
  role.request = {};
  ExpectBack(role);
  domain::Access access = AnAccess();
  access.reader = {true, {}};
  access.role.reset();
  access.purpose = domain::Purpose::kNone;
  access.of.clear();
  access.at.reset();
  ExpectBack(access);
  domain::Disclosed disclosed = ADisclosure();
  disclosed.of.clear();
  disclosed.request = {};
  ExpectBack(disclosed);
}

// Whose member the line has by its record's type.
TEST(ExportAccessTest, TheLineSaysOfWhichTypeItIs) {
  EXPECT_EQ(LineOf(ARole()).what_case(), v1::ExportLine::kRole);
  EXPECT_EQ(v1::ExportLine::kRoleFieldNumber, 20 + 11);
  EXPECT_EQ(v1::ExportLine::kAccessFieldNumber, 21 + 11);
  EXPECT_EQ(v1::ExportLine::kNonUseFieldNumber, 22 + 11);
  EXPECT_EQ(v1::ExportLine::kLogReviewFieldNumber, 23 + 11);
  EXPECT_EQ(v1::ExportLine::kDisclosureFieldNumber, 24 + 11);
}

struct Spoilt {
  What what;
  void (*spoil)(v1::ExportLine&);
  const char* field;
};

TEST(ExportAccessTest, WhatCannotBeIsNamedAndNotRepeated) {
  const std::vector<Spoilt> all = {
      {ARole(), [](v1::ExportLine& line) { line.mutable_role()->mutable_grant()->clear_name(); }, "role.grant.name"},
      {ARole(), [](v1::ExportLine& line) { line.mutable_role()->mutable_grant()->clear_role(); }, "role.grant.role"},
      {ARole(), [](v1::ExportLine& line) { line.mutable_role()->mutable_grant()->clear_from(); }, "role.grant.from"},
      {ARole(), [](v1::ExportLine& line) { line.mutable_role()->set_request_digest("x"); }, "role.request_digest"},
      {AnAccess(), [](v1::ExportLine& line) { line.mutable_access()->set_id("secret"); }, "access.id"},
      {AnAccess(), [](v1::ExportLine& line) { line.mutable_access()->clear_highest(); }, "access.highest"},
      {AnAccess(), [](v1::ExportLine& line) { line.mutable_access()->mutable_of(0)->set_subject("secret"); },
       "access.of.subject"},
      {AnAcceptance(), [](v1::ExportLine& line) { line.mutable_non_use()->clear_text_digest(); },
       "non_use.text_digest"},
      {AnAcceptance(), [](v1::ExportLine& line) { line.mutable_non_use()->clear_owner(); }, "non_use.owner"},
      {AReview(), [](v1::ExportLine& line) { line.mutable_log_review()->set_acting_for("secret"); },
       "log_review.acting_for"},
      {ADisclosure(), [](v1::ExportLine& line) { line.mutable_disclosure()->clear_basis(); }, "disclosure.basis"},
      {AnAccess(), [](v1::ExportLine& line) { line.mutable_access()->set_emergency("secret"); }, "access.emergency"},
      {AnEmergency(),
       [](v1::ExportLine& line) { line.mutable_emergency()->mutable_emergency()->set_subject("secret"); },
       "emergency.emergency.subject"},
      {AnEmergency(), [](v1::ExportLine& line) { line.mutable_emergency()->mutable_emergency()->clear_state(); },
       "emergency.emergency.state"},
      {AnEmergency(), [](v1::ExportLine& line) { line.mutable_emergency()->mutable_emergency()->clear_minutes(); },
       "emergency.emergency.minutes"},
      {ADisclosure(), [](v1::ExportLine& line) { line.mutable_disclosure()->add_subjects("secret"); },
       "disclosure.subjects"}};
  for (const Spoilt& each : all) {
    v1::ExportLine line = LineOf(each.what);
    each.spoil(line);
    const auto read = FromLine(line);
    EXPECT_EQ(read.status().code(), absl::StatusCode::kInvalidArgument) << each.field;
    EXPECT_THAT(std::string(read.status().message()), HasSubstr(each.field));
    EXPECT_THAT(std::string(read.status().message()), Not(HasSubstr("secret")));
  }
}

template <class Wire>
int Number(Wire word) {
  return static_cast<int>(word);
}

TEST(ExportAccessTest, WordsHaveTheNumbersOfTheDomain) {
  EXPECT_EQ(Number(v1::PURPOSE_UNSPECIFIED), Number(domain::Purpose::kNone));
  EXPECT_EQ(Number(v1::PURPOSE_CARE), Number(domain::Purpose::kCare));
  EXPECT_EQ(Number(v1::PURPOSE_SUPERVISION), Number(domain::Purpose::kSupervision));
  EXPECT_EQ(Number(v1::PURPOSE_CONSULTATION), Number(domain::Purpose::kConsultation));
  EXPECT_EQ(Number(v1::PURPOSE_OVERSIGHT), Number(domain::Purpose::kOversight));
  EXPECT_EQ(Number(v1::PURPOSE_AUDIT), Number(domain::Purpose::kAudit));
  EXPECT_EQ(Number(v1::PURPOSE_ADMINISTRATION), Number(domain::Purpose::kAdministration));
  EXPECT_EQ(Number(v1::PURPOSE_COMPLAINT), Number(domain::Purpose::kComplaint));
  EXPECT_EQ(Number(v1::PURPOSE_LEGAL), Number(domain::Purpose::kLegal));
  EXPECT_EQ(v1::Purpose_ARRAYSIZE, Number(domain::kLastPurpose) + 1);
  EXPECT_EQ(Number(v1::LAWFUL_BASIS_AUTHORISED), Number(domain::LawfulBasis::kAuthorised));
  EXPECT_EQ(Number(v1::LAWFUL_BASIS_OWN_REQUEST), Number(domain::LawfulBasis::kOwnRequest));
  EXPECT_EQ(Number(v1::LAWFUL_BASIS_CARE), Number(domain::LawfulBasis::kCare));
  EXPECT_EQ(Number(v1::LAWFUL_BASIS_LEGAL_DUTY), Number(domain::LawfulBasis::kLegalDuty));
  EXPECT_EQ(Number(v1::LAWFUL_BASIS_COURT), Number(domain::LawfulBasis::kCourt));
  EXPECT_EQ(Number(v1::LAWFUL_BASIS_AUTHORITY), Number(domain::LawfulBasis::kAuthority));
  EXPECT_EQ(Number(v1::LAWFUL_BASIS_LEGAL_CLAIMS), Number(domain::LawfulBasis::kLegalClaims));
  EXPECT_EQ(Number(v1::LAWFUL_BASIS_OWN_OPERATION), Number(domain::LawfulBasis::kOwnOperation));
  EXPECT_EQ(v1::LawfulBasis_ARRAYSIZE, Number(domain::kLastLawfulBasis) + 1);
  EXPECT_EQ(Number(v1::FIELD_CLASS_TRIAGE), Number(domain::FieldClass::kTriage));
  EXPECT_EQ(Number(v1::FIELD_CLASS_DETAIL), Number(domain::FieldClass::kDetail));
  EXPECT_EQ(Number(v1::FIELD_CLASS_NARRATIVE), Number(domain::FieldClass::kNarrative));
  EXPECT_EQ(Number(v1::FIELD_CLASS_PERSONAL), Number(domain::FieldClass::kPersonal));
}

}  // namespace
}  // namespace candor::rpc::export_access_test
