#include "daemon/base/civil.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/status/status.h"

namespace candor::civil_test {
namespace {

TEST(CivilTest, CountsDaysFrom1970) {
  EXPECT_EQ(DayNumber(Day(1970, 1, 1)), 0);
  EXPECT_EQ(DayNumber(Day(1969, 12, 31)), -1);
  EXPECT_EQ(DayNumber(Day(2024, 3, 1)) - DayNumber(Day(2024, 2, 28)), 2);
  EXPECT_EQ(DayFromNumber(DayNumber(Day(2025, 3, 30))), Day(2025, 3, 30));
}

TEST(CivilTest, ReadsWhatItWrites) {
  const Day day(2025, 3, 30);

  const auto parsed = ParseDay(FormatDay(day));

  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(*parsed, day);
  EXPECT_EQ(FormatDay(day), "2025-03-30");
}

class RefusedDayTest : public testing::TestWithParam<const char*> {};

TEST_P(RefusedDayTest, IsRefusedWithoutRepeatingTheText) {
  const auto parsed = ParseDay(GetParam());

  EXPECT_EQ(parsed.status().code(), absl::StatusCode::kInvalidArgument);
  const std::string text = GetParam();
  if (text.empty()) return;
  EXPECT_EQ(std::string(parsed.status().message()).find(text), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Texts, RefusedDayTest,
                         testing::Values("", "2025-3-30", "2025-02-29", "2025-13-01", "2025-00-10", "1899-12-31",
                                         "30-03-2025", "2025/03/31", "2025-03-31 ", "2o25-03-31"));

TEST(CivilTest, Leap29FebruaryEndsAProhibitionOn1March) {
  EXPECT_EQ(AddYears(Day(2024, 2, 29), 2, LeapRule::kProhibition), Day(2026, 3, 1));
  EXPECT_EQ(AddYears(Day(2024, 2, 29), 4, LeapRule::kProhibition), Day(2028, 2, 29));
}

TEST(CivilTest, Leap29FebruaryEndsADeadlineOn28February) {
  EXPECT_EQ(AddYears(Day(2024, 2, 29), 2, LeapRule::kDeadline), Day(2026, 2, 28));
  EXPECT_EQ(AddYears(Day(2024, 2, 29), 4, LeapRule::kDeadline), Day(2028, 2, 29));
}

TEST(CivilTest, OtherDaysKeepTheirAnniversary) {
  EXPECT_EQ(AddYears(Day(2023, 3, 1), 1, LeapRule::kDeadline), Day(2024, 3, 1));
  EXPECT_EQ(AddYears(Day(2023, 2, 28), 1, LeapRule::kProhibition), Day(2024, 2, 28));
}

TEST(CivilTest, TheDayDependsOnTheZone) {
  const auto brussels = LoadZone("Europe/Brussels");
  const auto los_angeles = LoadZone("America/Los_Angeles");
  ASSERT_TRUE(brussels.ok() && los_angeles.ok());
  const absl::Time instant = absl::FromUnixSeconds(1748732400);  // 2025-05-31 23:00 UTC

  EXPECT_EQ(DayAt(instant, *brussels), Day(2025, 6, 1));
  EXPECT_EQ(DayAt(instant, *los_angeles), Day(2025, 5, 31));
}

TEST(CivilTest, AnUnknownZoneIsNotFound) {
  EXPECT_EQ(LoadZone("Mars/Olympus").status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace candor::civil_test
