#ifndef CANDOR_CLI_IMPORT_IMPORT_MAP_H_
#define CANDOR_CLI_IMPORT_IMPORT_MAP_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "candor/v1/member.pb.h"
#include "cli/import/date_formats.h"
#include "cli/wire/schema.h"
#include "re2/re2.h"

// What a practice's spreadsheet means: which column is what, and how its words become kinds and typed fields. The TOML
// form is described in cli/maps/README.md. A column is a slot here; RowMapper finds the slots in a file's header.
namespace candor::cli {

// A cell, trimmed, fits a pattern as a whole. Named groups of the pattern are captures.
struct Condition {
  size_t slot = 0;
  std::unique_ptr<re2::RE2> pattern;
  // For each group of the pattern, from 1: the capture it fills, or kNoCapture.
  std::vector<size_t> captures;

  static constexpr size_t kNoCapture = static_cast<size_t>(-1);
};

struct Conditions {
  std::vector<Condition> when;    // all of them hold
  std::vector<Condition> unless;  // none of them holds
};

// Text with holes: "{why}" is the capture of that name.
struct Template {
  struct Piece {
    std::string literal;
    size_t capture = Condition::kNoCapture;
  };
  std::vector<Piece> pieces;

  bool constant() const;
};

// "date - {n} weeks": a day counted from the row's own.
struct DayCount {
  enum class From { kDate, kEntered };
  enum class Unit { kDays, kWeeks, kMonths, kYears };

  From from = From::kDate;
  int sign = 0;  // 0: the day itself
  Template amount;
  Unit unit = Unit::kDays;
};

// How one typed field gets its value.
struct FieldSetting {
  const SchemaField* field = nullptr;
  Template from;
  std::optional<DayCount> day_count;
  std::vector<std::pair<std::string, std::string>> words;  // what the practice writes → what `field` takes
  int64_t times = 1;                                       // for a number: "1.5" times 60 is 90
};

// If the conditions hold, fields that have no value yet get one. Cells named in the conditions are then used up,
// except those to keep; cells of a take that could not set all its fields stay with the entry as narrative.
struct Take {
  Conditions conditions;
  std::vector<FieldSetting> settings;
  std::vector<size_t> keep;  // slots
};

struct KindRule {
  const SchemaKind* kind = nullptr;
  bool about_client = true;  // false: an entry about the therapist alone
  std::vector<Take> takes;   // the first one's conditions decide whether the rule speaks
  size_t capture_count = 0;
};

struct LicenceRule {
  std::unique_ptr<re2::RE2> pattern;
  v1::Licence licence;
};

// Immutable once read; thread-safe.
struct ImportMap {
  std::string title;
  std::string digest;  // SHA-256 of the map file
  char delimiter = ',';
  absl::TimeZone zone;
  DateFormats dates;
  std::vector<std::string> slots;  // column names, in normal form

  size_t date = 0;
  size_t therapist = 0;
  size_t type = 0;  // the column that a refusal names when no kind fits
  std::optional<size_t> entered;
  std::optional<size_t> licence;
  std::optional<size_t> supervisor;
  std::optional<size_t> client;
  bool supervisor_reads_first = false;

  std::vector<LicenceRule> licences;
  std::vector<KindRule> kinds;
};

// Reads a map and checks it against the wire's kinds, fields and words. INVALID_ARGUMENT with "FILE:LINE: what is
// wrong. What to do". `file_name` is used in messages only.
absl::StatusOr<ImportMap> ReadImportMap(std::string_view text, std::string_view file_name);

}  // namespace candor::cli

#endif  // CANDOR_CLI_IMPORT_IMPORT_MAP_H_
