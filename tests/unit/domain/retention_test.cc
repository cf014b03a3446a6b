#include "daemon/domain/retention.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace candor::domain::retention_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const SubjectId kCase = SubjectId::Of(CaseId(IdBytes{1}));

RetentionValue Value(std::string profile, std::string_view parameter, int64_t value) {
  return {std::move(profile), std::string(parameter), value, parameter == kKeepPersonal ? "months" : "years", "source"};
}

// A case that ended on 31 January 2020, with a private note that was talked over in 2019.
RetentionFacts Ended() {
  RetentionFacts facts;
  facts.subject = kCase;
  facts.has_general = true;
  facts.has_personal = true;
  facts.ended = Day(2020, 1, 31);
  facts.last_contact = Day(2020, 1, 31);
  facts.personal_resolved = Day(2019, 8, 31);
  return facts;
}

const std::vector<RetentionValue> kSevenYears = {Value("apa 1.0.0", kKeepCase, 7),
                                                 Value("default 1.0.0", kKeepPersonal, 24)};

TEST(CaseDueTest, RunsFromTheEnding) {
  const auto due = CaseDue(Ended(), kSevenYears);

  ASSERT_TRUE(due.has_value());
  EXPECT_EQ(due->due, Day(2027, 1, 31));
  EXPECT_EQ(due->by.profile, "apa 1.0.0");
  EXPECT_EQ(due->subject, kCase);
  EXPECT_THAT(due->classes, ElementsAre(KeyClass::kGeneral, KeyClass::kPersonal));
  EXPECT_THAT(due->blocks, IsEmpty());
}

TEST(CaseDueTest, RunsFromALaterContact) {
  RetentionFacts facts = Ended();
  facts.last_contact = Day(2021, 5, 2);
  EXPECT_EQ(CaseDue(facts, kSevenYears)->due, Day(2028, 5, 2));
}

TEST(CaseDueTest, TheLongestThatAnyProfileSaysWins) {
  std::vector<RetentionValue> schedule = kSevenYears;
  schedule.push_back(Value("belgium 1.0.0", kKeepCase, 30));
  schedule.push_back(Value("netherlands 1.0.0", kKeepCase, 20));

  const auto due = CaseDue(Ended(), schedule);

  EXPECT_EQ(due->due, Day(2050, 1, 31));
  EXPECT_EQ(due->by.profile, "belgium 1.0.0");
}

TEST(CaseDueTest, WhoWasAMinorIsKeptFromComingOfAgeWhereThatIsLater) {
  std::vector<RetentionValue> schedule = kSevenYears;
  schedule.push_back(Value("california 1.0.0", kKeepMinor, 7));
  RetentionFacts facts = Ended();

  facts.of_age_in = 2031;
  EXPECT_EQ(CaseDue(facts, schedule)->due, Day(2038, 12, 31)) << "to the end of the year that is on file";
  EXPECT_EQ(CaseDue(facts, schedule)->by.profile, "california 1.0.0");
  facts.of_age_in = 1990;
  EXPECT_EQ(CaseDue(facts, schedule)->due, Day(2027, 1, 31)) << "an adult's record is no shorter for it";
  EXPECT_FALSE(CaseDue(facts, schedule)->age_not_recorded);
}

TEST(CaseDueTest, WhereTheAgeIsNotRecordedTheLongestThatItCanBeHolds) {
  std::vector<RetentionValue> schedule = kSevenYears;
  schedule.push_back(Value("california 1.0.0", kKeepMinor, 7));

  const auto due = CaseDue(Ended(), schedule);

  EXPECT_EQ(due->due, Day(2045, 1, 31)) << "18 years and seven more";
  EXPECT_TRUE(due->age_not_recorded);
}

TEST(CaseDueTest, AnOpenOneAnErasedOneAndOneWithoutASchedule) {
  RetentionFacts facts = Ended();
  facts.open = true;
  EXPECT_FALSE(CaseDue(facts, kSevenYears).has_value());
  facts = Ended();
  facts.ended.reset();
  EXPECT_FALSE(CaseDue(facts, kSevenYears).has_value());
  facts = Ended();
  facts.has_general = false;
  EXPECT_FALSE(CaseDue(facts, kSevenYears).has_value());
  EXPECT_FALSE(CaseDue(Ended(), {}).has_value());
  EXPECT_FALSE(CaseDue(Ended(), {Value("x", kKeepMinor, 3)}).has_value()) << "says nothing of adults";
}

TEST(CaseDueTest, ForeverIsNever) {
  EXPECT_GE(CaseDue(Ended(), {Value("x", kKeepCase, 1'000'000)})->due, Day(9999, 12, 31));
}

TEST(CaseDueTest, HoldsAndOpenFollowUpsBlock) {
  RetentionFacts facts = Ended();
  facts.held = true;
  facts.open_follow_ups = true;
  facts.matter = true;
  EXPECT_THAT(CaseDue(facts, kSevenYears)->blocks, ElementsAre(RetentionBlock::kHold, RetentionBlock::kOpen))
      << "a matter is kept with the case, and goes with it";
}

TEST(PersonalDueTest, FadesFromWhenItWasResolved) {
  const auto due = PersonalDue(Ended(), kSevenYears);

  ASSERT_TRUE(due.has_value());
  EXPECT_EQ(due->due, Day(2021, 8, 31));
  EXPECT_THAT(due->classes, ElementsAre(KeyClass::kPersonal));
  EXPECT_THAT(due->blocks, IsEmpty());
}

TEST(PersonalDueTest, ADayThatTheMonthDoesNotHaveIsOneOfTheNext) {
  RetentionFacts facts = Ended();
  facts.personal_resolved = Day(2019, 8, 31);
  EXPECT_EQ(PersonalDue(facts, {Value("x", kKeepPersonal, 6)})->due, Day(2020, 3, 2));
}

TEST(PersonalDueTest, WhatNothingHasResolvedFadesFromTheEndOfTheCase) {
  RetentionFacts facts = Ended();
  facts.personal_resolved.reset();
  EXPECT_EQ(PersonalDue(facts, kSevenYears)->due, Day(2022, 1, 31));
  facts.ended.reset();
  EXPECT_FALSE(PersonalDue(facts, kSevenYears).has_value()) << "there is nothing to count from";
}

TEST(PersonalDueTest, WhatWasResolvedFadesWhileTheCaseIsOpen) {
  RetentionFacts facts = Ended();
  facts.open = true;
  facts.ended.reset();
  EXPECT_EQ(PersonalDue(facts, kSevenYears)->due, Day(2021, 8, 31));
}

TEST(PersonalDueTest, AnActAHoldAndAnOpenFollowUpBlock) {
  RetentionFacts facts = Ended();
  facts.held = true;
  facts.open_personal = true;
  facts.matter = true;
  EXPECT_THAT(PersonalDue(facts, kSevenYears)->blocks,
              ElementsAre(RetentionBlock::kHold, RetentionBlock::kOpen, RetentionBlock::kAct));
  facts.has_personal = false;
  EXPECT_FALSE(PersonalDue(facts, kSevenYears).has_value()) << "nothing is there, or it has faded";
}

}  // namespace
}  // namespace candor::domain::retention_test
