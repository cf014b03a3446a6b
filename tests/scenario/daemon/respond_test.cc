#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/scenario/daemon/corrections_fixture.h"

namespace candor::respond_test {
namespace {

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
  EXPECT_EQ(Timeline(case_).size(), 3U) << "intake, entry, one answer";
  ExpectRowsFollowFromRecords();
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
  ASSERT_EQ(answers(other_).size(), 1U);
  EXPECT_EQ(answers(other_)[0].responds_to(), told_);
  EXPECT_EQ(answers(other_)[0].author(), ana_);

  Refile(moved, case_, maria_);
  EXPECT_EQ(answers(other_).size(), 0U);
  EXPECT_EQ(answers(case_).size(), 1U);
}

}  // namespace
}  // namespace candor::respond_test
