#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plugins/sdk/testing/fake_host.h"
#include "tests/policies/relations.h"

// R35 end_therapy_to_start_role and R36 sequential_nonsexual.
namespace candor::dual_relationships::dual_sequential_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class DualSequentialTest : public ::testing::Test {
 protected:
  std::vector<ShownFollowUp> Roles() { return host_.Of("end_therapy_to_start_role"); }
  std::vector<ShownFollowUp> Sequels() { return host_.Of("sequential_nonsexual"); }

  FakeHost host_{candor_policy_plugin};
};

// With a former client, and nothing in it that calls for a look.
Entry After(std::string_view name, std::string_view date) {
  return Begun(name, date)
      .NotACurrentClient()
      .No(CANDOR_FIELD_DUAL_RELATIONSHIP_HAS_GIFTS)
      .No(CANDOR_FIELD_DUAL_RELATIONSHIP_HAS_INTIMACY)
      .No(CANDOR_FIELD_DUAL_RELATIONSHIP_HAS_DEPENDENCE)
      .No(CANDOR_FIELD_DUAL_RELATIONSHIP_HAS_MONEY);
}

Entry NotExploitative(std::string_view name, std::string_view date) {
  return Assessed(name, date).NotACurrentClient();
}

// --- R35

TEST_F(DualSequentialTest, AFriendshipAfterTheTherapistEndedTheTherapyIsLookedAt) {
  host_.FeedAll({Ending("e1", "2025-01-01"), After("d1", "2025-03-01").Reported("2025-03-05")});

  EXPECT_THAT(host_.Lines(), ElementsAre("end_therapy_to_start_role d1 important talk due 2025-03-19: open"));
  EXPECT_THAT(Roles().at(0).facts, ElementsAre("e1"));
}

TEST_F(DualSequentialTest, RunsFromWhenBothTheEndingAndTheRoleWereWrittenDown) {
  host_.FeedAll({Ending("e1", "2025-02-01").Reported("2025-06-03"), After("d1", "2025-02-10")});
  FakeHost role_first(candor_policy_plugin);
  role_first.FeedAll({Begun("d1", "2025-01-20").Reported("2025-06-03"), Ending("e1", "2025-02-01")});

  EXPECT_EQ(Roles().at(0).Line(), "end_therapy_to_start_role d1 important talk due 2025-06-17: open");
  ASSERT_THAT(role_first.Of("end_therapy_to_start_role"), SizeIs(1));
  EXPECT_EQ(role_first.Of("end_therapy_to_start_role").at(0).Line(),
            "end_therapy_to_start_role e1 important talk due 2025-06-17: open");
}

TEST_F(DualSequentialTest, TheHundredAndEightiethDayIsTheLast) {
  FakeHost on(candor_policy_plugin);
  FakeHost after(candor_policy_plugin);
  host_.FeedAll({Ending("e1", "2025-01-01"), After("d1", "2025-06-29")});
  on.FeedAll({Ending("e1", "2025-01-01"), After("d1", "2025-06-30")});
  after.FeedAll({Ending("e1", "2025-01-01"), After("d1", "2025-07-01")});

  EXPECT_THAT(Roles(), SizeIs(1));
  EXPECT_THAT(on.Of("end_therapy_to_start_role"), SizeIs(1));
  EXPECT_THAT(after.Lines(), IsEmpty());
}

TEST_F(DualSequentialTest, TheDayOnWhichTwoYearsAreOverIsInsideTheWindow) {
  for (const auto& [date, open] :
       {std::pair("2027-02-28", 1u), std::pair("2027-03-01", 1u), std::pair("2027-03-02", 0u)}) {
    FakeHost host(candor_policy_plugin);
    host.SetParameter("end_therapy_to_start_role", "window", 2);
    host.FeedAll({Ending("e1", "2025-03-01"), After("d1", date)});
    EXPECT_THAT(host.Of("end_therapy_to_start_role"), SizeIs(open)) << date;
  }
  for (const auto& [date, open] :
       {std::pair("2026-02-28", 1u), std::pair("2026-03-01", 1u), std::pair("2026-03-02", 0u)}) {
    FakeHost host(candor_policy_plugin);
    host.SetParameter("end_therapy_to_start_role", "window", 2);
    host.FeedAll({Ending("e1", "2024-02-29"), After("d1", date)});
    EXPECT_THAT(host.Of("end_therapy_to_start_role"), SizeIs(open)) << date;
  }
}

TEST_F(DualSequentialTest, AWindowThatNeverEndsNeverEnds) {
  host_.SetParameter("end_therapy_to_start_role", "window", CANDOR_FOREVER);
  host_.FeedAll({Ending("e1", "1990-01-01"), After("d1", "2025-03-01")});

  EXPECT_THAT(Roles(), SizeIs(1));
}

TEST_F(DualSequentialTest, AnEndingByTheClientOrASimpleMeetingOpensNothing) {
  FakeHost other(candor_policy_plugin);
  host_.FeedAll({Left("e1", "2025-01-01"), After("d1", "2025-03-01")});
  other.FeedAll({Ending("e1", "2025-01-01"), After("d1", "2025-02-01").By("other"),
                 After("d2", "2025-02-01").Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_BY_CHANCE),
                 After("d3", "2025-02-01").Stage(CANDOR_STAGE_PROPOSED),
                 After("d4", "2025-02-01")
                     .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_CONTEXT, CANDOR_DUAL_RELATIONSHIP_CONTEXT_PROFESSIONAL)});

  EXPECT_THAT(host_.Lines(), IsEmpty());
  EXPECT_THAT(other.Lines(), IsEmpty());
}

TEST_F(DualSequentialTest, ARoleThatBeganAtTheSameTimeCounts) {
  host_.FeedAll({Tied("d1", "2025-03-01", CANDOR_DUAL_RELATIONSHIP_MATERIAL_TIE_HOUSING), Ending("e1", "2025-03-01")});

  EXPECT_THAT(host_.Lines(), ElementsAre("material_entanglement d1 urgent prohibit due 2025-03-03: open",
                                         "end_therapy_to_start_role e1 important prohibit due 2025-03-15: open"));
  EXPECT_THAT(Roles().at(0).facts, ElementsAre("d1"));
}

TEST_F(DualSequentialTest, TheMoneyOfAnAgencyIsNoRole) {
  host_.FeedAll({Tied("d1", "2025-03-01", CANDOR_DUAL_RELATIONSHIP_MATERIAL_TIE_PAYMENT)
                     .Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_AGENCY_FUNDS)
                     .Written(CANDOR_FIELD_DUAL_RELATIONSHIP_PRECAUTIONS),
                 Ending("e1", "2025-03-01")});

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(DualSequentialTest, AtMostThirtyDaysBeforeTheEnding) {
  FakeHost before(candor_policy_plugin);
  host_.FeedAll({Befriended("d1", "2025-03-01"), Ending("e1", "2025-03-31")});
  before.FeedAll({Befriended("d1", "2025-03-01"), Ending("e1", "2025-04-01")});

  EXPECT_THAT(Roles(), SizeIs(1));
  EXPECT_THAT(before.Of("end_therapy_to_start_role"), IsEmpty());
}

TEST_F(DualSequentialTest, ARoleThatHadEndedIsNone) {
  host_.FeedAll({Befriended("d1", "2025-03-01"), RelationEnded("d2", "2025-03-10"), Ending("e1", "2025-03-12")});

  EXPECT_THAT(Roles(), IsEmpty());
}

TEST_F(DualSequentialTest, AnAssessmentThatItTakesNoAdvantageMeetsIt) {
  host_.FeedAll({Ending("e1", "2025-01-01"), After("d1", "2025-03-01"), Consultation("c1", "2025-03-05"),
                 NotExploitative("d2", "2025-03-10").Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_EXPLOITATIVE)});
  EXPECT_EQ(Roles().at(0).state, "open");

  host_.Feed(NotExploitative("d3", "2025-03-12"));

  EXPECT_EQ(Roles().at(0).ended_by, "d3");
}

TEST_F(DualSequentialTest, HomeAndMoneyAreEndedByAPersonOnly) {
  host_.FeedAll({Ending("e1", "2025-01-01"), After("d1", "2025-03-01").Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_HAS_MONEY),
                 NotExploitative("d2", "2025-03-10")});

  EXPECT_EQ(Roles().at(0).Line(), "end_therapy_to_start_role d1 important prohibit due 2025-03-15: open");
  EXPECT_THAT(Roles().at(0).missing, IsEmpty());
}

TEST_F(DualSequentialTest, WhichKindOfRelationItIsIsAskedForAndTheAnswerDecides) {
  FakeHost professional(candor_policy_plugin);
  for (FakeHost* host : {&host_, &professional}) {
    host->FeedAll(
        {Ending("e1", "2025-01-01"), After("d1", "2025-03-01").Without(CANDOR_FIELD_DUAL_RELATIONSHIP_CONTEXT)});
  }
  EXPECT_EQ(Roles().at(0).Line(), "end_therapy_to_start_role d1 later complete_record due 2025-03-15: open");

  const Entry answer = Relation("d2", "2025-03-05", CANDOR_DUAL_RELATIONSHIP_EVENT_REVIEWED).NotACurrentClient();
  host_.Feed(Entry(answer).Set(CANDOR_FIELD_DUAL_RELATIONSHIP_CONTEXT, CANDOR_DUAL_RELATIONSHIP_CONTEXT_BUSINESS));
  professional.Feed(
      Entry(answer).Set(CANDOR_FIELD_DUAL_RELATIONSHIP_CONTEXT, CANDOR_DUAL_RELATIONSHIP_CONTEXT_PROFESSIONAL));

  EXPECT_EQ(Roles().at(0).Line(), "end_therapy_to_start_role d1 important talk due 2025-03-15: open");
  EXPECT_EQ(professional.Of("end_therapy_to_start_role").at(0).state, "withdrawn");
}

TEST_F(DualSequentialTest, WhoSeesTheClientAgainHasEndedNothing) {
  host_.FeedAll({Ending("e1", "2025-01-01"), Intake("i1", "2025-02-01"), Befriended("d1", "2025-03-01")});

  EXPECT_THAT(Roles(), IsEmpty());
}

// --- R36

TEST_F(DualSequentialTest, ARelationWithAFormerClientThatHasSomethingInItIsAssessed) {
  for (const uint16_t field :
       {CANDOR_FIELD_DUAL_RELATIONSHIP_HAS_GIFTS, CANDOR_FIELD_DUAL_RELATIONSHIP_HAS_INTIMACY,
        CANDOR_FIELD_DUAL_RELATIONSHIP_HAS_DEPENDENCE, CANDOR_FIELD_DUAL_RELATIONSHIP_HAS_MONEY}) {
    FakeHost host(candor_policy_plugin);
    host.FeedAll({Left("e1", "2025-01-01"), After("d1", "2026-03-01").Yes(field)});
    EXPECT_THAT(host.Lines(), ElementsAre("sequential_nonsexual d1 later document due 2026-03-31: open")) << field;
  }
}

TEST_F(DualSequentialTest, OneThatHasNothingInItOpensNothing) {
  host_.FeedAll({Left("e1", "2025-01-01"), After("d1", "2026-03-01")});

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(DualSequentialTest, WhatIsInItIsAskedForOnce) {
  FakeHost none(candor_policy_plugin);
  for (FakeHost* host : {&host_, &none}) {
    host->FeedAll({Left("e1", "2025-01-01"), Begun("d1", "2026-03-01").NotACurrentClient()});
  }
  EXPECT_THAT(host_.Lines(), ElementsAre("sequential_nonsexual d1 later complete_record due 2026-03-15: open"));
  EXPECT_THAT(Sequels().at(0).missing, SizeIs(4));

  host_.Feed(After("d2", "2026-03-10").Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_HAS_GIFTS));
  none.Feed(After("d2", "2026-03-10"));

  EXPECT_THAT(host_.Lines(), ElementsAre("sequential_nonsexual d1 later document due 2026-04-09: open"));
  EXPECT_EQ(none.Of("sequential_nonsexual").at(0).state, "withdrawn");
}

TEST_F(DualSequentialTest, AfterFiveYearsOfTherapyItIsSooner) {
  for (const auto& [started, severity] :
       {std::pair("2020-01-02", "later"), std::pair("2020-01-01", "soon"), std::pair("2019-12-31", "soon")}) {
    FakeHost host(candor_policy_plugin);
    host.FeedAll({Left("e1", "2025-01-01").Date(CANDOR_HOST_THERAPY_STARTED, started),
                  After("d1", "2026-03-01").Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_HAS_GIFTS)});
    EXPECT_EQ(host.Of("sequential_nonsexual").at(0).severity, severity) << started;
  }
}

TEST_F(DualSequentialTest, WithinAWaitAnySuchRelationCounts) {
  for (const auto& [date, open] :
       {std::pair("2026-12-31", 1u), std::pair("2027-01-01", 0u), std::pair("2027-01-02", 0u)}) {
    FakeHost host(candor_policy_plugin);
    host.SetParameter("sequential_nonsexual", "wait", 2);
    host.FeedAll({Left("e1", "2025-01-01"), After("d1", date)});
    EXPECT_THAT(host.Of("sequential_nonsexual"), SizeIs(open)) << date;
    if (open == 1) {
      EXPECT_EQ(host.Of("sequential_nonsexual").at(0).severity, "soon");
    }
  }
}

TEST_F(DualSequentialTest, AnAssessmentMeetsThatToo) {
  host_.FeedAll({Left("e1", "2025-01-01"), After("d1", "2026-03-01").Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_HAS_GIFTS),
                 NotExploitative("d2", "2026-03-31")});

  EXPECT_EQ(Sequels().at(0).Line(), "sequential_nonsexual d1 later document due 2026-03-31: resolved 2026-03-31 by d2");
}

TEST_F(DualSequentialTest, AnAssessmentBeforeItDoesNot) {
  host_.FeedAll({Left("e1", "2025-01-01"), NotExploitative("d0", "2026-02-01"),
                 After("d1", "2026-03-01").Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_HAS_GIFTS)});

  EXPECT_EQ(Sequels().at(0).state, "open");
}

}  // namespace
}  // namespace candor::dual_relationships::dual_sequential_test
