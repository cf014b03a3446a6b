#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "candor/v1/work.grpc.pb.h"
#include "tests/scenario/daemon/corrections_fixture.h"

namespace candor::recall_test {
namespace {

class RecallTest : public CorrectionsTest {
 protected:
  void SetUp() override {
    CorrectionsTest::SetUp();
    if (HasFatalFailure()) return;
    note_ = Record(Reaction(case_), ana_).entry().name();
    WaitForPolicies();
  }

  v1::Entry Recall(const std::string& name, const std::string& act_for) {
    v1::RecallEntryResponse response;
    const grpc::Status status =
        Call(entries_, &v1::EntryService::Stub::RecallEntry, Recalling(name), response, act_for);
    EXPECT_TRUE(status.ok()) << status.error_message();
    WaitForPolicies();
    return response.entry();
  }
  Refusal Refused(const std::string& name, const std::string& act_for) {
    return RefusedBy(entries_, &v1::EntryService::Stub::RecallEntry, Recalling(name), act_for);
  }
  // All that a caller is told in answers that could speak of it.
  std::string ToldTo(const std::string& act_for, const google::protobuf::Timestamp* as_of = nullptr) {
    std::string told;
    for (const v1::Entry& entry : Timeline(case_, act_for, as_of)) told += entry.DebugString();
    v1::ListFollowUpsRequest list;
    if (as_of != nullptr) *list.mutable_as_of() = *as_of;
    v1::ListFollowUpsResponse listed;
    EXPECT_TRUE(Call(follow_ups_, &v1::FollowUpService::Stub::ListFollowUps, list, listed, act_for).ok());
    return told + listed.DebugString();
  }

  std::string note_;
};

TEST_F(RecallTest, LeavesOnlyThatItsAuthorWithdrewSomething) {
  const v1::Entry left = Recall(note_, ana_);

  EXPECT_EQ(left.name(), note_);
  EXPECT_TRUE(left.recalled());
  for (const std::string& reader : {std::string(), ana_, maria_}) {
    v1::Entry entry;
    ASSERT_TRUE(Get(note_, entry, reader).ok());
    v1::Entry trace;
    trace.set_name(note_);
    trace.set_author(ana_);
    *trace.mutable_recorded_at() = entry.recorded_at();
    trace.set_ledger_number(entry.ledger_number());
    trace.set_retracted(true);
    trace.set_recalled(true);
    EXPECT_EQ(entry.DebugString(), trace.DebugString()) << reader;
    const std::string told = ToldTo(reader);
    EXPECT_THAT(told, testing::Not(testing::HasSubstr("REACTION")));
    EXPECT_THAT(told, testing::Not(testing::HasSubstr("RETRACTION")));
    EXPECT_THAT(told, testing::Not(testing::HasSubstr("own words")));
    EXPECT_EQ(FollowUps("", reader).size(), 0U);
  }
  ExpectRowsFollowFromRecords();
}

TEST_F(RecallTest, TheFiguresAreThoseOfADaemonThatNeverHadIt) {
  // Something else of the same month, so that it was worked in without the note too.
  v1::CreateEntryRequest session = EntryFor(case_, ana_, Day(2025, 9, 10));
  session.mutable_entry()->mutable_session()->set_minutes(50);
  const std::string second = Record(Reaction(other_), ana_).entry().name();
  Recall(note_, ana_);
  Record(session);
  WaitForPolicies();
  Recall(second, ana_);

  class Untouched : public CorrectionsTest {
   public:
    Untouched() { SetUp(); }
    void TestBody() override {}
    std::string Figures() {
      v1::CreateEntryRequest session = EntryFor(case_, ana_, Day(2025, 9, 10));
      session.mutable_entry()->mutable_session()->set_minutes(50);
      Record(session);
      WaitForPolicies();
      return FiguresOf(Report()) + StateOf(case_) + StateOf(other_);
    }
  } untouched;
  EXPECT_EQ(FiguresOf(Report()) + StateOf(case_) + StateOf(other_), untouched.Figures());
}

TEST_F(RecallTest, IsRefusedOnceASecondPersonHasReadIt) {
  const auto reads_by_maria = [&] {
    const std::vector<v1::Access> told = Accesses("", ana_);
    return std::count_if(told.begin(), told.end(), [&](const v1::Access& each) { return each.reader() == maria_; });
  };
  v1::Entry entry;
  ASSERT_TRUE(Get(note_, entry, ana_).ok());
  EXPECT_EQ(reads_by_maria(), 0);

  ASSERT_TRUE(Get(note_, entry, maria_).ok());
  EXPECT_EQ(reads_by_maria(), 1);
  ASSERT_TRUE(Get(note_, entry, maria_).ok());
  EXPECT_EQ(reads_by_maria(), 1) << "the same once more is no other read";

  const Refusal refusal = Refused(note_, ana_);
  EXPECT_EQ(refusal.code, grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(refusal.field, "name");
  EXPECT_EQ(refusal.reason, "seen");
  ExpectRowsFollowFromRecords();
}

TEST_F(RecallTest, ToAskForOtherKindsIsNotToReadIt) {
  v1::ListEntriesRequest request;
  request.set_parent(case_);
  request.add_kinds(v1::ENTRY_KIND_DECISION);
  for (const std::string& reader : {std::string(), maria_}) {
    v1::ListEntriesResponse response;
    EXPECT_TRUE(Call(entries_, &v1::EntryService::Stub::ListEntries, request, response, reader).ok());
    EXPECT_EQ(response.entries_size(), 0);
  }

  EXPECT_TRUE(Recall(note_, ana_).recalled());
}

TEST_F(RecallTest, EveryWayToReadItCounts) {
  const auto refused_after = [&](const std::string& parent, auto read) {
    const std::string name = Record(Reaction(parent, Day(2025, 9, 21)), ana_).entry().name();
    WaitForPolicies();
    read(parent, name);
    return Refused(name, ana_).reason;
  };
  int next = 10;
  const auto fresh = [&] { return OpenCase("C-" + std::to_string(next++), ana_, Day(2025, 4, 1)); };

  EXPECT_EQ(refused_after(fresh(), [&](auto& parent, auto&) { Timeline(parent, maria_); }), "seen");
  EXPECT_EQ(refused_after(fresh(), [&](auto& parent, auto&) { FollowUps(parent, maria_); }), "seen");
  EXPECT_EQ(refused_after(fresh(),
                          [&](auto&, auto& name) {
                            const google::protobuf::Timestamp now = Moment();
                            v1::Entry entry;
                            EXPECT_TRUE(Get(name, entry, maria_, &now).ok());
                          }),
            "seen");
}

// Nobody named them as its reader, and what it is about ends with the day only for who may know it.
TEST_F(RecallTest, TheOperatorsListOfFollowUpsLeavesItUnread) {
  WaitForPolicies();
  const uint64_t before = Size();
  const std::vector<v1::FollowUp> listed = FollowUps(case_);

  ASSERT_FALSE(listed.empty());
  for (const v1::FollowUp& each : listed) {
    EXPECT_EQ(each.rule(), "");
    EXPECT_EQ(each.opened_by(), "");
    EXPECT_TRUE(each.from_private_note());
    EXPECT_FALSE(each.name().empty());
  }
  EXPECT_EQ(Size(), before);
  EXPECT_TRUE(Recall(note_, ana_).recalled());
}

// The operator as such opens it by name, which then counts.
TEST_F(RecallTest, TheLineInTheOperatorsTimelineLeavesItUnread) {
  const uint64_t before = Size();
  const std::vector<v1::Entry> timeline = Timeline(case_);

  ASSERT_EQ(timeline.size(), 2U) << "the intake, and that there is a note";
  const v1::Entry& line = timeline[1];
  EXPECT_EQ(line.name(), note_);
  EXPECT_EQ(line.author(), ana_);
  EXPECT_TRUE(line.has_occurred());
  EXPECT_TRUE(line.partial());
  EXPECT_EQ(line.kind(), v1::ENTRY_KIND_UNSPECIFIED);
  EXPECT_FALSE(line.has_personal_reaction());
  EXPECT_EQ(line.note(), "");
  EXPECT_EQ(line.first_reader(), "");
  EXPECT_EQ(Size(), before);
  v1::Entry entry;
  const std::string opened = Record(Reaction(other_), ana_).entry().name();
  ASSERT_TRUE(Get(opened, entry).ok());
  EXPECT_TRUE(entry.has_personal_reaction());
  EXPECT_EQ(Refused(opened, ana_).reason, "seen");

  EXPECT_TRUE(Recall(note_, ana_).recalled());
}

// Until the day is over, or the reader opens it, their list says that a conversation is due and nothing of the note.
TEST_F(RecallTest, TheReadersDailyListLeavesItUnread) {
  MakeSupervision(ana_, maria_, Day(2024, 1, 1));
  const auto work = v1::WorkService::NewStub(daemon_->InProcessChannel());
  const auto today = [&] {
    v1::GetWorkListResponse response;
    EXPECT_TRUE(Call(work, &v1::WorkService::Stub::GetWorkList, v1::GetWorkListRequest(), response, maria_).ok());
    return response.work_list();
  };
  const v1::WorkList list = today();
  ASSERT_EQ(list.items_size(), 1);
  EXPECT_TRUE(list.items(0).confidential());
  EXPECT_EQ(list.items(0).follow_up().therapist(), ana_);
  EXPECT_THAT(list.items(0).ShortDebugString(), testing::Not(testing::HasSubstr("cases/")));

  EXPECT_TRUE(Recall(note_, ana_).recalled());
  EXPECT_EQ(today().items_size(), 0);

  const std::string opened = Record(Reaction(other_), ana_).entry().name();
  WaitForPolicies();
  v1::Entry entry;
  ASSERT_TRUE(Get(opened, entry, maria_).ok());
  ASSERT_EQ(today().items_size(), 1);
  EXPECT_FALSE(today().items(0).confidential()) << "they have read it";
}

TEST_F(RecallTest, WhatShowsNothingOfItDoesNotCount) {
  Report();
  Status();
  GetCase(case_);
  v1::PreviewEntryRequest what_if;
  what_if.set_parent(case_);
  *what_if.mutable_entry() = EntryFor(case_, ana_, Day(2025, 9, 25)).entry();
  what_if.mutable_entry()->mutable_consultation()->set_consultant(maria_);
  v1::PreviewEntryResponse preview;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::PreviewEntry, what_if, preview).ok());
  EXPECT_EQ(preview.preview().resolved_size(), 0) << "it would have to go on record";

  EXPECT_TRUE(Recall(note_, ana_).recalled());
}

TEST_F(RecallTest, IsForOneDay) {
  clock_.AdvanceTime(absl::Hours(24) - absl::Seconds(1));
  const std::string in_time = Record(Reaction(other_), ana_).entry().name();
  clock_.AdvanceTime(absl::Seconds(2));

  const Refusal refusal = Refused(note_, ana_);
  EXPECT_EQ(refusal.reason, "too_late");
  EXPECT_THAT(refusal.message, testing::HasSubstr("entry retract"));
  EXPECT_TRUE(Recall(in_time, ana_).recalled());
}

TEST_F(RecallTest, NeitherAnAmendmentNorAMoveMakesItNewOrUnread) {
  v1::AmendEntryRequest amend;
  amend.set_name(note_);
  *amend.mutable_entry() = Reaction(case_).entry();
  amend.mutable_entry()->clear_reported();
  v1::AmendEntryResponse amended;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::AmendEntry, amend, amended, ana_).ok());
  const std::string first_amendment = amended.entry().name();
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::AmendEntry, amend, amended, ana_).ok());
  v1::Entry entry;
  ASSERT_TRUE(Get(first_amendment, entry, maria_).ok());
  EXPECT_EQ(Refused(note_, ana_).reason, "seen");
  const std::string moved = Refile(note_, other_, ana_).entry().name();
  EXPECT_EQ(Refused(moved, ana_).reason, "seen");

  const std::string late = Record(Reaction(case_, Day(2025, 9, 22)), ana_).entry().name();
  clock_.AdvanceTime(absl::Hours(25));
  EXPECT_EQ(Refused(Refile(late, other_, ana_).entry().name(), ana_).reason, "too_late");
}

TEST_F(RecallTest, EveryVersionOfItIsGone) {
  v1::AmendEntryRequest amend;
  amend.set_name(note_);
  *amend.mutable_entry() = Reaction(case_).entry();
  amend.mutable_entry()->clear_reported();
  v1::AmendEntryResponse amended;
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::AmendEntry, amend, amended, ana_).ok());
  }

  Recall(note_, ana_);

  for (const std::string& reader : {std::string(), ana_, maria_}) {
    EXPECT_THAT(ToldTo(reader), testing::Not(testing::HasSubstr("own words")));
  }
}

TEST_F(RecallTest, ThePastAnswersItsAuthorAsThenAndNobodyElse) {
  const std::string told = ToldTo(ana_);
  const google::protobuf::Timestamp before = Moment();
  Recall(note_, ana_);

  EXPECT_EQ(ToldTo(ana_, &before), told);
  for (const std::string& other : {std::string(), maria_}) {
    v1::Entry entry;
    EXPECT_EQ(Get(note_, entry, other, &before).error_code(), grpc::StatusCode::NOT_FOUND);
    EXPECT_THAT(ToldTo(other, &before), testing::Not(testing::HasSubstr("own words")));
    EXPECT_THAT(ToldTo(other, &before), testing::Not(testing::HasSubstr("attraction")));
  }
}

TEST_F(RecallTest, AfterAMoveItIsGoneWhereItStoodToo) {
  v1::AmendEntryRequest amend;
  amend.set_name(note_);
  *amend.mutable_entry() = Reaction(case_).entry();
  amend.mutable_entry()->clear_reported();
  v1::AmendEntryResponse amended;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::AmendEntry, amend, amended, ana_).ok());
  const google::protobuf::Timestamp before = Moment();
  const std::string moved = Refile(note_, other_, ana_).entry().name();
  const google::protobuf::Timestamp between = Moment();

  Recall(moved, ana_);

  v1::Entry entry;
  for (const std::string& other : {std::string(), maria_}) {
    for (const std::string& version : {note_, amended.entry().name()}) {
      EXPECT_EQ(Get(version, entry, other, &before).error_code(), grpc::StatusCode::NOT_FOUND) << version;
      EXPECT_EQ(Get(version, entry, other, &between).error_code(), grpc::StatusCode::NOT_FOUND) << version;
    }
    EXPECT_EQ(Get(moved, entry, other, &between).error_code(), grpc::StatusCode::NOT_FOUND);
    for (const google::protobuf::Timestamp* as_of : {&before, &between}) {
      const std::string told = ToldTo(other, as_of);
      EXPECT_THAT(told, testing::Not(testing::HasSubstr("own words")));
      EXPECT_THAT(told, testing::Not(testing::HasSubstr("attraction")));
      EXPECT_THAT(told, testing::Not(testing::HasSubstr("RETRACTION")));
    }
    EXPECT_THAT(ToldTo(other), testing::Not(testing::HasSubstr("RETRACTION")));
  }
  ExpectRowsFollowFromRecords();
}

TEST_F(RecallTest, AfterAMoveTheOldNameTellsThatItWasCalledBackAndNothingElse) {
  const google::protobuf::Timestamp before = Moment();
  Recall(Refile(note_, other_, ana_).entry().name(), ana_);

  v1::Entry entry;
  for (const std::string& reader : {std::string(), ana_}) {
    ASSERT_TRUE(Get(note_, entry, reader).ok());
    EXPECT_TRUE(entry.recalled());
    EXPECT_EQ(entry.note(), "");
    EXPECT_FALSE(entry.has_personal_reaction());
    EXPECT_EQ(entry.kind(), v1::ENTRY_KIND_UNSPECIFIED);
  }
  EXPECT_EQ(Get(note_, entry, maria_).error_code(), grpc::StatusCode::NOT_FOUND);
  ASSERT_TRUE(Get(note_, entry, ana_, &before).ok());
  EXPECT_EQ(entry.note(), "the author's own words") << "to its author the past answers as then";
}

TEST_F(RecallTest, IsForItsAuthorAndForPrivateNotes) {
  EXPECT_EQ(Refused(note_, "").code, grpc::StatusCode::PERMISSION_DENIED);
  v1::CreateEntryRequest session = EntryFor(case_, ana_, Day(2025, 9, 25));
  session.mutable_entry()->mutable_session()->set_minutes(50);
  const Refusal refusal = Refused(Record(session, ana_).entry().name(), ana_);
  EXPECT_EQ(refusal.reason, "not_personal");
  EXPECT_EQ(Refused(note_, MakeMember("Lieve D'Hondt")).code, grpc::StatusCode::NOT_FOUND);
}

TEST_F(RecallTest, WhatTheOperatorHandedInAndMovedTheyCallBack) {
  const std::string handed_in = Record(Reaction(case_, Day(2025, 9, 21))).entry().name();
  const std::string moved = Refile(handed_in, other_).entry().name();
  EXPECT_TRUE(Recall(Refile(moved, case_).entry().name(), "").recalled()) << "to move it is not to read it";

  const std::string seen = Refile(Record(Reaction(case_, Day(2025, 9, 22))).entry().name(), other_).entry().name();
  v1::Entry entry;
  ASSERT_TRUE(Get(seen, entry, maria_).ok());
  EXPECT_EQ(Refused(seen, "").reason, "seen");

  // Once its author has put it right, whoever handed it in and moves it reads words of theirs.
  v1::AmendEntryRequest amend;
  amend.set_name(Record(Reaction(case_, Day(2025, 9, 23))).entry().name());
  *amend.mutable_entry() = Reaction(case_, Day(2025, 9, 23)).entry();
  amend.mutable_entry()->set_note("other words of the author");
  v1::AmendEntryResponse amended;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::AmendEntry, amend, amended, ana_).ok());
  EXPECT_EQ(Refused(Refile(amend.name(), other_).entry().name(), "").reason, "seen");
}

TEST_F(RecallTest, TheSameCallIsOneRecall) {
  v1::RecallEntryRequest request = Recalling(note_);
  request.set_request_id(kUuid);
  v1::RecallEntryResponse first, again;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::RecallEntry, request, first, ana_).ok());
  const uint64_t entries = Status().ledger_entries();

  const grpc::Status status = Call(entries_, &v1::EntryService::Stub::RecallEntry, request, again, ana_);

  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(again.DebugString(), first.DebugString());
  EXPECT_EQ(Status().ledger_entries(), entries);
  EXPECT_EQ(Refused(note_, ana_).reason, "retracted");
}

}  // namespace
}  // namespace candor::recall_test
