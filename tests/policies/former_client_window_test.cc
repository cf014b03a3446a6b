#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "plugins/prohibitions/rules.h"
#include "plugins/sdk/testing/fake_host.h"
#include "tests/policies/conduct_entries.h"

namespace candor::prohibitions::former_client_window_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::ElementsAre;
using ::testing::IsEmpty;

void AddWindow(FakeHost& host, int64_t years, int64_t anchor, int64_t exception = 0) {
  host.AddCandidate("former_client_window", "window", {{"years", years}, {"anchor", anchor}, {"exception", exception}});
}

class FormerClientWindowTest : public ::testing::Test {
 protected:
  // Which rule the act comes under: "former_client_window" or "post_window".
  static std::string RuleOfActOn(const std::string& day, const std::string& ended, FakeHost& host) {
    host.FeedAll({Intake("i1", "1999-01-01"), Left("e1", ended), ActAfter("a1", day)});
    EXPECT_EQ(host.FollowUps().size(), 1u) << day;
    return host.FollowUps().at(0).rule;
  }
  static std::string RuleOfActOn(const std::string& day, const std::string& ended, int64_t years) {
    FakeHost host(candor_policy_plugin);
    AddWindow(host, years, kFromTermination);
    return RuleOfActOn(day, ended, host);
  }

  FakeHost host_{candor_policy_plugin};
};

TEST_F(FormerClientWindowTest, AnActWithinTheWaitIsTakenUpTheSameDayAndStaysOpen) {
  host_.FeedAll(
      {Intake("i1", "2023-01-01"), Left("e1", "2024-01-01"), ActAfter("a1", "2025-01-01").Reported("2025-01-10")});
  host_.PassTo("2045-01-01");

  EXPECT_THAT(host_.Lines(), ElementsAre("former_client_window a1 urgent prohibit due 2025-01-10: open"));
  EXPECT_THAT(host_.FollowUps().at(0).facts, ElementsAre("e1"));
}

TEST_F(FormerClientWindowTest, AnEndingThatWasWrittenDownLateIsNotPastDueTheSameDay) {
  host_.FeedAll(
      {Intake("i1", "2023-01-01"), Left("e1", "2024-08-01").Reported("2024-11-23"), ActAfter("a1", "2024-09-20")});

  EXPECT_THAT(host_.Lines(), ElementsAre("former_client_window a1 urgent prohibit due 2024-11-23: open"));
}

// V55: the day of the anniversary is inside.
TEST_F(FormerClientWindowTest, TheAnniversaryIsInsideAndTheDayAfterIsNot) {
  EXPECT_EQ(RuleOfActOn("2022-03-14", "2020-03-15", 2), "former_client_window");
  EXPECT_EQ(RuleOfActOn("2022-03-15", "2020-03-15", 2), "former_client_window");
  EXPECT_EQ(RuleOfActOn("2022-03-16", "2020-03-15", 2), "post_window");
}

TEST_F(FormerClientWindowTest, AfterALeapDayTheWaitEndsOnTheFirstOfMarch) {
  EXPECT_EQ(RuleOfActOn("2022-02-28", "2020-02-29", 2), "former_client_window");
  EXPECT_EQ(RuleOfActOn("2022-03-01", "2020-02-29", 2), "former_client_window");
  EXPECT_EQ(RuleOfActOn("2022-03-02", "2020-02-29", 2), "post_window");
  EXPECT_EQ(RuleOfActOn("2024-02-29", "2020-02-29", 4), "former_client_window");
  EXPECT_EQ(RuleOfActOn("2024-03-01", "2020-02-29", 4), "post_window");
}

TEST_F(FormerClientWindowTest, AWaitForEverDoesNotEnd) {
  EXPECT_EQ(RuleOfActOn("2199-01-01", "2000-01-01", CANDOR_FOREVER), "former_client_window");
}

TEST_F(FormerClientWindowTest, WhereNoNumberOfYearsIsAskedForThereIsNoWait) {
  EXPECT_EQ(RuleOfActOn("2020-03-16", "2020-03-15", 0), "post_window");
}

// 5 years from the ending and 2 years from the last contact: whichever ends later.
TEST_F(FormerClientWindowTest, OfSeveralProfilesTheLatestEndHolds) {
  const auto rule_of_act_on = [](const std::string& day) {
    FakeHost host(candor_policy_plugin);
    AddWindow(host, 5, kFromTermination);
    AddWindow(host, 2, kFromLastContact);
    host.FeedAll(
        {Intake("i1", "2019-01-01"), Left("e1", "2020-01-01"), Contact("c1", "2024-01-01"), ActAfter("a1", day)});
    return host.FollowUps().at(0).rule;
  };
  EXPECT_EQ(rule_of_act_on("2025-12-31"), "former_client_window");
  EXPECT_EQ(rule_of_act_on("2026-01-01"), "former_client_window");
  EXPECT_EQ(rule_of_act_on("2026-01-02"), "post_window");
}

TEST_F(FormerClientWindowTest, OnlyProfessionalContactMovesTheDayToCountFrom) {
  const auto rule_of_act_after = [](Entry contact, int64_t anchor) {
    FakeHost host(candor_policy_plugin);
    AddWindow(host, 2, anchor);
    host.FeedAll({Intake("i1", "2019-01-01"), Left("e1", "2020-01-01"), contact, ActAfter("a1", "2023-01-01")});
    return host.FollowUps().at(0).rule;
  };
  const Entry letter = Contact("c1", "2021-06-01");
  EXPECT_EQ(rule_of_act_after(letter, kFromLastContact), "former_client_window");
  EXPECT_EQ(rule_of_act_after(letter, kFromTermination), "post_window");
  EXPECT_EQ(rule_of_act_after(Entry(letter).No(CANDOR_FIELD_POST_TERMINATION_CONTACT_PROFESSIONAL), kFromLastContact),
            "post_window");
  EXPECT_EQ(
      rule_of_act_after(Entry(letter).Without(CANDOR_FIELD_POST_TERMINATION_CONTACT_PROFESSIONAL), kFromLastContact),
      "post_window");
  EXPECT_EQ(rule_of_act_after(Session("s1", "2021-06-01").NotACurrentClient(), kFromLastContact),
            "former_client_window");
}

TEST_F(FormerClientWindowTest, NamesTheEndingAndTheContactThatItCountsFrom) {
  host_.FeedAll({Intake("i1", "2019-01-01"), Left("e1", "2020-01-01"), Contact("c1", "2021-06-01"),
                 ActAfter("a1", "2023-01-01")});

  EXPECT_THAT(host_.FollowUps().at(0).facts, ElementsAre("e1", "c1"));
}

TEST_F(FormerClientWindowTest, ATherapyTakenUpAgainBeginsAWaitOfItsOwn) {
  AddWindow(host_, 2, kFromTermination);
  host_.FeedAll({Intake("i1", "2019-01-01"), Left("e1", "2020-01-01"), Intake("i2", "2023-01-01"),
                 Left("e2", "2023-06-01"), ActAfter("a1", "2025-06-01")});

  EXPECT_EQ(host_.FollowUps().at(0).rule, "former_client_window");
  EXPECT_THAT(host_.FollowUps().at(0).facts, ElementsAre("e2"));
}

// Somebody else's ending of a case is the ending for whoever still had a part in it; their own is theirs alone.
TEST_F(FormerClientWindowTest, EachTherapistCountsFromTheirOwnEnding) {
  AddWindow(host_, 2, kFromTermination);
  host_.FeedAll({Intake("i1", "2015-01-01"), Session("s1", "2015-02-01").By("ben").No(CANDOR_HOST_HOLDS_CASE),
                 EndedByTherapist("e1", "2016-01-01").By("ben").No(CANDOR_HOST_HOLDS_CASE), Left("e2", "2020-01-01"),
                 ActAfter("a1", "2021-01-01").By("ben"), ActAfter("a2", "2021-01-01"),
                 ActAfter("a3", "2021-01-01").By("cai")});

  EXPECT_THAT(host_.Lines(), ElementsAre("post_window a1 urgent prohibit due 2021-01-01: open",
                                         "former_client_window a2 urgent prohibit due 2021-01-01: open",
                                         "former_client_window a3 urgent prohibit due 2021-01-01: open"));
}

TEST_F(FormerClientWindowTest, AnAdvanceCountsAsAnActAndAThoughtIsToldMoreQuietly) {
  host_.FeedAll({Intake("i1", "2023-01-01"), Left("e1", "2024-01-01"), Advance("a1", "2024-06-01").NotACurrentClient(),
                 Advance("a2", "2024-06-02", CANDOR_ADVANCE_OR_PROMISE_WHAT_FLIRTING).NotACurrentClient(),
                 Intent("a3", "2024-06-03")});

  EXPECT_THAT(host_.Lines(), ElementsAre("former_client_window a1 urgent prohibit due 2024-06-01: open",
                                         "former_client_window a2 important prohibit due 2024-06-02: open",
                                         "former_client_window a3 important prohibit due 2024-06-03: open"));
}

TEST_F(FormerClientWindowTest, HearsayOpensNothing) {
  host_.FeedAll({Intake("i1", "2023-01-01"), Left("e1", "2024-01-01"),
                 ActAfter("a1", "2024-06-01").Basis(CANDOR_BASIS_TOLD_BY_OTHER)});

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(FormerClientWindowTest, ExtraordinaryCircumstancesAreShownBeforeNotAfter) {
  const auto rule_of_act = [](const std::vector<Entry>& before) {
    FakeHost host(candor_policy_plugin);
    AddWindow(host, CANDOR_FOREVER, kFromTermination, 1);
    host.FeedAll({Intake("i1", "2010-01-01"), Left("e1", "2011-01-01")});
    host.FeedAll(before);
    host.Feed(ActAfter("a1", "2025-06-01"));
    return host.FollowUps().back().rule + " " + host.FollowUps().back().severity;
  };
  const Entry shown = Assessed(Intent("n1", "2025-01-01"));
  EXPECT_EQ(rule_of_act({}), "former_client_window urgent");
  EXPECT_EQ(rule_of_act({shown}), "former_client_window urgent");
  EXPECT_EQ(rule_of_act({Consultation("c1", "2025-01-01"), shown}), "former_client_window urgent");
  EXPECT_EQ(rule_of_act(
                {Entry(shown).Yes(CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_HARM_LIKELY), Consultation("c1", "2025-02-01")}),
            "former_client_window urgent");
  EXPECT_EQ(rule_of_act({shown, Consultation("c1", "2025-02-01")}), "post_window important");
}

TEST_F(FormerClientWindowTest, AnExceptionOfOneCodeLiftsNoOther) {
  AddWindow(host_, CANDOR_FOREVER, kFromTermination, 1);
  AddWindow(host_, CANDOR_FOREVER, kFromTermination, 0);
  host_.FeedAll({Intake("i1", "2010-01-01"), Left("e1", "2011-01-01"), Assessed(Intent("n1", "2025-01-01")),
                 Consultation("c1", "2025-02-01"), ActAfter("a1", "2025-06-01")});

  EXPECT_EQ(host_.FollowUps().back().Line(), "former_client_window a1 urgent prohibit due 2025-06-01: open");
}

// An import may begin in the middle: where nobody wrote an ending down no wait has begun to run.
TEST_F(FormerClientWindowTest, WithoutAnEndingOnRecordNoWaitIsOver) {
  host_.Feed(ActAfter("a1", "2025-06-01"));

  EXPECT_EQ(host_.FollowUps().at(0).rule, "former_client_window");
}

}  // namespace
}  // namespace candor::prohibitions::former_client_window_test
