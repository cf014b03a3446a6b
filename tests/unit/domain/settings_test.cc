#include "daemon/domain/settings.h"

#include <gtest/gtest.h>

namespace candor::domain::settings_test {
namespace {

TEST(SettingsTest, AnOpenDayStays) {
  EXPECT_EQ(NextOpenDay(Day(2025, 5, 2), Settings()), Day(2025, 5, 2));
}

TEST(SettingsTest, WeekendsMoveToMonday) {
  EXPECT_EQ(NextOpenDay(Day(2025, 5, 3), Settings()), Day(2025, 5, 5));
  EXPECT_EQ(NextOpenDay(Day(2025, 5, 4), Settings()), Day(2025, 5, 5));
}

TEST(SettingsTest, WeekendsMayBeOpen) {
  Settings settings;
  settings.closed_weekends = false;

  EXPECT_EQ(NextOpenDay(Day(2025, 5, 3), settings), Day(2025, 5, 3));
}

TEST(SettingsTest, ClosedDatesAndWeekendsAddUp) {
  Settings settings;
  settings.closed_dates = {Day(2025, 5, 1), Day(2025, 5, 2), Day(2025, 5, 5)};

  EXPECT_EQ(NextOpenDay(Day(2025, 5, 1), settings), Day(2025, 5, 6));
}

}  // namespace
}  // namespace candor::domain::settings_test
