#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "plugins/prohibitions/rules.h"
#include "plugins/sdk/testing/fake_host.h"
#include "tests/policies/conduct_entries.h"

namespace candor::prohibitions::post_window_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr uint16_t kEarlierWords = CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_FACTOR_EARLIER_WORDS;
constexpr uint16_t kTalk = CANDOR_FIELD_CONSULTATION_CONSULTANT_KIND;

// Two years from the ending, which is long over.
class PostWindowTest : public ::testing::Test {
 protected:
  static void End(FakeHost& host) {
    host.AddCandidate("former_client_window", "window", {{"years", 2}, {"anchor", kFromTermination}, {"exception", 0}});
    host.FeedAll({Intake("i1", "2015-01-01"), Left("e1", "2016-01-01")});
  }
  void SetUp() override { End(host_); }

  ShownFollowUp Only() const {
    EXPECT_THAT(host_.FollowUps(), SizeIs(1));
    return host_.FollowUps().at(0);
  }

  FakeHost host_{candor_policy_plugin};
};

TEST_F(PostWindowTest, WhoeverMeansToIsAskedForTheFactorsAndATalkFirst) {
  host_.Feed(Intent("n1", "2025-03-01").Reported("2025-03-02"));

  EXPECT_EQ(Only().Line(), "post_window n1 important prohibit due 2025-03-16: open");
  EXPECT_THAT(Only().missing, SizeIs(10));
  EXPECT_THAT(Only().facts, ElementsAre("e1"));
}

TEST_F(PostWindowTest, AnActWithoutAnAssessmentIsUrgent) {
  host_.Feed(ActAfter("a1", "2025-03-01").Reported("2025-03-02"));
  host_.PassTo("2045-01-01");

  EXPECT_EQ(Only().Line(), "post_window a1 urgent prohibit due 2025-03-02: open");
}

TEST_F(PostWindowTest, AssessedAndTalkedOverItWaitsForWhoeverSignsItOff) {
  host_.Feed(Assessed(Intent("n1", "2025-03-01")));
  EXPECT_THAT(Only().missing, ElementsAre(kTalk));

  host_.Feed(Consultation("c1", "2025-03-05").Reported("2025-03-06"));

  EXPECT_EQ(Only().Line(), "post_window n1 important prohibit due 2025-03-20: open");
  EXPECT_THAT(Only().missing, IsEmpty());
  EXPECT_THAT(Only().facts, ElementsAre("e1", "n1", "c1"));
  host_.Feed(ActAfter("a1", "2025-06-01"));
  EXPECT_EQ(host_.FollowUps().back().Line(), "post_window a1 important prohibit due 2025-06-01: open");
}

TEST_F(PostWindowTest, TheOrderOfAssessmentAndTalkDoesNotMatterOnceItWasSaid) {
  host_.FeedAll({Intent("n1", "2025-03-01"), Consultation("c1", "2025-03-05"), Assessed(Intent("n2", "2025-03-10"))});

  for (const ShownFollowUp& one : host_.FollowUps()) EXPECT_THAT(one.missing, IsEmpty()) << one.Line();
}

TEST_F(PostWindowTest, ATalkBeforeItWasSaidDoesNotCount) {
  host_.FeedAll({Consultation("c1", "2025-02-01"), Assessed(Intent("n1", "2025-03-01"))});
  EXPECT_THAT(Only().missing, ElementsAre(kTalk));

  host_.Feed(ActAfter("a1", "2025-06-01"));
  EXPECT_EQ(host_.FollowUps().back().severity, "urgent");
}

TEST_F(PostWindowTest, OnlySomebodyIndependentCountsAndOnlyTheTherapistsOwnTalk) {
  host_.FeedAll({Assessed(Intent("n1", "2025-03-01")),
                 Consultation("c1", "2025-03-02").Set(CANDOR_HOST_CONSULTANT_RELATION, CANDOR_RELATION_SUBORDINATE),
                 Consultation("c2", "2025-03-03").By("ben")});

  EXPECT_THAT(Only().missing, ElementsAre(kTalk));
}

TEST_F(PostWindowTest, WhatSpeaksOfHarmOrExploitationMakesTheActUrgent) {
  for (const uint16_t field :
       {CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_EXPLOITATIVE, CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_HARM_LIKELY}) {
    FakeHost host(candor_policy_plugin);
    End(host);
    host.FeedAll({Assessed(Intent("n1", "2025-03-01")).Yes(field), Consultation("c1", "2025-03-05"),
                  ActAfter("a1", "2025-06-01")});
    EXPECT_EQ(host.FollowUps().back().severity, "urgent") << field;
  }
}

TEST_F(PostWindowTest, AnswersThatAreUnsureAreNoneYet) {
  host_.Feed(Assessed(Intent("n1", "2025-03-01")).Unsure(CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_FACTOR_STATE));

  EXPECT_THAT(Only().missing, ElementsAre(CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_FACTOR_STATE, kTalk));
}

TEST_F(PostWindowTest, AnAdvanceDuringTherapyIsOnRecordForEver) {
  FakeHost host(candor_policy_plugin);
  host.AddCandidate("former_client_window", "window", {{"years", 2}, {"anchor", kFromTermination}, {"exception", 0}});
  host.FeedAll({Intake("i1", "1995-01-01"), Advance("p1", "1995-06-01"), Left("e1", "1999-01-01"),
                Assessed(Intent("n1", "2025-03-01"))});
  EXPECT_THAT(host.Of("post_window").at(0).missing, ElementsAre(kEarlierWords, kTalk));
  EXPECT_THAT(host.Of("post_window").at(0).facts, Contains("p1"));

  host.Feed(Assessed(Intent("n2", "2025-03-02")).Yes(kEarlierWords));
  EXPECT_THAT(host.Of("post_window").at(1).missing, ElementsAre(kTalk));
}

TEST_F(PostWindowTest, TherapyTakenUpAgainLeavesNoAssessmentBehind) {
  host_.FeedAll({Assessed(Intent("n1", "2025-03-01")), Consultation("c1", "2025-03-05"), Intake("i2", "2025-04-01"),
                 Left("e2", "2025-05-01"), ActAfter("a1", "2027-06-01")});

  EXPECT_EQ(host_.FollowUps().back().Line(), "post_window a1 urgent prohibit due 2027-06-01: open");
}

TEST_F(PostWindowTest, WhatWasWrittenDownBeforeThePolicyHasNoDateWhateverComesSince) {
  host_.FeedAll({Assessed(Intent("n1", "2018-03-01")).BeforePolicy(), Consultation("c1", "2025-03-05")});

  EXPECT_EQ(Only().Line(), "post_window n1 important prohibit: open (before the policy)");
  EXPECT_THAT(Only().missing, Not(Contains(kTalk)));
}

}  // namespace
}  // namespace candor::prohibitions::post_window_test
