#include "tests/bench/load/tables.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace candor::bench::tables_test {
namespace {

void Set(int year, int month, int day, v1::Date* date) {
  date->set_year(year);
  date->set_month(month);
  date->set_day(day);
}

v1::ExportedFollowUp Due(int year, int month, int day) {
  v1::ExportedFollowUp follow_up;
  Set(year, month, day, follow_up.mutable_due());
  return follow_up;
}

TEST(DueThatCountsTest, AWeekendMovesItToMonday) {
  EXPECT_EQ(DueThatCounts(Due(2025, 3, 15)), Day(2025, 3, 17));
  EXPECT_EQ(DueThatCounts(Due(2025, 3, 14)), Day(2025, 3, 14));
}

TEST(DueThatCountsTest, WhatTheLawSaysAndWhatIsToStopStayWhereTheyAre) {
  v1::ExportedFollowUp follow_up = Due(2025, 3, 15);
  follow_up.set_date_of_law(true);
  EXPECT_EQ(DueThatCounts(follow_up), Day(2025, 3, 15));
  follow_up = Due(2025, 3, 15);
  follow_up.set_action(v1::ACTION_PROHIBIT);
  EXPECT_EQ(DueThatCounts(follow_up), Day(2025, 3, 15));
}

TEST(DueThatCountsTest, BusinessDaysCountOpenDays) {
  // Friday, and three of them: Monday, Tuesday, Wednesday.
  v1::ExportedFollowUp follow_up = Due(2025, 3, 19);
  Set(2025, 3, 14, follow_up.mutable_counted_from());
  EXPECT_EQ(DueThatCounts(follow_up), Day(2025, 3, 19));
}

TEST(DueThatCountsTest, ThereIsNoneBeforeThePolicy) {
  v1::ExportedFollowUp follow_up = Due(2025, 3, 14);
  follow_up.set_before_policy(true);
  EXPECT_EQ(DueThatCounts(follow_up), std::nullopt);
}

TEST(FollowUpRowTest, HasTheFifteenColumnsOfTheTable) {
  v1::ExportedFollowUp follow_up = Due(2025, 3, 14);
  follow_up.set_name("cases/a/followUps/b");
  const std::string row = FollowUpRow(follow_up);
  EXPECT_EQ(std::count(row.begin(), row.end(), '\t'), 14);
  EXPECT_NE(row.find("\tcases/a\t"), std::string::npos);
  EXPECT_NE(row.find("\t2025-03-14\t\\N\t"), std::string::npos);
}

TEST(EntryRowTest, HasTheEightColumnsOfTheTable) {
  v1::ExportedEntry entry;
  entry.mutable_entry()->set_name("members/a/entries/b");
  entry.mutable_entry()->mutable_termination();
  const std::string row = EntryRow(entry, 7);
  EXPECT_EQ(row, "7\tmembers/a\t115\t\t\t\\N\t\\N\tf\n");
}

}  // namespace
}  // namespace candor::bench::tables_test
