#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "import_fixture.h"

namespace candor::cli::sample_import_test {
namespace {

// The sample practice log, as its map reads it, against what the practice says an import must report. Duplicates are
// the daemon's to tell; here equal digests stand for them.
TEST(SampleImportTest, ReportsWhatThePracticeExpects) {
  const auto expected = nlohmann::json::parse(ReadFile(CANDOR_TEST_DATA "/practice-log.expected.json"));
  const auto map = ReadImportMap(ReadFile(CANDOR_MAPS "/practice-log.toml"), "practice-log.toml");
  ASSERT_TRUE(map.ok()) << map.status();

  const DryRun run = DryRunOf(*map, ReadFile(CANDOR_MAPS "/practice-log.csv"));

  std::map<std::string, std::vector<int64_t>> refused;
  std::set<std::string> digests;
  int64_t duplicates = 0, imported = 0;
  for (const DryRow& row : run.rows) {
    if (row.refusal) {
      refused[row.refusal->reason].push_back(row.number);
    } else if (digests.insert(row.row.row_digest()).second) {
      ++imported;
    } else {
      ++duplicates;
    }
  }
  EXPECT_EQ(static_cast<int64_t>(run.rows.size()), expected["data_rows"].get<int64_t>());
  EXPECT_EQ(run.blank, expected["blank_rows"].get<int64_t>());
  EXPECT_EQ(refused, (expected["refused"].get<std::map<std::string, std::vector<int64_t>>>()));
  EXPECT_EQ(duplicates, expected["duplicates"].get<int64_t>());
  EXPECT_EQ(imported, expected["imported"].get<int64_t>());
}

// Every cell of the sample either became a fact or went along as narrative: nothing that was written is lost.
TEST(SampleImportTest, KeepsTheNotesItDoesNotUnderstand) {
  const auto map = ReadImportMap(ReadFile(CANDOR_MAPS "/practice-log.toml"), "practice-log.toml");
  ASSERT_TRUE(map.ok()) << map.status();

  const DryRun run = DryRunOf(*map, ReadFile(CANDOR_MAPS "/practice-log.csv"));

  std::map<std::string, int> kept;
  for (const DryRow& row : run.rows) {
    if (row.refusal) continue;
    for (const v1::ImportedCell& cell : row.row.entry().imported_cells()) ++kept[cell.column()];
  }
  EXPECT_EQ(kept.count("Type"), 1u) << "a fantasy stays one in words";
  EXPECT_EQ(kept["Type"], 7);
  EXPECT_EQ(kept.count("Licence"), 0u);
  EXPECT_EQ(kept.count("Supervisor"), 0u);
  EXPECT_EQ(kept.count("Consulted with"), 0u);
  EXPECT_GT(kept["Note"], 400);
}

}  // namespace
}  // namespace candor::cli::sample_import_test
