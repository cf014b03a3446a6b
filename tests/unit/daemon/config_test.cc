#include "daemon/config.h"

#include <gtest/gtest.h>

#include <string>

namespace candor::config_test {
namespace {

TEST(ConfigTest, EverythingMayBeLeftOut) {
  EXPECT_EQ(*ParseConfig("", "candor.toml"), domain::Settings());
}

TEST(ConfigTest, ReadsThePracticeAndItsCalendar) {
  const auto settings = ParseConfig(R"([practice]
name = "Harbour Street Practice"
zone = "America/Los_Angeles"
longest_waiver = 90
[calendar]
closed_weekends = false
closed_dates = [2026-01-01, 2025-12-25]
)",
                                    "candor.toml");

  ASSERT_TRUE(settings.ok()) << settings.status();
  EXPECT_EQ(settings->practice_name, "Harbour Street Practice");
  EXPECT_EQ(settings->zone, "America/Los_Angeles");
  EXPECT_EQ(settings->longest_waiver_days, 90);
  EXPECT_FALSE(settings->closed_weekends);
  EXPECT_EQ(settings->closed_dates, (std::vector<Day>{Day(2025, 12, 25), Day(2026, 1, 1)}));
}

// The message says where.
void ExpectRefused(const std::string& text, const std::string& where) {
  const absl::Status status = ParseConfig(text, "candor.toml").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << text;
  EXPECT_EQ(std::string(status.message()).find("candor.toml:" + where + ": "), 0U) << status;
}

TEST(ConfigTest, UnknownKeysAreRefusedWithTheirLine) {
  ExpectRefused("[practise]\n", "1");
  ExpectRefused("[practice]\nname = \"x\"\nzones = \"UTC\"\n", "3");
  ExpectRefused("[calendar]\n\nclosed = true\n", "3");
}

TEST(ConfigTest, WrongValuesAreRefusedWithTheirLine) {
  ExpectRefused("[practice]\nzone = \"Mars/Olympus\"\n", "2");
  ExpectRefused("[practice]\nname = 7\n", "2");
  ExpectRefused("[practice]\nlongest_waiver = 0\n", "2");
  ExpectRefused("[practice]\nlongest_waiver = 731\n", "2");
  ExpectRefused("[practice]\nlongest_waiver = \"a year\"\n", "2");
  ExpectRefused("[calendar]\nclosed_dates = [\n  2025-12-25,\n  \"2025-12-26\",\n]\n", "4");
  ExpectRefused("[calendar]\nclosed_weekends = \"no\"\n", "2");
  ExpectRefused("[practice\n", "1");
}

TEST(ConfigTest, AFileThatIsNotThereIsNotFound) {
  EXPECT_EQ(LoadConfig("/nowhere/candor.toml").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(LoadConfig("/").status().code(), absl::StatusCode::kNotFound);
}

TEST(ConfigTest, AnEmptyFileSetsNothing) {
  const auto settings = LoadConfig("/dev/null");
  ASSERT_TRUE(settings.ok()) << settings.status();
  EXPECT_EQ(*settings, domain::Settings());
}

}  // namespace
}  // namespace candor::config_test
