#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/scenario/daemon/member_rules_fixture.h"

// What people decide about follow-ups, and who decides.
namespace candor::decisions_test {
namespace {

using ::testing::SizeIs;

class DecisionsTest : public MemberRulesTest {
 protected:
  static v1::CreateDecisionRequest Waiver(const std::string& of, Day until) {
    v1::CreateDecisionRequest request;
    request.set_parent(of);
    request.mutable_decision()->set_reason("planned after the move");
    SetDate(request.mutable_decision()->mutable_waive()->mutable_until(), until);
    return request;
  }
  static v1::CreateDecisionRequest Disposition(const std::string& of, v1::Finding finding = v1::FINDING_UNSPECIFIED) {
    v1::CreateDecisionRequest request;
    request.set_parent(of);
    request.mutable_decision()->set_reason("looked into");
    request.mutable_decision()->mutable_dispose()->set_finding(finding);
    return request;
  }

  v1::Decision Decide(const v1::CreateDecisionRequest& request, const std::string& act_for = "") {
    v1::CreateDecisionResponse response;
    const grpc::Status status =
        Call(decisions_, &v1::DecisionService::Stub::CreateDecision, request, response, act_for);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.decision();
  }
  Refusal Refused(const v1::CreateDecisionRequest& request, const std::string& act_for = "") {
    v1::CreateDecisionResponse response;
    return RefusalOf(Call(decisions_, &v1::DecisionService::Stub::CreateDecision, request, response, act_for));
  }
  grpc::Status Approve(const std::string& name, const std::string& act_for, v1::ApproveDecisionResponse& response) {
    v1::ApproveDecisionRequest request;
    request.set_name(name);
    return Call(decisions_, &v1::DecisionService::Stub::ApproveDecision, request, response, act_for);
  }
  Refusal RefusedApproval(const std::string& name, const std::string& act_for) {
    v1::ApproveDecisionResponse response;
    return RefusalOf(Approve(name, act_for, response));
  }

  // Opened by what Ana wrote of herself.
  v1::FollowUp Boundary() {
    Record(Crossing(v1::ENTRY_SOURCE_SELF, v1::ENTRY_BASIS_OWN), ana_);
    return OnlyOf("test_boundary");
  }
  v1::FollowUp OfTraining() {
    Record(Training(), ana_);
    return OnlyOf("test_training");
  }
};

TEST_F(DecisionsTest, AWaiverHoldsToItsLastDayAndThenItIsOpenAgain) {
  const v1::FollowUp follow_up = OfTraining();

  const v1::Decision waiver = Decide(Waiver(follow_up.name(), kToday + 60), dele_);

  EXPECT_EQ(waiver.state(), v1::DECISION_STATE_IN_FORCE) << "one person suffices for what is for later";
  EXPECT_EQ(waiver.proposer(), dele_);
  EXPECT_EQ(OnlyOf("test_training").status(), v1::FOLLOW_UP_STATUS_WAIVED);
  GoTo(kToday + 60);
  EXPECT_EQ(OnlyOf("test_training").status(), v1::FOLLOW_UP_STATUS_WAIVED);
  EXPECT_THAT(Work(ana_), SizeIs(0));
  GoTo(kToday + 61);
  const v1::FollowUp reopened = OnlyOf("test_training");
  EXPECT_EQ(reopened.status(), v1::FOLLOW_UP_STATUS_OPEN);
  EXPECT_TRUE(reopened.past_due());
  EXPECT_THAT(Work(ana_), SizeIs(1));
}

TEST_F(DecisionsTest, WhatIsImportantWaitsOnlyWhenASecondPersonSaysSoToo) {
  const v1::FollowUp follow_up = Boundary();

  const v1::Decision proposed = Decide(Waiver(follow_up.name(), kToday + 30), dele_);

  EXPECT_EQ(proposed.state(), v1::DECISION_STATE_PROPOSED);
  EXPECT_EQ(OnlyOf("test_boundary").status(), v1::FOLLOW_UP_STATUS_OPEN);
  EXPECT_EQ(RefusedApproval(proposed.name(), dele_).reason, "same_person");
  EXPECT_EQ(RefusedApproval(proposed.name(), ana_).reason, "subject");
  EXPECT_EQ(RefusedApproval(proposed.name(), maria_).code, grpc::StatusCode::NOT_FOUND);
  v1::ApproveDecisionResponse approved;
  ASSERT_TRUE(Approve(proposed.name(), "", approved).ok());
  EXPECT_EQ(approved.decision().state(), v1::DECISION_STATE_IN_FORCE);
  EXPECT_EQ(approved.decision().proposer(), dele_);
  EXPECT_EQ(OnlyOf("test_boundary").status(), v1::FOLLOW_UP_STATUS_WAIVED);
  EXPECT_EQ(RefusedApproval(proposed.name(), "").reason, "not_proposed");
  v1::ListDecisionsRequest list;
  list.set_parent(follow_up.name());
  v1::ListDecisionsResponse decisions;
  ASSERT_TRUE(Call(decisions_, &v1::DecisionService::Stub::ListDecisions, list, decisions).ok());
  EXPECT_EQ(decisions.decisions_size(), 1) << "the proposal and what became of it are one";
}

TEST_F(DecisionsTest, WhoHasLeftDecidesNothing) {
  const v1::FollowUp follow_up = Boundary();
  const v1::Decision proposed = Decide(Waiver(follow_up.name(), kToday + 30));
  v1::CreateEntryRequest departure = EntryFor(dele_, dele_, kToday);
  departure.mutable_entry()->set_source(v1::ENTRY_SOURCE_COLLEAGUE);
  SetDate(departure.mutable_entry()->mutable_departure()->mutable_last_day(), kToday);
  Record(departure);
  GoTo(kToday + 1);

  EXPECT_EQ(RefusedApproval(proposed.name(), dele_).reason, "left");
  EXPECT_EQ(Refused(Waiver(follow_up.name(), kToday + 30), dele_).reason, "left");
}

TEST_F(DecisionsTest, AProposalIsRefusedOrExpires) {
  const v1::FollowUp follow_up = Boundary();
  const v1::Decision first = Decide(Waiver(follow_up.name(), kToday + 30), dele_);
  v1::RefuseDecisionRequest refuse;
  refuse.set_name(first.name());
  v1::RefuseDecisionResponse refused;

  ASSERT_TRUE(Call(decisions_, &v1::DecisionService::Stub::RefuseDecision, refuse, refused).ok());
  const v1::Decision second = Decide(Waiver(follow_up.name(), kToday + 1));
  GoTo(kToday + 2);

  EXPECT_EQ(refused.decision().state(), v1::DECISION_STATE_REFUSED);
  EXPECT_EQ(RefusedApproval(first.name(), "").reason, "not_proposed");
  EXPECT_EQ(RefusedApproval(second.name(), dele_).reason, "not_proposed");
  v1::GetDecisionRequest get;
  get.set_name(second.name());
  v1::GetDecisionResponse expired;
  ASSERT_TRUE(Call(decisions_, &v1::DecisionService::Stub::GetDecision, get, expired).ok());
  EXPECT_EQ(expired.decision().state(), v1::DECISION_STATE_EXPIRED);
  EXPECT_EQ(OnlyOf("test_boundary").status(), v1::FOLLOW_UP_STATUS_OPEN);
}

TEST_F(DecisionsTest, WhatIsNotToGoOnEndsOnlyByADispositionOfSomebodyElse) {
  Record(Act(), ana_);
  const v1::FollowUp follow_up = OnlyOf("test_act");

  EXPECT_EQ(Refused(Waiver(follow_up.name(), kToday + 30), dele_).reason, "not_to_be_waived");
  const Refusal by_subject = Refused(Disposition(follow_up.name()), ana_);
  EXPECT_EQ(by_subject.code, grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(by_subject.reason, "subject");
  EXPECT_EQ(OnlyOf("test_act").standing(), v1::STANDING_SELF_REPORTED);
  const v1::Decision closed = Decide(Disposition(follow_up.name(), v1::FINDING_SUBSTANTIATED), dele_);

  EXPECT_EQ(closed.state(), v1::DECISION_STATE_IN_FORCE);
  EXPECT_EQ(OnlyOf("test_act").status(), v1::FOLLOW_UP_STATUS_DISPOSED);
  EXPECT_EQ(OnlyOf("test_act").standing(), v1::STANDING_SUBSTANTIATED);
  EXPECT_EQ(Refused(Disposition(follow_up.name()), "").reason, "closed");
}

TEST_F(DecisionsTest, ASubordinateDoesNotDecide) {
  // Who is supervised by whoever they supervise; both see what is open about the other.
  MakeSupervision(dele_, ana_, Day(2024, 1, 1));
  const v1::FollowUp follow_up = OfTraining();

  EXPECT_EQ(Refused(Disposition(follow_up.name()), dele_).reason, "subordinate");
  EXPECT_EQ(Refused(Waiver(follow_up.name(), kToday + 3), dele_).reason, "subordinate");
  EXPECT_EQ(Decide(Disposition(follow_up.name())).state(), v1::DECISION_STATE_IN_FORCE) << "the operator as such does";
}

TEST_F(DecisionsTest, WhoSaysItOnTheirOwnAccountIsAParty) {
  Record(Crossing(v1::ENTRY_SOURCE_SUPERVISOR, v1::ENTRY_BASIS_WITNESSED), dele_);

  EXPECT_EQ(Refused(Disposition(OnlyOf("test_boundary").name()), dele_).reason, "party");
}

TEST_F(DecisionsTest, WhoWritesDownWhatAClientSaysIsNone) {
  v1::CreateEntryRequest told = Act();
  told.mutable_entry()->set_source(v1::ENTRY_SOURCE_CLIENT);
  told.mutable_entry()->set_basis(v1::ENTRY_BASIS_CLIENT_ACCOUNT);
  Record(told, dele_);
  const v1::FollowUp follow_up = OnlyOf("test_act");
  EXPECT_EQ(follow_up.standing(), v1::STANDING_ALLEGED);

  Decide(Disposition(follow_up.name(), v1::FINDING_UNFOUNDED), dele_);

  EXPECT_EQ(OnlyOf("test_act").standing(), v1::STANDING_UNFOUNDED);
}

TEST_F(DecisionsTest, APromptIsNotFoundToBeSoAndWhatIsNotToGoOnHasToBeLookedInto) {
  const Refusal prompt = Refused(Disposition(Boundary().name(), v1::FINDING_SUBSTANTIATED), dele_);
  Record(Act(), ana_);
  const Refusal silent = Refused(Disposition(OnlyOf("test_act").name()), dele_);

  EXPECT_EQ(prompt.reason, "no_finding");
  EXPECT_EQ(prompt.field, "decision.dispose.finding");
  EXPECT_EQ(silent.field, "decision.dispose.finding");
}

TEST_F(DecisionsTest, ADecisionSaysWhatUntilWhenAndWhy) {
  const v1::FollowUp follow_up = OfTraining();
  v1::CreateDecisionRequest request = Disposition(follow_up.name());
  request.mutable_decision()->clear_reason();
  EXPECT_EQ(Refused(request).field, "decision.reason");
  EXPECT_EQ(Refused(Waiver(follow_up.name(), kToday - 1)).reason, "past_date");
  EXPECT_EQ(Refused(Waiver(follow_up.name(), kToday + 181)).reason, "too_far");
  EXPECT_EQ(Refused(Waiver(follow_up.name(), Day(2126, 11, 24))).field, "decision.waive.until");
  request = Waiver(follow_up.name(), kToday);
  request.mutable_decision()->mutable_waive()->clear_until();
  EXPECT_EQ(Refused(request).field, "decision.waive.until");
  request.mutable_decision()->clear_waive();
  EXPECT_EQ(Refused(request).field, "decision.action");
  EXPECT_EQ(Decide(Waiver(follow_up.name(), kToday)).state(), v1::DECISION_STATE_IN_FORCE) << "today is not over";
}

TEST_F(DecisionsTest, TheLongestWaiverThatThePracticeLetsWaitIsTaken) {
  EXPECT_EQ(Decide(Waiver(OfTraining().name(), kToday + 180)).state(), v1::DECISION_STATE_IN_FORCE);
}

TEST_F(DecisionsTest, ToHaveSeenItIsNotedBySubjectsTooAndEndsNothing) {
  const v1::FollowUp follow_up = OfTraining();
  v1::CreateDecisionRequest seen;
  seen.set_parent(follow_up.name());
  seen.mutable_decision()->mutable_acknowledge();

  EXPECT_EQ(Decide(seen, ana_).state(), v1::DECISION_STATE_IN_FORCE);

  EXPECT_TRUE(OnlyOf("test_training").acknowledged());
  EXPECT_EQ(OnlyOf("test_training").status(), v1::FOLLOW_UP_STATUS_OPEN);
}

TEST_F(DecisionsTest, OfWhatIsClosedNothingIsNotedAnyMore) {
  const v1::FollowUp follow_up = OfTraining();
  Decide(Disposition(follow_up.name()), dele_);
  v1::CreateDecisionRequest seen;
  seen.set_parent(follow_up.name());
  seen.mutable_decision()->mutable_acknowledge();

  EXPECT_EQ(Refused(seen, ana_).reason, "closed");
}

TEST_F(DecisionsTest, TheSameCallAgainIsTheSameDecisionWhateverHasBecomeOfIt) {
  v1::CreateDecisionRequest request = Waiver(Boundary().name(), kToday + 30);
  request.set_request_id(kUuid);
  const v1::Decision proposed = Decide(request, dele_);
  v1::ApproveDecisionResponse approved;
  ASSERT_TRUE(Approve(proposed.name(), "", approved).ok());

  const v1::Decision again = Decide(request, dele_);

  EXPECT_EQ(again.name(), proposed.name());
  EXPECT_EQ(again.state(), v1::DECISION_STATE_IN_FORCE);
  request.mutable_decision()->set_reason("something else");
  EXPECT_EQ(Refused(request, dele_).reason, "request_id_reused");
}

}  // namespace
}  // namespace candor::decisions_test
