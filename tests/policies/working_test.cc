#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "plugins/sdk/testing/fake_host.h"
#include "plugins/working/rules.h"

// R50 and R68 over one member, and that R53 opens nothing.
namespace candor::working::working_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr uint16_t kAnswer = CANDOR_FIELD_WORKING_CAPACITY_ANSWER;
constexpr uint16_t kDecision = CANDOR_FIELD_WORKING_CAPACITY_DECISION;
constexpr uint16_t kCover = CANDOR_FIELD_WORKING_CAPACITY_COVER_PLANNED;

Entry Capacity(std::string_view name, std::string_view date) {
  return Entry(name, date, CANDOR_KIND_WORKING_CAPACITY);
}

Entry Trained(std::string_view name, std::string_view date) {
  return Entry(name, date, CANDOR_KIND_TRAINING)
      .Set(CANDOR_FIELD_TRAINING_TOPIC, CANDOR_TRAINING_TOPIC_BOUNDARIES)
      .Yes(CANDOR_FIELD_TRAINING_PRACTICE_CASE);
}

Entry Welcomed(std::string_view name, std::string_view date) {
  return Entry(name, date, CANDOR_KIND_TRAINING).Set(CANDOR_FIELD_TRAINING_TOPIC, CANDOR_TRAINING_TOPIC_WELCOME);
}

class WorkingTest : public ::testing::Test {
 protected:
  FakeHost host_{candor_policy_plugin, CANDOR_SCOPE_MEMBER};
};

TEST_F(WorkingTest, AnUnsureAnswerIsTalkedOverAndDecided) {
  host_.Feed(Capacity("w1", "2025-03-03").Reported("2025-03-04").Unsure(kAnswer));
  EXPECT_THAT(host_.Lines(), ElementsAre("working_capacity w1 soon talk due 2025-03-18: open"));

  host_.Feed(Entry("d1", "2025-03-10", CANDOR_KIND_DECISION)
                 .Set(CANDOR_FIELD_DECISION_DECISION, CANDOR_DECISION_DECISION_CONTINUE));

  EXPECT_THAT(host_.Lines(), ElementsAre("working_capacity w1 soon talk due 2025-03-18: resolved 2025-03-10 by d1"));
  EXPECT_EQ(host_.timer_count(), 0u);
}

TEST_F(WorkingTest, NothingInTheWayOpensNothing) {
  host_.Feed(Capacity("w1", "2025-03-03").No(kAnswer));
  host_.Feed(Capacity("w2", "2025-03-04"));
  host_.Feed(Capacity("w3", "2025-03-05").Yes(kAnswer).Set(kDecision, CANDOR_WORKING_CAPACITY_DECISION_LIMIT));

  EXPECT_THAT(host_.Lines(), IsEmpty()) << "what is told and decided at once is decided";
}

TEST_F(WorkingTest, WithoutADecisionItIsImportantOnceTheDateHasPassed) {
  host_.Feed(Capacity("w1", "2025-03-03").Yes(kAnswer));

  host_.PassTo("2025-03-17");
  EXPECT_EQ(host_.FollowUps().at(0).severity, "soon");
  host_.PassTo("2025-03-18");
  EXPECT_EQ(host_.FollowUps().at(0).severity, "important");
}

TEST_F(WorkingTest, FromBeforeThePolicyNothingIsEverPastDueAndAnotherOpensBeside) {
  host_.Feed(Capacity("w1", "2025-03-03").Yes(kAnswer).BeforePolicy());
  host_.PassTo("2025-04-01");
  host_.Feed(Capacity("w2", "2025-04-01").Yes(kAnswer));
  host_.Feed(Capacity("w3", "2025-04-02").No(kAnswer));

  EXPECT_THAT(host_.Lines(), ElementsAre("working_capacity w1 soon talk: resolved 2025-04-02 by w3 (before the policy)",
                                         "working_capacity w2 soon talk due 2025-04-15: resolved 2025-04-02 by w3"));
}

TEST_F(WorkingTest, WhoIsToLeaveFindsCoverToo) {
  host_.Feed(Capacity("w1", "2025-03-03").Yes(CANDOR_FIELD_WORKING_CAPACITY_PLANS_TO_LEAVE));
  EXPECT_THAT(host_.FollowUps().at(0).missing, ElementsAre(kDecision, kCover));

  host_.Feed(Capacity("w2", "2025-03-05").Set(kDecision, CANDOR_WORKING_CAPACITY_DECISION_END));
  EXPECT_THAT(host_.FollowUps().at(0).missing, ElementsAre(kCover));
  EXPECT_EQ(host_.FollowUps().at(0).action, "document");
  host_.PassTo("2025-04-01");
  EXPECT_EQ(host_.FollowUps().at(0).severity, "soon") << "it was decided in time";

  host_.Feed(Entry("a1", "2025-04-01", CANDOR_KIND_ABSENCE).Person(CANDOR_FIELD_ABSENCE_COVER, "colleague"));
  EXPECT_EQ(host_.FollowUps().at(0).ended_by, "a1");
}

TEST_F(WorkingTest, ADecisionBeforeItDecidesNothing) {
  host_.Feed(Entry("d1", "2025-03-01", CANDOR_KIND_DECISION)
                 .Set(CANDOR_FIELD_DECISION_DECISION, CANDOR_DECISION_DECISION_LIMIT));
  host_.Feed(Capacity("w1", "2025-03-03").Yes(kAnswer));
  host_.Feed(Capacity("w2", "2025-03-06").Yes(kAnswer));

  EXPECT_THAT(host_.Lines(), ElementsAre("working_capacity w1 soon talk due 2025-03-17: open"))
      << "told again it is one question";
}

TEST_F(WorkingTest, BothTrainingsAreAskedForAYearAfterTheFirstEntry) {
  host_.Feed(Entry("h1", "2024-03-01", CANDOR_KIND_WEEK_HOURS));

  host_.PassTo("2025-03-01");
  EXPECT_THAT(host_.Lines(), IsEmpty()) << "the 365th day is not over";
  host_.PassTo("2025-03-02");

  EXPECT_THAT(host_.Lines(), ElementsAre("training h1 later document due 2025-03-31: open"));
  EXPECT_THAT(host_.FollowUps().at(0).missing,
              ElementsAre(CANDOR_FIELD_TRAINING_PRACTICE_CASE, CANDOR_FIELD_TRAINING_TOPIC));
  host_.Feed(Trained("t1", "2025-03-10"));
  EXPECT_THAT(host_.FollowUps().at(0).missing, ElementsAre(CANDOR_FIELD_TRAINING_TOPIC));
  host_.Feed(Welcomed("t2", "2025-03-11"));
  EXPECT_EQ(host_.FollowUps().at(0).Line(), "training h1 later document due 2025-03-31: resolved 2025-03-11 by t2");
}

TEST_F(WorkingTest, NoTrainingIsLateWhereTheFirstEntryWasWrittenDownAfterAYear) {
  host_.Feed(Entry("h1", "2024-03-01", CANDOR_KIND_WEEK_HOURS).Reported("2025-06-01"));
  host_.PassTo("2025-06-02");

  EXPECT_THAT(host_.Lines(), ElementsAre("training h1 later document due 2025-07-01: open"));
}

TEST_F(WorkingTest, WhatIsRenewedInTimeAsksForNothing) {
  host_.Feed(Trained("t1", "2024-03-01"));
  host_.Feed(Welcomed("t2", "2024-03-01"));
  host_.Feed(Trained("t3", "2025-03-01"));
  host_.Feed(Welcomed("t4", "2025-03-01"));
  host_.PassTo("2026-03-01");
  EXPECT_THAT(host_.Lines(), IsEmpty());

  host_.PassTo("2026-03-02");
  EXPECT_EQ(host_.Of("training").size(), 1u);
}

TEST_F(WorkingTest, TrainingWithoutACaseToPractiseOnIsNotTheOne) {
  host_.Feed(Welcomed("t1", "2024-03-01"));
  host_.Feed(Trained("t2", "2024-06-01").Without(CANDOR_FIELD_TRAINING_PRACTICE_CASE));
  host_.PassTo("2025-03-02");

  EXPECT_THAT(host_.FollowUps().at(0).missing,
              ElementsAre(CANDOR_FIELD_TRAINING_PRACTICE_CASE, CANDOR_FIELD_TRAINING_TOPIC));
}

TEST_F(WorkingTest, WhoHasLeftIsAskedForNothing) {
  host_.Feed(Trained("t1", "2024-03-01"));
  host_.Feed(Entry("x1", "2024-09-01", CANDOR_KIND_DEPARTURE));
  host_.PassTo("2026-01-01");

  EXPECT_THAT(host_.Lines(), IsEmpty());
  EXPECT_EQ(host_.timer_count(), 0u);
}

TEST_F(WorkingTest, ALateReportIsAMarkAndOpensNothing) {
  host_.Feed(Entry("s1", "2024-03-01", CANDOR_KIND_SUPERVISION).Reported("2024-06-01"));

  EXPECT_THAT(host_.Of("late_report"), IsEmpty());
}

}  // namespace
}  // namespace candor::working::working_test
