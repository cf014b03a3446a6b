#include "cli/import/date_formats.h"

#include <gtest/gtest.h>

namespace candor::cli::date_formats_test {
namespace {

DateFormats Formats(std::vector<std::string> formats, std::vector<std::string> months = {"en"}) {
  return DateFormats::Make(formats, months).value();
}

TEST(DateFormatsTest, ReadsTheFormatsOfTheSample) {
  const DateFormats formats = Formats({"YYYY-MM-DD", "M/D/YYYY", "D Mon YYYY"});

  EXPECT_EQ(formats.Read("2025-03-12"), Day(2025, 3, 12));
  EXPECT_EQ(formats.Read("3/12/2025"), Day(2025, 3, 12));
  EXPECT_EQ(formats.Read("03/12/2025"), Day(2025, 3, 12));
  EXPECT_EQ(formats.Read("12 Mar 2025"), Day(2025, 3, 12));
  EXPECT_EQ(formats.Read("1 march 2025"), Day(2025, 3, 1));
}

TEST(DateFormatsTest, RefusesDaysThatDoNotExist) {
  const DateFormats formats = Formats({"YYYY-MM-DD", "M/D/YYYY"});

  EXPECT_EQ(formats.Read("2025-02-30"), std::nullopt);
  EXPECT_EQ(formats.Read("2025-02-29"), std::nullopt);
  EXPECT_EQ(formats.Read("2024-02-29"), Day(2024, 2, 29));
  EXPECT_EQ(formats.Read("31/31/2025"), std::nullopt);
  EXPECT_EQ(formats.Read("0/1/2025"), std::nullopt);
  EXPECT_EQ(formats.Read("1899-01-01"), std::nullopt);
}

TEST(DateFormatsTest, RefusesWhatFitsNoFormat) {
  const DateFormats formats = Formats({"YYYY-MM-DD"});

  for (const char* text : {"", "yesterday", "2025-3-12", "2025-03-12 ", "2025-03-123", "12 Mar 2025"}) {
    EXPECT_EQ(formats.Read(text), std::nullopt) << text;
  }
}

TEST(DateFormatsTest, KnowsMonthsByLanguage) {
  EXPECT_EQ(Formats({"D Mon YYYY"}, {"nl"}).Read("3 mrt. 2025"), std::nullopt);  // not the start of "maart"
  EXPECT_EQ(Formats({"D Mon YYYY"}, {"nl"}).Read("3 maart 2025"), Day(2025, 3, 3));
  EXPECT_EQ(Formats({"D Mon YYYY"}, {"nl"}).Read("3 okt. 2025"), Day(2025, 10, 3));
  EXPECT_EQ(Formats({"D Mon YYYY"}, {"fr"}).Read("3 août 2025"), Day(2025, 8, 3));
  EXPECT_EQ(Formats({"D Mon YYYY"}, {"fr"}).Read("3 jui 2025"), std::nullopt);  // juin or juillet
  EXPECT_EQ(Formats({"DD. Mon YYYY"}, {"de"}).Read("03. Dezember 2025"), Day(2025, 12, 3));
}

TEST(DateFormatsTest, RefusesFormatsThatReadOneTextAsTwoDays) {
  EXPECT_FALSE(DateFormats::Make({"M/D/YYYY", "D/M/YYYY"}, {"en"}).ok());
  EXPECT_FALSE(DateFormats::Make({"MM.DD.YYYY", "D.M.YYYY"}, {"en"}).ok());
  EXPECT_TRUE(DateFormats::Make({"M/D/YYYY", "D.M.YYYY"}, {"en"}).ok());
}

TEST(DateFormatsTest, RefusesFormatsWithoutYearMonthAndDay) {
  for (const char* format : {"YYYY-MM", "D/M", "YYYY-MM-DD-DD", "YY-MM-DD", ""}) {
    EXPECT_FALSE(DateFormats::Make({format}, {"en"}).ok()) << format;
  }
  EXPECT_FALSE(DateFormats::Make({"YYYY-MM-DD"}, {"tlh"}).ok());
}

}  // namespace
}  // namespace candor::cli::date_formats_test
