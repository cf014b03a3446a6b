#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "plugins/sdk/testing/fake_host.h"
#include "plugins/working/rules.h"
#include "plugins/working/state.h"

// R55 over one member, by what has become of follow-ups of cases.
namespace candor::working::therapist_support_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::ElementsAre;
using ::testing::IsEmpty;

FollowUpChange Important(std::string_view name, std::string_view date, std::string_view due,
                         std::string_view rule = "R22") {
  return FollowUpChange::Opened(name, date, rule).Severity(CANDOR_SEVERITY_IMPORTANT).Due(due);
}

FollowUpChange Ended(std::string_view name, std::string_view date, std::string_view rule = "R22") {
  return FollowUpChange::Ended(name, date, rule);
}

FollowUpChange Pattern(std::string_view name, std::string_view date) {
  return FollowUpChange::Opened(name, date, "R23").Due("2026-12-31");
}

class TherapistSupportTest : public ::testing::Test {
 protected:
  std::vector<std::string> Lines() const {
    std::vector<std::string> lines;
    for (const ShownFollowUp& one : host_.Of("therapist_support")) lines.push_back(one.Line());
    return lines;
  }

  FakeHost host_{candor_policy_plugin, CANDOR_SCOPE_MEMBER};
};

TEST_F(TherapistSupportTest, TwoSituationsLeftThirtyDaysPastTheirDateCallForAnOffer) {
  host_.Feed(Important("a1", "2025-01-06", "2025-01-20"));
  host_.Feed(Important("b1", "2025-02-03", "2025-02-17"));

  host_.PassTo("2025-03-19");
  EXPECT_THAT(Lines(), IsEmpty()) << "thirty days have not passed at the end of the day before";
  host_.PassTo("2025-03-20");
  EXPECT_THAT(Lines(), ElementsAre("therapist_support a1 soon talk due 2025-04-02: open"));
}

TEST_F(TherapistSupportTest, WhatWasDueBeforeItWasAskedForIsLeftFromThenOn) {
  host_.Feed(Important("a1", "2025-01-06", "2025-01-20").Reported("2025-06-03"));
  host_.Feed(Important("b1", "2025-02-03", "2025-02-17").Reported("2025-06-03"));

  host_.PassTo("2025-07-03");
  EXPECT_THAT(Lines(), IsEmpty());
  host_.PassTo("2025-07-04");
  EXPECT_EQ(Lines().size(), 1u) << "thirty days after the third of June";
}

TEST_F(TherapistSupportTest, OneSituationIsOneHoweverManyFollowUpsItHas) {
  host_.Feed(Important("a1", "2025-01-06", "2025-01-20").Situation("s1"));
  host_.Feed(Important("a2", "2025-01-06", "2025-01-27").Situation("s1"));
  host_.PassTo("2025-06-01");
  EXPECT_THAT(Lines(), IsEmpty());

  host_.Feed(Important("b1", "2025-06-02", "2025-06-16").Situation("s2"));
  host_.PassTo("2025-08-01");
  EXPECT_THAT(Lines(), ElementsAre("therapist_support a1 soon talk due 2025-07-30: open"));
}

TEST_F(TherapistSupportTest, WhatEndedUpToTheThirtiethDayIsNotCounted) {
  host_.Feed(Important("a1", "2025-01-06", "2025-01-20"));
  host_.Feed(Important("b1", "2025-02-03", "2025-02-17"));
  host_.Feed(Ended("b1", "2025-03-19"));
  host_.PassTo("2025-06-01");

  EXPECT_THAT(Lines(), IsEmpty());
  EXPECT_EQ(host_.timer_count(), 0u);
}

TEST_F(TherapistSupportTest, OnlyWhatIsImportantOrUrgentAndHasADateCounts) {
  host_.Feed(Important("a1", "2025-01-06", "2025-01-20").Severity(CANDOR_SEVERITY_SOON));
  host_.Feed(FollowUpChange::Opened("b1", "2025-01-06", "R22").Severity(CANDOR_SEVERITY_URGENT));
  host_.Feed(Important("c1", "2025-01-06", "2025-01-20"));
  host_.PassTo("2025-06-01");

  EXPECT_THAT(Lines(), IsEmpty());
}

TEST_F(TherapistSupportTest, WhatIsOnlyWeighedNeverCounts) {
  for (const char* rule : {"R20", "R30", "R31", "R32"}) host_.Feed(Important(rule, "2025-01-06", "2025-01-20", rule));
  host_.PassTo("2025-06-01");

  EXPECT_THAT(Lines(), IsEmpty());
}

TEST_F(TherapistSupportTest, AYearApartTheyAreNotCountedTogether) {
  host_.Feed(Important("a1", "2025-01-06", "2025-01-20"));  // left on 19 February
  host_.Feed(Important("b1", "2026-01-05", "2026-01-20"));  // left on 19 February, a year later
  host_.PassTo("2026-06-01");
  EXPECT_THAT(Lines(), IsEmpty());

  host_.Feed(Important("c1", "2026-06-01", "2026-12-20"));  // left on 19 January 2027, 334 days later
  host_.PassTo("2027-02-01");
  EXPECT_THAT(Lines(), ElementsAre("therapist_support b1 soon talk due 2027-02-02: open"));
}

TEST_F(TherapistSupportTest, APlanWithTheDayOfItsReviewEndsItAndTheCountBeginsAgain) {
  host_.Feed(Important("a1", "2025-01-06", "2025-01-20"));
  host_.Feed(Important("b1", "2025-01-06", "2025-01-21"));
  host_.PassTo("2025-03-01");
  host_.Feed(Entry("p1", "2025-03-02", CANDOR_KIND_CONTINUE_PLAN));
  EXPECT_THAT(Lines(), ElementsAre("therapist_support a1 soon talk due 2025-03-06: open")) << "no day of review";

  host_.Feed(
      Entry("p2", "2025-03-04", CANDOR_KIND_CONTINUE_PLAN).Date(CANDOR_FIELD_CONTINUE_PLAN_REVIEW_BY, "2025-06-01"));
  EXPECT_THAT(Lines(), ElementsAre("therapist_support a1 soon talk due 2025-03-06: resolved 2025-03-04 by p2"));

  host_.Feed(Important("c1", "2025-04-01", "2025-04-10"));
  host_.PassTo("2025-06-01");
  EXPECT_EQ(Lines().size(), 1u) << "one since the plan";
}

TEST_F(TherapistSupportTest, TheReasonWhyThereIsNoneEndsItTooAndWhatCameBeforeDoesNot) {
  host_.Feed(Entry("d0", "2025-01-02", CANDOR_KIND_DECISION).Written(CANDOR_FIELD_DECISION_RATIONALE));
  host_.Feed(Important("a1", "2025-01-06", "2025-01-20"));
  host_.Feed(Important("b1", "2025-01-06", "2025-01-21"));
  host_.PassTo("2025-03-01");
  host_.Feed(Entry("d1", "2025-03-02", CANDOR_KIND_DECISION));
  EXPECT_THAT(Lines(), ElementsAre("therapist_support a1 soon talk due 2025-03-06: open")) << "no reason was given";

  host_.Feed(Entry("d2", "2025-03-04", CANDOR_KIND_DECISION).Written(CANDOR_FIELD_DECISION_RATIONALE));
  EXPECT_THAT(Lines(), ElementsAre("therapist_support a1 soon talk due 2025-03-06: resolved 2025-03-04 by d2"));
}

TEST_F(TherapistSupportTest, AMatterFoundToBeSoWithAPatternSinceIsImportant) {
  host_.Feed(Ended("m1", "2025-03-03", "R10").Finding(CANDOR_FINDING_SUBSTANTIATED));
  EXPECT_THAT(Lines(), IsEmpty());

  host_.Feed(Pattern("x1", "2025-05-05"));
  EXPECT_THAT(Lines(), ElementsAre("therapist_support m1 important talk due 2025-05-19: open"));
}

TEST_F(TherapistSupportTest, APatternThatIsStillOpenThenIsOneSince) {
  host_.Feed(Pattern("x1", "2025-02-03"));
  host_.Feed(Ended("m1", "2025-03-03", "R34").Finding(CANDOR_FINDING_SUBSTANTIATED));

  EXPECT_THAT(Lines(), ElementsAre("therapist_support m1 important talk due 2025-03-17: open"));
}

TEST_F(TherapistSupportTest, AnAllegationThatWasNotFoundToBeSoNeverCounts) {
  int number = 0;
  for (const int64_t finding :
       {CANDOR_FINDING_NOT_SUBSTANTIATED, CANDOR_FINDING_UNFOUNDED, CANDOR_FINDING_TAKEN_BACK}) {
    host_.Feed(Ended("m" + std::to_string(++number), "2025-03-03", "R10").Finding(finding));
  }
  host_.Feed(Ended("m9", "2025-03-03", "R10"));
  host_.Feed(Ended("r21", "2025-03-03", "R21").Finding(CANDOR_FINDING_SUBSTANTIATED));
  host_.Feed(Pattern("x1", "2025-05-05"));

  EXPECT_THAT(Lines(), IsEmpty());
}

TEST_F(TherapistSupportTest, APatternAYearLaterIsNoneSince) {
  host_.Feed(Ended("m1", "2025-03-03", "R17").Finding(CANDOR_FINDING_SUBSTANTIATED));
  host_.Feed(Pattern("x1", "2026-03-03"));
  EXPECT_THAT(Lines(), IsEmpty());
}

TEST_F(TherapistSupportTest, APatternThatHasEndedIsNotOpenSince) {
  host_.Feed(Pattern("x1", "2025-02-03"));
  host_.Feed(Ended("x1", "2025-02-10", "R23"));
  host_.Feed(Ended("m1", "2025-03-03", "R22").Finding(CANDOR_FINDING_SUBSTANTIATED));
  EXPECT_THAT(Lines(), IsEmpty());
}

TEST_F(TherapistSupportTest, AMatterRaisesAnOfferThatIsOpen) {
  host_.Feed(Important("a1", "2025-01-06", "2025-01-20"));
  host_.Feed(Important("b1", "2025-01-06", "2025-01-21"));
  host_.PassTo("2025-03-01");
  host_.Feed(Pattern("x1", "2025-03-02"));
  host_.Feed(Ended("m1", "2025-03-03", "R33").Finding(CANDOR_FINDING_SUBSTANTIATED));

  EXPECT_THAT(Lines(), ElementsAre("therapist_support a1 important talk due 2025-03-06: open"));
  EXPECT_THAT(host_.Of("therapist_support").at(0).facts, ElementsAre("a1", "b1", "m1"));
}

TEST_F(TherapistSupportTest, WhatItIsNotToldOfByNameCountsAllTheSame) {
  host_.Feed(Important("a1", "2025-01-06", "2025-01-20", ""));
  host_.Feed(Important("b1", "2025-01-06", "2025-01-20", ""));
  host_.PassTo("2025-03-01");
  EXPECT_EQ(Lines().size(), 1u) << "what was erased was still left";
}

TEST_F(TherapistSupportTest, HowManyAndHowLongAreThePracticesToSay) {
  host_.SetParameter("therapist_support", "situations", 1).SetParameter("therapist_support", "left_after", 10);
  host_.Feed(Important("a1", "2025-01-06", "2025-01-20"));
  host_.PassTo("2025-01-31");

  EXPECT_THAT(Lines(), ElementsAre("therapist_support a1 soon talk due 2025-02-13: open"));
}

TEST_F(TherapistSupportTest, ManyAtOnceAreHeldWithinBounds) {
  for (int i = 0; i < 40; ++i) {
    host_.Feed(Important("a" + std::to_string(i), "2025-01-06", "2025-01-20"));
    host_.Feed(Pattern("x" + std::to_string(i), "2025-01-06"));
  }
  EXPECT_LE(host_.timer_count(), size_t{Support::kMaxPending});
  host_.PassTo("2025-06-01");

  EXPECT_THAT(host_.not_assessed(), IsEmpty());
  EXPECT_EQ(Lines().size(), 1u);
}

TEST_F(TherapistSupportTest, WhatBecameOfFollowUpsIsNoCasesRulesToRead) {
  FakeHost of_case(candor_policy_plugin, CANDOR_SCOPE_CASE);
  of_case.Feed(Important("a1", "2025-01-06", "2025-01-20"));
  of_case.Feed(Important("b1", "2025-01-06", "2025-01-20"));
  of_case.PassTo("2025-06-01");
  EXPECT_THAT(of_case.Lines(), IsEmpty());
}

}  // namespace
}  // namespace candor::working::therapist_support_test
