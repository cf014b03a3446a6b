#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "plugins/prohibitions/rules.h"
#include "plugins/sdk/testing/fake_host.h"
#include "tests/policies/conduct_entries.h"

namespace candor::prohibitions::terminate_to_circumvent_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kRule[] = "terminate_to_circumvent";
constexpr char kPrivateRule[] = "terminate_to_circumvent_private";

// One year from the ending, so that the rule's own two years are the longer ones.
class TerminateToCircumventTest : public ::testing::Test {
 protected:
  void SetUp() override {
    SetWindow(host_, 1);
    SetWindow(other_, 1);
  }

  static void SetWindow(FakeHost& host, int64_t years) {
    host.AddCandidate("former_client_window", "window",
                      {{"years", years}, {"anchor", kFromTermination}, {"exception", 0}});
  }

  FakeHost host_{candor_policy_plugin};
  FakeHost other_{candor_policy_plugin};
};

TEST_F(TerminateToCircumventTest, APromiseThenAnEndingThenAPursuit) {
  host_.FeedAll({Advance("p1", "2024-05-01"), EndedByTherapist("e1", "2024-06-01"),
                 ActAfter("a1", "2026-03-01").Reported("2026-03-02")});
  host_.PassTo("2046-01-01");

  EXPECT_THAT(host_.Of(kRule), SizeIs(1));
  EXPECT_EQ(host_.Of(kRule).at(0).Line(), "terminate_to_circumvent a1 urgent prohibit due 2026-03-02: open");
  EXPECT_THAT(host_.Of(kRule).at(0).facts, ElementsAre("e1", "p1"));
  EXPECT_THAT(host_.Of("post_window"), IsEmpty());
}

TEST_F(TerminateToCircumventTest, IsTakenUpOnceAllOfItIsWrittenDown) {
  host_.FeedAll({Advance("p1", "2024-05-01").Reported("2026-04-01"), EndedByTherapist("e1", "2024-06-01"),
                 ActAfter("a1", "2026-03-01")});
  other_.FeedAll({Advance("p1", "2024-05-01"), EndedByTherapist("e1", "2024-06-01").Reported("2026-05-01"),
                  ActAfter("a1", "2026-03-01")});

  EXPECT_EQ(host_.Of(kRule).at(0).Line(), "terminate_to_circumvent a1 urgent prohibit due 2026-04-01: open");
  EXPECT_EQ(other_.Of(kRule).at(0).Line(), "terminate_to_circumvent a1 urgent prohibit due 2026-05-01: open");
}

TEST_F(TerminateToCircumventTest, ThePursuitNeedNotBeAnAct) {
  host_.FeedAll({Advance("p1", "2024-05-01"), EndedByTherapist("e1", "2024-06-01"), Intent("n1", "2025-01-01"),
                 Advance("p2", "2025-02-01").NotACurrentClient()});

  EXPECT_THAT(host_.Of(kRule), SizeIs(2));
}

TEST_F(TerminateToCircumventTest, HowLongBeforeTheEndingIsTheLookback) {
  for (const auto& [day, opens] : {std::pair("2024-01-02", false), std::pair("2024-01-03", false),
                                   std::pair("2024-01-04", true), std::pair("2024-01-05", true)}) {
    FakeHost host(candor_policy_plugin);
    SetWindow(host, 1);
    host.FeedAll({Advance("p1", day), EndedByTherapist("e1", "2024-07-02"), ActAfter("a1", "2024-08-01")});
    EXPECT_EQ(!host.Of(kRule).empty(), opens) << day;
  }
}

TEST_F(TerminateToCircumventTest, HowLongAfterIsTwoYearsOrTheWaitWhereThatIsLonger) {
  const auto opens = [](const std::string& day, int64_t years) {
    FakeHost host(candor_policy_plugin);
    SetWindow(host, years);
    host.FeedAll({Advance("p1", "2020-02-01"), EndedByTherapist("e1", "2020-02-29"), ActAfter("a1", day)});
    return !host.Of(kRule).empty();
  };
  EXPECT_TRUE(opens("2022-02-28", 1));
  EXPECT_TRUE(opens("2022-03-01", 1));
  EXPECT_FALSE(opens("2022-03-02", 1));
  EXPECT_TRUE(opens("2024-12-31", 5));
  EXPECT_FALSE(opens("2025-03-02", 5));
  EXPECT_TRUE(opens("2099-01-01", CANDOR_FOREVER));
}

TEST_F(TerminateToCircumventTest, OnceItIsSoNoTimeMakesUpForIt) {
  host_.FeedAll({Advance("p1", "2020-05-01"), EndedByTherapist("e1", "2020-06-01"), ActAfter("a1", "2021-01-01"),
                 Assessed(Intent("n1", "2040-01-01")), Consultation("c1", "2040-02-01"), ActAfter("a2", "2040-03-01")});

  EXPECT_THAT(host_.Of(kRule), SizeIs(3));
  EXPECT_THAT(host_.Of("post_window"), IsEmpty());
}

TEST_F(TerminateToCircumventTest, AnEndingByAnybodyElseCircumventsNothing) {
  for (const int64_t initiator : {CANDOR_TERMINATION_INITIATOR_CLIENT, CANDOR_TERMINATION_INITIATOR_MUTUAL,
                                  CANDOR_TERMINATION_INITIATOR_PRACTICE, CANDOR_TERMINATION_INITIATOR_THIRD_PARTY}) {
    FakeHost host(candor_policy_plugin);
    host.FeedAll({Advance("p1", "2024-05-01"), EndedBy("e1", "2024-06-01", initiator), ActAfter("a1", "2025-01-01")});
    EXPECT_THAT(host.Of(kRule), IsEmpty()) << initiator;
  }
}

// That nobody wrote down who ended it is asked for, and is evidence of nothing.
TEST_F(TerminateToCircumventTest, WhoEndedItIsAskedForWhereAllElseHolds) {
  host_.FeedAll(
      {Advance("p1", "2024-05-01"), Entry("e1", "2024-06-01", CANDOR_KIND_TERMINATION), ActAfter("a1", "2025-01-01")});

  EXPECT_EQ(host_.Of(kRule).at(0).Line(), "terminate_to_circumvent a1 later complete_record due 2025-01-15: open");
  EXPECT_THAT(host_.Of(kRule).at(0).missing, ElementsAre(CANDOR_FIELD_TERMINATION_INITIATOR));
  EXPECT_EQ(host_.Of("former_client_window").at(0).severity, "urgent");
}

TEST_F(TerminateToCircumventTest, WithoutAnythingBeforeItAnEndingIsAnEnding) {
  host_.FeedAll({Intake("i1", "2024-01-01"), EndedByTherapist("e1", "2024-06-01"), ActAfter("a1", "2025-01-01")});
  EXPECT_THAT(host_.Of(kRule), IsEmpty());
  EXPECT_THAT(host_.Of(kPrivateRule), IsEmpty());
}

TEST_F(TerminateToCircumventTest, AnAdvanceAfterTheEndingIsThePursuitAndNotItsReason) {
  host_.FeedAll({EndedByTherapist("e1", "2024-06-01"), Advance("p1", "2024-07-01").NotACurrentClient()});

  EXPECT_THAT(host_.Of(kRule), IsEmpty());
}

TEST_F(TerminateToCircumventTest, ARumourOfAnAdvanceIsNoReason) {
  host_.FeedAll({Advance("p1", "2024-05-01").Basis(CANDOR_BASIS_TOLD_BY_OTHER), EndedByTherapist("e1", "2024-06-01"),
                 ActAfter("a1", "2025-01-01")});

  EXPECT_THAT(host_.Of(kRule), IsEmpty());
}

TEST_F(TerminateToCircumventTest, AnEndingThatIsWrittenDownTwiceTakesNothingBack) {
  host_.FeedAll({Advance("p1", "2024-05-01"), EndedByTherapist("e1", "2024-06-01"),
                 Entry("e2", "2025-06-01", CANDOR_KIND_TERMINATION).No(CANDOR_HOST_HOLDS_CASE),
                 ActAfter("a1", "2025-07-01")});

  EXPECT_EQ(host_.Of(kRule).at(0).severity, "urgent");
}

TEST_F(TerminateToCircumventTest, TherapyTakenUpAgainIsNoPursuitAndBeginsAnew) {
  host_.FeedAll({Advance("p1", "2024-05-01"), EndedByTherapist("e1", "2024-06-01"), Intake("i2", "2025-01-01"),
                 Left("e2", "2025-12-01"), ActAfter("a1", "2026-01-01")});

  EXPECT_THAT(host_.Of(kRule), IsEmpty());
  EXPECT_EQ(host_.Of("former_client_window").size(), 1u);
}

// What only a private note tells is told to its readers alone: everybody else sees what they would without it.
TEST_F(TerminateToCircumventTest, WhereOnlyAPrivateNoteStandsBeforeTheEndingTheRestReadsAsWithoutIt) {
  const std::vector<Entry> rest = {
      Intake("i1", "2024-01-01"),   EndedByTherapist("e1", "2024-06-01"), ActAfter("a1", "2025-01-01"),
      ActAfter("a2", "2035-01-01"), Assessed(Intent("n1", "2036-01-01")), Consultation("c1", "2036-02-01"),
      Intake("i2", "2037-01-01")};
  std::vector<Entry> with_note = rest;
  with_note.insert(with_note.begin() + 1, Reaction("r1", "2024-05-01"));
  host_.FeedAll(with_note);
  other_.FeedAll(rest);

  EXPECT_THAT(host_.Of(kPrivateRule), SizeIs(3));
  EXPECT_EQ(host_.Of(kPrivateRule).at(0).Line(),
            "terminate_to_circumvent_private a1 urgent prohibit due 2025-01-01: open");
  EXPECT_THAT(host_.Of(kPrivateRule).at(0).facts, ElementsAre("e1", "r1"));
  std::vector<std::string> seen_by_others;
  for (const ShownFollowUp& one : host_.FollowUps()) {
    if (one.rule != kPrivateRule && one.rule != "ending_after_attraction") {
      seen_by_others.push_back(one.Line());
      EXPECT_THAT(one.facts, ::testing::Not(Contains("r1")));
    }
  }
  EXPECT_EQ(seen_by_others, other_.Lines());
}

// A rule that reads a reaction says what comes of it to the readers of the reaction alone.
TEST_F(TerminateToCircumventTest, OnlyWhatRestsOnAReactionIsPersonal) {
  for (uint32_t i = 0; i < candor_policy_plugin.rule_count; ++i) {
    const candor_rule& rule = *candor_policy_plugin.rules[i];
    const std::string slug(rule.slug.data, rule.slug.size);
    const bool reads_reactions =
        std::count(rule.kinds, rule.kinds + rule.kind_count, CANDOR_KIND_PERSONAL_REACTION) > 0;
    EXPECT_EQ(rule.confined == CANDOR_CONFINED_PERSONAL, reads_reactions) << slug;
    EXPECT_EQ(reads_reactions, slug == kPrivateRule || slug == "ending_after_attraction") << slug;
  }
}

TEST_F(TerminateToCircumventTest, WhereAnAdvanceStandsBesideANoteTheGeneralRuleSaysAll) {
  host_.FeedAll({Reaction("r1", "2024-04-01"), Advance("p1", "2024-05-01"), EndedByTherapist("e1", "2024-06-01"),
                 ActAfter("a1", "2025-01-01")});

  EXPECT_THAT(host_.Of(kRule), SizeIs(1));
  EXPECT_THAT(host_.Of(kPrivateRule), IsEmpty());
}

}  // namespace
}  // namespace candor::prohibitions::terminate_to_circumvent_test
