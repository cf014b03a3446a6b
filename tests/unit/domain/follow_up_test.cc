#include "daemon/domain/follow_up.h"

#include <gtest/gtest.h>

#include "tests/unit/domain/builders.h"

namespace candor::domain {
namespace {

constexpr Day kReported(2025, 4, 4);
constexpr Day kSaturday(2025, 5, 3);
constexpr Day kMonday(2025, 5, 5);

FollowUp DueOnSaturday() {
  return OpenFollowUp(1, Action::kTalk, kReported, kSaturday);
}

TEST(FollowUpTest, DueMovesToTheNextOpenDay) {
  EXPECT_EQ(DueOf(DueOnSaturday(), Settings()), kMonday);
  EXPECT_EQ(DueOf(DueOnSaturday(), WeekendsOpen()), kSaturday);
}

TEST(FollowUpTest, ALegalWindowNeverMoves) {
  FollowUp window = DueOnSaturday();
  window.clear.action = Action::kProhibit;

  EXPECT_EQ(DueOf(window, Settings()), kSaturday);
}

TEST(FollowUpTest, WhatOpenedBeforeThePolicyHasNoDate) {
  FollowUp context = DueOnSaturday();
  context.clear.before_policy = true;

  EXPECT_EQ(DueOf(context, Settings()), std::nullopt);
  EXPECT_FALSE(PastDue(context, Settings(), Day(2030, 1, 1)));
}

TEST(FollowUpTest, TheShiftedDateIsTheOneThatCountsForLateness) {
  const FollowUp on_monday = ResolvedFollowUp(1, Action::kTalk, kReported, kSaturday, kMonday);
  const FollowUp on_tuesday = ResolvedFollowUp(1, Action::kTalk, kReported, kSaturday, kMonday + 1);

  EXPECT_EQ(StatusOf(on_monday, Settings(), kMonday), FollowUpStatus::kResolved);
  EXPECT_EQ(StatusOf(on_monday, WeekendsOpen(), kMonday), FollowUpStatus::kResolvedLate);
  EXPECT_EQ(StatusOf(on_tuesday, Settings(), kMonday), FollowUpStatus::kResolvedLate);
}

TEST(FollowUpTest, WrittenDownLateIsNotLate) {
  FollowUp follow_up = ResolvedFollowUp(1, Action::kTalk, kReported, kMonday, kMonday);
  follow_up.clear.resolution_reported_on = kMonday + 40;

  EXPECT_EQ(StatusOf(follow_up, Settings(), kMonday + 50), FollowUpStatus::kResolved);
}

TEST(FollowUpTest, WhatWentQuietIsNeverLate) {
  FollowUp follow_up = ResolvedFollowUp(1, Action::kTalk, kReported, kMonday, kMonday + 90);
  follow_up.clear.cause = ResolvedCause::kQuiet;

  EXPECT_EQ(StatusOf(follow_up, Settings(), kMonday + 100), FollowUpStatus::kResolved);
}

TEST(FollowUpTest, StatusTakesTheStrongest) {
  FollowUp follow_up = ResolvedFollowUp(1, Action::kTalk, kReported, kMonday, kMonday + 1);
  follow_up.waived_until = kMonday + 100;
  follow_up.disposed = true;
  follow_up.clear.state = RuleState::kWithdrawn;
  EXPECT_EQ(StatusOf(follow_up, Settings(), kMonday), FollowUpStatus::kWithdrawn);

  follow_up.clear.state = RuleState::kResolved;
  EXPECT_EQ(StatusOf(follow_up, Settings(), kMonday), FollowUpStatus::kDisposed);

  follow_up.disposed = false;
  EXPECT_EQ(StatusOf(follow_up, Settings(), kMonday), FollowUpStatus::kResolvedLate);

  follow_up.clear.state = RuleState::kOpen;
  EXPECT_EQ(StatusOf(follow_up, Settings(), kMonday), FollowUpStatus::kWaived);

  follow_up.waived_until.reset();
  EXPECT_EQ(StatusOf(follow_up, Settings(), kMonday), FollowUpStatus::kOpen);
}

TEST(FollowUpTest, AWaiverEndsAfterItsLastDay) {
  FollowUp follow_up = DueOnSaturday();
  follow_up.waived_until = kMonday + 30;

  EXPECT_EQ(StatusOf(follow_up, Settings(), kMonday + 30), FollowUpStatus::kWaived);
  EXPECT_FALSE(PastDue(follow_up, Settings(), kMonday + 30));
  EXPECT_EQ(StatusOf(follow_up, Settings(), kMonday + 31), FollowUpStatus::kOpen);
  EXPECT_TRUE(PastDue(follow_up, Settings(), kMonday + 31));
}

TEST(FollowUpTest, TheDueDayItselfIsStillInTime) {
  EXPECT_FALSE(PastDue(DueOnSaturday(), Settings(), kMonday));
  EXPECT_TRUE(PastDue(DueOnSaturday(), Settings(), kMonday + 1));
}

TEST(FollowUpTest, WithoutADateNothingIsPastIt) {
  const FollowUp undated = OpenFollowUp(1, Action::kDocument, kReported, std::nullopt);

  EXPECT_FALSE(PastDue(undated, Settings(), Day(2100, 1, 1)));
}

}  // namespace
}  // namespace candor::domain
