#include "daemon/domain/waiting_times.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace candor::domain::waiting_times_test {
namespace {

struct Wait {
  int days;
  bool held;
};

WaitingTimes TimesOf(const std::vector<Wait>& waits) {
  WaitingTimes times;
  for (const Wait& wait : waits) wait.held ? times.AddHeld(wait.days) : times.AddCensored(wait.days);
  return times;
}

// Day by day over every wait, as the textbook defines it.
double NaiveShareBy(const std::vector<Wait>& waits, int day) {
  double waiting = 1.0;
  for (int d = 0; d <= day; ++d) {
    double at_risk = 0;
    double events = 0;
    for (const Wait& wait : waits) {
      if (wait.days >= d) ++at_risk;
      if (wait.days == d && wait.held) ++events;
    }
    if (events > 0) waiting *= (at_risk - events) / at_risk;
  }
  return 1.0 - waiting;
}

TEST(WaitingTimesTest, WithoutCensoringIsThePlainShare) {
  const WaitingTimes times = TimesOf({{1, true}, {5, true}, {14, true}, {20, true}});

  EXPECT_DOUBLE_EQ(*times.ShareBy(14), 0.75);
  EXPECT_DOUBLE_EQ(*times.ShareBy(0), 0.0);
  EXPECT_DOUBLE_EQ(*times.ShareBy(400), 1.0);
  EXPECT_EQ(times.Median(), 5);
}

// Kaplan and Meier's own worked example has the estimates 0.8, 0.6 … for 6+, 1, 3, 5+ and so on; this small one is
// checked by hand: at risk 4, 3, 1.
TEST(WaitingTimesTest, CountsTheCensoredForAsLongAsTheyWereWatched) {
  const WaitingTimes times = TimesOf({{1, true}, {3, true}, {4, false}, {9, true}});

  EXPECT_NEAR(*times.ShareBy(3), 1.0 - 0.75 * (2.0 / 3.0), 1e-12);
  EXPECT_NEAR(*times.ShareBy(8), 0.5, 1e-12);
  EXPECT_NEAR(*times.ShareBy(9), 1.0, 1e-12);
}

TEST(WaitingTimesTest, SaysNothingBeyondWhatWasWatched) {
  const WaitingTimes times = TimesOf({{1, true}, {10, false}});

  EXPECT_TRUE(times.ShareBy(10).has_value());
  EXPECT_EQ(times.ShareBy(11), std::nullopt);
  EXPECT_EQ(WaitingTimes().ShareBy(0), std::nullopt);
}

TEST(WaitingTimesTest, HasNoMedianWhenMostStillWait) {
  EXPECT_EQ(TimesOf({{1, true}, {10, false}, {10, false}}).Median(), std::nullopt);
}

TEST(WaitingTimesTest, EqualsTheNaiveReference) {
  constexpr uint32_t kSeed = 1958;
  std::mt19937 random(kSeed);
  for (int round = 0; round < 500; ++round) {
    SCOPED_TRACE(testing::Message() << "seed " << kSeed << ", round " << round);
    std::vector<Wait> waits;
    const uint32_t size = 1 + random() % 40;
    for (uint32_t i = 0; i < size; ++i) waits.push_back({static_cast<int>(random() % 60), random() % 3 != 0});

    const WaitingTimes times = TimesOf(waits);

    ASSERT_EQ(times.size(), static_cast<int64_t>(size));
    for (int day = 0; day <= 60; ++day) {
      const auto share = times.ShareBy(day);
      if (!share) continue;
      ASSERT_NEAR(*share, NaiveShareBy(waits, day), 1e-9) << "day " << day;
    }
    if (const auto median = times.Median()) {
      ASSERT_GE(NaiveShareBy(waits, *median), 0.5 - 1e-9);
      ASSERT_LT(NaiveShareBy(waits, *median - 1), 0.5);
    } else {
      ASSERT_LT(NaiveShareBy(waits, 60), 0.5);
    }
  }
}

TEST(WaitingTimesTest, CountsWhatWasHeldByADay) {
  WaitingTimes times;
  times.AddHeld(2, 3);
  times.AddHeld(5);
  times.AddCensored(1, 4);

  EXPECT_EQ(times.HeldBy(1), 0);
  EXPECT_EQ(times.HeldBy(2), 3);
  EXPECT_EQ(times.HeldBy(30), 4);
}

}  // namespace
}  // namespace candor::domain::waiting_times_test
