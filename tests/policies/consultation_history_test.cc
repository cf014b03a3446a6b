#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plugins/sdk/testing/fake_host.h"
#include "tests/policies/entries.h"

// What old history must not do: stand in the place of a duty that begins today.
namespace candor::consultation::consultation_history_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::ElementsAre;

class ConsultationHistoryTest : public ::testing::Test {
 protected:
  FakeHost host_{candor_policy_plugin};
};

TEST_F(ConsultationHistoryTest, AReactionBeforeThePolicyStandsForNoLaterConsultation) {
  host_.FeedAll({Reaction("r0", "2024-12-01").BeforePolicy(), Reaction("r1", "2024-12-15").BeforePolicy(),
                 Reaction("r2", "2025-01-05"), Reaction("r3", "2025-01-06")});
  EXPECT_THAT(host_.Lines(), ElementsAre("attraction_consult r0 soon talk: open (before the policy)",
                                         "attraction_consult r2 soon talk due 2025-01-19: open"));
  host_.PassTo("2025-02-03");
  EXPECT_EQ(host_.Of("attraction_consult").at(0).severity, "soon");
  EXPECT_EQ(host_.Of("attraction_consult").at(1).severity, "important");

  host_.Feed(Consultation("c1", "2025-02-04"));

  EXPECT_EQ(host_.Of("attraction_consult").at(0).ended_by, "c1");
  EXPECT_EQ(host_.Of("attraction_consult").at(1).ended_by, "c1");
  EXPECT_EQ(host_.timer_count(), 1u);  // the silence of one run
}

TEST_F(ConsultationHistoryTest, WhatPersistedBeforeThePolicyStandsForNoLaterDecision) {
  host_.FeedAll({Reaction("r1", "2024-06-01").BeforePolicy(), Consultation("c1", "2024-06-05").BeforePolicy(),
                 Reaction("r2", "2024-08-01").BeforePolicy(), Reaction("r3", "2024-10-01").BeforePolicy(),
                 Reaction("r4", "2024-12-20")});
  EXPECT_THAT(host_.Of("attraction_persists").at(0).Line(),
              "attraction_persists r2 soon talk: open (before the policy)");
  EXPECT_EQ(host_.Of("attraction_persists").at(1).Line(), "attraction_persists r4 soon talk due 2025-01-03: open");
  EXPECT_EQ(host_.Of("attraction_consult").size(), 1u);

  host_.Feed(Plan("p1", "2024-12-30", "2025-02-01"));

  EXPECT_EQ(host_.Of("attraction_persists").at(0).ended_by, "p1");
  EXPECT_EQ(host_.Of("attraction_persists").at(1).ended_by, "p1");
}

TEST_F(ConsultationHistoryTest, ANoteThatItIsOverClosesWhatIsOpenFromBeforeThePolicyToo) {
  host_.FeedAll({Reaction("r1", "2024-06-01").BeforePolicy(), Reaction("r2", "2024-12-01").BeforePolicy(),
                 Reaction("r3", "2025-01-20"), Resolved("r4", "2025-02-01")});

  for (const ShownFollowUp& one : host_.FollowUps()) EXPECT_EQ(one.cause, "quiet") << one.Line();
  EXPECT_EQ(host_.FollowUps().size(), 4u);
  EXPECT_EQ(host_.timer_count(), 0u);
}

TEST_F(ConsultationHistoryTest, WhatAClientToldBeforeThePolicyStandsForNoLaterTalk) {
  host_.FeedAll({Told("f1", "2024-03-01").BeforePolicy(), Told("f2", "2025-03-01"), Told("f3", "2025-03-02")});
  EXPECT_THAT(host_.Lines(), ElementsAre("client_feelings f1 soon document: open (before the policy)",
                                         "client_feelings f2 soon document due 2025-03-31: open"));

  host_.Feed(Discussed("f4", "2025-03-05", CANDOR_CLIENT_FEELINGS_OUTCOME_RESOLVED));

  EXPECT_EQ(host_.FollowUps().at(0).ended_by, "f4");
  EXPECT_EQ(host_.FollowUps().at(1).ended_by, "f4");
}

TEST_F(ConsultationHistoryTest, ToldAndSettledInOneMeetsWhatIsOpenFromBeforeThePolicy) {
  host_.FeedAll(
      {Told("f1", "2024-03-01").BeforePolicy(),
       Told("f2", "2025-03-01").Set(CANDOR_FIELD_CLIENT_FEELINGS_OUTCOME, CANDOR_CLIENT_FEELINGS_OUTCOME_RESOLVED)});

  EXPECT_EQ(host_.FollowUps().at(0).ended_by, "f2");
  EXPECT_EQ(host_.FollowUps().size(), 1u);
}

TEST_F(ConsultationHistoryTest, WhatAClientToldInAnotherEpisodeStandsForNoLaterTalk) {
  host_.FeedAll({Told("f1", "2023-03-01"), Left("e1", "2023-06-01"), Intake("i2", "2025-01-10"),
                 Told("f2", "2025-03-01"), Discussed("f3", "2025-03-05", CANDOR_CLIENT_FEELINGS_OUTCOME_RESOLVED)});

  EXPECT_THAT(host_.Lines(), ElementsAre("client_feelings f1 soon document due 2023-03-31: open",
                                         "client_feelings f2 soon document due 2025-03-31: resolved 2025-03-05 by f3"));
}

TEST_F(ConsultationHistoryTest, ClientFeelingsNameTheTalksSince) {
  host_.FeedAll({Told("f1", "2025-03-01"), Discussed("f2", "2025-03-05", CANDOR_CLIENT_FEELINGS_OUTCOME_ONGOING),
                 Consultation("c1", "2025-03-10").Without(CANDOR_FIELD_CONSULTATION_DECISION)});

  EXPECT_THAT(host_.Of("client_feelings").at(0).facts, ElementsAre("f2", "c1"));
}

TEST_F(ConsultationHistoryTest, WhatALateConsultationShowsToHaveLastedRunsFromWhenThatWasWrittenDown) {
  FakeHost by_date(candor_policy_plugin);
  const Entry consultation = Consultation("c1", "2025-01-03").Reported("2025-04-01");
  host_.FeedAll({Reaction("r1", "2025-01-01"), consultation, Reaction("r2", "2025-02-10")});
  by_date.FeedAll({Reaction("r1", "2025-01-01"), consultation, Reaction("r2", "2025-02-14")});

  EXPECT_EQ(host_.Of("attraction_persists").at(0).due, "2025-04-15");
  EXPECT_EQ(by_date.Of("attraction_persists").at(0).due, "2025-02-28") << "it had lasted without one, too";
}

}  // namespace
}  // namespace candor::consultation::consultation_history_test
