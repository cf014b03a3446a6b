#ifndef CANDOR_TESTS_UNIT_CLI_IMPORT_FIXTURE_H_
#define CANDOR_TESTS_UNIT_CLI_IMPORT_FIXTURE_H_

#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "cli/import/csv_reader.h"
#include "cli/import/import_map.h"
#include "cli/import/row_mapper.h"

namespace candor::cli {

inline std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.is_open()) << path;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// What an import would do with each row of a file, the daemon left out.
struct DryRow {
  int64_t number = 0;
  std::optional<RowRefusal> refusal;
  v1::ImportRow row;
};

struct DryRun {
  int64_t blank = 0;
  std::vector<DryRow> rows;

  const DryRow& Row(int64_t number) const {
    for (const DryRow& row : rows) {
      if (row.number == number) return row;
    }
    ADD_FAILURE() << "no row " << number;
    return rows.front();
  }
};

inline DryRun DryRunOf(const ImportMap& map, const std::string& csv, Day today = Day(2026, 1, 15)) {
  std::istringstream input(csv);
  auto reader = std::make_unique<CsvReader>(input, map.delimiter);
  CsvRecord record;
  DryRun run;
  EXPECT_TRUE(reader->Next(record).value());
  RowMapper mapper = RowMapper::Make(map, record, today).value();
  while (reader->Next(record).value()) {
    if (record.blank()) {
      ++run.blank;
      continue;
    }
    DryRow row;
    row.number = record.number();
    row.refusal = mapper.Map(record, row.row);
    run.rows.push_back(std::move(row));
  }
  return run;
}

}  // namespace candor::cli

#endif  // CANDOR_TESTS_UNIT_CLI_IMPORT_FIXTURE_H_
