#include "cli/import/import_map.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "import_fixture.h"

namespace candor::cli::import_map_test {
namespace {

using ::testing::HasSubstr;

// Lines 1 to 8 of every map below.
constexpr char kHead[] = R"(time_zone = "Europe/Brussels"
[dates]
formats = ["YYYY-MM-DD"]
[columns]
date = "Date"
therapist = "Who"
client = "Client"
type = "Type"
)";

std::string ErrorOf(const std::string& rest) {
  const auto map = ReadImportMap(kHead + rest, "my.toml");
  EXPECT_EQ(map.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(map.status().message());
}

TEST(ImportMapTest, ReadsTheMapThatShips) {
  const auto map = ReadImportMap(ReadFile(CANDOR_MAPS "/practice-log.toml"), "practice-log.toml");

  ASSERT_TRUE(map.ok()) << map.status();
  EXPECT_EQ(map->delimiter, ',');
  EXPECT_TRUE(map->supervisor_reads_first);
  EXPECT_EQ(map->digest.size(), 32u);
}

TEST(ImportMapTest, NamesFileAndLineOfWhatIsNotToml) {
  EXPECT_THAT(ErrorOf("[[kind]\n"), HasSubstr("my.toml:9: not TOML"));
}

TEST(ImportMapTest, NamesALineForAKeyItDoesNotKnow) {
  const std::string error = ErrorOf("[[kind]]\nkind = \"session\"\nwhenn = { Type = 'x' }\n");

  EXPECT_THAT(error, HasSubstr("my.toml:11: \"whenn\" means nothing here"));
  EXPECT_THAT(error, HasSubstr("unless"));
}

TEST(ImportMapTest, OffersTheKindsThatThereAre) {
  EXPECT_THAT(ErrorOf("[[kind]]\nkind = \"atraction\"\nwhen = { Type = 'x' }\n"),
              AllOf(HasSubstr("my.toml:10: there is no such kind"), HasSubstr("personal_reaction")));
}

TEST(ImportMapTest, OffersTheFieldsThatThereAre) {
  EXPECT_THAT(ErrorOf("[[kind]]\nkind = \"session\"\nwhen = { Type = 'x' }\nset = { length = \"50\" }\n"),
              AllOf(HasSubstr("my.toml:12: \"session\" has no field \"length\""), HasSubstr("minutes, setting")));
}

TEST(ImportMapTest, ChecksConstantsAndWordsAgainstTheField) {
  EXPECT_THAT(ErrorOf("[[kind]]\nkind = \"session\"\nwhen = { Type = 'x' }\nset = { setting = \"moon\" }\n"),
              HasSubstr("my.toml:12: setting: takes one of office"));
  EXPECT_THAT(ErrorOf("[[kind]]\nkind = \"session\"\nwhen = { Type = '(?P<a>x)' }\n[kind.set.setting]\nfrom = \"{a}\"\n"
                      "[kind.set.setting.words]\nx = \"moon\"\n"),
              HasSubstr("my.toml:15: setting: takes one of office"));
}

TEST(ImportMapTest, SaysHowALicenceIsWritten) {
  EXPECT_THAT(ErrorOf("[[licence]]\nmatch = 'x'\nprofession = \"MFT\"\n"),
              HasSubstr("my.toml:11: \"profession\": is all but a known word; write mft"));
  EXPECT_THAT(ErrorOf("[[licence]]\nmatch = 'x'\nprofession = \"mft\"\njurisdiction = \"UK\"\n"),
              HasSubstr("my.toml:12: \"jurisdiction\": the United Kingdom is written GB"));
}

TEST(ImportMapTest, WantsAGroupForEachHole) {
  EXPECT_THAT(ErrorOf("[[kind]]\nkind = \"session\"\nwhen = { Type = '(?P<a>x)' }\nset = { minutes = \"{b}\" }\n"),
              HasSubstr("my.toml:12: no pattern above has a group of the name in braces"));
}

TEST(ImportMapTest, ReportsPatternsThatCannotBeRead) {
  EXPECT_THAT(ErrorOf("[[kind]]\nkind = \"session\"\nwhen = { Type = 'x(' }\n"),
              HasSubstr("my.toml:11: the pattern cannot be read"));
}

TEST(ImportMapTest, RefusesAnUnclearDayCount) {
  EXPECT_THAT(
      ErrorOf(
          "[[kind]]\nkind = \"termination\"\nwhen = { Type = 'x' }\nset = { proposed_on = \"date minus 6 weeks\" }\n"),
      HasSubstr("date - 6 weeks"));
}

TEST(ImportMapTest, WantsAtLeastOneKind) {
  EXPECT_THAT(ErrorOf(""), HasSubstr("there is no [[kind]]"));
}

TEST(ImportMapTest, RefusesAnUnknownZone) {
  const auto map = ReadImportMap("time_zone = \"Mars/Olympus\"\n", "my.toml");

  EXPECT_THAT(std::string(map.status().message()), HasSubstr("my.toml:1: this machine knows no such time zone"));
}

}  // namespace
}  // namespace candor::cli::import_map_test
