#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "plugins/consultation/attraction_consult.h"
#include "plugins/consultation/attraction_quiet_close.h"
#include "plugins/consultation/state.h"
#include "plugins/consultation/trainee_attraction.h"
#include "tests/policies/consultation_fixture.h"

namespace candor::consultation::consultation_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// --- R01

TEST_F(ConsultationTest, FirstReactionCallsForAConsultationFourteenDaysAfterItWasWrittenDown) {
  host_.Feed(Reaction("r1", "2025-03-01").Reported("2025-03-10"));

  EXPECT_THAT(host_.Lines(), ElementsAre("attraction_consult r1 soon talk due 2025-03-24: open"));
}

TEST_F(ConsultationTest, LaterConsultationResolves) {
  host_.FeedAll({Reaction("r1", "2025-03-01"), Consultation("c1", "2025-03-06")});

  EXPECT_THAT(host_.Lines(), ElementsAre("attraction_consult r1 soon talk due 2025-03-15: resolved 2025-03-06 by c1"));
}

TEST_F(ConsultationTest, ConsultationOfTheSameDayLaterInTheTimelineResolves) {
  host_.FeedAll({Reaction("r1", "2025-03-01"), Consultation("c1", "2025-03-01")});

  EXPECT_EQ(host_.FollowUps().at(0).state, "resolved");
}

TEST_F(ConsultationTest, ConsultationBeforeTheReactionDoesNotCount) {
  host_.FeedAll({Consultation("c1", "2025-02-28"), Reaction("r1", "2025-03-01")});

  EXPECT_EQ(host_.FollowUps().at(0).state, "open");
}

TEST_F(ConsultationTest, ConsultationAfterTheReactionButBeforeItWasWrittenDownResolvesAtOnce) {
  host_.FeedAll({Reaction("r1", "2025-03-01").Reported("2025-03-20"), Consultation("c1", "2025-03-05")});

  EXPECT_THAT(host_.Lines(), ElementsAre("attraction_consult r1 soon talk due 2025-04-03: resolved 2025-03-05 by c1"));
}

TEST_F(ConsultationTest, SupervisionThatCoversTheCaseIsAConsultation) {
  host_.FeedAll({Reaction("r1", "2025-03-01"), Supervision("s1", "2025-03-03")});

  EXPECT_EQ(host_.FollowUps().at(0).ended_by, "s1");
}

TEST_F(ConsultationTest, AnotherTherapistsConsultationDoesNotCount) {
  host_.FeedAll({Reaction("r1", "2025-03-01").By("ada"), Consultation("c1", "2025-03-06").By("ben")});

  EXPECT_EQ(host_.Of("attraction_consult").at(0).state, "open");
}

TEST_F(ConsultationTest, NothingOpensAboutSomeoneWhoIsNoClient) {
  host_.Feed(Reaction("r1", "2025-03-01").NotACurrentClient());

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(ConsultationTest, FurtherReactionsOfTheRunOpenNoSecondConsultation) {
  host_.FeedAll({Reaction("r1", "2025-03-01"), Reaction("r2", "2025-03-05"), Consultation("c1", "2025-03-06"),
                 Reaction("r3", "2025-03-20")});

  EXPECT_EQ(host_.FollowUps().size(), 1u);
}

TEST_F(ConsultationTest, PlannedSupervisionMovesTheDateToThirtyDaysAtMost) {
  struct Case {
    std::string planned, due;
  };
  for (const Case& one :
       {Case{"2025-03-10", "2025-03-15"}, Case{"2025-03-15", "2025-03-15"}, Case{"2025-03-16", "2025-03-16"},
        Case{"2025-03-31", "2025-03-31"}, Case{"2025-04-01", "2025-03-31"}}) {
    FakeHost host(candor_policy_plugin);
    host.Feed(Reaction("r1", "2025-03-01").Date(CANDOR_HOST_SUPERVISION_PLANNED, one.planned));
    EXPECT_EQ(host.FollowUps().at(0).due, one.due) << one.planned;
  }
}

TEST_F(ConsultationTest, BecomesImportantFourteenDaysPastDueAndNeverUrgent) {
  host_.Feed(Reaction("r1", "2025-03-01"));
  host_.PassTo("2025-03-29");
  EXPECT_EQ(host_.FollowUps().at(0).severity, "soon");

  host_.PassTo("2025-03-30");
  EXPECT_EQ(host_.FollowUps().at(0).severity, "important");

  host_.PassTo("2026-03-30");
  EXPECT_THAT(host_.Lines(), ElementsAre("attraction_consult r1 important talk due 2025-03-15: open"));
}

TEST_F(ConsultationTest, ConsultationOnTheDayItWouldBecomeImportantKeepsItAtSoon) {
  host_.FeedAll({Reaction("r1", "2025-03-01"), Consultation("c1", "2025-03-29")});
  host_.PassTo("2025-06-01");

  EXPECT_EQ(host_.FollowUps().at(0).severity, "soon");
}

TEST_F(ConsultationTest, WhatWasWrittenDownBeforeThePolicyIsNeverPastDue) {
  host_.Feed(Reaction("r1", "2025-03-01").BeforePolicy());
  host_.PassTo("2026-03-01");

  EXPECT_THAT(host_.Lines(), ElementsAre("attraction_consult r1 soon talk: open (before the policy)"));
}

TEST_F(ConsultationTest, EachKindOfReactionHasItsOwnRunAndOneConsultationMeetsThemAll) {
  host_.FeedAll(
      {Reaction("r1", "2025-03-01"),
       Reaction("r2", "2025-03-02")
           .Set(CANDOR_FIELD_PERSONAL_REACTION_WHICH, CANDOR_PERSONAL_REACTION_WHICH_FANTASY_SEXUAL),
       Reaction("r3", "2025-03-03").Set(CANDOR_FIELD_PERSONAL_REACTION_WHICH, CANDOR_PERSONAL_REACTION_WHICH_STRAIN),
       Consultation("c1", "2025-03-06")});

  EXPECT_THAT(host_.Lines(), ElementsAre("attraction_consult r1 soon talk due 2025-03-15: resolved 2025-03-06 by c1",
                                         "attraction_consult r3 soon talk due 2025-03-17: resolved 2025-03-06 by c1"));
}

// --- R04

TEST_F(ConsultationTest, WhatWasTalkedOverClosesAfterNinetyQuietDays) {
  host_.FeedAll({Reaction("r1", "2025-03-01"), Consultation("c1", "2025-03-06"), Reaction("r2", "2025-04-20")});
  host_.PassTo("2025-07-19");
  EXPECT_EQ(host_.Of("attraction_persists").at(0).state, "open");

  host_.PassTo("2025-07-20");

  EXPECT_EQ(host_.Of("attraction_persists").at(0).Line(),
            "attraction_persists r2 important talk due 2025-05-04: resolved 2025-07-19 quiet");
  EXPECT_EQ(host_.state(), "");
}

TEST_F(ConsultationTest, SilenceWithoutAConsultationClosesNothing) {
  host_.Feed(Reaction("r1", "2025-03-01"));
  host_.PassTo("2026-03-01");

  EXPECT_EQ(host_.FollowUps().at(0).state, "open");
}

TEST_F(ConsultationTest, AConsultationAfterTheSilenceClosesWhatPersistedBeforeIt) {
  host_.FeedAll({Reaction("r1", "2025-03-01"), Reaction("r2", "2025-04-20"), Consultation("c1", "2025-09-01")});

  EXPECT_THAT(host_.Lines(),
              ElementsAre("attraction_consult r1 important talk due 2025-03-15: resolved 2025-09-01 by c1",
                          "attraction_persists r2 important talk due 2025-05-04: resolved 2025-09-01 quiet"));
  EXPECT_THAT(host_.Of("attraction_persists").at(0).facts, ElementsAre("r1", "c1"));
}

TEST_F(ConsultationTest, AReactionAfterTheQuietBeginsANewRun) {
  struct Case {
    std::string date;
    size_t consults;
  };
  for (const Case& one : {Case{"2025-05-29", 1}, Case{"2025-05-30", 1}, Case{"2025-05-31", 2}}) {
    FakeHost host(candor_policy_plugin);
    host.FeedAll({Reaction("r1", "2025-03-01"), Consultation("c1", "2025-03-06"), Reaction("r2", one.date)});
    EXPECT_EQ(host.Of("attraction_consult").size(), one.consults) << one.date;
  }
}

TEST_F(ConsultationTest, ANoteThatItIsOverClosesTheRun) {
  host_.FeedAll({Reaction("r1", "2025-03-01"), Resolved("r2", "2025-03-10"), Reaction("r3", "2025-03-20")});

  EXPECT_THAT(host_.Lines(), ElementsAre("attraction_consult r1 soon talk due 2025-03-15: resolved 2025-03-10 quiet",
                                         "attraction_consult r3 soon talk due 2025-04-03: open"));
}

TEST_F(ConsultationTest, ANoteThatAnotherKindIsOverClosesNothing) {
  host_.FeedAll(
      {Reaction("r1", "2025-03-01"),
       Resolved("r2", "2025-03-10").Set(CANDOR_FIELD_PERSONAL_REACTION_WHICH, CANDOR_PERSONAL_REACTION_WHICH_STRAIN)});

  EXPECT_EQ(host_.FollowUps().at(0).state, "open");
}

TEST_F(ConsultationTest, ANoteThatItIsOverOpensNothing) {
  host_.Feed(Resolved("r1", "2025-03-01"));

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

// --- R06

TEST_F(ConsultationTest, InTrainingItIsBroughtToTheNextSupervision) {
  host_.Feed(Reaction("r1", "2025-03-01").InTraining().Date(CANDOR_HOST_SUPERVISION_PLANNED, "2025-03-07"));

  EXPECT_THAT(host_.Lines(), ElementsAre("trainee_attraction r1 soon talk due 2025-03-07: open"));
}

TEST_F(ConsultationTest, InTrainingTheDateIsFourteenDaysAwayAtMost) {
  struct Case {
    std::string planned, due;
  };
  for (const Case& one : {Case{"2025-02-27", "2025-03-15"}, Case{"2025-03-01", "2025-03-01"},
                          Case{"2025-03-15", "2025-03-15"}, Case{"2025-03-16", "2025-03-15"}}) {
    FakeHost host(candor_policy_plugin);
    host.Feed(Reaction("r1", "2025-03-01").InTraining().Date(CANDOR_HOST_SUPERVISION_PLANNED, one.planned));
    EXPECT_EQ(host.FollowUps().at(0).due, one.due) << one.planned;
  }
}

TEST_F(ConsultationTest, InTrainingOnlySupervisionThatCoversTheCaseMeetsIt) {
  host_.FeedAll({Reaction("r1", "2025-03-01").InTraining(), Consultation("c1", "2025-03-05").InTraining()});
  EXPECT_EQ(host_.FollowUps().at(0).state, "open");

  host_.Feed(Supervision("s1", "2025-03-08"));

  EXPECT_THAT(host_.Lines(), ElementsAre("trainee_attraction r1 soon talk due 2025-03-15: resolved 2025-03-08 by s1"));
}

TEST_F(ConsultationTest, InTrainingAConsultationLetsSilenceCloseIt) {
  host_.FeedAll({Reaction("r1", "2025-03-01").InTraining(), Consultation("c1", "2025-03-05").InTraining()});
  host_.PassTo("2025-06-01");

  EXPECT_THAT(host_.Lines(), ElementsAre("trainee_attraction r1 soon talk due 2025-03-15: resolved 2025-05-30 quiet"));
  EXPECT_THAT(host_.FollowUps().at(0).facts, ElementsAre("c1"));
}

TEST_F(ConsultationTest, InTrainingItPersistsAsForAnyoneElse) {
  host_.FeedAll({Reaction("r1", "2025-03-01").InTraining(), Supervision("s1", "2025-03-05"),
                 Reaction("r2", "2025-04-04").InTraining()});

  EXPECT_EQ(host_.Of("attraction_persists").at(0).key, "r2");
}

// --- Pure parts, and the state

TEST(ConsultDueTest, TakesTheLaterOfFourteenDaysAndThePlannedSupervisionUpToThirty) {
  EXPECT_EQ(ConsultDue(100, std::nullopt, 14, 30), 114);
  EXPECT_EQ(ConsultDue(100, 90, 14, 30), 114);
  EXPECT_EQ(ConsultDue(100, 120, 14, 30), 120);
  EXPECT_EQ(ConsultDue(100, 131, 14, 30), 130);
  EXPECT_EQ(ConsultDue(100, 131, 14, 7), 114);
}

TEST(TraineeDueTest, TakesTheNextSupervisionUpToFourteenDays) {
  EXPECT_EQ(TraineeDue(100, std::nullopt, 14), 114);
  EXPECT_EQ(TraineeDue(100, 99, 14), 114);
  EXPECT_EQ(TraineeDue(100, 100, 14), 100);
  EXPECT_EQ(TraineeDue(100, 115, 14), 114);
}

TEST(HasGoneQuietTest, TheLastQuietDayStillBelongsToTheRun) {
  consultation::Run run;
  run.last_day = 100;

  EXPECT_FALSE(HasGoneQuiet(run, 190, 90));
  EXPECT_TRUE(HasGoneQuiet(run, 191, 90));
}

TEST_F(ConsultationTest, MoreRunsThanTheStateHoldsAreNotAssessedRatherThanForgotten) {
  for (int i = 0; i < State::kMaxRuns; ++i) {
    const std::string number = std::to_string(i);
    ASSERT_TRUE(host_.Feed(Reaction("r" + number, "2025-03-01").By("t" + number)));
  }

  EXPECT_FALSE(host_.Feed(Reaction("r9", "2025-03-01").By("t9")));

  EXPECT_EQ(host_.FollowUps().size(), static_cast<size_t>(State::kMaxRuns));
  EXPECT_THAT(host_.not_assessed(), ElementsAre("more runs of reactions on one case than this policy can hold"));
}

}  // namespace
}  // namespace candor::consultation::consultation_test
