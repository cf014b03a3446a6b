#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "candor/v1/import.pb.h"
#include "cli/import/csv_reader.h"
#include "cli/import/file_check.h"
#include "cli/import/import_map.h"
#include "cli/import/row_mapper.h"

namespace {

constexpr candor::Day kToday(2026, 1, 15);

const candor::cli::ImportMap& Map() {
  static const auto* const map = new candor::cli::ImportMap(
      candor::cli::ReadImportMap(candor::cli::ReadSmallFile(CANDOR_MAPS "/practice-log.toml").value(), "map").value());
  return *map;
}

void Require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

// Rows under the sample's header line: read, mapped, and written back to the same cells.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::istringstream input(
      "Date,Entered,Therapist,Licence,Supervisor,Client code,Type,Details,Initiated by,Consent,Consulted with,Outcome,"
      "Note\n" +
      std::string(reinterpret_cast<const char*>(data), size));
  const auto reader = std::make_unique<candor::cli::CsvReader>(input, ',');
  candor::cli::CsvRecord record;
  Require(reader->Next(record).value());
  candor::cli::RowMapper mapper = candor::cli::RowMapper::Make(Map(), record, kToday).value();
  candor::v1::ImportRow row;
  for (auto more = reader->Next(record); more.ok() && *more; more = reader->Next(record)) {
    for (size_t i = 0; i < record.size(); ++i) {
      std::istringstream again("x," + candor::cli::QuoteCsv(record.field(i), ',') + "\r\n");
      const auto second = std::make_unique<candor::cli::CsvReader>(again, ',');
      candor::cli::CsvRecord one;
      Require(second->Next(one).value() && one.size() == 2 && one.field(1) == record.field(i));
    }
    if (!record.blank() && !mapper.Map(record, row)) Require(row.row_digest().size() == 32);
  }
  return 0;
}
