#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "candor/v1/watch.grpc.pb.h"
#include "tests/scenario/daemon/member_rules_fixture.h"

// Follow-ups about a member alone: who sees them, and as what.
namespace candor::member_follow_ups_test {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class MemberFollowUpsTest : public MemberRulesTest {
 protected:
  v1::CreateEntryRequest Concern() {
    v1::CreateEntryRequest request = EntryFor(ana_, ana_, kToday);
    request.mutable_entry()->set_source(v1::ENTRY_SOURCE_COLLEAGUE);
    request.mutable_entry()->mutable_concern()->set_event(v1::CONCERN_EVENT_RAISED);
    return request;
  }

  Refusal RefusedGet(const std::string& name, const std::string& act_for) {
    v1::GetFollowUpRequest request;
    request.set_name(name);
    v1::GetFollowUpResponse response;
    return RefusalOf(Call(follow_ups_, &v1::FollowUpService::Stub::GetFollowUp, request, response, act_for));
  }
};

TEST_F(MemberFollowUpsTest, IsNamedAfterTheMemberAndListedUnderThem) {
  Record(Training(), ana_);

  const v1::FollowUp follow_up = OnlyOf("test_training");

  EXPECT_TRUE(follow_up.name().starts_with(ana_ + "/followUps/")) << follow_up.name();
  EXPECT_EQ(follow_up.member(), ana_);
  EXPECT_EQ(follow_up.case_(), "");
  EXPECT_EQ(follow_up.owner(), v1::FOLLOW_UP_OWNER_THERAPIST);
  EXPECT_FALSE(follow_up.restricted());
  EXPECT_THAT(FollowUps(ana_), SizeIs(1));
  EXPECT_THAT(FollowUps(case_), IsEmpty());
  EXPECT_THAT(FollowUps(maria_), IsEmpty());
}

TEST_F(MemberFollowUpsTest, TheMemberAndTheirSupervisorSeeItAtTheSameMoment) {
  Record(Training(), ana_);
  WaitForPolicies();

  EXPECT_EQ(OnlyOf("test_training", ana_).name(), OnlyOf("test_training", dele_).name());
  EXPECT_EQ(OnlyOf("test_training", ana_).severity(), v1::SEVERITY_UNSPECIFIED);
  EXPECT_EQ(OnlyOf("test_training", dele_).severity(), v1::SEVERITY_LATER);
  EXPECT_THAT(FollowUps("", maria_), IsEmpty());
  ASSERT_THAT(Work(ana_), SizeIs(1));
  EXPECT_EQ(Work(ana_)[0].role(), v1::WORK_ROLE_OWN);
  ASSERT_THAT(Work(dele_), SizeIs(1));
  EXPECT_EQ(Work(dele_)[0].role(), v1::WORK_ROLE_SUPERVISOR);
}

TEST_F(MemberFollowUpsTest, AnAnswerAboutTheirWorkIsForTheMemberAndTheNamedReader) {
  v1::CreateEntryRequest request = EntryFor(ana_, ana_, kToday);
  request.mutable_entry()->mutable_working_capacity()->set_answer(v1::ANSWER_UNSURE);
  request.mutable_entry()->set_first_reader(maria_);
  Record(request, ana_);

  EXPECT_EQ(OnlyOf("test_capacity", ana_).member(), ana_);
  EXPECT_TRUE(OnlyOf("test_capacity", ana_).from_private_note());
  EXPECT_EQ(OnlyOf("test_capacity", maria_).member(), ana_);
  EXPECT_EQ(OnlyOf("test_capacity", dele_).name(), "");
}

TEST_F(MemberFollowUpsTest, WhatIsRestrictedIsForThePracticesDirectionAlone) {
  const v1::CreateEntryResponse reply = Record(Concern(), maria_);
  EXPECT_EQ(reply.assessment().opened_size(), 0) << "not even whoever told it";

  const v1::FollowUp follow_up = OnlyOf("test_hearsay");
  EXPECT_TRUE(follow_up.restricted());
  EXPECT_EQ(follow_up.owner(), v1::FOLLOW_UP_OWNER_PRACTICE);
  EXPECT_EQ(follow_up.standing(), v1::STANDING_ALLEGED);
  EXPECT_EQ(follow_up.severity(), v1::SEVERITY_IMPORTANT);
  ASSERT_THAT(Work(), SizeIs(1));
  EXPECT_EQ(Work()[0].role(), v1::WORK_ROLE_DIRECTOR);
  const Refusal unknown = RefusedGet(ana_ + "/followUps/" + FollowUpId::Random().ToString(), ana_);
  EXPECT_EQ(unknown.code, grpc::StatusCode::NOT_FOUND);
  for (const std::string& other : {ana_, dele_, maria_}) {
    EXPECT_THAT(FollowUps("", other), IsEmpty()) << other;
    EXPECT_THAT(FollowUps(ana_, other), IsEmpty()) << other;
    EXPECT_THAT(Work(other), IsEmpty()) << other;
    const Refusal refused = RefusedGet(follow_up.name(), other);
    EXPECT_EQ(refused.code, unknown.code);
    EXPECT_EQ(refused.message, unknown.message) << "the same as of one that is not there";
  }
}

TEST_F(MemberFollowUpsTest, HearsayInACaseOpensNothingThatItsPeopleSee) {
  Record(Crossing(v1::ENTRY_SOURCE_COLLEAGUE, v1::ENTRY_BASIS_TOLD_BY_OTHER), maria_);

  EXPECT_EQ(OnlyOf("test_hearsay").member(), ana_);
  EXPECT_EQ(OnlyOf("test_hearsay").opened_by(), OnlyOf("test_boundary").opened_by());
  EXPECT_NE(OnlyOf("test_hearsay").situation(), OnlyOf("test_boundary").situation());
  EXPECT_EQ(OnlyOf("test_hearsay", ana_).name(), "");
  EXPECT_NE(OnlyOf("test_boundary", ana_).name(), "");
}

TEST_F(MemberFollowUpsTest, WatchTellsEachWhatTheyMaySee) {
  const auto watch = v1::WatchService::NewStub(daemon_->InProcessChannel());
  grpc::ClientContext context;
  context.AddMetadata("candor-act-for", ana_);
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
  const auto stream = watch->Watch(&context, v1::WatchRequest());
  v1::WatchResponse response;
  ASSERT_TRUE(stream->Read(&response)) << "it begins with a sign of life";

  Record(Concern(), maria_);
  WaitForPolicies();
  Record(Training(), ana_);

  std::vector<v1::FollowUp> told;
  while (told.empty() && stream->Read(&response)) {
    for (const v1::Change& change : response.changes()) {
      if (change.has_follow_up()) told.push_back(change.follow_up());
    }
  }
  context.TryCancel();
  stream->Finish();
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_EQ(told[0].rule(), "test_training");
}

TEST_F(MemberFollowUpsTest, WhatWasWrittenDownLateIsMarkedAndNothingFollows) {
  const auto session = [&](Day day) {
    v1::CreateEntryRequest request = EntryFor(case_, ana_, day);
    request.mutable_entry()->mutable_session()->set_minutes(50);
    return Record(request, ana_).entry();
  };

  const v1::Entry late = session(kToday - 15);

  EXPECT_EQ(late.written_late_days(), 15);
  EXPECT_EQ(session(kToday - 14).written_late_days(), 0);
  v1::GetEntryRequest request;
  request.set_name(late.name());
  v1::GetEntryResponse response;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::GetEntry, request, response, ana_).ok());
  EXPECT_EQ(response.entry().written_late_days(), 15);
  WaitForPolicies();
  EXPECT_THAT(FollowUps(), IsEmpty());
}

}  // namespace
}  // namespace candor::member_follow_ups_test
