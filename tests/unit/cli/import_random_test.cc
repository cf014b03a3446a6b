#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "import_fixture.h"

// Readers against text that nobody meant to write. The same entry points are fuzzed with coverage in tests/fuzz.
namespace candor::cli::import_random_test {
namespace {

constexpr unsigned kSeed = 20241197;

std::string RandomText(std::mt19937& random, size_t most) {
  static constexpr std::string_view kPieces[] = {
      "\"",           ",", ";", "\r", "\n", "\r\n", " ", "a", "Date", "\xC3\xA9", "\xFF", "2025-03-12",
      "\xEF\xBB\xBF", "=", "{", "}",  "[",  "]",    "'", "#"};
  std::string text;
  const size_t count = random() % most;
  for (size_t i = 0; i < count; ++i) text += kPieces[random() % std::size(kPieces)];
  return text;
}

TEST(ImportRandomTest, TheReaderEndsOnEveryText) {
  SCOPED_TRACE(kSeed);
  std::mt19937 random(kSeed);
  for (int round = 0; round < 3000; ++round) {
    std::istringstream input(RandomText(random, 80));
    const auto reader = std::make_unique<CsvReader>(input, ',', CsvReader::Limits{16, 64, 8});
    CsvRecord record;
    int records = 0;
    for (auto more = reader->Next(record); more.ok() && *more; more = reader->Next(record)) {
      ASSERT_GT(record.size(), 0u);
      ASSERT_LE(record.size(), 8u);
      ASSERT_LT(++records, 1000);
    }
  }
}

TEST(ImportRandomTest, WrittenRecordsReadBackTheSame) {
  SCOPED_TRACE(kSeed);
  std::mt19937 random(kSeed);
  for (int round = 0; round < 2000; ++round) {
    const char delimiter = round % 2 == 0 ? ',' : ';';
    std::vector<std::string> fields;
    std::string line = "x";
    for (size_t i = 0; i < 1 + random() % 5; ++i) {
      std::string field = RandomText(random, 6);
      while (field.find('\xFF') != std::string::npos) field.erase(field.find('\xFF'), 1);
      line += delimiter + QuoteCsv(field, delimiter);
      fields.push_back(field);
    }
    std::istringstream input(line + "\r\n");
    const auto reader = std::make_unique<CsvReader>(input, delimiter);
    CsvRecord record;

    ASSERT_TRUE(reader->Next(record).value()) << line;

    ASSERT_EQ(record.size(), fields.size() + 1) << line;
    for (size_t i = 0; i < fields.size(); ++i) ASSERT_EQ(record.field(i + 1), fields[i]) << line;
  }
}

TEST(ImportRandomTest, AMapWithAFewBytesChangedIsReadOrRefused) {
  SCOPED_TRACE(kSeed);
  std::mt19937 random(kSeed);
  const std::string map = ReadFile(CANDOR_TEST_DATA "/praktijk.toml");
  for (int round = 0; round < 1000; ++round) {
    std::string damaged = map;
    for (size_t i = 0; i < 1 + random() % 4; ++i) damaged[random() % damaged.size()] = RandomText(random, 3)[0];
    const auto read = ReadImportMap(damaged, "damaged.toml");
    if (!read.ok()) {
      EXPECT_EQ(read.status().code(), absl::StatusCode::kInvalidArgument);
    }
  }
}

}  // namespace
}  // namespace candor::cli::import_random_test
