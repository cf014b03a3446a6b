#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "plugins/sdk/testing/fake_host.h"
#include "tests/policies/conduct_entries.h"

namespace candor::prohibitions::ending_after_attraction_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr uint16_t kTalk = CANDOR_FIELD_CONSULTATION_CONSULTANT_KIND;
constexpr uint16_t kHandover = CANDOR_FIELD_REFERRAL_OUTCOME;

class EndingAfterAttractionTest : public ::testing::Test {
 protected:
  static bool Opens(const std::vector<Entry>& timeline) {
    FakeHost host(candor_policy_plugin);
    host.FeedAll(timeline);
    return !host.FollowUps().empty();
  }

  FakeHost host_{candor_policy_plugin};
};

TEST_F(EndingAfterAttractionTest, AnEndingThatNobodyTalkedOverIsTalkedOverNow) {
  host_.FeedAll({Reaction("r1", "2025-02-01"), EndedByTherapist("e1", "2025-03-01").Reported("2025-03-03")});

  EXPECT_THAT(host_.Lines(), ElementsAre("ending_after_attraction e1 soon talk due 2025-03-17: open"));
  EXPECT_THAT(host_.FollowUps().at(0).missing, ElementsAre(kTalk, kHandover));
  EXPECT_THAT(host_.FollowUps().at(0).facts, ElementsAre("r1"));
}

TEST_F(EndingAfterAttractionTest, RunsFromWhenTheReactionWasWrittenDownToo) {
  host_.FeedAll({Reaction("r1", "2023-12-20").Reported("2024-06-03"), EndedByTherapist("e1", "2024-01-06")});
  host_.PassTo("2024-07-01");

  EXPECT_THAT(host_.Lines(), ElementsAre("ending_after_attraction e1 soon talk due 2024-06-17: open"));
}

TEST_F(EndingAfterAttractionTest, ATalkOfAnotherTherapistsIsNone) {
  host_.FeedAll({Session("s1", "2025-01-20").By("ben"), Reaction("r1", "2025-02-01"),
                 EndedByTherapist("e1", "2025-03-01"), Consultation("c1", "2025-03-05").By("ben")});

  EXPECT_THAT(host_.FollowUps().at(0).missing, ElementsAre(kTalk, kHandover));
}

TEST_F(EndingAfterAttractionTest, HowLongAfterTheReactionIsTheWindow) {
  EXPECT_TRUE(Opens({Reaction("r1", "2025-01-02"), EndedByTherapist("e1", "2025-04-01")}));
  EXPECT_TRUE(Opens({Reaction("r1", "2025-01-01"), EndedByTherapist("e1", "2025-04-01")}));
  EXPECT_FALSE(Opens({Reaction("r1", "2024-12-31"), EndedByTherapist("e1", "2025-04-01")}));
}

TEST_F(EndingAfterAttractionTest, BothATalkAndSomewhereToGoMeetIt) {
  host_.FeedAll({Reaction("r1", "2025-02-01"), EndedByTherapist("e1", "2025-03-01"), Consultation("c1", "2025-03-05")});
  EXPECT_THAT(host_.Lines(), ElementsAre("ending_after_attraction e1 soon refer due 2025-03-15: open"));
  EXPECT_THAT(host_.FollowUps().at(0).missing, ElementsAre(kHandover));

  host_.Feed(Referral("f1", "2025-03-06", CANDOR_REFERRAL_OUTCOME_OFFERED));
  host_.PassTo("2026-03-01");

  EXPECT_THAT(host_.Lines(),
              ElementsAre("ending_after_attraction e1 soon refer due 2025-03-15: resolved 2025-03-06 by f1"));
}

TEST_F(EndingAfterAttractionTest, AnyWayOutOfTheClientsCounts) {
  const std::vector<Entry> ways = {Referral("f1", "2025-03-06", CANDOR_REFERRAL_OUTCOME_DECLINED),
                                   Joint("t1", "2025-03-06"),
                                   Declined("x1", "2025-03-06", CANDOR_CLIENT_DECLINED_WHAT_CONTACT)};
  for (const Entry& way : ways) {
    FakeHost host(candor_policy_plugin);
    host.FeedAll(
        {Reaction("r1", "2025-02-01"), EndedByTherapist("e1", "2025-03-01"), way, Supervision("s1", "2025-03-07")});
    EXPECT_EQ(host.FollowUps().at(0).state, "resolved");
  }
}

TEST_F(EndingAfterAttractionTest, WhoHasSomeoneAlreadyNeedsNoReferral) {
  host_.FeedAll({Reaction("r1", "2025-02-01"), Referral("f1", "2025-02-10", CANDOR_REFERRAL_OUTCOME_ACCEPTED),
                 EndedByTherapist("e1", "2025-03-01")});
  EXPECT_THAT(host_.FollowUps().at(0).missing, ElementsAre(kTalk));

  host_.Feed(Consultation("c1", "2025-03-05"));
  EXPECT_EQ(host_.FollowUps().at(0).ended_by, "c1");
}

TEST_F(EndingAfterAttractionTest, PastDueItIsImportantAfterThirtyDays) {
  host_.FeedAll({Reaction("r1", "2025-02-01"), EndedByTherapist("e1", "2025-03-01")});
  host_.PassTo("2025-04-14");
  EXPECT_EQ(host_.FollowUps().at(0).severity, "soon");
  host_.PassTo("2025-04-15");

  EXPECT_THAT(host_.Lines(), ElementsAre("ending_after_attraction e1 important talk due 2025-03-15: open"));
}

TEST_F(EndingAfterAttractionTest, ATalkBeforeTheEndingCoversItUnlessFeelingsWereTheReason) {
  const Entry ending = EndedByTherapist("e1", "2025-03-01");
  const Entry feelings = Entry(ending).Set(CANDOR_FIELD_TERMINATION_REASON, CANDOR_TERMINATION_REASON_FEELINGS);
  const Entry reaction = Reaction("r1", "2025-02-01");
  const Entry talk = Consultation("c1", "2025-02-10");
  const Entry on_ending =
      Entry(talk).Set(CANDOR_FIELD_CONSULTATION_RECOMMENDATION, CANDOR_CONSULTATION_RECOMMENDATION_REFER);
  EXPECT_FALSE(Opens({reaction, talk, ending}));
  EXPECT_TRUE(Opens({reaction, talk, feelings}));
  EXPECT_FALSE(Opens({reaction, on_ending, feelings}));
  EXPECT_TRUE(Opens({reaction, Entry(talk).By("ben"), ending}));
  EXPECT_TRUE(Opens({reaction, Entry(talk).Set(CANDOR_HOST_CONSULTANT_RELATION, CANDOR_RELATION_SELF), ending}));
  EXPECT_TRUE(Opens({Consultation("c1", "2025-01-10"), reaction, ending}));
}

TEST_F(EndingAfterAttractionTest, WhatWasTalkedOverLongAgoWasSomethingElse) {
  EXPECT_TRUE(Opens({Reaction("r1", "2024-01-01"), Consultation("c1", "2024-01-10"), Reaction("r2", "2025-02-01"),
                     EndedByTherapist("e1", "2025-03-01")}));
}

TEST_F(EndingAfterAttractionTest, AnEndingByAnybodyElseIsNotTheirs) {
  const Entry reaction = Reaction("r1", "2025-02-01");
  EXPECT_FALSE(Opens({reaction, Left("e1", "2025-03-01")}));
  EXPECT_FALSE(Opens({reaction, EndedBy("e1", "2025-03-01", CANDOR_TERMINATION_INITIATOR_PRACTICE)}));
  EXPECT_FALSE(Opens({reaction, EndedByTherapist("e1", "2025-03-01").By("ben")}));
  EXPECT_FALSE(Opens({EndedByTherapist("e1", "2025-03-01")}));
  EXPECT_FALSE(Opens({Resolved("r1", "2025-02-01"), EndedByTherapist("e1", "2025-03-01")}));
}

TEST_F(EndingAfterAttractionTest, WhoEndedItIsAskedForWhereNobodySaid) {
  host_.FeedAll({Reaction("r1", "2025-02-01"), Entry("e1", "2025-03-01", CANDOR_KIND_TERMINATION)});

  EXPECT_THAT(host_.Lines(), ElementsAre("ending_after_attraction e1 later complete_record due 2025-03-15: open"));
  EXPECT_THAT(host_.FollowUps().at(0).missing, ElementsAre(CANDOR_FIELD_TERMINATION_INITIATOR));
}

TEST_F(EndingAfterAttractionTest, AnotherEpisodeMeetsNothingOfTheLast) {
  host_.FeedAll({Reaction("r1", "2025-02-01"), EndedByTherapist("e1", "2025-03-01"), Intake("i2", "2025-03-10"),
                 Consultation("c1", "2025-03-11"), Joint("t1", "2025-03-12")});

  EXPECT_EQ(host_.Of("ending_after_attraction").at(0).state, "open");
}

TEST_F(EndingAfterAttractionTest, WhatWasWrittenDownBeforeThePolicyIsNeverPastDue) {
  host_.FeedAll({Reaction("r1", "2025-02-01"), EndedByTherapist("e1", "2025-03-01").BeforePolicy()});
  host_.PassTo("2026-01-01");

  EXPECT_THAT(host_.Lines(), ElementsAre("ending_after_attraction e1 soon talk: open (before the policy)"));
}

}  // namespace
}  // namespace candor::prohibitions::ending_after_attraction_test
