#include "cli/import/csv_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace candor::cli::csv_reader_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Records = std::vector<std::vector<std::string>>;

absl::StatusOr<Records> ReadAll(const std::string& text, char delimiter = ',', CsvReader::Limits limits = {}) {
  std::istringstream input(text);
  const auto reader = std::make_unique<CsvReader>(input, delimiter, limits);
  CsvRecord record;
  Records records;
  while (true) {
    auto more = reader->Next(record);
    if (!more.ok()) return more.status();
    if (!*more) return records;
    records.emplace_back();
    for (size_t i = 0; i < record.size(); ++i) records.back().emplace_back(record.field(i));
  }
}

TEST(CsvReaderTest, ReadsQuotesAsRfc4180Says) {
  const auto records = ReadAll("a,\"b, \"\"c\"\"\",\"\"\r\nd,,e\r\n");

  ASSERT_TRUE(records.ok()) << records.status();
  EXPECT_THAT(*records, ElementsAre(ElementsAre("a", "b, \"c\"", ""), ElementsAre("d", "", "e")));
}

TEST(CsvReaderTest, DropsTheByteOrderMarkOnlyAtTheStart) {
  EXPECT_THAT(*ReadAll("\xEF\xBB\xBFx,\xEF\xBB\xBFy"), ElementsAre(ElementsAre("x", "\xEF\xBB\xBFy")));
}

TEST(CsvReaderTest, TakesEveryLineEnd) {
  EXPECT_THAT(*ReadAll("a\nb\rc\r\nd"),
              ElementsAre(ElementsAre("a"), ElementsAre("b"), ElementsAre("c"), ElementsAre("d")));
}

TEST(CsvReaderTest, KeepsLineBreaksInsideQuotes) {
  EXPECT_THAT(*ReadAll("\"one\ntwo\r\nthree\",x\ny,z\n"),
              ElementsAre(ElementsAre("one\ntwo\r\nthree", "x"), ElementsAre("y", "z")));
}

TEST(CsvReaderTest, AllowsBlanksAroundQuotesAndKeepsThemElsewhere) {
  EXPECT_THAT(*ReadAll("  \"a\" ,  b  ,c\"d\n"), ElementsAre(ElementsAre("a", "  b  ", "c\"d")));
}

TEST(CsvReaderTest, TakesTheDelimiterItIsGiven) {
  EXPECT_THAT(*ReadAll("a,b;\"c;d\"\n", ';'), ElementsAre(ElementsAre("a,b", "c;d")));
}

TEST(CsvReaderTest, NumbersRecordsAndLinesApart) {
  std::istringstream input("h\n\"1\n1\"\n2\n\n4");
  const auto reader = std::make_unique<CsvReader>(input, ',');
  CsvRecord record;
  std::vector<std::pair<int64_t, int64_t>> seen;
  std::vector<bool> blank;
  while (reader->Next(record).value()) {
    seen.emplace_back(record.number(), record.line());
    blank.push_back(record.blank());
  }

  EXPECT_THAT(seen, ElementsAre(std::pair(0, 1), std::pair(1, 2), std::pair(2, 4), std::pair(3, 5), std::pair(4, 6)));
  EXPECT_THAT(blank, ElementsAre(false, false, false, true, false));
}

TEST(CsvReaderTest, SaysOnWhichLineAQuoteWasLeftOpen) {
  const auto records = ReadAll("a\n\"b\nc\n");

  EXPECT_EQ(records.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(records.status().message()), HasSubstr("line 2: a quote opens here"));
}

TEST(CsvReaderTest, RefusesTextAfterAClosingQuote) {
  EXPECT_THAT(std::string(ReadAll("\"a\"b").status().message()), HasSubstr("line 1: text follows a closing quote"));
}

TEST(CsvReaderTest, RefusesWhatIsNotUtf8) {
  for (const std::string& text : {std::string("a\nb\xE9\n"), std::string("\xFF\xFE"
                                                                         "a\0",
                                                                         4)}) {
    const auto records = ReadAll(text);
    EXPECT_EQ(records.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(records.status().message()), HasSubstr("not UTF-8"));
  }
}

// It is UTF-8, and to save the sheet as that takes it out of no cell.
TEST(CsvReaderTest, RefusesACharacterThatNoCellCanHave) {
  const auto records = ReadAll(std::string("a\nb\0c\n", 6));

  EXPECT_EQ(records.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(records.status().message()), HasSubstr("line 2: the text has a character with the number 0"));
  EXPECT_THAT(std::string(records.status().message()), HasSubstr("Take it out"));
}

TEST(CsvReaderTest, KeepsToItsLimits) {
  const CsvReader::Limits limits{.max_field_bytes = 4, .max_record_bytes = 10, .max_fields = 4};

  EXPECT_TRUE(ReadAll("abcd,abcd,ab\n", ',', limits).ok());
  EXPECT_FALSE(ReadAll("abcde\n", ',', limits).ok());
  EXPECT_FALSE(ReadAll("abcd,abcd,abc\n", ',', limits).ok());
  EXPECT_FALSE(ReadAll(",,,,\n", ',', limits).ok());
}

TEST(QuoteCsvTest, QuotesOnlyWhatNeedsIt) {
  EXPECT_EQ(QuoteCsv("plain text", ','), "plain text");
  EXPECT_EQ(QuoteCsv("a;b", ';'), "\"a;b\"");
  EXPECT_EQ(QuoteCsv("a;b", ','), "a;b");
  EXPECT_EQ(QuoteCsv("say \"x\"", ','), "\"say \"\"x\"\"\"");
  EXPECT_EQ(QuoteCsv("a\nb", ','), "\"a\nb\"");
  EXPECT_EQ(QuoteCsv(" a", ','), "\" a\"");
}

}  // namespace
}  // namespace candor::cli::csv_reader_test
