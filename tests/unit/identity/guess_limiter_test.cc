#include "daemon/identity/guess_limiter.h"

#include <gtest/gtest.h>

#include "daemon/base/status.h"
#include "identities.h"

namespace candor::identity::guess_limiter_test {
namespace {

class GuessLimiterTest : public testing::Test {
 protected:
  bool Heard(uint32_t locator) {
    const absl::Status status = limiter_.Admit(locator);
    EXPECT_TRUE(status.ok() || absl::IsResourceExhausted(status)) << status;
    return status.ok();
  }

  SimulatedClock clock_{Noon()};
  GuessLimiter limiter_{clock_};
};

TEST_F(GuessLimiterTest, TheWaitDoublesWithEachWrongGuessAboutACode) {
  ASSERT_TRUE(Heard(1));
  for (int wait = 1; wait <= 64; wait *= 2) {
    clock_.AdvanceTime(absl::Seconds(wait) - absl::Milliseconds(1));
    EXPECT_FALSE(Heard(1)) << wait;
    clock_.AdvanceTime(absl::Milliseconds(1));
    EXPECT_TRUE(Heard(1)) << wait;
  }
}

TEST_F(GuessLimiterTest, AfterTenNoMoreIsHeardAboutACodeForAWeek) {
  for (int i = 0; i < GuessLimiter::kMostPerLocator; ++i) {
    ASSERT_TRUE(Heard(1)) << i;
    clock_.AdvanceTime(absl::Hours(1));
  }
  EXPECT_FALSE(Heard(1));
  EXPECT_TRUE(Heard(2));
  clock_.AdvanceTime(6 * kDay);
  EXPECT_FALSE(Heard(1));
  clock_.AdvanceTime(kDay);
  EXPECT_TRUE(Heard(1));
}

TEST_F(GuessLimiterTest, AltogetherThereAreThirtyAndThenOneEveryTwentySeconds) {
  for (uint32_t locator = 0; locator < 30; ++locator) EXPECT_TRUE(Heard(locator)) << locator;
  EXPECT_FALSE(Heard(100));
  clock_.AdvanceTime(absl::Seconds(20));
  EXPECT_TRUE(Heard(100));
  EXPECT_FALSE(Heard(101));
  clock_.AdvanceTime(kDay);
  int heard = 0;
  for (uint32_t locator = 200; locator < 300; ++locator) heard += Heard(locator) ? 1 : 0;
  EXPECT_EQ(heard, 30);
}

TEST_F(GuessLimiterTest, ARightOneCountsNowhere) {
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(Heard(1)) << i;
    limiter_.Right(1);
  }
}

TEST_F(GuessLimiterTest, WhoKeepsOnAskingKeepsNobodyOutForLonger) {
  ASSERT_TRUE(Heard(1));
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(Heard(1));
  clock_.AdvanceTime(absl::Seconds(1));
  EXPECT_TRUE(Heard(1));
}

TEST_F(GuessLimiterTest, SaysHowLongToWait) {
  ASSERT_TRUE(Heard(1));
  const absl::Status status = limiter_.Admit(1);
  EXPECT_NE(status.message().find("wait 1 s"), std::string::npos) << status;
  EXPECT_EQ(DetailOf(status)->reason, "too_many_guesses");
}

TEST_F(GuessLimiterTest, WhereTheClockWasSetBackItGoesOn) {
  for (uint32_t locator = 0; locator < 30; ++locator) ASSERT_TRUE(Heard(locator));
  clock_.AdvanceTime(-kDay);
  EXPECT_FALSE(Heard(100));
  clock_.AdvanceTime(absl::Seconds(20));
  EXPECT_TRUE(Heard(100));
}

}  // namespace
}  // namespace candor::identity::guess_limiter_test
