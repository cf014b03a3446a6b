#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string_view>
#include <utility>

#include "plugins/sdk/testing/fake_host.h"
#include "tests/policies/conduct_entries.h"

namespace candor::prohibitions::evaluative_sex_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr uint16_t kJudged = CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_UNDER_EVALUATION;
constexpr uint16_t kEnded = CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_EVALUATION_ENDED;

// In the timeline of a member, not of a case.
class EvaluativeSexTest : public ::testing::Test {
 protected:
  static Entry WithSupervisee(std::string_view name, std::string_view date) {
    return Act(name, date, CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_SUPERVISEE);
  }

  FakeHost host_{candor_policy_plugin, CANDOR_SCOPE_MEMBER};
};

TEST_F(EvaluativeSexTest, SomebodyWhoseWorkOneJudges) {
  for (const int64_t other :
       {CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_SUPERVISEE, CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_TRAINEE,
        CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_STUDENT}) {
    FakeHost host(candor_policy_plugin, CANDOR_SCOPE_MEMBER);
    host.Feed(Act("a1", "2025-03-01", other).Reported("2025-03-02").Yes(kJudged));
    host.PassTo("2045-01-01");
    EXPECT_THAT(host.Lines(), ElementsAre("evaluative_sex a1 urgent prohibit due 2025-03-02: open")) << other;
  }
}

TEST_F(EvaluativeSexTest, WhereTheEvaluationIsOverItIsOver) {
  host_.Feed(WithSupervisee("a1", "2025-03-01").No(kJudged));

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(EvaluativeSexTest, ALawMayAskForAWaitAfterIt) {
  for (const auto& [day, opens] :
       {std::pair("2025-02-28", true), std::pair("2025-03-01", true), std::pair("2025-03-02", false)}) {
    FakeHost host(candor_policy_plugin, CANDOR_SCOPE_MEMBER);
    host.SetParameter("evaluative_sex", "years", 5);
    host.Feed(WithSupervisee("a1", day).No(kJudged).Date(kEnded, "2020-02-29"));
    EXPECT_EQ(!host.FollowUps().empty(), opens) << day;
  }
  host_.SetParameter("evaluative_sex", "years", 5);
  host_.Feed(WithSupervisee("a1", "2025-03-01").No(kJudged));
  EXPECT_THAT(host_.Lines(), ElementsAre("evaluative_sex a1 later complete_record due 2025-03-15: open"));
  EXPECT_THAT(host_.FollowUps().at(0).missing, ElementsAre(kEnded));
}

TEST_F(EvaluativeSexTest, WhetherOneJudgesThemIsAskedForWhereNobodySaid) {
  host_.Feed(WithSupervisee("a1", "2025-03-01"));
  host_.Feed(WithSupervisee("a2", "2025-03-01").Unsure(kJudged));

  for (const ShownFollowUp& one : host_.FollowUps()) {
    EXPECT_EQ(one.severity, "later");
    EXPECT_THAT(one.missing, ElementsAre(kJudged));
  }
  EXPECT_EQ(host_.FollowUps().size(), 2u);
}

TEST_F(EvaluativeSexTest, TheTimelineOfAMemberSaysNothingOfClientsAndThatOfACaseNothingOfSupervisees) {
  host_.Feed(Act("a1", "2025-03-01"));
  host_.Feed(Act("a2", "2025-03-01", CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_PARTNER));
  host_.Feed(Act("a3", "2025-03-01").Without(CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY));
  FakeHost of_case(candor_policy_plugin, CANDOR_SCOPE_CASE);
  of_case.Feed(WithSupervisee("a1", "2025-03-01").Yes(kJudged));

  EXPECT_THAT(host_.Lines(), IsEmpty());
  EXPECT_THAT(of_case.Lines(), IsEmpty());
}

TEST_F(EvaluativeSexTest, WhatWasNotDoneAndWhatWasOnlyHeardOpenNothing) {
  host_.Feed(WithSupervisee("a1", "2025-03-01").Yes(kJudged).Stage(CANDOR_STAGE_PROPOSED));
  host_.Feed(WithSupervisee("a2", "2025-03-01").Yes(kJudged).Basis(CANDOR_BASIS_TOLD_BY_OTHER));

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

}  // namespace
}  // namespace candor::prohibitions::evaluative_sex_test
