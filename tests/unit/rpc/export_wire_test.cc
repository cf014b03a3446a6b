#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <iostream>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "daemon/domain/enrolment.h"
#include "daemon/rpc/export_reader.h"
#include "daemon/rpc/export_writer.h"
#include "daemon/store/restorer.h"
#include "tests/unit/store/history.h"

// Records on their way through a file.
namespace candor::rpc::export_wire_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string JsonOf(const v1::ExportLine& line) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  EXPECT_TRUE(google::protobuf::util::MessageToJsonString(line, &json, options).ok());
  return json;
}

std::string LineOf(const domain::LedgerRecord& record) {
  v1::ExportLine line;
  ToLine(record, &line);
  return JsonOf(line);
}

absl::StatusOr<domain::LedgerRecord> RecordOf(const std::string& json) {
  auto line = ParseExportLine(json);
  if (!line.ok()) return line.status();
  return FromLine(*line);
}

class ExportWireTest : public testing::Test {
 protected:
  ExportWireTest() : seed_(std::random_device()()), history_(fixture_, seed_) {
    std::cerr << "seed " << seed_ << "\n";
    history_.Begin();
  }

  std::vector<std::string> Lines() {
    std::vector<std::string> lines;
    const auto view = fixture_.view();
    for (uint64_t number = 0; number < view->size(); ++number) lines.push_back(LineOf(*view->RecordAt(number)));
    return lines;
  }

  const uint32_t seed_;
  store::StoreFixture fixture_{true};
  store::History history_;
  store::TemporaryFolder elsewhere_;
};

// Whatever a ledger holds: a record that lost something on the way would be another line, or another row.
TEST_F(ExportWireTest, ARecordComesBackAsItWas) {
  for (int i = 0; i < 300; ++i) history_.Step();
  const std::string data_dir = elsewhere_.Join("restored");
  auto restorer = store::Restorer::Begin(data_dir, fixture_.store().naming_keys());
  ASSERT_TRUE(restorer.ok()) << restorer.status();

  const std::vector<std::string> lines = Lines();
  for (const std::string& line : lines) {
    const auto record = RecordOf(line);
    ASSERT_TRUE(record.ok()) << record.status() << "\n" << line;
    EXPECT_EQ(LineOf(*record), line);
    ASSERT_TRUE((*restorer)->Add(*record).ok());
  }
  ASSERT_TRUE((*restorer)->Finish().ok());

  store::OpenOptions options = fixture_.options();
  options.data_dir = data_dir;
  const auto restored = store::Open(options);
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(store::Render(*(*restored)->Latest()), store::Render(*fixture_.view()));
}

domain::KeptErasure AnyErasure() {
  domain::KeptErasure kept;
  domain::Erasure& erasure = kept.erasure;
  erasure.id = ErasureId(store::BytesOf(0x68));
  erasure.subject = domain::SubjectId::Of(store::CaseOf(1));
  erasure.classes = {domain::KeyClass::kGeneral, domain::KeyClass::kPersonal};
  erasure.state = domain::DecisionState::kInForce;
  erasure.why = domain::ErasureWhy::kSchedule;
  erasure.profile = "apa 1.0.0";
  erasure.parameter = "case";
  erasure.due = Day(2032, 1, 2);
  erasure.proposer = store::MemberOf(1);
  erasure.approver = store::MemberOf(2);
  erasure.caller = {true, store::MemberOf(2)};
  erasure.reason = Sensitive<std::string>("its time is over");
  erasure.keys = {{domain::KeyClass::kGeneral, {1, 2, 3}}, {domain::KeyClass::kPersonal, {4}}};
  kept.request = store::BytesOf(0x69);
  return kept;
}

// A code, a certificate for it, one that renews it, and the end.
std::vector<domain::EnrolmentRecorded> AnyEnrolment() {
  domain::EnrolmentCodeIssued code;
  code.id = EnrolmentId(store::BytesOf(0x6C));
  code.member = store::MemberOf(1);
  code.locator = 0xFFFFF;
  code.check.fill(1);
  code.expires_at = absl::FromUnixMicros(1'600'000'000'000'001);
  code.caller = {true, {}};
  domain::CertificateIssued first;
  first.enrolment = code.id;
  first.member = code.member;
  first.fingerprint.fill(2);
  first.serial = "0a1b";
  first.key_digest.fill(3);
  first.not_before = absl::FromUnixSeconds(1'600'000'000);
  first.not_after = absl::FromUnixSeconds(1'607'776'000);
  domain::CertificateIssued second = first;
  second.fingerprint.fill(4);
  second.key_digest.fill(5);
  second.renews = first.fingerprint;
  const domain::EnrolmentRevoked end{
      code.id, domain::RevocationWhy::kReplaced, {false, store::MemberOf(1)}, absl::Time()};
  return {{code}, {first}, {second}, {end}};
}

domain::KeptHold AnyHold() {
  domain::KeptHold kept;
  kept.hold.id = HoldId(store::BytesOf(0x6A));
  kept.hold.subject = domain::SubjectId::Of(store::MemberOf(2));
  kept.hold.state = domain::HoldState::kReleaseProposed;
  kept.hold.proposer = store::MemberOf(1);
  kept.hold.caller = {true, store::MemberOf(1)};
  kept.hold.reason = Sensitive<std::string>("the matter is closed");
  kept.request = store::BytesOf(0x6B);
  return kept;
}

TEST_F(ExportWireTest, WhatHistoriesDoNotHaveComesBackToo) {
  domain::LedgerRecord record;
  record.recorded_at = absl::FromUnixMicros(1'700'000'000'000'001);
  record.commitment = std::string(32, 'c');
  domain::ReportSigned signature;
  signature.id = domain::SignatureId(store::BytesOf(0x61));
  signature.from = Day(2025, 1, 1);
  signature.to = Day(2025, 3, 31);
  signature.as_of = absl::FromUnixMicros(1'699'999'999'999'999);
  signature.ledger_size = 12;
  signature.root.fill(7);
  signature.signer = Sensitive<std::string>("A. Director");
  signature.known_gaps = {"none"};
  signature.figures.resize(1);
  signature.figures[0].section = 3;
  signature.figures[0].row.figure = "closed_in_time";
  signature.figures[0].row.state = domain::CellState::kShown;
  signature.figures[0].row.count = 0;
  domain::Activation activation{"set", {}, {}, Day(2024, 1, 1)};
  activation.id = ActivationId(store::BytesOf(0x63));
  activation.on = Day(2025, 1, 2);
  activation.awaited = {{"dual_relationships", Day(2025, 1, 1)}};
  activation.request = store::BytesOf(0x64);
  activation.reason = "tried out";
  activation.review_after_days = 400;
  activation.settings.resize(1);
  activation.settings[0].rule = "sessions";
  activation.settings[0].from = Day(2024, 6, 1);
  activation.settings[0].set_on = Day(2025, 1, 2);
  activation.settings[0].retroactive = true;
  activation.settings[0].set_by = {true, store::MemberOf(1)};
  domain::KeptAssessment reassessed;
  reassessed.reassessment =
      domain::Reassessment{activation.id, domain::SubjectKind::kMember, store::MemberOf(1).bytes(), 7, 9, 2, true};
  const domain::Batch batch{BatchId(store::BytesOf(0x62)), std::string(32, 'f'), std::string(32, 'm'), Day(2024, 1, 1)};
  for (const domain::LedgerRecord::What& what : std::vector<domain::LedgerRecord::What>{
           activation, reassessed, batch, domain::LossAccepted{3, 5, "the disk"}, signature,
           domain::KeyEvent{domain::KeyEventKind::kMasterKeyChanged,
                            domain::KeyPlace::kPassphrase,
                            3,
                            2,
                            {true, store::MemberOf(1)}},
           domain::KeyEvent{domain::KeyEventKind::kRotationDone, domain::KeyPlace::kFile, 1, 7, {false, {}}},
           AnyErasure(), AnyHold(),
           domain::BackupTaken{store::BytesOf(0x67), absl::FromUnixMicros(1'600'000'000'000'001), 12, {true, {}}},
           domain::Restored{3, 17, absl::FromUnixMicros(1'600'000'000'000'001), store::BytesOf(0x65), 2, {4, 11}},
           domain::Supervision{store::MemberOf(1), store::MemberOf(2), Day(2024, 2, 29), Day(2025, 1, 1)},
           domain::FirstRead{domain::SubjectId::Of(store::MemberOf(1)), EntryId::Random(), store::MemberOf(2), true}}) {
    record.what = what;
    const auto back = RecordOf(LineOf(record));
    ASSERT_TRUE(back.ok()) << back.status();
    EXPECT_EQ(LineOf(*back), LineOf(record));
    EXPECT_EQ(back->what.index(), what.index());
    EXPECT_EQ(back->recorded_at, record.recorded_at);
  }
  record.what = activation;
  EXPECT_THAT(LineOf(record), HasSubstr("\"reason\":\"tried out\""));
  EXPECT_THAT(LineOf(record), HasSubstr("\"review_after_days\":400"));
}

TEST_F(ExportWireTest, TheLongestWaiverComesBack) {
  domain::LedgerRecord record;
  record.recorded_at = absl::FromUnixMicros(1'700'000'000'000'001);
  record.commitment = std::string(32, 'c');
  record.what = domain::Settings{"Elm Street", "Europe/Brussels", true, {}, 90};

  const auto back = RecordOf(LineOf(record));

  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(std::get<domain::Settings>(back->what).longest_waiver_days, 90);
}

TEST_F(ExportWireTest, AnEnrolmentComesBackAsItWas) {
  domain::LedgerRecord record;
  record.recorded_at = absl::FromUnixMicros(1'700'000'000'000'001);
  record.commitment = std::string(32, 'c');
  for (const domain::EnrolmentRecorded& each : AnyEnrolment()) {
    record.what = each;
    const auto back = RecordOf(LineOf(record));
    ASSERT_TRUE(back.ok()) << back.status();
    const auto* read = std::get_if<domain::EnrolmentRecorded>(&back->what);
    ASSERT_NE(read, nullptr);
    EXPECT_EQ(*read, each);
  }
  v1::ExportLine line;
  record.what = AnyEnrolment()[0];
  ToLine(record, &line);
  for (const auto& [spoil, field] : std::vector<std::pair<void (*)(v1::ExportedEnrolment&), const char*>>{
           {[](v1::ExportedEnrolment& wire) { wire.clear_step(); }, "enrolment.step"},
           {[](v1::ExportedEnrolment& wire) { wire.clear_id(); }, "enrolment.id"},
           {[](v1::ExportedEnrolment& wire) { wire.clear_member(); }, "enrolment.member"},
           {[](v1::ExportedEnrolment& wire) { wire.mutable_check()->pop_back(); }, "enrolment.check"}}) {
    v1::ExportLine bad = line;
    spoil(*bad.mutable_enrolment());
    const auto read = FromLine(bad);
    EXPECT_EQ(read.status().code(), absl::StatusCode::kInvalidArgument) << field;
    EXPECT_THAT(std::string(read.status().message()), HasSubstr(field));
  }
}

TEST_F(ExportWireTest, ABadLineIsNamedAndNotRepeated) {
  for (const char* line :
       {"", "{", "[]", "{\"secret\":1}", "{\"entry\":{\"entry\":{\"note\":\"secret\",\"kind\":7.5}}}"}) {
    const auto record = RecordOf(line);
    EXPECT_EQ(record.status().code(), absl::StatusCode::kInvalidArgument) << line;
    EXPECT_THAT(std::string(record.status().message()), Not(HasSubstr("secret")));
  }
  const auto nothing = RecordOf("{\"number\":\"3\",\"recorded_at\":\"2025-01-01T00:00:00Z\"}");
  EXPECT_THAT(std::string(nothing.status().message()), HasSubstr("commitment"));
}

}  // namespace
}  // namespace candor::rpc::export_wire_test
