#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "plugins/sdk/testing/fake_host.h"
#include "tests/policies/boundaries.h"

// What goes between therapist and client beside the therapy: R25, R26a, R26b, R26c.
namespace candor::boundaries::boundaries_exchange_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Entry Barter(std::string_view name, std::string_view date) {
  return Entry(name, date, CANDOR_KIND_BARTER).Stage(CANDOR_STAGE_DONE);
}

Entry DocumentedBarter(std::string_view name, std::string_view date) {
  return Barter(name, date)
      .Yes(CANDOR_FIELD_BARTER_CLIENT_ASKED)
      .Yes(CANDOR_FIELD_BARTER_WRITTEN)
      .No(CANDOR_FIELD_BARTER_CONTRAINDICATED)
      .No(CANDOR_FIELD_BARTER_EXPLOITATIVE);
}

Entry OwnProblems(std::string_view name, std::string_view date) {
  return Crossing(name, date, CANDOR_CROSSING_AREA_SELF_DISCLOSURE)
      .Set(CANDOR_FIELD_CROSSING_DISCLOSURE, CANDOR_CROSSING_DISCLOSURE_OWN_INTIMATE_PROBLEMS);
}

Entry Message(std::string_view name, int32_t day) {
  return Entry(name, day, CANDOR_KIND_CROSSING)
      .Stage(CANDOR_STAGE_DONE)
      .Set(CANDOR_FIELD_CROSSING_AREA, CANDOR_CROSSING_AREA_MESSAGE_PERSONAL);
}

using GiftSignificantTest = BoundaryRulesTest;
using BarterTest = BoundaryRulesTest;
using SelfDisclosureTest = BoundaryRulesTest;
using PersonalVirtualTest = BoundaryRulesTest;

// --- R25

TEST_F(GiftSignificantTest, OfFiftyOrMoreIsNotedAndTalkedOver) {
  host_.Feed(Gift("g1", "2025-03-01", 50).Reported("2025-03-02"));
  EXPECT_THAT(host_.Lines(), ElementsAre("gift_significant g1 soon talk due 2025-03-16: open"));
  EXPECT_THAT(host_.FollowUps().at(0).missing,
              ElementsAre(CANDOR_FIELD_CONSULTATION_CONSULTANT, CANDOR_FIELD_CROSSING_MEANING,
                          CANDOR_FIELD_CROSSING_MOTIVE, CANDOR_FIELD_CROSSING_GIFT_DECISION));

  FakeHost small(candor_policy_plugin);
  small.Feed(Gift("g1", "2025-03-01", 49));
  EXPECT_THAT(small.Lines(), IsEmpty());
}

TEST_F(GiftSignificantTest, IsMetByItsNoteAndAConsultation) {
  host_.Feed(Explained(Gift("g1", "2025-03-01", 80)));
  host_.Feed(Consultation("c1", "2025-03-05"));
  EXPECT_THAT(host_.Lines(), ElementsAre("gift_significant g1 soon talk due 2025-03-15: resolved 2025-03-05 by c1"));

  host_.FeedAll({Gift("g2", "2025-04-01", 80), Consultation("c2", "2025-04-02"),
                 Entry("d1", "2025-04-03", CANDOR_KIND_DISCUSSION)
                     .Set(CANDOR_FIELD_DISCUSSION_TOPIC, CANDOR_DISCUSSION_TOPIC_GIFT)});
  EXPECT_EQ(host_.FollowUps().at(1).Line(), "gift_significant g2 soon document due 2025-04-15: open");
  EXPECT_THAT(host_.FollowUps().at(1).missing, ElementsAre(CANDOR_FIELD_CROSSING_GIFT_DECISION));
}

TEST_F(GiftSignificantTest, SmallOnesAddUpWithinAYearAndOneCurrency) {
  const auto opens = [](const Entry& second) {
    FakeHost host(candor_policy_plugin);
    host.FeedAll({Gift("g1", "2025-11-30", 30), second});
    return host.Of("gift_significant").size();
  };

  EXPECT_EQ(opens(Gift("g2", "2025-12-31", 20)), 1u);
  EXPECT_EQ(opens(Gift("g2", "2025-12-31", 19)), 0u);
  EXPECT_EQ(opens(Gift("g2", "2026-01-01", 20)), 0u);
  EXPECT_EQ(opens(Gift("g2", "2025-12-31", 20).Text(CANDOR_FIELD_CROSSING_CURRENCY_CODE, "USD")), 0u);
}

TEST_F(GiftSignificantTest, ThreeInHalfAYearAreRepeated) {
  for (const int32_t days : {179, 180, 181}) {
    FakeHost host(candor_policy_plugin);
    host.FeedAll({Gift("g1", "2025-01-01", 5), Gift("g2", "2025-01-02", 5)});
    host.Feed(Entry("g3", DayOf("2025-01-01") + days, CANDOR_KIND_CROSSING)
                  .Stage(CANDOR_STAGE_DONE)
                  .Set(CANDOR_FIELD_CROSSING_AREA, CANDOR_CROSSING_AREA_GIFT_IN)
                  .Set(CANDOR_FIELD_CROSSING_VALUE_MINOR_UNITS, 500));
    EXPECT_EQ(host.Of("gift_significant").size(), days <= 180 ? 1u : 0u) << days;
  }
}

TEST_F(GiftSignificantTest, WhatMadeOneSignificantMakesNoOtherSo) {
  host_.FeedAll({Gift("g1", "2025-01-01", 5), Gift("g2", "2025-01-02", 5), Gift("g3", "2025-01-03", 5),
                 Gift("g4", "2025-01-04", 5)});

  ASSERT_EQ(host_.Of("gift_significant").size(), 1u);
  EXPECT_THAT(host_.Of("gift_significant").at(0).facts, ElementsAre("g1", "g2"));
}

TEST_F(GiftSignificantTest, RunsFromWhenThereWereEnoughOnRecord) {
  host_.FeedAll({Gift("g1", "2025-03-01", 30).Reported("2025-06-03"), Gift("g2", "2025-03-08", 30)});
  FakeHost repeated(candor_policy_plugin);
  repeated.FeedAll(
      {Gift("g1", "2025-03-01", 5), Gift("g2", "2025-03-08", 5).Reported("2025-06-03"), Gift("g3", "2025-03-15", 5)});

  EXPECT_THAT(LinesOf("gift_significant"), ElementsAre("gift_significant g2 soon talk due 2025-06-17: open"));
  EXPECT_THAT(LinesOf(repeated, "gift_significant"), ElementsAre("gift_significant g3 soon talk due 2025-06-17: open"));
}

TEST_F(GiftSignificantTest, GivenByTheTherapistFromFifteenOn) {
  host_.Feed(Gift("g1", "2025-03-01", 14, CANDOR_CROSSING_AREA_GIFT_OUT));
  EXPECT_THAT(host_.Lines(), IsEmpty());

  host_.Feed(Gift("g2", "2025-03-02", 15, CANDOR_CROSSING_AREA_GIFT_OUT));

  EXPECT_THAT(host_.Lines(), ElementsAre("gift_significant g2 soon talk due 2025-03-16: open"));
  EXPECT_EQ(host_.FollowUps().at(0).missing.size(), 3u);  // whether to take it was not the therapist's to decide
}

TEST_F(GiftSignificantTest, OneThatWasDeclinedIsNone) {
  host_.Feed(
      Gift("g1", "2025-03-01", 500).Set(CANDOR_FIELD_CROSSING_GIFT_DECISION, CANDOR_CROSSING_GIFT_DECISION_DECLINED));
  host_.Feed(Gift("g2", "2025-03-01", 500).Stage(CANDOR_STAGE_DECLINED));

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(GiftSignificantTest, AValueThatWasNotRecordedIsAskedForOnce) {
  const Entry unknown = Crossing("g1", "2025-03-01", CANDOR_CROSSING_AREA_GIFT_IN);
  host_.FeedAll(
      {unknown, Crossing("g2", "2025-03-02", CANDOR_CROSSING_AREA_GIFT_IN), Consultation("c1", "2025-03-03")});

  ASSERT_THAT(LinesOf("gift_significant"),
              ElementsAre("gift_significant g1 later complete_record due 2025-03-15: open"));
  EXPECT_THAT(host_.FollowUps().at(0).missing, ElementsAre(CANDOR_FIELD_CROSSING_VALUE_MINOR_UNITS));

  FakeHost amended(candor_policy_plugin);
  amended.Feed(Entry(unknown).Set(CANDOR_FIELD_CROSSING_VALUE_MINOR_UNITS, 6000));
  EXPECT_EQ(amended.FollowUps().at(0).Line(), "gift_significant g1 soon talk due 2025-03-15: open");
}

TEST_F(GiftSignificantTest, ThePracticeSetsItsOwnValues) {
  host_.SetParameter("gift_significant", "received_value", 20).SetParameter("gift_significant", "repeat", 2);
  host_.FeedAll({Gift("g1", "2025-01-01", 20), Gift("g2", "2025-03-01", 1), Gift("g3", "2025-03-02", 1)});

  EXPECT_EQ(host_.Of("gift_significant").at(0).key, "g1");
  EXPECT_EQ(host_.Of("gift_significant").at(1).key, "g3");
}

// --- R26a

TEST_F(BarterTest, IsTalkedOverAndDocumented) {
  host_.Feed(Barter("b1", "2025-03-01").Reported("2025-03-03"));
  EXPECT_THAT(host_.Lines(), ElementsAre("barter b1 soon talk due 2025-03-17: open"));
  EXPECT_EQ(host_.FollowUps().at(0).missing.size(), 5u);

  host_.Feed(Consultation("c1", "2025-03-05"));
  EXPECT_THAT(host_.Lines(), ElementsAre("barter b1 soon document due 2025-03-17: open"));

  host_.Feed(DocumentedBarter("b2", "2025-03-08"));
  EXPECT_THAT(host_.Lines(), ElementsAre("barter b1 soon document due 2025-03-17: resolved 2025-03-08 by b2"));
}

TEST_F(BarterTest, AfterAConsultationAndWithAllOnRecordOpensNothing) {
  for (const int32_t days : {29, 30, 31}) {
    FakeHost host(candor_policy_plugin);
    host.Feed(Consultation("c1", "2025-01-01"));
    Entry barter("b1", DayOf("2025-01-01") + days, CANDOR_KIND_BARTER);
    host.Feed(barter.Stage(CANDOR_STAGE_DONE)
                  .Yes(CANDOR_FIELD_BARTER_CLIENT_ASKED)
                  .Yes(CANDOR_FIELD_BARTER_WRITTEN)
                  .No(CANDOR_FIELD_BARTER_CONTRAINDICATED)
                  .No(CANDOR_FIELD_BARTER_EXPLOITATIVE));
    EXPECT_EQ(host.FollowUps().size(), days <= 30 ? 0u : 1u) << days;
  }
}

TEST_F(BarterTest, NotInWritingOrNotAskedForByTheClientIsImportant) {
  const auto severity = [](const Entry& barter) {
    FakeHost host(candor_policy_plugin);
    host.Feed(barter);
    return host.FollowUps().at(0).severity;
  };

  EXPECT_EQ(severity(Barter("b1", "2025-03-01").No(CANDOR_FIELD_BARTER_WRITTEN)), "important");
  EXPECT_EQ(severity(Barter("b1", "2025-03-01").No(CANDOR_FIELD_BARTER_CLIENT_ASKED)), "important");
  EXPECT_EQ(severity(Barter("b1", "2025-03-01").No(CANDOR_FIELD_BARTER_WRITTEN).Stage(0)), "later");
}

TEST_F(BarterTest, WhatIsOnRecordHoldsForLaterOnesUntilTheySayOtherwise) {
  host_.FeedAll({DocumentedBarter("b1", "2025-03-01"), Consultation("c1", "2025-03-02"), Barter("b2", "2025-06-01")});
  EXPECT_THAT(host_.Lines(), ElementsAre("barter b1 soon talk due 2025-03-15: resolved 2025-03-02 by c1"));

  host_.Feed(Barter("b3", "2025-07-01").Yes(CANDOR_FIELD_BARTER_EXPLOITATIVE));
  EXPECT_EQ(host_.FollowUps().at(1).Line(), "barter b3 soon document due 2025-07-15: open");

  host_.Feed(Stopped("d1", "2025-07-02"));
  EXPECT_EQ(host_.FollowUps().at(1).ended_by, "d1");
}

TEST_F(BarterTest, OneThatIsOnlyProposedOpensNothing) {
  host_.Feed(Barter("b1", "2025-03-01").Stage(CANDOR_STAGE_PROPOSED));

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

// --- R26b

TEST_F(SelfDisclosureTest, FeelingsForTheClientAreImportantAndFramingIsSoon) {
  host_.Feed(Crossing("x1", "2025-03-01", CANDOR_CROSSING_AREA_DISCLOSURE_OF_FEELINGS).Reported("2025-03-02"));
  host_.Feed(Crossing("x2", "2025-03-01", CANDOR_CROSSING_AREA_SELF_DISCLOSURE)
                 .Set(CANDOR_FIELD_CROSSING_DISCLOSURE, CANDOR_CROSSING_DISCLOSURE_FRAMES_RELATION));
  host_.Feed(Crossing("x3", "2025-03-01", CANDOR_CROSSING_AREA_SELF_DISCLOSURE)
                 .Set(CANDOR_FIELD_CROSSING_DISCLOSURE, CANDOR_CROSSING_DISCLOSURE_ORDINARY));

  EXPECT_THAT(LinesOf("self_disclosure"), ElementsAre("self_disclosure x1 important talk due 2025-03-16: open",
                                                      "self_disclosure x2 soon talk due 2025-03-15: open"));
}

TEST_F(SelfDisclosureTest, IsMetByAConsultationAndAllOfAClarification) {
  host_.FeedAll({Crossing("x1", "2025-03-01", CANDOR_CROSSING_AREA_DISCLOSURE_OF_FEELINGS),
                 Consultation("c1", "2025-03-02"),
                 Clarified("k1", "2025-03-04").Without(CANDOR_FIELD_CLARIFIED_DECIDED_TOGETHER)});
  EXPECT_THAT(host_.Lines(), ElementsAre("self_disclosure x1 important document due 2025-03-15: open"));
  EXPECT_THAT(host_.FollowUps().at(0).missing, ElementsAre(CANDOR_FIELD_CLARIFIED_DECIDED_TOGETHER));

  host_.Feed(Clarified("k2", "2025-03-06"));
  EXPECT_EQ(host_.FollowUps().at(0).ended_by, "k2");
}

TEST_F(SelfDisclosureTest, RunsFromWhenTheSecondTimeWasWrittenDown) {
  host_.FeedAll({OwnProblems("x1", "2025-01-01").Reported("2025-06-03"), OwnProblems("x2", "2025-01-02")});

  EXPECT_THAT(LinesOf("self_disclosure"), ElementsAre("self_disclosure x2 soon talk due 2025-06-17: open"));
}

TEST_F(SelfDisclosureTest, OwnProblemsOpenItTheSecondTimeInNinetyDays) {
  const auto opens = [](std::string_view second) {
    FakeHost host(candor_policy_plugin);
    host.FeedAll({OwnProblems("x1", "2025-01-01"), OwnProblems("x2", second)});
    return host.Of("self_disclosure").size();
  };

  EXPECT_EQ(opens("2025-03-31"), 1u);  // 89 days
  EXPECT_EQ(opens("2025-04-01"), 1u);
  EXPECT_EQ(opens("2025-04-02"), 0u);

  host_.FeedAll({OwnProblems("x1", "2025-01-01"), OwnProblems("x2", "2025-01-02"), OwnProblems("x3", "2025-01-03")});
  EXPECT_THAT(LinesOf("self_disclosure"), ElementsAre("self_disclosure x2 soon talk due 2025-01-16: open"));
  EXPECT_THAT(host_.Of("self_disclosure").at(0).facts, ElementsAre("x1"));
}

// --- R26c

TEST_F(PersonalVirtualTest, ALinkIsRemovedAndTheClientToldWhy) {
  host_.Feed(Crossing("x1", "2025-03-01", CANDOR_CROSSING_AREA_SOCIAL_MEDIA).Reported("2025-03-02"));
  EXPECT_THAT(host_.Lines(), ElementsAre("personal_virtual x1 soon document due 2025-03-16: open"));
  EXPECT_THAT(host_.FollowUps().at(0).missing,
              ElementsAre(CANDOR_FIELD_DISCUSSION_LINK_REMOVED, CANDOR_FIELD_DISCUSSION_OUTCOME));

  host_.Feed(BoundaryTalk("d1", "2025-03-04"));
  EXPECT_THAT(host_.FollowUps().at(0).missing, ElementsAre(CANDOR_FIELD_DISCUSSION_LINK_REMOVED));

  host_.Feed(BoundaryTalk("d2", "2025-03-05").Yes(CANDOR_FIELD_DISCUSSION_LINK_REMOVED));
  EXPECT_EQ(host_.FollowUps().at(0).ended_by, "d2");
}

TEST_F(PersonalVirtualTest, ThreePersonalMessagesInSixtyDaysAskForATalk) {
  for (const int32_t days : {59, 60, 61}) {
    FakeHost host(candor_policy_plugin);
    const int32_t start = DayOf("2025-01-01");
    host.FeedAll({Message("x1", start), Message("x2", start + 1), Message("x3", start + days)});
    EXPECT_EQ(host.Of("personal_virtual").size(), days <= 60 ? 1u : 0u) << days;
    if (days > 60) continue;
    EXPECT_THAT(host.Of("personal_virtual").at(0).missing, ElementsAre(CANDOR_FIELD_DISCUSSION_OUTCOME));
  }
}

TEST_F(PersonalVirtualTest, RunsFromWhenTheThirdWasWrittenDown) {
  const int32_t start = DayOf("2025-01-01");
  host_.FeedAll({Message("x1", start), Message("x2", start + 1).Reported("2025-06-03"), Message("x3", start + 2)});

  EXPECT_THAT(LinesOf("personal_virtual"), ElementsAre("personal_virtual x3 soon document due 2025-06-17: open"));
}

TEST_F(PersonalVirtualTest, MessagesAboutAppointmentsOrWithinAPlanAreNone) {
  host_.FeedAll({Crossing("x1", "2025-01-01", CANDOR_CROSSING_AREA_MESSAGE_LOGISTIC),
                 Crossing("x2", "2025-01-02", CANDOR_CROSSING_AREA_MESSAGE_LOGISTIC),
                 Crossing("x3", "2025-01-03", CANDOR_CROSSING_AREA_MESSAGE_LOGISTIC),
                 StandingPlan("p1", "2025-01-04", CANDOR_CROSSING_AREA_MESSAGE_PERSONAL, "2025-05-01"),
                 Message("x4", DayOf("2025-01-05")), Message("x5", DayOf("2025-01-06")),
                 Message("x6", DayOf("2025-01-07"))});

  EXPECT_THAT(host_.Of("personal_virtual"), IsEmpty());
}

}  // namespace
}  // namespace candor::boundaries::boundaries_exchange_test
