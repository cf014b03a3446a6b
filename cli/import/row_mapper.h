#ifndef CANDOR_CLI_IMPORT_ROW_MAPPER_H_
#define CANDOR_CLI_IMPORT_ROW_MAPPER_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "candor/v1/import.pb.h"
#include "cli/import/csv_reader.h"
#include "cli/import/import_map.h"
#include "cli/import/row_digest.h"
#include "daemon/base/civil.h"

namespace candor::cli {

// Why a row is not taken. `reason`: date, future_date, entered_before_date, therapist, type, client, columns, too_long.
struct RowRefusal {
  std::string reason;
  std::string column;
};

// Turns the rows of one file into what the daemon takes, as the map says. The first reason of the list above refuses a
// row. What a cell does not say stays unset; cells that the map used for nothing go along as narrative.
// Thread-compatible; `map` is not owned.
class RowMapper {
 public:
  // `header`: the file's first record. `today`: in the practice's zone. INVALID_ARGUMENT for a column that the map
  // names and the file lacks, and for a column name that stands there twice.
  static absl::StatusOr<RowMapper> Make(const ImportMap& map, const CsvRecord& header, Day today);

  // nullopt: `row` is filled. REQUIRES: the record is not blank.
  std::optional<RowRefusal> Map(const CsvRecord& record, v1::ImportRow& row);

  // Column names in the order of the file, in normal form.
  const std::vector<std::string>& columns() const { return columns_; }
  // The column that feeds a path of the wire's row ("therapist", "entry.occurred"), or "".
  std::string ColumnOf(std::string_view field) const;
  // What the daemon says about `field`, for whoever knows the sheet and the map and not the wire: without the path,
  // which the column stands for; where no one column does, with the map's own name of what is meant.
  std::string InWordsOfTheMap(std::string_view field, std::string_view message) const;

 private:
  struct Dates {
    Day occurred;
    Day reported;
  };

  RowMapper(const ImportMap& map, std::vector<std::string> columns, std::vector<size_t> slot_columns, Day today);

  std::string_view Cell(size_t slot) const { return cells_[slot_columns_[slot]]; }
  std::string_view Cell(const std::optional<size_t>& slot) const { return slot ? Cell(*slot) : std::string_view(); }
  RowRefusal Refuse(std::string_view reason, size_t slot) const;
  void MarkUsed(size_t slot) { used_[slot_columns_[slot]] = true; }

  std::optional<RowRefusal> ReadCells(const CsvRecord& record);
  std::optional<RowRefusal> ReadDates(Dates& dates) const;
  const KindRule* FindKind();
  bool Holds(const Conditions& conditions);
  bool Matches(const Condition& condition);
  void FillPeople(v1::ImportRow& row);
  void FillFacts(const KindRule& rule, const Dates& dates, v1::ImportRow& row);
  // Whether every setting is what the entry now says.
  bool Apply(const Take& take, const KindRule& rule, const Dates& dates, v1::ImportRow& row);
  bool ApplySetting(const FieldSetting& setting, const KindRule& rule, const Dates& dates, v1::ImportRow& row);
  // The value as SetFact takes it; nullopt: the cell does not say it.
  std::optional<std::string> ValueOf(const FieldSetting& setting, const Dates& dates) const;
  std::string Fill(const Template& from) const;
  void FillLeftCells(v1::ImportRow& row) const;

  const ImportMap* map_;
  std::vector<std::string> columns_;
  std::vector<size_t> slot_columns_;  // per slot of the map: the file's column
  Day today_;
  RowDigest digest_;
  // Of the row being mapped.
  std::vector<std::string> cells_;
  std::vector<bool> used_;
  std::vector<std::string> captures_;
};

}  // namespace candor::cli

#endif  // CANDOR_CLI_IMPORT_ROW_MAPPER_H_
