#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "plugins/sdk/testing/fake_host.h"
#include "tests/policies/endings.h"

// R08 advice_not_acted.
namespace candor::referral::advice_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class AdviceTest : public ::testing::Test {
 protected:
  std::vector<ShownFollowUp> Advice() { return host_.Of("advice_not_acted"); }

  FakeHost host_{candor_policy_plugin};
};

// To limit the work, without a word why it is done or not.
Entry Advised(std::string_view name, std::string_view date,
              int64_t recommendation = CANDOR_CONSULTATION_RECOMMENDATION_LIMIT) {
  return Consultation(name, date)
      .Set(CANDOR_FIELD_CONSULTATION_RECOMMENDATION, recommendation)
      .Without(CANDOR_FIELD_CONSULTATION_DECISION)
      .Without(CANDOR_FIELD_CONSULTATION_RATIONALE);
}

Entry Decided(std::string_view name, std::string_view date) {
  return Entry(name, date, CANDOR_KIND_DECISION).Set(CANDOR_FIELD_DECISION_DECISION, CANDOR_DECISION_DECISION_LIMIT);
}

TEST_F(AdviceTest, ThirtyDaysWithoutActionOrReasonAskWhatCameOfIt) {
  host_.Feed(Advised("c1", "2025-03-01").Reported("2025-03-02"));
  host_.PassTo("2025-04-01");
  EXPECT_THAT(host_.Lines(), IsEmpty());

  host_.PassTo("2025-04-02");

  EXPECT_THAT(host_.Lines(), ElementsAre("advice_not_acted c1 soon document due 2025-04-15: open"));
}

TEST_F(AdviceTest, AnActionOnTheThirtiethDayIsInTimeAndOneAfterwardsMeetsIt) {
  FakeHost late(candor_policy_plugin);
  host_.FeedAll({Advised("c1", "2025-03-01"), Decided("d1", "2025-03-31")});
  host_.PassTo("2026-01-01");
  late.FeedAll({Advised("c1", "2025-03-01"), Decided("d1", "2025-04-01")});

  EXPECT_THAT(host_.Lines(), IsEmpty());
  EXPECT_THAT(late.Lines(), ElementsAre("advice_not_acted c1 soon document due 2025-04-14: resolved 2025-04-01 by d1"));
}

TEST_F(AdviceTest, ASecondConsultationAPlanOrAHandoverIsAnAction) {
  for (const Entry& entry : {Consultation("x1", "2025-03-10"), Supervision("x1", "2025-03-10"),
                             Plan("x1", "2025-03-10", "2025-05-01"), Joint("x1", "2025-03-10").By("other"),
                             Referral("x1", "2025-03-10", CANDOR_REFERRAL_OUTCOME_OFFERED), Left("x1", "2025-03-10")}) {
    FakeHost host(candor_policy_plugin);
    host.FeedAll({Advised("c1", "2025-03-01"), entry});
    host.PassTo("2026-01-01");
    EXPECT_THAT(host.Of("advice_not_acted"), IsEmpty()) << entry.kind();
  }
}

TEST_F(AdviceTest, WhatCameBeforeOrFromSomebodyElseIsNone) {
  host_.FeedAll({Decided("d0", "2025-02-20"), Advised("c1", "2025-03-01"), Decided("d1", "2025-03-10").By("other")});
  host_.PassTo("2025-04-10");

  EXPECT_THAT(Advice(), SizeIs(1));
}

TEST_F(AdviceTest, AReasonInTheNoteAndAdviceToGoOnAskNothing) {
  host_.FeedAll({Advised("c1", "2025-03-01").Written(CANDOR_FIELD_CONSULTATION_RATIONALE).By("a"),
                 Advised("c2", "2025-03-01", CANDOR_CONSULTATION_RECOMMENDATION_CONTINUE).By("b"),
                 Advised("c3", "2025-03-01", CANDOR_CONSULTATION_RECOMMENDATION_CONTINUE_MONITOR).By("c"),
                 Advised("c4", "2025-03-01").Set(CANDOR_HOST_CONSULTANT_RELATION, CANDOR_RELATION_PARTY).By("d")});
  host_.PassTo("2026-01-01");

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(AdviceTest, PrecautionsAreMetByADecisionAboutThem) {
  FakeHost decided(candor_policy_plugin);
  const Entry advised = Advised("c1", "2025-03-01", CANDOR_CONSULTATION_RECOMMENDATION_ACCEPTABLE_WITH_PRECAUTIONS);
  host_.Feed(advised);
  decided.Feed(Entry(advised).Set(CANDOR_FIELD_CONSULTATION_DECISION, CANDOR_CONSULTATION_DECISION_CONTINUE));
  for (FakeHost* host : {&host_, &decided}) host->PassTo("2026-01-01");

  EXPECT_THAT(Advice(), SizeIs(1));
  EXPECT_THAT(decided.Lines(), IsEmpty());
}

TEST_F(AdviceTest, AnotherEpisodeAsksNothingAboutTheAdviceOfTheLast) {
  host_.FeedAll(
      {Intake("i1", "2025-01-01"), Advised("c1", "2025-03-01"), Left("e1", "2025-03-02"), Intake("i2", "2025-03-10")});
  host_.PassTo("2026-01-01");

  EXPECT_THAT(host_.Lines(), IsEmpty());
  EXPECT_EQ(host_.timer_count(), 0u);
}

TEST_F(AdviceTest, MoreTherapistsThanCanBeKeptLeaveNothingUnassessed) {
  for (const char* therapist : {"a", "b", "c", "d", "e"}) {
    host_.Feed(Advised(std::string("c") + therapist, "2025-03-01").By(therapist));
  }
  host_.PassTo("2026-01-01");

  EXPECT_THAT(host_.not_assessed(), IsEmpty());
  EXPECT_THAT(Advice(), SizeIs(3));
}

}  // namespace
}  // namespace candor::referral::advice_test
