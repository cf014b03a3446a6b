#include "daemon/base/clock.h"

#include <gtest/gtest.h>

namespace candor::clock_test {
namespace {

TEST(SimulatedClockTest, MovesOnlyByHand) {
  SimulatedClock clock(absl::FromUnixSeconds(100));
  EXPECT_EQ(clock.Now(), absl::FromUnixSeconds(100));

  clock.AdvanceTime(absl::Seconds(5));
  EXPECT_EQ(clock.Now(), absl::FromUnixSeconds(105));

  clock.SetTime(absl::FromUnixSeconds(7));
  EXPECT_EQ(clock.Now(), absl::FromUnixSeconds(7));
}

TEST(SystemClockTest, IsTheMachinesClock) {
  SystemClock clock;
  const absl::Time before = absl::Now();

  const absl::Time now = clock.Now();

  EXPECT_GE(now, before - absl::Seconds(1));
  EXPECT_LE(now, absl::Now() + absl::Seconds(1));
}

}  // namespace
}  // namespace candor::clock_test
