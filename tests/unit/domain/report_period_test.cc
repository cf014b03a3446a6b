#include <gtest/gtest.h>

#include "daemon/base/status.h"
#include "daemon/domain/compliance_report.h"

namespace candor::domain::report_period_test {
namespace {

TEST(ReportPeriodTest, AQuarterHasThreeMonths) {
  const auto quarter = ParseQuarter("2025Q3");

  ASSERT_TRUE(quarter.ok());
  EXPECT_EQ(*quarter, (ReportPeriod{Day(2025, 7, 1), Day(2025, 9, 30), "2025Q3", true}));
  EXPECT_EQ(ParseQuarter("2024Q4")->to, Day(2024, 12, 31));
  EXPECT_EQ(ParseQuarter("2024q1")->to, Day(2024, 3, 31));
}

TEST(ReportPeriodTest, WhatIsNoQuarterIsRefusedByField) {
  for (const char* text : {"", "2025", "2025Q0", "2025Q5", "2025-Q3", "25Q3", "2o25Q3", "2025Q33"}) {
    const auto detail = DetailOf(ParseQuarter(text).status());
    ASSERT_TRUE(detail.has_value()) << text;
    EXPECT_EQ(detail->field, "quarter") << text;
  }
}

TEST(ReportPeriodTest, DaysThatMakeAQuarterAreThatQuarter) {
  EXPECT_EQ(*MakePeriod(Day(2025, 7, 1), Day(2025, 9, 30)), *ParseQuarter("2025Q3"));

  const auto other = MakePeriod(Day(2025, 7, 1), Day(2025, 9, 29));
  EXPECT_FALSE(other->whole_quarter);
  EXPECT_EQ(other->label, "2025-07-01 to 2025-09-29");
}

TEST(ReportPeriodTest, RefusesBackwardAndEndlessPeriods) {
  EXPECT_EQ(DetailOf(MakePeriod(Day(2025, 7, 2), Day(2025, 7, 1)).status())->reason, "before_from");
  EXPECT_EQ(DetailOf(MakePeriod(Day(2000, 1, 1), Day(2025, 7, 1)).status())->reason, "too_long");
  EXPECT_TRUE(MakePeriod(Day(2025, 7, 1), Day(2025, 7, 1)).ok());
}

}  // namespace
}  // namespace candor::domain::report_period_test
