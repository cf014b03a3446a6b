#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "candor/v1/work.grpc.pb.h"
#include "tests/scenario/daemon/corrections_fixture.h"

namespace candor::respond_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A colleague has recorded something about Ana.
class RespondTest : public CorrectionsTest {
 protected:
  void SetUp() override {
    CorrectionsTest::SetUp();
    if (HasFatalFailure()) return;
    v1::CreateEntryRequest told = EntryFor(case_, ana_, Day(2025, 9, 20));
    told.mutable_entry()->set_source(v1::ENTRY_SOURCE_COLLEAGUE);
    told.mutable_entry()->mutable_crossing()->set_area(v1::BOUNDARY_AREA_PLACE);
    told_ = Record(told, maria_).entry().name();
  }

  static v1::RespondToEntryRequest Answering(const std::string& name) {
    v1::RespondToEntryRequest request;
    request.set_name(name);
    request.mutable_response()->set_statement("it was an emergency");
    return request;
  }

  v1::RespondToEntryResponse Answer(const std::string& name) {
    v1::RespondToEntryResponse response;
    const grpc::Status status =
        Call(entries_, &v1::EntryService::Stub::RespondToEntry, Answering(name), response, ana_);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  // What `reader` is told that somebody else has written about them.
  std::vector<std::string> AboutThem(const std::string& reader) {
    const auto work = v1::WorkService::NewStub(daemon_->InProcessChannel());
    v1::GetWorkListResponse response;
    const grpc::Status status =
        Call(work, &v1::WorkService::Stub::GetWorkList, v1::GetWorkListRequest(), response, reader);
    EXPECT_TRUE(status.ok()) << status.error_message();
    std::vector<std::string> names;
    for (const v1::EntryAbout& each : response.work_list().entries_about()) names.push_back(each.name());
    return names;
  }

  std::string told_;
};

TEST_F(RespondTest, TheAnswerStandsBesideTheEntry) {
  v1::RespondToEntryRequest request = Answering(told_);
  request.set_request_id(kUuid);
  v1::RespondToEntryResponse response;
  for (int i = 0; i < 2; ++i) {
    const grpc::Status status = Call(entries_, &v1::EntryService::Stub::RespondToEntry, request, response, ana_);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  EXPECT_EQ(response.entry().kind(), v1::ENTRY_KIND_RESPONSE);
  EXPECT_EQ(response.entry().responds_to(), told_);
  EXPECT_EQ(response.entry().author(), ana_);
  EXPECT_EQ(response.entry().response().statement(), "it was an emergency");
  v1::Entry entry;
  ASSERT_TRUE(Get(told_, entry, maria_).ok());
  EXPECT_FALSE(entry.retracted());
  EXPECT_EQ(entry.revised_by(), "");
  ASSERT_TRUE(Get(told_, entry).ok());
  EXPECT_THAT(entry.responded_by(), ElementsAre(response.entry().name())) << "told beside the entry itself";
  EXPECT_EQ(Timeline(case_).size(), 3U) << "intake, entry, one answer";
  ExpectRowsFollowFromRecords();
}

TEST_F(RespondTest, WhoeverWroteTheEntryReadsTheAnswerAndNobodyElseDoesByThat) {
  const std::string answer = Answer(told_).entry().name();
  const std::string stranger = MakeMember("Lieve D'Hondt");

  v1::Entry entry;
  ASSERT_TRUE(Get(told_, entry, maria_).ok());
  EXPECT_THAT(entry.responded_by(), ElementsAre(answer));
  ASSERT_TRUE(Get(answer, entry, maria_).ok());
  EXPECT_EQ(entry.response().statement(), "it was an emergency");
  EXPECT_EQ(Get(answer, entry, stranger).error_code(), grpc::StatusCode::NOT_FOUND);

  // Wherever both go, also as their writer has put it right.
  const std::string moved = Refile(told_, other_, maria_).entry().name();
  ASSERT_TRUE(Get(moved, entry, maria_).ok());
  ASSERT_EQ(entry.responded_by_size(), 1);
  v1::AmendEntryRequest amend;
  amend.set_name(entry.responded_by(0));
  *amend.mutable_entry() = EntryFor(other_, ana_, Day(2025, 9, 30)).entry();
  amend.mutable_entry()->mutable_response()->set_statement("it was an emergency, and is over");
  v1::AmendEntryResponse amended;
  const grpc::Status status = Call(entries_, &v1::EntryService::Stub::AmendEntry, amend, amended, ana_);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_TRUE(Get(amended.entry().name(), entry, maria_).ok());
  EXPECT_EQ(entry.response().statement(), "it was an emergency, and is over");
  EXPECT_EQ(Get(amended.entry().name(), entry, stranger).error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(RespondTest, IsForThePersonConcernedAndForWhatOthersWrote) {
  const auto refused = [&](const std::string& name, const std::string& act_for) {
    return RefusedBy(entries_, &v1::EntryService::Stub::RespondToEntry, Answering(name), act_for);
  };
  EXPECT_EQ(refused(told_, maria_).code, grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(refused(told_, MakeMember("Lieve D'Hondt")).code, grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(refused(Record(Reaction(case_), ana_).entry().name(), ana_).reason, "own_entry");

  v1::RetractEntryRequest retract;
  retract.set_name(told_);
  retract.mutable_retraction()->set_reason(v1::RETRACTION_REASON_ENTERED_IN_ERROR);
  v1::RetractEntryResponse retracted;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::RetractEntry, retract, retracted, maria_).ok());
  EXPECT_EQ(refused(told_, ana_).reason, "retracted");
}

TEST_F(RespondTest, SaysSomethingOrThatItIsDeclined) {
  v1::RespondToEntryRequest request = Answering(told_);
  request.mutable_response()->clear_statement();
  const Refusal refusal = RefusedBy(entries_, &v1::EntryService::Stub::RespondToEntry, request, ana_);
  EXPECT_EQ(refusal.code, grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(refusal.field, "response.statement");

  request.mutable_response()->set_form(v1::RESPONSE_FORM_DECLINED);
  v1::RespondToEntryResponse response;
  EXPECT_TRUE(Call(entries_, &v1::EntryService::Stub::RespondToEntry, request, response, ana_).ok());
}

TEST_F(RespondTest, ThePersonConcernedIsToldUntilTheyHaveAnswered) {
  v1::CreateEntryRequest complaint = EntryFor(ana_, ana_, Day(2025, 9, 28));
  complaint.mutable_entry()->set_source(v1::ENTRY_SOURCE_COLLEAGUE);
  complaint.mutable_entry()->mutable_complaint()->set_event(v1::COMPLAINT_EVENT_RECEIVED);
  SetDate(complaint.mutable_entry()->mutable_reported()->mutable_date(), Day(2025, 9, 29));
  const std::string raised = Record(complaint, maria_).entry().name();

  EXPECT_THAT(AboutThem(ana_), ElementsAre(raised, told_)) << "by the day on which it was written down";
  EXPECT_THAT(AboutThem(maria_), IsEmpty());
  EXPECT_THAT(AboutThem(""), IsEmpty());

  Answer(told_);
  EXPECT_THAT(AboutThem(ana_), ElementsAre(raised));
  v1::RespondToEntryRequest declined = Answering(raised);
  declined.mutable_response()->clear_statement();
  declined.mutable_response()->set_form(v1::RESPONSE_FORM_DECLINED);
  v1::RespondToEntryResponse response;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::RespondToEntry, declined, response, ana_).ok());
  EXPECT_THAT(AboutThem(ana_), IsEmpty());
}

TEST_F(RespondTest, WhatWasMovedOrTakenBackIsToldAsItStands) {
  const std::string moved = Refile(told_, other_, maria_).entry().name();
  EXPECT_THAT(AboutThem(ana_), ElementsAre(moved));
  const std::string answer = Answer(moved).entry().name();
  EXPECT_THAT(AboutThem(ana_), IsEmpty());
  v1::Entry entry;
  ASSERT_TRUE(Get(moved, entry, ana_).ok());
  EXPECT_THAT(entry.responded_by(), ElementsAre(answer));

  v1::RetractEntryRequest retract;
  retract.set_name(answer);
  retract.mutable_retraction()->set_reason(v1::RETRACTION_REASON_ENTERED_IN_ERROR);
  v1::RetractEntryResponse retracted;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::RetractEntry, retract, retracted, ana_).ok());
  EXPECT_THAT(AboutThem(ana_), ElementsAre(moved));
  ASSERT_TRUE(Get(moved, entry, ana_).ok());
  EXPECT_THAT(entry.responded_by(), IsEmpty());
}

// A correction may say that it was somebody else.
TEST_F(RespondTest, WhoeverItIsAboutByNowIsToldAndAnswers) {
  const std::string lieve = MakeMember("Lieve D'Hondt");
  const std::string before = Answer(told_).entry().name();
  const auto amend = [&](const std::string& therapist) {
    v1::AmendEntryRequest request;
    request.set_name(told_);
    *request.mutable_entry() = EntryFor(case_, therapist, Day(2025, 9, 20)).entry();
    request.mutable_entry()->set_source(v1::ENTRY_SOURCE_COLLEAGUE);
    request.mutable_entry()->mutable_crossing()->set_area(v1::BOUNDARY_AREA_PLACE);
    v1::AmendEntryResponse response;
    const grpc::Status status = Call(entries_, &v1::EntryService::Stub::AmendEntry, request, response, maria_);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.entry().name();
  };
  const std::string corrected = amend(lieve);

  EXPECT_THAT(AboutThem(ana_), IsEmpty());
  EXPECT_THAT(AboutThem(lieve), ElementsAre(corrected));
  EXPECT_EQ(RefusedBy(entries_, &v1::EntryService::Stub::RespondToEntry, Answering(told_), ana_).reason,
            "not_concerned");
  v1::RespondToEntryResponse response;
  const grpc::Status status =
      Call(entries_, &v1::EntryService::Stub::RespondToEntry, Answering(corrected), response, lieve);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.entry().author(), lieve);
  EXPECT_THAT(AboutThem(lieve), IsEmpty());
  v1::Entry entry;
  ASSERT_TRUE(Get(told_, entry).ok());
  EXPECT_THAT(entry.responded_by(), ElementsAre(before, response.entry().name())) << "what Ana said to it stays";

  amend(maria_);
  EXPECT_THAT(AboutThem(lieve), IsEmpty()) << "it tells of its author's own conduct";
  ExpectRowsFollowFromRecords();
}

TEST_F(RespondTest, SaysThatNothingIsConcludedWhereThatIsSo) {
  const auto work = v1::WorkService::NewStub(daemon_->InProcessChannel());
  const auto concluded = [&] {
    v1::GetWorkListResponse response;
    EXPECT_TRUE(Call(work, &v1::WorkService::Stub::GetWorkList, v1::GetWorkListRequest(), response, ana_).ok());
    std::map<std::string, bool> nothing;
    for (const v1::EntryAbout& each : response.work_list().entries_about()) {
      nothing[each.name()] = each.nothing_concluded();
    }
    return nothing;
  };
  v1::CreateEntryRequest complaint = EntryFor(ana_, ana_, Day(2025, 9, 28));
  complaint.mutable_entry()->set_source(v1::ENTRY_SOURCE_COLLEAGUE);
  complaint.mutable_entry()->mutable_complaint()->set_event(v1::COMPLAINT_EVENT_RECEIVED);
  const std::string raised = Record(complaint, maria_).entry().name();
  EXPECT_EQ(concluded(), (std::map<std::string, bool>{{told_, true}, {raised, true}}));
  complaint.mutable_entry()->mutable_complaint()->set_event(v1::COMPLAINT_EVENT_ANSWERED);
  const std::string closed = Record(complaint, maria_).entry().name();

  // What became of a complaint may have become of the one before.
  EXPECT_EQ(concluded(), (std::map<std::string, bool>{{told_, true}, {raised, false}, {closed, false}}));
}

TEST_F(RespondTest, GoesWhereTheEntryGoes) {
  v1::RespondToEntryResponse response;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::RespondToEntry, Answering(told_), response, ana_).ok());

  const std::string moved = Refile(told_, other_, maria_).entry().name();

  const auto answers = [&](const std::string& parent) {
    std::vector<v1::Entry> found;
    for (const v1::Entry& entry : Timeline(parent)) {
      if (entry.kind() == v1::ENTRY_KIND_RESPONSE && !entry.retracted()) found.push_back(entry);
    }
    return found;
  };
  EXPECT_EQ(answers(case_).size(), 0U);
  size_t lines = 0;
  for (const v1::Entry& entry : Timeline(case_)) lines += entry.has_retraction() ? 1 : 0;
  EXPECT_EQ(lines, 1U) << "that the answer went along is not told apart";
  ASSERT_EQ(answers(other_).size(), 1U);
  EXPECT_EQ(answers(other_)[0].responds_to(), told_);
  EXPECT_EQ(answers(other_)[0].author(), ana_);

  Refile(moved, case_, maria_);
  EXPECT_EQ(answers(other_).size(), 0U);
  EXPECT_EQ(answers(case_).size(), 1U);
}

}  // namespace
}  // namespace candor::respond_test
