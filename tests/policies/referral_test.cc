#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "plugins/sdk/testing/fake_host.h"
#include "tests/policies/entries.h"

namespace candor::referral::referral_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Entry Recommended(std::string_view name, std::string_view date) {
  return Consultation(name, date)
      .Set(CANDOR_FIELD_CONSULTATION_RECOMMENDATION, CANDOR_CONSULTATION_RECOMMENDATION_REFER);
}

Entry Decided(std::string_view name, std::string_view date, int64_t decision) {
  return Entry(name, date, CANDOR_KIND_DECISION).Set(CANDOR_FIELD_DECISION_DECISION, decision);
}

Entry Step(std::string_view name, std::string_view date) {
  return Entry(name, date, CANDOR_KIND_TRANSFER_STEP);
}

Entry WholeTransfer(std::string_view name, std::string_view date) {
  return Step(name, date)
      .Yes(CANDOR_FIELD_TRANSFER_STEP_JOINT_SESSION)
      .Yes(CANDOR_FIELD_TRANSFER_STEP_RECEIVER_ACCEPTED)
      .Yes(CANDOR_FIELD_TRANSFER_STEP_FIRST_SOLO_BOOKED);
}

Entry Declined(std::string_view name, std::string_view date, int64_t what) {
  return Entry(name, date, CANDOR_KIND_CLIENT_DECLINED).Set(CANDOR_FIELD_CLIENT_DECLINED_WHAT, what);
}

class ReferralTest : public ::testing::Test {
 protected:
  FakeHost host_{candor_policy_plugin};
};

// --- R03

TEST_F(ReferralTest, RecommendationToReferIsFollowedThroughInThirtyDays) {
  host_.Feed(Recommended("c1", "2025-03-01").Reported("2025-03-04"));
  host_.PassTo("2026-03-01");

  EXPECT_THAT(host_.Lines(), ElementsAre("referral_follow_through c1 important soft_transfer due 2025-04-03: open"));
}

TEST_F(ReferralTest, AnyOtherRecommendationOpensNothing) {
  for (int64_t recommendation = CANDOR_CONSULTATION_RECOMMENDATION_CONTINUE;
       recommendation < CANDOR_CONSULTATION_RECOMMENDATION_REFER; ++recommendation) {
    host_.Feed(Consultation("c" + std::to_string(recommendation), "2025-03-01")
                   .Set(CANDOR_FIELD_CONSULTATION_RECOMMENDATION, recommendation));
  }
  host_.Feed(Decided("d1", "2025-03-01", CANDOR_DECISION_DECISION_LIMIT));

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(ReferralTest, DecisionToReferOpensItInTheConsultationOrOnItsOwn) {
  FakeHost in_the_consultation(candor_policy_plugin);
  in_the_consultation.Feed(
      Consultation("c1", "2025-03-01").Set(CANDOR_FIELD_CONSULTATION_DECISION, CANDOR_CONSULTATION_DECISION_REFER));
  host_.Feed(Decided("d1", "2025-03-01", CANDOR_DECISION_DECISION_REFER));

  EXPECT_EQ(in_the_consultation.FollowUps().at(0).key, "c1");
  EXPECT_EQ(host_.FollowUps().at(0).key, "d1");
}

TEST_F(ReferralTest, OneIsOpenAtATime) {
  host_.FeedAll({Recommended("c1", "2025-03-01"), Recommended("c2", "2025-03-05"),
                 Decided("d1", "2025-03-06", CANDOR_DECISION_DECISION_REFER)});

  EXPECT_THAT(host_.Lines(), ElementsAre("referral_follow_through c1 important soft_transfer due 2025-03-31: open"));
}

TEST_F(ReferralTest, RecommendationOfAConsultantWhoIsNotIndependentIsVoidButTheDecisionStands) {
  const Entry recommended =
      Recommended("c1", "2025-03-01").Set(CANDOR_HOST_CONSULTANT_RELATION, CANDOR_RELATION_HOUSEHOLD);
  host_.Feed(recommended);
  EXPECT_THAT(host_.Lines(), IsEmpty());

  FakeHost lenient(candor_policy_plugin);
  lenient.SetParameter("referral_follow_through", "independent", 0).Feed(recommended);
  host_.Feed(Entry(recommended).Set(CANDOR_FIELD_CONSULTATION_DECISION, CANDOR_CONSULTATION_DECISION_REFER));

  EXPECT_EQ(lenient.FollowUps().size(), 1u);
  EXPECT_EQ(host_.FollowUps().size(), 1u);
}

TEST_F(ReferralTest, AcceptedReferralMeetsIt) {
  host_.FeedAll({Recommended("c1", "2025-03-01"), Referral("f1", "2025-03-20", CANDOR_REFERRAL_OUTCOME_ACCEPTED)});

  EXPECT_THAT(host_.Of("referral_follow_through").at(0).Line(),
              "referral_follow_through c1 important soft_transfer due 2025-03-31: resolved 2025-03-20 by f1");
}

TEST_F(ReferralTest, ReferralAcceptedBeforeTheRecommendationDoesNotCount) {
  host_.FeedAll({Referral("f1", "2025-02-20", CANDOR_REFERRAL_OUTCOME_ACCEPTED), Recommended("c1", "2025-03-01")});

  EXPECT_EQ(host_.Of("referral_follow_through").at(0).state, "open");
}

TEST_F(ReferralTest, NotingTheDecisionAfterTheReferralWasAcceptedOpensNothingAgain) {
  host_.FeedAll({Recommended("c1", "2025-03-01"), Referral("f1", "2025-03-03", CANDOR_REFERRAL_OUTCOME_ACCEPTED),
                 Decided("d1", "2025-03-04", CANDOR_DECISION_DECISION_REFER)});
  EXPECT_EQ(host_.Of("referral_follow_through").size(), 1u);

  host_.Feed(Recommended("c2", "2025-06-01"));

  EXPECT_EQ(host_.Of("referral_follow_through").size(), 2u);
}

TEST_F(ReferralTest, DeclinedOfferAloneDoesNotMeetIt) {
  for (const int64_t outcome :
       {CANDOR_REFERRAL_OUTCOME_OFFERED, CANDOR_REFERRAL_OUTCOME_DECLINED, CANDOR_REFERRAL_OUTCOME_UNREACHABLE}) {
    FakeHost host(candor_policy_plugin);
    host.FeedAll({Recommended("c1", "2025-03-01"), Referral("f1", "2025-03-20", outcome)});
    EXPECT_EQ(host.Of("referral_follow_through").at(0).state, "open") << outcome;
  }
}

TEST_F(ReferralTest, DeclinedAndAConfirmedPlanMeetItInEitherOrder) {
  const Entry declined[] = {Referral("f1", "2025-03-20", CANDOR_REFERRAL_OUTCOME_DECLINED),
                            Referral("f1", "2025-03-20", CANDOR_REFERRAL_OUTCOME_UNREACHABLE),
                            Declined("f1", "2025-03-20", CANDOR_CLIENT_DECLINED_WHAT_OTHER_THERAPIST)};
  for (const Entry& one : declined) {
    FakeHost plan_last(candor_policy_plugin);
    plan_last.FeedAll({Recommended("c1", "2025-03-01"), one, Plan("p1", "2025-03-25", "2025-06-01")});
    EXPECT_EQ(plan_last.Of("referral_follow_through").at(0).ended_by, "p1");

    FakeHost plan_first(candor_policy_plugin);
    plan_first.FeedAll({Recommended("c1", "2025-03-01"), Plan("p1", "2025-03-10", "2025-06-01"), one});
    EXPECT_EQ(plan_first.Of("referral_follow_through").at(0).ended_by, "f1");
  }
}

TEST_F(ReferralTest, PlanWithoutConfirmationOrReviewMeetsNothing) {
  const Entry plans[] = {
      Plan("p1", "2025-03-25", "2025-06-01").Without(CANDOR_FIELD_CONTINUE_PLAN_CONFIRMED_BY_CONSULTANT),
      Plan("p1", "2025-03-25", "2025-06-01").No(CANDOR_FIELD_CONTINUE_PLAN_CONFIRMED_BY_CONSULTANT),
      Plan("p1", "2025-03-25", "2025-06-01").Without(CANDOR_FIELD_CONTINUE_PLAN_REVIEW_BY)};
  for (const Entry& plan : plans) {
    FakeHost host(candor_policy_plugin);
    host.FeedAll({Recommended("c1", "2025-03-01"), Referral("f1", "2025-03-20", CANDOR_REFERRAL_OUTCOME_DECLINED)});
    host.Feed(plan);
    EXPECT_EQ(host.Of("referral_follow_through").at(0).state, "open");
  }
}

TEST_F(ReferralTest, RefusalAndPlanBeforeTheRecommendationDoNotCount) {
  const Entry refused = Referral("f1", "2025-02-20", CANDOR_REFERRAL_OUTCOME_DECLINED);
  const Entry planned = Plan("p1", "2025-02-25", "2025-06-01");
  FakeHost refused_before(candor_policy_plugin);
  refused_before.FeedAll({refused, Recommended("c1", "2025-03-01"), Plan("p2", "2025-03-05", "2025-06-01")});
  host_.FeedAll({refused, planned, Recommended("c1", "2025-03-01"),
                 Referral("f2", "2025-03-05", CANDOR_REFERRAL_OUTCOME_UNREACHABLE)});

  EXPECT_EQ(refused_before.Of("referral_follow_through").at(0).state, "open");
  EXPECT_EQ(host_.Of("referral_follow_through").at(0).state, "open");
}

TEST_F(ReferralTest, TransferMeetsItOnceTheClientIsHandedOver) {
  host_.FeedAll({Recommended("c1", "2025-03-01"),
                 Step("t1", "2025-03-10").Yes(CANDOR_FIELD_TRANSFER_STEP_JOINT_SESSION),
                 Step("t2", "2025-03-15").Yes(CANDOR_FIELD_TRANSFER_STEP_RECEIVER_ACCEPTED)});
  EXPECT_EQ(host_.FollowUps().at(0).state, "open");

  host_.Feed(Step("t3", "2025-03-20").Yes(CANDOR_FIELD_TRANSFER_STEP_FIRST_SOLO_BOOKED));

  EXPECT_EQ(host_.FollowUps().at(0).ended_by, "t3");
}

TEST_F(ReferralTest, StepsWithTwoReceiversHandNobodyOver) {
  host_.FeedAll({Recommended("c1", "2025-03-01"),
                 Step("t1", "2025-03-10")
                     .Yes(CANDOR_FIELD_TRANSFER_STEP_JOINT_SESSION)
                     .Person(CANDOR_FIELD_TRANSFER_STEP_RECEIVER, "ben"),
                 WholeTransfer("t2", "2025-03-15")
                     .Without(CANDOR_FIELD_TRANSFER_STEP_JOINT_SESSION)
                     .Person(CANDOR_FIELD_TRANSFER_STEP_RECEIVER, "cai")});
  EXPECT_EQ(host_.FollowUps().at(0).state, "open");

  host_.Feed(Step("t3", "2025-03-20").Yes(CANDOR_FIELD_TRANSFER_STEP_JOINT_SESSION));

  EXPECT_EQ(host_.FollowUps().at(0).ended_by, "t3");
}

TEST_F(ReferralTest, AReceiverWhoNoLongerAcceptsHasNotAccepted) {
  host_.FeedAll({Recommended("c1", "2025-03-01"),
                 Step("t1", "2025-03-10")
                     .Yes(CANDOR_FIELD_TRANSFER_STEP_JOINT_SESSION)
                     .Yes(CANDOR_FIELD_TRANSFER_STEP_RECEIVER_ACCEPTED),
                 Step("t2", "2025-03-15").No(CANDOR_FIELD_TRANSFER_STEP_RECEIVER_ACCEPTED),
                 Step("t3", "2025-03-20").Yes(CANDOR_FIELD_TRANSFER_STEP_FIRST_SOLO_BOOKED)});

  EXPECT_EQ(host_.FollowUps().at(0).state, "open");
}

TEST_F(ReferralTest, EachRecommendationAsksForATransferOfItsOwn) {
  host_.FeedAll({Recommended("c1", "2025-03-01"), WholeTransfer("t1", "2025-03-10"), Recommended("c2", "2025-06-01"),
                 Step("t2", "2025-06-10").Yes(CANDOR_FIELD_TRANSFER_STEP_FIRST_SOLO_BOOKED)});

  EXPECT_EQ(host_.FollowUps().at(0).state, "resolved");
  EXPECT_EQ(host_.FollowUps().at(1).state, "open");
}

TEST_F(ReferralTest, WhatIsOpenFromBeforeThePolicyStandsForNoLaterDuty) {
  host_.FeedAll({Recommended("c1", "2024-03-01").BeforePolicy(), Recommended("c2", "2024-04-01").BeforePolicy(),
                 Recommended("c3", "2025-03-01"), Recommended("c4", "2025-03-02")});
  EXPECT_THAT(host_.Lines(), ElementsAre("referral_follow_through c1 important soft_transfer: open (before the policy)",
                                         "referral_follow_through c3 important soft_transfer due 2025-03-31: open"));

  host_.Feed(Referral("f1", "2025-03-20", CANDOR_REFERRAL_OUTCOME_ACCEPTED));

  EXPECT_EQ(host_.FollowUps().at(0).ended_by, "f1");
  EXPECT_EQ(host_.FollowUps().at(1).ended_by, "f1");
}

TEST_F(ReferralTest, AnotherEpisodeHasRecommendationsOfItsOwn) {
  host_.FeedAll({Recommended("c1", "2023-03-01"), Left("e1", "2023-06-01"), Intake("i2", "2025-01-10"),
                 Recommended("c2", "2025-03-01"), Referral("f1", "2025-03-20", CANDOR_REFERRAL_OUTCOME_ACCEPTED)});

  EXPECT_THAT(host_.Lines(),
              ElementsAre("referral_follow_through c1 important soft_transfer due 2023-03-31: open",
                          "referral_follow_through c2 important soft_transfer due 2025-03-31: resolved 2025-03-20 by "
                          "f1"));
}

TEST_F(ReferralTest, AnIntakeWrittenAfterTheFirstContactsBeginsNoOtherEpisode) {
  host_.FeedAll({Recommended("c1", "2025-03-01"), Intake("i1", "2025-03-04"),
                 Referral("f1", "2025-03-20", CANDOR_REFERRAL_OUTCOME_ACCEPTED)});

  EXPECT_EQ(host_.FollowUps().at(0).ended_by, "f1");
}

TEST_F(ReferralTest, ADecisionLongAfterAnotherWasCarriedOutIsOneOfItsOwn) {
  host_.FeedAll({Recommended("c1", "2024-03-01"), Referral("f1", "2024-03-03", CANDOR_REFERRAL_OUTCOME_ACCEPTED),
                 Decided("d1", "2024-04-02", CANDOR_DECISION_DECISION_REFER)});
  EXPECT_EQ(host_.Of("referral_follow_through").size(), 1u);

  host_.Feed(Decided("d2", "2024-04-03", CANDOR_DECISION_DECISION_REFER));

  EXPECT_EQ(host_.Of("referral_follow_through").at(1).key, "d2");
}

TEST_F(ReferralTest, ADecisionInAnotherEpisodeIsOneOfItsOwn) {
  host_.FeedAll({Recommended("c1", "2024-03-01"), Referral("f1", "2024-03-03", CANDOR_REFERRAL_OUTCOME_ACCEPTED),
                 Left("e1", "2024-03-04"), Intake("i2", "2024-03-10"),
                 Decided("d1", "2024-03-12", CANDOR_DECISION_DECISION_REFER)});

  EXPECT_EQ(host_.Of("referral_follow_through").size(), 2u);
}

TEST_F(ReferralTest, NamesWhatWasDoneAboutIt) {
  host_.FeedAll({Referral("f0", "2025-02-20", CANDOR_REFERRAL_OUTCOME_DECLINED), Recommended("c1", "2025-03-01"),
                 Referral("f1", "2025-03-10", CANDOR_REFERRAL_OUTCOME_OFFERED),
                 Declined("x1", "2025-03-11", CANDOR_CLIENT_DECLINED_WHAT_REFERRAL),
                 Declined("x2", "2025-03-12", CANDOR_CLIENT_DECLINED_WHAT_CONTACT),
                 Step("t1", "2025-03-15").Yes(CANDOR_FIELD_TRANSFER_STEP_CONSENT)});

  EXPECT_THAT(host_.Of("referral_follow_through").at(0).facts, ElementsAre("f1", "x1", "t1"));
}

TEST_F(ReferralTest, NamesTheAttemptsToGetAnAnswer) {
  host_.FeedAll({Referral("f1", "2025-03-01", CANDOR_REFERRAL_OUTCOME_OFFERED),
                 Referral("f2", "2025-03-10", CANDOR_REFERRAL_OUTCOME_UNREACHABLE)});

  EXPECT_THAT(host_.FollowUps().at(0).facts, ElementsAre("f2"));
  EXPECT_EQ(host_.FollowUps().at(0).due, "2025-03-31");
}

// --- R43

TEST_F(ReferralTest, AnOfferBeforeThePolicyOrOfAnotherEpisodeStandsForNoLaterOffer) {
  FakeHost before(candor_policy_plugin);
  before.FeedAll({Referral("f1", "2024-03-01", CANDOR_REFERRAL_OUTCOME_OFFERED).BeforePolicy(),
                  Referral("f2", "2025-03-01", CANDOR_REFERRAL_OUTCOME_OFFERED)});
  EXPECT_THAT(before.Lines(), ElementsAre("referral_unclosed f1 later document: open (before the policy)",
                                          "referral_unclosed f2 later document due 2025-03-31: open"));
  before.Feed(Referral("f3", "2025-03-05", CANDOR_REFERRAL_OUTCOME_DECLINED));
  EXPECT_EQ(before.FollowUps().at(0).ended_by, "f3");
  EXPECT_EQ(before.FollowUps().at(1).ended_by, "f3");

  host_.FeedAll({Referral("f1", "2024-03-01", CANDOR_REFERRAL_OUTCOME_OFFERED), Left("e1", "2024-06-01"),
                 Intake("i2", "2025-01-10"), Referral("f2", "2025-03-01", CANDOR_REFERRAL_OUTCOME_OFFERED),
                 Referral("f3", "2025-03-05", CANDOR_REFERRAL_OUTCOME_DECLINED)});
  EXPECT_EQ(host_.Of("referral_unclosed").at(0).state, "open");
  EXPECT_EQ(host_.Of("referral_unclosed").at(1).ended_by, "f3");
}

TEST_F(ReferralTest, OfferWithoutAnAnswerIsAskedAboutAfterThirtyDays) {
  host_.Feed(Referral("f1", "2025-03-01", CANDOR_REFERRAL_OUTCOME_OFFERED).Reported("2025-03-02"));
  host_.PassTo("2026-03-01");

  EXPECT_THAT(host_.Lines(), ElementsAre("referral_unclosed f1 later document due 2025-04-01: open"));
}

TEST_F(ReferralTest, OutcomeThatWasNotRecordedIsAnOfferWithoutAnAnswer) {
  host_.Feed(Entry("f1", "2025-03-01", CANDOR_KIND_REFERRAL).Set(CANDOR_FIELD_REFERRAL_ALTERNATIVES_OFFERED, 3));

  EXPECT_EQ(host_.Of("referral_unclosed").size(), 1u);
}

TEST_F(ReferralTest, AnAnswerAtOnceOpensNothing) {
  host_.FeedAll({Referral("f1", "2025-03-01", CANDOR_REFERRAL_OUTCOME_ACCEPTED),
                 Referral("f2", "2025-03-02", CANDOR_REFERRAL_OUTCOME_DECLINED)});

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(ReferralTest, AnAnswerMeetsTheOffer) {
  const Entry answers[] = {Referral("f2", "2025-03-10", CANDOR_REFERRAL_OUTCOME_ACCEPTED),
                           Referral("f2", "2025-03-10", CANDOR_REFERRAL_OUTCOME_DECLINED),
                           Declined("f2", "2025-03-10", CANDOR_CLIENT_DECLINED_WHAT_REFERRAL),
                           Step("f2", "2025-03-10").Yes(CANDOR_FIELD_TRANSFER_STEP_JOINT_SESSION)};
  for (const Entry& answer : answers) {
    FakeHost host(candor_policy_plugin);
    host.FeedAll({Referral("f1", "2025-03-01", CANDOR_REFERRAL_OUTCOME_OFFERED), answer});
    EXPECT_EQ(host.Lines().at(0), "referral_unclosed f1 later document due 2025-03-31: resolved 2025-03-10 by f2");
  }
}

TEST_F(ReferralTest, TwoDocumentedAttemptsMeetTheOffer) {
  host_.FeedAll({Referral("f1", "2025-03-01", CANDOR_REFERRAL_OUTCOME_OFFERED),
                 Referral("f2", "2025-03-10", CANDOR_REFERRAL_OUTCOME_UNREACHABLE)});
  EXPECT_EQ(host_.FollowUps().at(0).state, "open");

  host_.Feed(Referral("f3", "2025-03-20", CANDOR_REFERRAL_OUTCOME_OFFERED));

  EXPECT_EQ(host_.FollowUps().at(0).ended_by, "f3");
  EXPECT_EQ(host_.FollowUps().size(), 1u);
}

TEST_F(ReferralTest, AClientWhoCouldNotBeReachedTwiceHasBeenTried) {
  host_.FeedAll({Referral("f1", "2025-03-01", CANDOR_REFERRAL_OUTCOME_UNREACHABLE),
                 Referral("f2", "2025-03-10", CANDOR_REFERRAL_OUTCOME_UNREACHABLE)});

  EXPECT_EQ(host_.FollowUps().at(0).ended_by, "f2");
}

// --- Vignettes and the cases of the sample

TEST_F(ReferralTest, VignetteSixAttractionPersistsReferred) {
  host_.FeedAll({Recommended("c2", "2025-04-12"), Referral("f1", "2025-04-15", CANDOR_REFERRAL_OUTCOME_ACCEPTED),
                 WholeTransfer("t1", "2025-05-01")});

  EXPECT_THAT(host_.Lines(), ElementsAre("referral_follow_through c2 important soft_transfer due 2025-05-12: resolved "
                                         "2025-04-15 by f1"));
}

TEST_F(ReferralTest, SampleCase1197) {
  host_.FeedAll(
      {Recommended("c1", "2024-08-24")
           .Reported("2024-08-25")
           .Set(CANDOR_FIELD_CONSULTATION_DECISION, CANDOR_CONSULTATION_DECISION_REFER),
       Referral("f1", "2024-11-02", CANDOR_REFERRAL_OUTCOME_DECLINED)
           .Set(CANDOR_FIELD_REFERRAL_ALTERNATIVES_OFFERED, 3),
       Step("t1", "2024-11-20").Yes(CANDOR_FIELD_TRANSFER_STEP_JOINT_SESSION).Yes(CANDOR_FIELD_TRANSFER_STEP_CONSENT),
       Step("t2", "2024-12-02").Yes(CANDOR_FIELD_TRANSFER_STEP_JOINT_SESSION).Yes(CANDOR_FIELD_TRANSFER_STEP_CONSENT),
       Step("t3", "2024-12-06")
           .Reported("2024-12-07")
           .Yes(CANDOR_FIELD_TRANSFER_STEP_CONSENT)
           .Yes(CANDOR_FIELD_TRANSFER_STEP_RECEIVER_ACCEPTED)
           .Yes(CANDOR_FIELD_TRANSFER_STEP_FIRST_SOLO_BOOKED)});
  host_.PassTo("2025-12-31");

  EXPECT_THAT(host_.Lines(), ElementsAre("referral_follow_through c1 important soft_transfer due 2024-09-24: resolved "
                                         "2024-12-06 by t3"));
}

TEST_F(ReferralTest, SampleCase1042) {
  host_.Feed(Recommended("c1", "2025-03-30")
                 .Reported("2025-04-02")
                 .Set(CANDOR_FIELD_CONSULTATION_DECISION, CANDOR_CONSULTATION_DECISION_REFER));
  host_.PassTo("2025-12-31");

  EXPECT_THAT(host_.Lines(), ElementsAre("referral_follow_through c1 important soft_transfer due 2025-05-02: open"));
}

}  // namespace
}  // namespace candor::referral::referral_test
