#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "plugins/sdk/testing/fake_host.h"
#include "tests/policies/boundaries.h"

// One crossing and what stands behind it: R20, R20a, R21, R22, R29.
namespace candor::boundaries::boundaries_touch_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::ElementsAre;
using ::testing::IsEmpty;

using CrossingDocumentedTest = BoundaryRulesTest;
using StandingPlanTest = BoundaryRulesTest;
using TouchConsentTest = BoundaryRulesTest;
using TouchContraindicatedTest = BoundaryRulesTest;
using OrderedCrossingTest = BoundaryRulesTest;

// --- R20

TEST_F(CrossingDocumentedTest, AsksForWhatTheNoteLacks) {
  host_.Feed(Crossing("x1", "2025-03-01", CANDOR_CROSSING_AREA_TRANSPORT)
                 .Reported("2025-03-03")
                 .Written(CANDOR_FIELD_CROSSING_RATIONALE));

  ASSERT_THAT(host_.Lines(), ElementsAre("crossing_documented x1 later complete_record due 2025-03-17: open"));
  EXPECT_THAT(
      host_.FollowUps().at(0).missing,
      ElementsAre(CANDOR_FIELD_CROSSING_BENEFIT, CANDOR_FIELD_CROSSING_CONSEQUENCES, CANDOR_FIELD_CROSSING_CONSENT));
}

TEST_F(CrossingDocumentedTest, ACompleteNoteOrAnotherAreaOpensNothing) {
  host_.Feed(Touch("x1", "2025-03-01"));
  host_.Feed(Crossing("x2", "2025-08-01", CANDOR_CROSSING_AREA_TIME_OVERRUN));
  host_.Feed(Crossing("x3", "2026-01-01", CANDOR_CROSSING_AREA_MESSAGE_LOGISTIC));

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(CrossingDocumentedTest, OnlyWhatWasDoneWithACurrentClientIsAskedAbout) {
  const Entry ride = Crossing("x1", "2025-03-01", CANDOR_CROSSING_AREA_TRANSPORT);
  for (const uint16_t stage : {CANDOR_STAGE_ASKED, CANDOR_STAGE_PROPOSED, CANDOR_STAGE_DECLINED}) {
    host_.Feed(Entry(ride).Stage(stage));
  }
  host_.Feed(Entry(ride).Basis(CANDOR_BASIS_TOLD_BY_OTHER));
  host_.Feed(Entry(ride).Basis(CANDOR_BASIS_SUSPICION));
  host_.Feed(Entry(ride).NotACurrentClient());
  EXPECT_THAT(host_.Lines(), IsEmpty());

  host_.Feed(Entry(ride).Basis(CANDOR_BASIS_CLIENT_ACCOUNT));

  EXPECT_THAT(LinesOf("crossing_documented"),
              ElementsAre("crossing_documented x1 later complete_record due 2025-03-15: open"));
}

TEST_F(CrossingDocumentedTest, WhatAPlanCoversNeedsNoNote) {
  host_.FeedAll({StandingPlan("p1", "2025-03-01", CANDOR_CROSSING_AREA_TRANSPORT, "2025-06-01"),
                 Crossing("x1", "2025-03-02", CANDOR_CROSSING_AREA_TRANSPORT)});

  EXPECT_THAT(host_.Of("crossing_documented"), IsEmpty());
}

// --- R20a

TEST_F(StandingPlanTest, IsLookedAtAgainByItsDayAndWithinHalfAYear) {
  host_.Feed(StandingPlan("p1", "2025-01-01", CANDOR_CROSSING_AREA_PLACE, "2025-03-01"));
  FakeHost far(candor_policy_plugin);
  far.Feed(StandingPlan("p1", "2025-01-01", CANDOR_CROSSING_AREA_PLACE, "2026-01-01"));

  EXPECT_THAT(host_.Lines(), ElementsAre("standing_plan p1 later document due 2025-03-01: open"));
  EXPECT_THAT(far.Lines(), ElementsAre("standing_plan p1 later document due 2025-06-30: open"));
}

TEST_F(StandingPlanTest, OneWrittenDownAfterItsDayOfReviewIsNotLateAtOnce) {
  host_.Feed(StandingPlan("p1", "2025-01-06", CANDOR_CROSSING_AREA_PLACE, "2025-02-06").Reported("2025-03-03"));

  EXPECT_THAT(LinesOf("standing_plan"), ElementsAre("standing_plan p1 later document due 2025-03-17: open"));
}

TEST_F(StandingPlanTest, WhatItCoveredUntilItsEndWasWrittenDownIsAskedAboutFromThen) {
  host_.FeedAll({StandingPlan("p1", "2025-01-06", CANDOR_CROSSING_AREA_PLACE, "2025-06-30"),
                 PlanEvent("p2", "2025-02-01", CANDOR_STANDING_PLAN_EVENT_ENDED)
                     .Set(CANDOR_FIELD_STANDING_PLAN_AREA, CANDOR_CROSSING_AREA_PLACE)
                     .Reported("2025-03-03"),
                 Crossing("x1", "2025-02-10", CANDOR_CROSSING_AREA_PLACE),
                 Crossing("x2", "2025-02-11", CANDOR_CROSSING_AREA_TRANSPORT)});

  const std::vector<ShownFollowUp> asked = host_.Of("crossing_documented");
  ASSERT_EQ(asked.size(), 2u);
  EXPECT_EQ(asked[0].due, "2025-03-17");
  EXPECT_LT(asked[1].due, "2025-03-03") << "of that area there was no plan";
}

TEST_F(StandingPlanTest, WhereItCoveredNothingItsEndMovesNoDate) {
  host_.FeedAll({StandingPlan("p1", "2025-01-06", CANDOR_CROSSING_AREA_PLACE, "2025-01-20"),
                 PlanEvent("p2", "2025-02-01", CANDOR_STANDING_PLAN_EVENT_ENDED).Reported("2025-09-01"),
                 Crossing("x1", "2025-03-01", CANDOR_CROSSING_AREA_PLACE)});
  FakeHost touch(candor_policy_plugin);
  touch.FeedAll({StandingPlan("p1", "2025-01-06", CANDOR_CROSSING_AREA_TOUCH, "2025-06-30")
                     .Set(CANDOR_FIELD_STANDING_PLAN_TOUCH, CANDOR_STANDING_PLAN_TOUCH_HANDSHAKE),
                 PlanEvent("p2", "2025-02-01", CANDOR_STANDING_PLAN_EVENT_ENDED).Reported("2025-09-01"),
                 Crossing("x1", "2025-03-01", CANDOR_CROSSING_AREA_TOUCH)
                     .Set(CANDOR_FIELD_CROSSING_TOUCH, CANDOR_CROSSING_TOUCH_HUG)});

  EXPECT_THAT(LinesOf("crossing_documented"),
              ElementsAre("crossing_documented x1 later complete_record due 2025-03-15: open"))
      << "its day of review was over";
  EXPECT_THAT(LinesOf(touch, "crossing_documented"),
              ElementsAre("crossing_documented x1 later complete_record due 2025-03-15: open"))
      << "it was for another kind of touch";
}

// A change written down late took the days up to June away, an end the rest: each counts for what it took.
TEST_F(StandingPlanTest, EachEndOrChangeCountsForWhatItTookAway) {
  host_.FeedAll({StandingPlan("p1", "2025-01-06", CANDOR_CROSSING_AREA_PLACE, "2025-06-30"),
                 PlanEvent("p2", "2025-02-01", CANDOR_STANDING_PLAN_EVENT_CHANGED)
                     .Date(CANDOR_FIELD_STANDING_PLAN_REVIEW_BY, "2025-03-10")
                     .Reported("2025-07-01"),
                 PlanEvent("p3", "2025-03-01", CANDOR_STANDING_PLAN_EVENT_ENDED).Reported("2025-09-01"),
                 Crossing("x1", "2025-03-05", CANDOR_CROSSING_AREA_PLACE),
                 Crossing("x2", "2025-05-05", CANDOR_CROSSING_AREA_PLACE),
                 Crossing("x3", "2025-07-05", CANDOR_CROSSING_AREA_PLACE)});

  EXPECT_THAT(LinesOf("crossing_documented"),
              ElementsAre("crossing_documented x1 later complete_record due 2025-09-15: open",
                          "crossing_documented x2 later complete_record due 2025-07-15: open",
                          "crossing_documented x3 later complete_record due 2025-07-19: open"));
}

TEST_F(StandingPlanTest, AnEndWrittenDownLateCountsForWhatALaterReviewWouldHaveCovered) {
  host_.FeedAll({StandingPlan("p1", "2025-01-06", CANDOR_CROSSING_AREA_PLACE, "2025-03-10"),
                 PlanEvent("p2", "2025-02-01", CANDOR_STANDING_PLAN_EVENT_ENDED).Reported("2025-09-01"),
                 PlanEvent("p3", "2025-03-05", CANDOR_STANDING_PLAN_EVENT_REVIEWED)
                     .Set(CANDOR_FIELD_STANDING_PLAN_AREA, CANDOR_CROSSING_AREA_PLACE)
                     .Date(CANDOR_FIELD_STANDING_PLAN_REVIEW_BY, "2025-06-30"),
                 Crossing("x1", "2025-05-05", CANDOR_CROSSING_AREA_PLACE),
                 Crossing("x2", "2025-07-05", CANDOR_CROSSING_AREA_PLACE)});

  EXPECT_THAT(LinesOf("crossing_documented"),
              ElementsAre("crossing_documented x1 later complete_record due 2025-09-15: open",
                          "crossing_documented x2 later complete_record due 2025-07-19: open"));
}

TEST_F(StandingPlanTest, AReviewMeetsItAndSetsTheNext) {
  host_.FeedAll({StandingPlan("p1", "2025-01-01", CANDOR_CROSSING_AREA_PLACE, "2025-03-01"),
                 PlanEvent("p2", "2025-03-02", CANDOR_STANDING_PLAN_EVENT_REVIEWED)
                     .Date(CANDOR_FIELD_STANDING_PLAN_REVIEW_BY, "2025-05-01"),
                 PlanEvent("p3", "2025-05-01", CANDOR_STANDING_PLAN_EVENT_ENDED)});

  EXPECT_THAT(host_.Lines(), ElementsAre("standing_plan p1 later document due 2025-03-01: resolved 2025-03-02 by p2",
                                         "standing_plan p2 later document due 2025-05-01: resolved 2025-05-01 by p3"));
}

TEST_F(StandingPlanTest, TheEndOfTheTherapyEndsIt) {
  host_.FeedAll({StandingPlan("p1", "2025-01-01", CANDOR_CROSSING_AREA_PLACE, "2025-05-01"),
                 Left("t0", "2025-02-01").No(CANDOR_HOST_HOLDS_CASE)});
  EXPECT_EQ(host_.FollowUps().at(0).state, "open");

  host_.Feed(Left("t1", "2025-02-02"));
  host_.Feed(Crossing("x1", "2025-02-03", CANDOR_CROSSING_AREA_PLACE));

  EXPECT_EQ(host_.Of("standing_plan").at(0).ended_by, "t1");
  EXPECT_EQ(host_.Of("crossing_documented").size(), 1u);
}

TEST_F(StandingPlanTest, WithoutAPartItAsksForItAndCoversNothing) {
  const Entry plan = StandingPlan("p1", "2025-01-01", CANDOR_CROSSING_AREA_PLACE, "2025-05-01")
                         .Without(CANDOR_FIELD_STANDING_PLAN_SECOND_READER)
                         .Person(CANDOR_FIELD_STANDING_PLAN_SECOND_READER, "therapist");
  host_.FeedAll({plan, Crossing("x1", "2025-01-02", CANDOR_CROSSING_AREA_PLACE)});

  ASSERT_EQ(LinesOf("standing_plan").at(0), "standing_plan p1 later complete_record due 2025-01-15: open");
  EXPECT_THAT(host_.Of("standing_plan").at(0).missing, ElementsAre(CANDOR_FIELD_STANDING_PLAN_SECOND_READER));
  EXPECT_EQ(host_.Of("crossing_documented").size(), 1u);

  host_.Feed(StandingPlan("p2", "2025-01-03", CANDOR_CROSSING_AREA_PLACE, "2025-05-01"));

  EXPECT_EQ(host_.Of("standing_plan").at(0).ended_by, "p2");
}

TEST_F(StandingPlanTest, ThereIsNoneWithoutTheClient) {
  host_.FeedAll({StandingPlan("p1", "2025-01-01", CANDOR_CROSSING_AREA_PLACE, "2025-05-01")
                     .No(CANDOR_FIELD_STANDING_PLAN_CONSENT),
                 Crossing("x1", "2025-01-02", CANDOR_CROSSING_AREA_PLACE)});

  EXPECT_THAT(host_.Of("standing_plan"), IsEmpty());
  EXPECT_EQ(host_.Of("crossing_documented").size(), 1u);
}

TEST_F(StandingPlanTest, CoversUpToItsDayOfReviewAndAgainAfterALateOne) {
  host_.Feed(StandingPlan("p1", "2025-01-01", CANDOR_CROSSING_AREA_PLACE, "2025-03-01"));
  for (const char* date : {"2025-02-28", "2025-03-01", "2025-03-02"}) {
    host_.Feed(Crossing(date, date, CANDOR_CROSSING_AREA_PLACE));
  }
  EXPECT_THAT(LinesOf("crossing_documented"),
              ElementsAre("crossing_documented 2025-03-02 later complete_record due 2025-03-16: open"));

  host_.Feed(PlanEvent("p2", "2025-03-10", CANDOR_STANDING_PLAN_EVENT_REVIEWED));
  host_.Feed(Crossing("x2", "2025-03-10", CANDOR_CROSSING_AREA_PLACE));

  EXPECT_EQ(host_.Of("crossing_documented").size(), 1u);
}

TEST_F(StandingPlanTest, OfTouchCoversWhatItNamesAndNeverAKiss) {
  const auto notes = [](int64_t planned, int64_t touch) {
    FakeHost host(candor_policy_plugin);
    Entry plan = StandingPlan("p1", "2025-01-01", CANDOR_CROSSING_AREA_TOUCH, "2025-05-01");
    if (planned != 0) plan.Set(CANDOR_FIELD_STANDING_PLAN_TOUCH, planned);
    host.FeedAll(
        {plan, Crossing("x1", "2025-01-02", CANDOR_CROSSING_AREA_TOUCH).Set(CANDOR_FIELD_CROSSING_TOUCH, touch)});
    return host.Of("crossing_documented").size();
  };

  EXPECT_EQ(notes(0, CANDOR_CROSSING_TOUCH_HUG), 0u);
  EXPECT_EQ(notes(0, CANDOR_CROSSING_TOUCH_CRADLE), 1u);
  EXPECT_EQ(notes(CANDOR_CROSSING_TOUCH_CRADLE, CANDOR_CROSSING_TOUCH_CRADLE), 0u);
  EXPECT_EQ(notes(CANDOR_CROSSING_TOUCH_CRADLE, CANDOR_CROSSING_TOUCH_HUG), 1u);
  EXPECT_EQ(notes(CANDOR_CROSSING_TOUCH_KISS, CANDOR_CROSSING_TOUCH_KISS), 1u);
}

TEST_F(StandingPlanTest, OneLookAtSeveralPlansLeavesOneFollowUpUntilTheLastHasEnded) {
  host_.FeedAll({StandingPlan("p1", "2025-01-01", CANDOR_CROSSING_AREA_PLACE, "2025-03-01"),
                 StandingPlan("p2", "2025-01-01", CANDOR_CROSSING_AREA_FEE, "2025-03-01"),
                 PlanEvent("p3", "2025-03-01", CANDOR_STANDING_PLAN_EVENT_REVIEWED),
                 PlanEvent("p4", "2025-04-01", CANDOR_STANDING_PLAN_EVENT_ENDED)
                     .Set(CANDOR_FIELD_STANDING_PLAN_AREA, CANDOR_STANDING_PLAN_AREA_PLACE)});
  EXPECT_EQ(LinesOf("standing_plan").at(2), "standing_plan p3 later document due 2025-08-28: open");

  host_.Feed(PlanEvent("p5", "2025-04-02", CANDOR_STANDING_PLAN_EVENT_ENDED)
                 .Set(CANDOR_FIELD_STANDING_PLAN_AREA, CANDOR_STANDING_PLAN_AREA_FEE));

  EXPECT_EQ(host_.Of("standing_plan").at(2).ended_by, "p5");
}

// --- R21

TEST_F(TouchConsentTest, WithoutConsentItIsTalkedOverWithAColleagueAndWithTheClient) {
  host_.Feed(Touch("x1", "2025-03-01").Reported("2025-03-02").No(CANDOR_FIELD_CROSSING_CONSENT));
  EXPECT_THAT(host_.Lines(), ElementsAre("touch_consent x1 soon talk due 2025-03-16: open"));
  EXPECT_THAT(host_.FollowUps().at(0).missing,
              ElementsAre(CANDOR_FIELD_CONSULTATION_CONSULTANT, CANDOR_FIELD_DISCUSSION_OUTCOME));

  host_.Feed(Consultation("c1", "2025-03-05"));
  EXPECT_THAT(host_.Lines(), ElementsAre("touch_consent x1 soon document due 2025-03-16: open"));
  EXPECT_THAT(host_.FollowUps().at(0).facts, ElementsAre("c1"));

  host_.Feed(BoundaryTalk("d1", "2025-03-08"));
  EXPECT_THAT(host_.Lines(), ElementsAre("touch_consent x1 soon document due 2025-03-16: resolved 2025-03-08 by d1"));
}

TEST_F(TouchConsentTest, AResponseThatIsNotPositiveOpensItAndNothingRecordedDoesNot) {
  host_.Feed(Touch("x1", "2025-03-01").Set(CANDOR_FIELD_CROSSING_RESPONSE, CANDOR_CROSSING_RESPONSE_NEUTRAL));
  host_.Feed(Touch("x2", "2025-03-01").Without(CANDOR_FIELD_CROSSING_RESPONSE));
  host_.Feed(Touch("x3", "2025-08-01"));

  EXPECT_THAT(LinesOf("touch_consent"), ElementsAre("touch_consent x1 soon talk due 2025-03-15: open"));
}

TEST_F(TouchConsentTest, WhatCameBeforeItOrFromAnotherTherapistMeetsNothing) {
  host_.FeedAll({Consultation("c0", "2025-02-20"), BoundaryTalk("d0", "2025-02-21"),
                 Touch("x1", "2025-03-01").No(CANDOR_FIELD_CROSSING_CONSENT),
                 Consultation("c1", "2025-03-02").By("other"), BoundaryTalk("d1", "2025-03-03").By("other"),
                 Consultation("c2", "2025-03-04").Set(CANDOR_HOST_CONSULTANT_RELATION, CANDOR_RELATION_HOUSEHOLD)});

  EXPECT_EQ(host_.FollowUps().at(0).state, "open");
  EXPECT_EQ(host_.FollowUps().at(0).missing.size(), 2u);
}

TEST_F(TouchConsentTest, OneConversationMeetsAllThatCameBeforeIt) {
  host_.FeedAll({Touch("x1", "2025-03-01").No(CANDOR_FIELD_CROSSING_CONSENT),
                 Touch("x2", "2025-03-04").No(CANDOR_FIELD_CROSSING_CONSENT), Supervision("s1", "2025-03-05"),
                 BoundaryTalk("d1", "2025-03-05")});

  for (const ShownFollowUp& one : host_.Of("touch_consent")) EXPECT_EQ(one.ended_by, "d1");
  EXPECT_EQ(host_.Of("touch_consent").size(), 2u);
}

TEST_F(TouchConsentTest, WhereItWasNotRecordedHowFarItWentItStaysAtLater) {
  host_.Feed(Touch("x1", "2025-03-01").Stage(0).No(CANDOR_FIELD_CROSSING_CONSENT));
  host_.Feed(Touch("x2", "2025-03-01").Stage(CANDOR_STAGE_PROPOSED).No(CANDOR_FIELD_CROSSING_CONSENT));

  EXPECT_THAT(host_.Lines(), ElementsAre("touch_consent x1 later talk due 2025-03-15: open"));
}

TEST_F(TouchConsentTest, BeforeThePolicyHasNoDate) {
  host_.Feed(Touch("x1", "2025-03-01").No(CANDOR_FIELD_CROSSING_CONSENT).BeforePolicy());
  host_.Feed(Consultation("c1", "2025-03-02"));

  EXPECT_THAT(host_.Lines(), ElementsAre("touch_consent x1 soon document: open (before the policy)"));
}

TEST_F(TouchConsentTest, BeyondWhatIsShownTheYoungestIsJoined) {
  for (int i = 0; i < CANDOR_MAX_OPEN_SHOWN + 3; ++i) {
    host_.Feed(Touch("x" + std::to_string(i), "2025-03-01").No(CANDOR_FIELD_CROSSING_CONSENT));
  }
  EXPECT_EQ(host_.Of("touch_consent").size(), size_t{CANDOR_MAX_OPEN_SHOWN});

  host_.FeedAll({Consultation("c1", "2025-03-02"), BoundaryTalk("d1", "2025-03-02")});

  for (const ShownFollowUp& one : host_.Of("touch_consent")) EXPECT_EQ(one.state, "resolved") << one.Line();
}

// --- R22

TEST_F(TouchContraindicatedTest, DiscomfortAKissCradlingAndCaressingAreImportant) {
  host_.Feed(Touch("x1", "2025-03-01").Set(CANDOR_FIELD_CROSSING_RESPONSE, CANDOR_CROSSING_RESPONSE_DISCOMFORT));
  host_.Feed(Touch("x2", "2025-03-01", CANDOR_CROSSING_TOUCH_KISS));
  host_.Feed(Touch("x3", "2025-03-01", CANDOR_CROSSING_TOUCH_CRADLE));
  host_.Feed(Touch("x4", "2025-03-01", CANDOR_CROSSING_TOUCH_CARESS).Reported("2025-03-11"));
  host_.Feed(Touch("x5", "2025-03-01", CANDOR_CROSSING_TOUCH_SHOULDER));

  EXPECT_THAT(LinesOf("touch_contraindicated"),
              ElementsAre("touch_contraindicated x1 important talk due 2025-03-08: open",
                          "touch_contraindicated x2 important talk due 2025-03-08: open",
                          "touch_contraindicated x3 important talk due 2025-03-08: open",
                          "touch_contraindicated x4 important talk due 2025-03-18: open"));
}

TEST_F(TouchContraindicatedTest, IsMetByAConsultationAndARepair) {
  host_.FeedAll({Touch("x1", "2025-03-01", CANDOR_CROSSING_TOUCH_CRADLE), Clarified("k1", "2025-03-03"),
                 Consultation("c1", "2025-03-06")});

  EXPECT_THAT(LinesOf("touch_contraindicated"),
              ElementsAre("touch_contraindicated x1 important talk due 2025-03-08: resolved 2025-03-06 by c1"));
}

TEST_F(TouchContraindicatedTest, AHistoryOfTraumaAsksForConsentAGoodResponseAndAPlan) {
  const auto lines = [](bool planned, const Entry& touch) {
    FakeHost host(candor_policy_plugin);
    if (planned) host.Feed(StandingPlan("p1", "2025-01-01", CANDOR_CROSSING_AREA_TOUCH, "2025-06-01"));
    host.Feed(touch);
    return LinesOf(host, "touch_contraindicated");
  };
  const Entry hug = Touch("x1", "2025-03-01").Yes(CANDOR_FIELD_CROSSING_TRAUMA_HISTORY);

  EXPECT_THAT(lines(false, hug), ElementsAre("touch_contraindicated x1 important talk due 2025-03-08: open"));
  EXPECT_THAT(lines(true, hug), IsEmpty());
  EXPECT_THAT(lines(true, Entry(hug).No(CANDOR_FIELD_CROSSING_CONSENT)),
              ElementsAre("touch_contraindicated x1 important talk due 2025-03-08: open"));
  EXPECT_THAT(lines(true, Entry(hug).Set(CANDOR_FIELD_CROSSING_RESPONSE, CANDOR_CROSSING_RESPONSE_NEUTRAL)),
              ElementsAre("touch_contraindicated x1 later talk due 2025-03-08: open"));
  EXPECT_THAT(lines(true, Entry(hug).Without(CANDOR_FIELD_CROSSING_RESPONSE)),
              ElementsAre("touch_contraindicated x1 later complete_record due 2025-03-15: open"));
  EXPECT_THAT(lines(false, Touch("x1", "2025-03-01").Unsure(CANDOR_FIELD_CROSSING_TRAUMA_HISTORY)), IsEmpty());
}

TEST_F(TouchContraindicatedTest, WhatOnlyAsksForTheRecordIsNotMetByATalk) {
  host_.FeedAll(
      {StandingPlan("p1", "2025-01-01", CANDOR_CROSSING_AREA_TOUCH, "2025-06-01"),
       Touch("x1", "2025-03-01").Yes(CANDOR_FIELD_CROSSING_TRAUMA_HISTORY).Without(CANDOR_FIELD_CROSSING_RESPONSE),
       Consultation("c1", "2025-03-02"), BoundaryTalk("d1", "2025-03-02")});

  EXPECT_THAT(LinesOf("touch_contraindicated"),
              ElementsAre("touch_contraindicated x1 later complete_record due 2025-03-15: open"));
}

TEST_F(TouchContraindicatedTest, InsideAPlanWithConsentItIsForLaterButNeverAKiss) {
  host_.FeedAll({StandingPlan("p1", "2025-01-01", CANDOR_CROSSING_AREA_TOUCH, "2025-06-01")
                     .Set(CANDOR_FIELD_STANDING_PLAN_TOUCH, CANDOR_STANDING_PLAN_TOUCH_CRADLE),
                 StandingPlan("p2", "2025-01-01", CANDOR_CROSSING_AREA_TOUCH, "2025-06-01")
                     .Set(CANDOR_FIELD_STANDING_PLAN_TOUCH, CANDOR_STANDING_PLAN_TOUCH_KISS),
                 Touch("x1", "2025-03-01", CANDOR_CROSSING_TOUCH_CRADLE),
                 Touch("x2", "2025-03-01", CANDOR_CROSSING_TOUCH_KISS)});

  EXPECT_EQ(host_.Of("touch_contraindicated").at(0).severity, "later");
  EXPECT_EQ(host_.Of("touch_contraindicated").at(1).severity, "important");
}

// --- R29

TEST_F(OrderedCrossingTest, ThePracticeAnswersWithinAWeek) {
  host_.Feed(
      Crossing("x1", "2025-03-01", CANDOR_CROSSING_AREA_TRANSPORT).Stage(CANDOR_STAGE_ORDERED).Reported("2025-03-04"));
  EXPECT_THAT(host_.Lines(), ElementsAre("ordered_crossing x1 later document due 2025-03-11: open"));
  EXPECT_EQ(candor_policy_plugin.rules[11]->owner, uint32_t{CANDOR_OWNER_PRACTICE});

  host_.Feed(Stopped("d1", "2025-03-05"));
  EXPECT_THAT(host_.Lines(),
              ElementsAre("ordered_crossing x1 later document due 2025-03-11: resolved 2025-03-05 by d1"));
}

TEST_F(OrderedCrossingTest, APlanThatCoversItAnswersItAndAnotherDoesNot) {
  host_.FeedAll({Crossing("x1", "2025-03-01", CANDOR_CROSSING_AREA_TRANSPORT).Stage(CANDOR_STAGE_ORDERED),
                 StandingPlan("p1", "2025-03-03", CANDOR_CROSSING_AREA_PLACE, "2025-06-01")});
  EXPECT_EQ(host_.Of("ordered_crossing").at(0).state, "open");

  host_.Feed(StandingPlan("p2", "2025-03-04", CANDOR_CROSSING_AREA_TRANSPORT, "2025-06-01"));
  EXPECT_EQ(host_.Of("ordered_crossing").at(0).ended_by, "p2");

  host_.Feed(Crossing("x2", "2025-03-05", CANDOR_CROSSING_AREA_TRANSPORT).Stage(CANDOR_STAGE_ORDERED));
  EXPECT_EQ(host_.Of("ordered_crossing").size(), 1u);
}

TEST_F(OrderedCrossingTest, RumourOfAnOrderOpensNothing) {
  host_.Feed(Crossing("x1", "2025-03-01", CANDOR_CROSSING_AREA_TRANSPORT)
                 .Stage(CANDOR_STAGE_ORDERED)
                 .Basis(CANDOR_BASIS_TOLD_BY_OTHER));

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

}  // namespace
}  // namespace candor::boundaries::boundaries_touch_test
