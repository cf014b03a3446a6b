#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "candor/v1/export.grpc.pb.h"
#include "daemon/base/bytes.h"
#include "daemon/import_records.h"
#include "daemon/ledger/checkpoint.h"
#include "daemon/ledger/frontier.h"
#include "daemon/ledger/merkle.h"
#include "tests/scenario/daemon/corrections_fixture.h"
#include "tests/unit/store/store_fixture.h"

namespace candor::export_test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class ExportTest : public CorrectionsTest {
 protected:
  void SetUp() override {
    CorrectionsTest::SetUp();
    if (HasFatalFailure()) return;
    exports_ = v1::ExportService::NewStub(daemon_->InProcessChannel());
  }

  // Before the folder goes that it may serve.
  void TearDown() override { daemon_.reset(); }

  // Everything up to the newest checkpoint, as the client writes it.
  std::vector<v1::ExportLine> Export(const std::string& subject = "", int32_t limit = 0) {
    v1::ExportLine last;
    v1::ExportEnd& end = *last.mutable_checkpoint();
    FillEnd(end);
    end.set_subject(subject);
    std::vector<v1::ExportLine> lines;
    v1::ExportRecordsRequest request;
    request.set_size(end.size());
    request.set_subject(subject);
    request.set_limit(limit);
    request.set_naming_keys(subject.empty());
    while (request.number() < request.size()) {
      v1::ExportRecordsResponse response;
      const grpc::Status status = Call(exports_, &v1::ExportService::Stub::ExportRecords, request, response);
      EXPECT_TRUE(status.ok()) << status.error_message();
      if (!status.ok() || response.next_number() <= request.number()) break;
      lines.insert(lines.end(), response.lines().begin(), response.lines().end());
      if (response.has_naming_keys()) *end.mutable_naming_keys() = response.naming_keys();
      request.set_number(response.next_number());
    }
    end.set_records(lines.size());
    SetContentRoot(lines, end);
    lines.push_back(last);
    return lines;
  }

  static void SetContentRoot(const std::vector<v1::ExportLine>& lines, v1::ExportEnd& end) {
    ledger::Frontier content;
    for (const v1::ExportLine& line : lines) content.Append(ledger::LeafHash(JsonOf(line)));
    const v1::NamingKeys& naming = end.naming_keys();
    content.Append(ledger::LeafHash(naming.order() + naming.names() + naming.lookup()));
    end.set_content_root(std::string(AsText(content.Root())));
  }

  void FillEnd(v1::ExportEnd& end) {
    v1::GetCheckpointResponse response;
    const grpc::Status status =
        Call(ledger_, &v1::LedgerService::Stub::GetCheckpoint, v1::GetCheckpointRequest(), response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    const auto key = ledger::ParseVerifierKey(response.public_key());
    ASSERT_TRUE(key.ok());
    const auto checkpoint = ledger::OpenCheckpoint(std::string_view(response.checkpoint()), *key);
    ASSERT_TRUE(checkpoint.ok()) << checkpoint.status();
    end.set_note(response.checkpoint());
    end.set_public_key(response.public_key());
    end.set_size(checkpoint->size);
  }

  static std::string JsonOf(const v1::ExportLine& line) {
    google::protobuf::util::JsonPrintOptions options;
    options.preserve_proto_field_names = true;
    std::string json;
    EXPECT_TRUE(google::protobuf::util::MessageToJsonString(line, &json, options).ok());
    return json;
  }

  static std::string TextOf(const std::vector<v1::ExportLine>& lines) {
    std::string text;
    for (const v1::ExportLine& line : lines) absl::StrAppend(&text, JsonOf(line), "\n");
    return text;
  }

  std::string Write(const std::string& text) {
    const std::string path = folder_.Join("export.jsonl");
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  absl::Status Import(const std::string& text) { return ImportRecords(data_dir_, Write(text)).status(); }

  // From here on the calls of this test go to a daemon on what was imported.
  void ServeImported() {
    daemon_.reset();
    DaemonOptions options = InMemoryOptions(clock_);
    options.in_memory = false;
    options.data_dir = data_dir_;
    options.version = "test";
    Serve(std::move(options));
    ledger_ = v1::LedgerService::NewStub(daemon_->InProcessChannel());
    exports_ = v1::ExportService::NewStub(daemon_->InProcessChannel());
  }

  // What the daemon answers about everything, each to somebody else.
  std::string Answers(const google::protobuf::Timestamp* as_of = nullptr) {
    std::string answers;
    for (const std::string& reader : {std::string(), ana_, maria_}) {
      for (const std::string& parent : {case_, other_, ana_, maria_}) {
        for (const v1::Entry& entry : Timeline(parent, reader, as_of)) answers += entry.DebugString();
      }
      for (const v1::FollowUp& follow_up : FollowUps("", reader)) {
        v1::ExplainFollowUpRequest request;
        request.set_name(follow_up.name());
        v1::ExplainFollowUpResponse response;
        const auto explain = &v1::FollowUpService::Stub::ExplainFollowUp;
        EXPECT_TRUE(Call(follow_ups_, explain, request, response, reader).ok());
        answers += follow_up.DebugString() + response.DebugString();
      }
    }
    v1::ListMembersRequest members;
    v1::ListMembersResponse listed;
    EXPECT_TRUE(Call(members_, &v1::MemberService::Stub::ListMembers, members, listed).ok());
    for (const std::string& name : {case_, other_}) answers += GetCase(name, as_of).DebugString();
    return answers + listed.DebugString() + FiguresOf(Report(as_of));
  }

  // A private note, one that is called back, a session that is moved, a consultation, and a decision.
  void MakeHistory() {
    MakeSupervision(ana_, maria_, Day(2025, 1, 1));
    Record(Reaction(case_), ana_);
    const std::string called_back = Record(Reaction(case_, Day(2025, 9, 25)), ana_).entry().name();
    v1::RecallEntryResponse recalled;
    ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::RecallEntry, Recalling(called_back), recalled, ana_).ok());
    v1::CreateEntryRequest session = EntryFor(other_, ana_, Day(2025, 9, 1));
    session.mutable_entry()->mutable_session()->set_minutes(50);
    session.mutable_entry()->mutable_occurred()->mutable_time()->set_hours(9);
    Refile(Record(session, ana_).entry().name(), case_);
    v1::CreateEntryRequest consultation = EntryFor(other_, ana_, Day(2025, 9, 2));
    consultation.mutable_entry()->mutable_consultation();
    consultation.mutable_entry()->set_note("talked \"openly\"\nand at length \xC3\xA9");
    Record(consultation, ana_);
    WaitForPolicies();
    Acknowledge();
  }

  void Acknowledge() {
    const std::vector<v1::FollowUp> follow_ups = FollowUps("", ana_);
    ASSERT_FALSE(follow_ups.empty());
    v1::CreateDecisionRequest request;
    request.set_parent(follow_ups.front().name());
    request.mutable_decision()->mutable_acknowledge();
    request.mutable_decision()->set_reason("seen");
    v1::CreateDecisionResponse response;
    const grpc::Status status = Call(decisions_, &v1::DecisionService::Stub::CreateDecision, request, response, ana_);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  store::TemporaryFolder folder_;
  const std::string data_dir_ = folder_.Join("imported");
  std::unique_ptr<v1::ExportService::Stub> exports_;
};

TEST_F(ExportTest, AnImportedLedgerAnswersAsTheOneThatItIsOf) {
  MakeHistory();
  const google::protobuf::Timestamp then = Moment();
  Merge(other_, case_);
  WaitForPolicies();
  // What the operator is shown is on record before; what they are shown here is nothing new any more.
  Answers();
  Export();
  const std::string text = TextOf(Export());
  ASSERT_THAT(text, HasSubstr("\"access\":{")) << "a record whose number stands behind the checkpoint's";
  const std::string now = Answers();
  const std::string before = Answers(&then);

  ASSERT_TRUE(Import(text).ok());
  ServeImported();
  WaitForPolicies();

  EXPECT_EQ(Answers(), now);
  EXPECT_EQ(Answers(&then), before);
  ExpectRowsFollowFromRecords();
}

TEST_F(ExportTest, WhatComesAfterAnImportGoesOnWithWhatThereWas) {
  Record(Reaction(case_), ana_);
  WaitForPolicies();
  const std::vector<v1::FollowUp> open = FollowUps(case_);
  ASSERT_FALSE(open.empty());
  ASSERT_TRUE(Import(TextOf(Export())).ok());
  ServeImported();

  v1::CreateEntryRequest session = EntryFor(case_, ana_, Day(2025, 9, 10));
  session.mutable_entry()->mutable_session()->set_minutes(50);
  Record(session, ana_);
  WaitForPolicies();

  const std::vector<v1::FollowUp> still = FollowUps(case_);
  ASSERT_EQ(still.size(), open.size());
  for (size_t i = 0; i < open.size(); ++i) EXPECT_EQ(still[i].DebugString(), open[i].DebugString());
}

TEST_F(ExportTest, RecordsComeInTheirOrderHoweverManyAtATime) {
  MakeHistory();
  Export();
  const std::vector<v1::ExportLine> lines = Export();

  ASSERT_GT(lines.size(), 10U);
  for (size_t i = 0; i + 1 < lines.size(); ++i) {
    EXPECT_EQ(lines[i].number(), i);
    EXPECT_FALSE(lines[i].has_checkpoint());
  }
  EXPECT_TRUE(lines.back().has_checkpoint());
  std::vector<v1::ExportLine> one_by_one = Export("", 1);
  ASSERT_GE(one_by_one.size(), lines.size());
  for (size_t i = 0; i + 1 < lines.size(); ++i) EXPECT_EQ(JsonOf(one_by_one[i]), JsonOf(lines[i]));
}

TEST_F(ExportTest, ThatThePrivateNotesWereShownIsOnRecord) {
  const std::string note = Record(Reaction(case_), ana_).entry().name();
  WaitForPolicies();
  const uint64_t before = Size();

  EXPECT_THAT(TextOf(Export()), HasSubstr("own words"));

  EXPECT_EQ(Size(), before + 1);
  Export();
  EXPECT_EQ(Size(), before + 1) << "of each note once";
  v1::RecallEntryResponse response;
  EXPECT_FALSE(Call(entries_, &v1::EntryService::Stub::RecallEntry, Recalling(note), response, ana_).ok());
}

TEST_F(ExportTest, WhatWasCalledBackIsNotInIt) {
  const std::string note = Record(Reaction(case_), ana_).entry().name();
  WaitForPolicies();
  v1::RecallEntryResponse response;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::RecallEntry, Recalling(note), response, ana_).ok());
  WaitForPolicies();

  const std::string text = TextOf(Export());

  EXPECT_THAT(text, Not(HasSubstr("own words")));
  EXPECT_THAT(text, Not(HasSubstr("personal_reaction")));
  EXPECT_THAT(text, Not(HasSubstr("\"attraction\"")));
  EXPECT_THAT(text, HasSubstr("\"called_back\":true"));
  ASSERT_TRUE(Import(text).ok());
}

TEST_F(ExportTest, NorIsWhatWasMovedBefore) {
  const std::string note = Record(Reaction(case_), ana_).entry().name();
  WaitForPolicies();
  const std::string moved = Refile(note, other_, ana_).entry().name();
  v1::RecallEntryResponse response;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::RecallEntry, Recalling(moved), response, ana_).ok());
  WaitForPolicies();

  const std::string text = TextOf(Export());

  EXPECT_THAT(text, Not(HasSubstr("own words")));
  EXPECT_THAT(text, Not(HasSubstr("personal_reaction")));
  EXPECT_THAT(text, Not(HasSubstr("\"attraction\"")));
  ASSERT_TRUE(Import(text).ok());
}

TEST_F(ExportTest, OfOneCaseComesWhatStandsInIt) {
  MakeHistory();
  for (const v1::ExportLine& line : Export(other_)) {
    if (line.has_checkpoint()) {
      EXPECT_EQ(line.checkpoint().subject(), other_);
      EXPECT_FALSE(line.checkpoint().has_naming_keys());
      continue;
    }
    EXPECT_FALSE(line.has_member() || line.has_settings() || line.has_activation());
    if (line.has_entry()) {
      EXPECT_THAT(line.entry().entry().name(), HasSubstr(other_));
    }
    for (const v1::ExportedFollowUp& each : line.assessment().follow_ups()) EXPECT_THAT(each.name(), HasSubstr(other_));
    for (const v1::ExportedProgress& each : line.assessment().progress()) EXPECT_EQ(each.subject(), other_);
  }
  const std::vector<v1::ExportLine> of_member = Export(maria_);
  ASSERT_GE(of_member.size(), 3U);
  EXPECT_EQ(of_member[0].member().member().name(), maria_);
  EXPECT_EQ(of_member[1].supervision().supervisor(), maria_);
}

TEST_F(ExportTest, IsForTheOperatorAlone) {
  v1::ExportRecordsRequest request;
  request.set_size(1);
  v1::ExportRecordsResponse response;

  const grpc::Status refused = Call(exports_, &v1::ExportService::Stub::ExportRecords, request, response, ana_);

  EXPECT_EQ(refused.error_code(), grpc::StatusCode::PERMISSION_DENIED);
}

TEST_F(ExportTest, SaysWhichFieldOfARequestIsWrong) {
  v1::ExportRecordsRequest request;
  request.set_size(1'000'000);
  EXPECT_EQ(RefusedBy(exports_, &v1::ExportService::Stub::ExportRecords, request).field, "size");
  request.set_size(1);
  request.set_limit(1001);
  EXPECT_EQ(RefusedBy(exports_, &v1::ExportService::Stub::ExportRecords, request).field, "limit");
  request.set_limit(0);
  request.set_subject(case_);
  request.set_naming_keys(true);
  EXPECT_EQ(RefusedBy(exports_, &v1::ExportService::Stub::ExportRecords, request).field, "naming_keys");
  request.set_naming_keys(false);
  request.set_subject("C-1");
  EXPECT_EQ(RefusedBy(exports_, &v1::ExportService::Stub::ExportRecords, request).field, "subject");
}

TEST_F(ExportTest, AFileThatIsNotWholeMakesNothing) {
  MakeHistory();
  const std::vector<v1::ExportLine> lines = Export();
  const std::string whole = TextOf(lines);
  const auto without = [&](size_t number) {
    std::vector<v1::ExportLine> fewer = lines;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(number));
    return TextOf(fewer);
  };
  std::vector<v1::ExportLine> changed = lines;
  changed[3].set_commitment(std::string(32, 'x'));
  std::vector<v1::ExportLine> swapped = lines;
  std::swap(swapped[2], swapped[3]);

  const std::vector<std::pair<std::string, std::string>> bad = {
      {"", "without its checkpoint"},
      {without(lines.size() - 1), "without its checkpoint"},
      {whole.substr(0, whole.size() - 20), "cut off"},
      {without(4), "line 5"},
      {TextOf(changed), "does not fit"},
      {TextOf(swapped), "line 3"},
      {whole + "{}\n", "behind the checkpoint"},
      {"not json\n" + whole, "line 1"},
      {TextOf(Export(case_)), "one case or member"},
  };
  for (const auto& [text, said] : bad) {
    const absl::Status refused = Import(text);
    EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument) << said;
    EXPECT_THAT(std::string(refused.message()), HasSubstr(said));
    EXPECT_FALSE(std::filesystem::exists(data_dir_)) << said;
  }
  EXPECT_EQ(ImportRecords(data_dir_, folder_.Join("none")).status().code(), absl::StatusCode::kNotFound);
  ASSERT_TRUE(Import(whole).ok());
  EXPECT_EQ(Import(whole).code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(ExportTest, WhatWasDamagedIsRefusedWhereverItStands) {
  MakeHistory();
  const std::vector<v1::ExportLine> lines = Export();
  const std::string whole = TextOf(lines);
  const size_t last_line = whole.rfind('\n', whole.size() - 2) + 1;

  int damaged = 0;
  for (size_t place = 0; place < last_line; place += 127) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(whole[place]))) continue;
    std::string text = whole;
    text[place] = text[place] == '1' ? '2' : '1';
    ++damaged;
    EXPECT_EQ(Import(text).code(), absl::StatusCode::kInvalidArgument) << place;
    EXPECT_FALSE(std::filesystem::exists(data_dir_)) << place;
  }
  EXPECT_GT(damaged, 50);

  // Whatever JSON and the commitments have nothing to say about.
  std::string reworded = whole;
  const size_t words = reworded.find("and at length");
  ASSERT_NE(words, std::string::npos);
  reworded.replace(words, 3, "but");
  EXPECT_THAT(std::string(Import(reworded).message()), HasSubstr("damaged"));
  std::vector<v1::ExportLine> renamed = lines;
  renamed.back().mutable_checkpoint()->mutable_naming_keys()->set_order(std::string(32, 'x'));
  EXPECT_THAT(std::string(Import(TextOf(renamed)).message()), HasSubstr("damaged"));
  EXPECT_FALSE(std::filesystem::exists(data_dir_));
  EXPECT_TRUE(Import(whole).ok());
}

}  // namespace
}  // namespace candor::export_test
