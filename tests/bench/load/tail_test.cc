#include "tests/bench/load/tail.h"

#include <gtest/gtest.h>

namespace candor::bench::tail_test {
namespace {

TEST(ScheduleTest, WhatIsDueStandsAtEvenDistancesHoweverLateItIsTaken) {
  Schedule schedule(4);
  EXPECT_TRUE(schedule.IsDue(0));
  EXPECT_EQ(schedule.Take(), 0);
  EXPECT_FALSE(schedule.IsDue(0.2));
  ASSERT_TRUE(schedule.IsDue(0.9));
  EXPECT_EQ(schedule.Take(), 0.25);
  ASSERT_TRUE(schedule.IsDue(0.9));
  EXPECT_EQ(schedule.Take(), 0.5);
}

}  // namespace
}  // namespace candor::bench::tail_test
