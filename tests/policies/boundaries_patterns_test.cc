#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plugins/sdk/testing/fake_host.h"
#include "tests/policies/boundaries.h"

// Several entries read together: R05, R23, R24.
namespace candor::boundaries::boundaries_patterns_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::ElementsAre;
using ::testing::IsEmpty;

using AttractionCrossingTest = BoundaryRulesTest;
using CrossingAccumulationTest = BoundaryRulesTest;
using SpecialTreatmentTest = BoundaryRulesTest;

// --- R05

TEST_F(AttractionCrossingTest, OpensWithTheLaterOfTheTwoInEitherOrder) {
  host_.FeedAll({Reaction("r1", "2025-01-01"), Touch("x1", "2025-02-01").Reported("2025-02-03")});
  FakeHost other_way(candor_policy_plugin);
  other_way.FeedAll({Touch("x1", "2025-01-01"), Reaction("r1", "2025-02-01").Reported("2025-02-03")});

  EXPECT_THAT(host_.Lines(), ElementsAre("attraction_crossing x1 important talk due 2025-02-10: open"));
  EXPECT_THAT(other_way.Lines(), ElementsAre("attraction_crossing r1 important talk due 2025-02-10: open"));
  // By its reactions the host knows who may read it: they are always named.
  EXPECT_THAT(host_.FollowUps().at(0).facts, ElementsAre("r1"));
  EXPECT_THAT(other_way.FollowUps().at(0).facts, ElementsAre("r1", "x1"));
}

TEST_F(AttractionCrossingTest, RunsFromWhenThereWasAPairOnRecord) {
  host_.FeedAll({Reaction("r1", "2025-01-05").Reported("2025-06-03"), Touch("x1", "2025-01-10")});
  FakeHost other_way(candor_policy_plugin);
  other_way.FeedAll({Touch("x1", "2025-01-05").Reported("2025-06-03"), Reaction("r1", "2025-01-10")});
  FakeHost was_one(candor_policy_plugin);
  was_one.FeedAll(
      {Reaction("r1", "2025-01-05"), Touch("x0", "2025-01-06").Reported("2025-06-03"), Touch("x1", "2025-01-10")});

  EXPECT_THAT(host_.Lines(), ElementsAre("attraction_crossing x1 important talk due 2025-06-10: open"));
  EXPECT_THAT(other_way.Lines(), ElementsAre("attraction_crossing r1 important talk due 2025-06-10: open"));
  // What was told later of another crossing moves the date of the pair that was there no further.
  EXPECT_THAT(LinesOf(was_one, "attraction_crossing"),
              ElementsAre("attraction_crossing x0 important talk due 2025-01-17: open"));
}

TEST_F(AttractionCrossingTest, IsPersonal) {
  EXPECT_EQ(candor_policy_plugin.rules[0]->confined, uint32_t{CANDOR_CONFINED_PERSONAL});
  for (uint32_t i = 1; i < candor_policy_plugin.rule_count; ++i) {
    const candor_rule& rule = *candor_policy_plugin.rules[i];
    EXPECT_EQ(rule.confined, uint32_t{CANDOR_CONFINED_GENERAL});
    EXPECT_EQ(std::count(rule.kinds, rule.kinds + rule.kind_count, CANDOR_KIND_PERSONAL_REACTION), 0);
  }
}

TEST_F(AttractionCrossingTest, NothingGeneralDependsOnAReaction) {
  std::vector<Entry> crossings;
  for (int i = 0; i < 30; ++i) {
    const std::string name = "x" + std::to_string(i);
    crossings.push_back(Entry(name, DayOf("2025-01-01") + i * 5, CANDOR_KIND_CROSSING)
                            .Stage(CANDOR_STAGE_DONE)
                            .Set(CANDOR_FIELD_CROSSING_AREA, 1 + i % 19));
  }
  FakeHost with(candor_policy_plugin);
  for (size_t i = 0; i < crossings.size(); ++i) {
    host_.Feed(crossings[i]);
    with.Feed(crossings[i]);
    Entry reaction("r" + std::to_string(i), crossings[i].day(), CANDOR_KIND_PERSONAL_REACTION);
    with.Feed(reaction.By("t" + std::to_string(i % 6))
                  .Set(CANDOR_FIELD_PERSONAL_REACTION_WHICH, 1 + static_cast<int64_t>(i % 8)));
  }

  std::vector<std::string> general = with.Lines();
  std::erase_if(general, [](const std::string& line) { return line.starts_with("attraction_crossing"); });
  EXPECT_EQ(general, host_.Lines());
}

TEST_F(AttractionCrossingTest, TheNinetiethDayStillCounts) {
  for (const int32_t days : {89, 90, 91}) {
    FakeHost apart(candor_policy_plugin);
    apart.Feed(Reaction("r1", "2025-01-01"));
    apart.Feed(Entry("x1", DayOf("2025-01-01") + days, CANDOR_KIND_CROSSING)
                   .Stage(CANDOR_STAGE_DONE)
                   .Set(CANDOR_FIELD_CROSSING_AREA, CANDOR_CROSSING_AREA_MESSAGE_PERSONAL));
    EXPECT_EQ(apart.FollowUps().size(), days <= 90 ? 1u : 0u) << days;
  }
}

TEST_F(AttractionCrossingTest, OnlyTellingCrossingsOfTheSameTherapistCount) {
  host_.FeedAll({Reaction("r1", "2025-01-01"), Gift("g1", "2025-01-02", 49),
                 Crossing("x1", "2025-01-03", CANDOR_CROSSING_AREA_TIME_OVERRUN),
                 Noted("x2", "2025-01-04", CANDOR_CROSSING_AREA_PLACE).Yes(CANDOR_FIELD_CROSSING_DOCUMENTED_BEFORE),
                 Touch("x3", "2025-01-05").By("other"), Touch("x4", "2025-01-06").Stage(CANDOR_STAGE_ASKED)});

  EXPECT_THAT(host_.Of("attraction_crossing"), IsEmpty());
}

TEST_F(AttractionCrossingTest, AGiftOfSomeValueTells) {
  host_.FeedAll({Reaction("r1", "2025-01-01"), Gift("g1", "2025-01-02", 50)});

  EXPECT_EQ(host_.Of("attraction_crossing").at(0).key, "g1");
}

TEST_F(AttractionCrossingTest, AGiftThatTellsByWhatAnotherAddsToItDoesSoFromWhenThatWasWrittenDown) {
  host_.FeedAll({Reaction("r1", "2025-01-05"), Gift("g0", "2025-01-06", 30).Reported("2025-06-03"),
                 Gift("g1", "2025-01-10", 30)});

  EXPECT_EQ(host_.Of("attraction_crossing").at(0).due, "2025-06-10");
}

TEST_F(AttractionCrossingTest, WhetherAPlaceWasPlannedHasToBeOnRecordToBeImportant) {
  const auto severity = [](const Entry& place) {
    FakeHost host(candor_policy_plugin);
    host.FeedAll({Reaction("r1", "2025-01-01"), place});
    return host.Of("attraction_crossing").at(0).severity;
  };
  const Entry place = Noted("x1", "2025-01-04", CANDOR_CROSSING_AREA_PLACE);

  EXPECT_EQ(severity(place), "later");
  EXPECT_EQ(severity(Entry(place).No(CANDOR_FIELD_CROSSING_DOCUMENTED_BEFORE)), "important");
}

TEST_F(AttractionCrossingTest, AConsultationAfterTheLaterMeetsItAndANewPairOpensAgain) {
  host_.FeedAll({Reaction("r1", "2025-01-01"), Consultation("c0", "2025-01-02"), Touch("x1", "2025-01-05"),
                 Consultation("c1", "2025-01-05"), Touch("x2", "2025-02-05")});

  EXPECT_THAT(host_.Lines(),
              ElementsAre("attraction_crossing x1 important talk due 2025-01-12: resolved 2025-01-05 by c1",
                          "attraction_crossing x2 important talk due 2025-02-12: open"));
}

TEST_F(AttractionCrossingTest, WhileItIsOpenMoreJoinsIt) {
  host_.FeedAll({Reaction("r1", "2025-01-01"), Touch("x1", "2025-01-05"), Touch("x2", "2025-01-06"),
                 Reaction("r2", "2025-01-07")});

  EXPECT_THAT(LinesOf("attraction_crossing"),
              ElementsAre("attraction_crossing x1 important talk due 2025-01-12: open"));
  EXPECT_THAT(host_.Of("attraction_crossing").at(0).facts, ElementsAre("r2", "x1", "x2"));
}

TEST_F(AttractionCrossingTest, ANoteThatItIsOverEndsTheReactionsOfItsKind) {
  host_.FeedAll({Reaction("r1", "2025-01-01"), Resolved("r2", "2025-01-20"), Touch("x1", "2025-02-01")});
  EXPECT_THAT(host_.Lines(), IsEmpty());

  host_.FeedAll({Entry("r3", "2025-02-02", CANDOR_KIND_PERSONAL_REACTION)
                     .Set(CANDOR_FIELD_PERSONAL_REACTION_WHICH, CANDOR_PERSONAL_REACTION_WHICH_STRAIN),
                 Resolved("r4", "2025-02-03"), Touch("x2", "2025-02-04")});
  EXPECT_EQ(host_.FollowUps().at(0).key, "r3");
}

TEST_F(AttractionCrossingTest, OneFromBeforeThePolicyStandsForNoDuty) {
  host_.FeedAll({Reaction("r1", "2025-01-01").BeforePolicy(), Touch("x1", "2025-01-05").BeforePolicy(),
                 Touch("x2", "2025-01-06")});
  EXPECT_THAT(host_.Lines(), ElementsAre("attraction_crossing x1 important talk: open (before the policy)",
                                         "attraction_crossing x2 important talk due 2025-01-13: open"));

  host_.Feed(Consultation("c1", "2025-01-07"));

  for (const ShownFollowUp& one : host_.FollowUps()) EXPECT_EQ(one.ended_by, "c1");
}

// --- R23

TEST_F(CrossingAccumulationTest, ThreeWithinTheWindowOpenItOnce) {
  host_.FeedAll({Touch("x1", "2025-01-01"), Touch("x2", "2025-01-08"), Touch("x3", "2025-01-15").Reported("2025-01-16"),
                 Touch("x4", "2025-01-22")});

  EXPECT_THAT(host_.Lines(), ElementsAre("crossing_accumulation x3 soon talk due 2025-01-30: open"));
  EXPECT_THAT(host_.FollowUps().at(0).facts, ElementsAre("x1", "x2", "x4"));
}

TEST_F(CrossingAccumulationTest, RunsFromWhenTheThirdWasWrittenDown) {
  for (const char* late : {"x1", "x2", "x3"}) {
    FakeHost host(candor_policy_plugin);
    for (const auto& [name, date] :
         {std::pair("x1", "2025-01-01"), std::pair("x2", "2025-01-08"), std::pair("x3", "2025-01-15")}) {
      Entry touch = Touch(name, date);
      host.Feed(std::string_view(name) == late ? touch.Reported("2025-06-03") : touch);
    }
    host.PassTo("2025-06-30");
    EXPECT_THAT(LinesOf(host, "crossing_accumulation"),
                ElementsAre("crossing_accumulation x3 soon talk due 2025-06-17: open"))
        << late;
  }
}

TEST_F(CrossingAccumulationTest, TheWindowEndsAfterNinetyDays) {
  for (const int32_t days : {89, 90, 91}) {
    FakeHost host(candor_policy_plugin);
    host.FeedAll({Touch("x1", "2025-01-01"), Touch("x2", "2025-01-08")});
    host.Feed(Entry("x3", DayOf("2025-01-01") + days, CANDOR_KIND_CROSSING)
                  .Stage(CANDOR_STAGE_DONE)
                  .Set(CANDOR_FIELD_CROSSING_AREA, CANDOR_CROSSING_AREA_CEREMONY));
    EXPECT_EQ(host.Of("crossing_accumulation").size(), days <= 90 ? 1u : 0u) << days;
  }
}

TEST_F(CrossingAccumulationTest, DistinctAreasAreAMeasureOfTheirOwn) {
  host_.SetParameter("crossing_accumulation", "crossings", 5).SetParameter("crossing_accumulation", "areas", 2);
  host_.FeedAll({Touch("x1", "2025-01-01"), Touch("x2", "2025-01-02"), Touch("x3", "2025-01-03")});
  EXPECT_THAT(host_.Lines(), IsEmpty());

  host_.Feed(Noted("x4", "2025-01-04", CANDOR_CROSSING_AREA_CEREMONY));

  EXPECT_EQ(host_.FollowUps().at(0).key, "x4");
}

TEST_F(CrossingAccumulationTest, WhatIsOrdinaryOrPlannedDoesNotCount) {
  host_.FeedAll(
      {StandingPlan("p1", "2025-01-01", CANDOR_CROSSING_AREA_TOUCH, "2025-05-01"), Touch("x1", "2025-01-02"),
       Touch("x2", "2025-01-03"), Touch("x3", "2025-01-04"),
       Crossing("x4", "2025-01-05", CANDOR_CROSSING_AREA_TIME_OVERRUN),
       Crossing("x5", "2025-01-06", CANDOR_CROSSING_AREA_MESSAGE_LOGISTIC),
       Crossing("x6", "2025-01-07", CANDOR_CROSSING_AREA_SELF_DISCLOSURE)
           .Set(CANDOR_FIELD_CROSSING_DISCLOSURE, CANDOR_CROSSING_DISCLOSURE_ORDINARY),
       Crossing("x7", "2025-01-08", CANDOR_CROSSING_AREA_SELF_DISCLOSURE),
       Gift("g1", "2025-01-09", 5).Set(CANDOR_FIELD_CROSSING_GIFT_DECISION, CANDOR_CROSSING_GIFT_DECISION_RETURNED),
       Noted("x8", "2025-01-10", CANDOR_CROSSING_AREA_CEREMONY)});

  EXPECT_THAT(host_.Of("crossing_accumulation"), IsEmpty());
}

TEST_F(CrossingAccumulationTest, OnceInHalfAYear) {
  const auto again = [](int32_t days) {
    FakeHost host(candor_policy_plugin);
    host.FeedAll({Touch("x1", "2025-01-01"), Touch("x2", "2025-01-01"), Touch("x3", "2025-01-01"),
                  Consultation("c1", "2025-01-02")});
    for (const char* name : {"y1", "y2", "y3"}) {
      host.Feed(Entry(name, DayOf("2025-01-01") + days, CANDOR_KIND_CROSSING)
                    .Stage(CANDOR_STAGE_DONE)
                    .Set(CANDOR_FIELD_CROSSING_AREA, CANDOR_CROSSING_AREA_FOOD_DRINK));
    }
    return host.Of("crossing_accumulation").size();
  };

  EXPECT_EQ(again(20), 1u);
  EXPECT_EQ(again(179), 1u);
  EXPECT_EQ(again(180), 2u);
}

TEST_F(CrossingAccumulationTest, IsImportantFourteenDaysPastDue) {
  host_.FeedAll({Touch("x1", "2025-01-01"), Touch("x2", "2025-01-08"), Touch("x3", "2025-01-15")});
  host_.PassTo("2025-02-12");  // due 29 January; the day after which it rises is 12 February
  EXPECT_EQ(host_.FollowUps().at(0).severity, "soon");

  host_.PassTo("2025-02-13");

  EXPECT_THAT(host_.Lines(), ElementsAre("crossing_accumulation x3 important talk due 2025-01-29: open"));
  EXPECT_THAT(host_.FollowUps().at(0).facts, ElementsAre("x1", "x2"));

  host_.Feed(Supervision("s1", "2025-02-14"));
  EXPECT_EQ(host_.FollowUps().at(0).ended_by, "s1");
  EXPECT_EQ(host_.timer_count(), 0u);
}

TEST_F(CrossingAccumulationTest, WhatIsNotCertainStaysAtLaterUntilItIs) {
  host_.FeedAll({Touch("x1", "2025-01-01"), Touch("x2", "2025-01-02").Stage(0), Touch("x3", "2025-01-03")});
  EXPECT_EQ(host_.FollowUps().at(0).severity, "later");
  host_.PassTo("2025-03-01");
  EXPECT_EQ(host_.FollowUps().at(0).severity, "later");

  host_.Feed(Touch("x4", "2025-03-02"));

  EXPECT_EQ(host_.FollowUps().at(0).severity, "soon");
}

TEST_F(CrossingAccumulationTest, FoldsUnderTheSpecificOnes) {
  const candor_rule& rule = *candor_policy_plugin.rules[5];
  std::vector<std::string> folds;
  for (uint32_t i = 0; i < rule.folds_under_count; ++i) {
    folds.emplace_back(rule.folds_under[i].data, rule.folds_under[i].size);
  }

  EXPECT_THAT(folds, ElementsAre("attraction_crossing", "dual_harmful", "material_entanglement"));
}

// --- R24

TEST_F(SpecialTreatmentTest, RunsFromWhenTheSignsWereOnRecord) {
  host_.FeedAll(
      {Crossing("x1", "2025-01-01", CANDOR_CROSSING_AREA_TIME_SLOT).Yes(CANDOR_FIELD_CROSSING_OFF_HOURS),
       Crossing("x2", "2025-01-02", CANDOR_CROSSING_AREA_TIME_OVERRUN).Reported("2025-06-03"),
       Crossing("x3", "2025-01-04", CANDOR_CROSSING_AREA_MESSAGE_LOGISTIC).Yes(CANDOR_FIELD_CROSSING_OFF_HOURS),
       Crossing("x4", "2025-01-06", CANDOR_CROSSING_AREA_TIME_SLOT).Yes(CANDOR_FIELD_CROSSING_OFF_HOURS)});

  EXPECT_THAT(LinesOf("special_treatment"), ElementsAre("special_treatment x3 soon talk due 2025-06-17: open"));
}

TEST_F(SpecialTreatmentTest, ThreeDifferentSignsOpenIt) {
  const Entry late = Crossing("x1", "2025-01-01", CANDOR_CROSSING_AREA_TIME_SLOT).Yes(CANDOR_FIELD_CROSSING_OFF_HOURS);
  host_.FeedAll({late, Crossing("x2", "2025-01-02", CANDOR_CROSSING_AREA_TIME_OVERRUN),
                 Crossing("x3", "2025-01-03", CANDOR_CROSSING_AREA_FEE)
                     .Written(CANDOR_FIELD_CROSSING_RATIONALE)
                     .Written(CANDOR_FIELD_CROSSING_BENEFIT)
                     .Written(CANDOR_FIELD_CROSSING_CONSEQUENCES)
                     .Yes(CANDOR_FIELD_CROSSING_CONSENT)});
  EXPECT_THAT(host_.Of("special_treatment"), IsEmpty());  // unpaid and over-length are one sign

  host_.Feed(Crossing("x4", "2025-01-04", CANDOR_CROSSING_AREA_MESSAGE_LOGISTIC).Yes(CANDOR_FIELD_CROSSING_OFF_HOURS));

  EXPECT_THAT(LinesOf("special_treatment"), ElementsAre("special_treatment x4 soon talk due 2025-01-18: open"));
  EXPECT_THAT(host_.Of("special_treatment").at(0).facts, ElementsAre("x1", "x3"));
}

TEST_F(SpecialTreatmentTest, TheWindowEndsAfterNinetyDays) {
  for (const int32_t days : {89, 90, 91}) {
    FakeHost host(candor_policy_plugin);
    host.FeedAll({Crossing("x1", "2025-01-01", CANDOR_CROSSING_AREA_TIME_OVERRUN),
                  Crossing("x2", "2025-01-02", CANDOR_CROSSING_AREA_FOOD_DRINK)});
    host.Feed(Entry("x3", DayOf("2025-01-01") + days, CANDOR_KIND_CROSSING)
                  .Stage(CANDOR_STAGE_DONE)
                  .Set(CANDOR_FIELD_CROSSING_AREA, CANDOR_CROSSING_AREA_MESSAGE_PERSONAL)
                  .Yes(CANDOR_FIELD_CROSSING_OFF_HOURS));
    EXPECT_EQ(host.Of("special_treatment").size(), days <= 90 ? 1u : 0u) << days;
  }
}

TEST_F(SpecialTreatmentTest, SecrecyAndRelianceAreEnoughAndImportant) {
  host_.Feed(Crossing("x1", "2025-01-01", CANDOR_CROSSING_AREA_SECRECY));
  FakeHost other(candor_policy_plugin);
  other.Feed(Crossing("x1", "2025-01-01", CANDOR_CROSSING_AREA_RELIANCE).Stage(0));

  EXPECT_THAT(host_.Lines(), ElementsAre("special_treatment x1 important talk due 2025-01-15: open"));
  EXPECT_THAT(other.Lines(), ElementsAre("special_treatment x1 later talk due 2025-01-15: open"));
}

TEST_F(SpecialTreatmentTest, WhatWasTalkedOverMakesNoOtherPattern) {
  host_.FeedAll({Crossing("x1", "2025-01-01", CANDOR_CROSSING_AREA_TIME_OVERRUN),
                 Crossing("x2", "2025-01-02", CANDOR_CROSSING_AREA_FOOD_DRINK),
                 Crossing("x3", "2025-01-03", CANDOR_CROSSING_AREA_TIME_SLOT).Yes(CANDOR_FIELD_CROSSING_OFF_HOURS),
                 Consultation("c1", "2025-01-05"), Crossing("x4", "2025-01-06", CANDOR_CROSSING_AREA_TIME_OVERRUN)});

  EXPECT_THAT(LinesOf("special_treatment"),
              ElementsAre("special_treatment x3 soon talk due 2025-01-17: resolved 2025-01-05 by c1"));
}

TEST_F(SpecialTreatmentTest, APlannedSignIsNone) {
  host_.FeedAll({StandingPlan("p1", "2025-01-01", CANDOR_CROSSING_AREA_PLACE, "2025-05-01"),
                 Crossing("x1", "2025-01-02", CANDOR_CROSSING_AREA_PLACE),
                 Crossing("x2", "2025-01-03", CANDOR_CROSSING_AREA_FOOD_DRINK),
                 Crossing("x3", "2025-01-04", CANDOR_CROSSING_AREA_TIME_OVERRUN)});

  EXPECT_THAT(host_.Of("special_treatment"), IsEmpty());
}

}  // namespace
}  // namespace candor::boundaries::boundaries_patterns_test
