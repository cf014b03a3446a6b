#ifndef CANDOR_CLI_IMPORT_RULE_READER_H_
#define CANDOR_CLI_IMPORT_RULE_READER_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/import/import_map.h"
#include "cli/import/map_table.h"

namespace candor::cli {

// A pattern for RE2, compiled to fit whole cells. INVALID_ARGUMENT at `key` of `table` when it cannot be read.
absl::StatusOr<std::unique_ptr<re2::RE2>> ReadPattern(const MapTable& table, std::string_view key,
                                                      const std::string& text);

// The slot of the column of that name in `slots`, made when it is new.
size_t SlotOf(std::string_view column, std::vector<std::string>& slots);

// Reads one [[kind]] of a map with its takes. Thread-compatible; `slots` is not owned.
class RuleReader {
 public:
  explicit RuleReader(std::vector<std::string>& slots) : slots_(slots) {}

  absl::StatusOr<KindRule> Read(const MapTable& table);

 private:
  absl::StatusOr<Take> ReadTake(const MapTable& table);
  absl::StatusOr<std::vector<Condition>> ReadConditions(const MapTable& table, std::string_view key);
  absl::StatusOr<FieldSetting> ReadSetting(const MapTable& set, const std::string& name);
  absl::Status ReadWords(const MapTable& table, FieldSetting& setting) const;
  // Tells constants that the field cannot take while the map is read, not when the first row comes by.
  absl::Status CheckConstant(const FieldSetting& setting) const;
  absl::StatusOr<Template> ParseTemplate(std::string_view text) const;
  // nullopt: `text` is not of the form "date - 6 weeks".
  absl::StatusOr<std::optional<DayCount>> ParseDayCount(std::string_view text) const;

  std::vector<std::string>& slots_;
  const SchemaKind* kind_ = nullptr;
  std::vector<std::string> captures_;  // of the kind's own conditions and of the take being read
};

}  // namespace candor::cli

#endif  // CANDOR_CLI_IMPORT_RULE_READER_H_
