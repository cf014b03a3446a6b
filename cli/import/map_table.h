#ifndef CANDOR_CLI_IMPORT_MAP_TABLE_H_
#define CANDOR_CLI_IMPORT_MAP_TABLE_H_

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "toml++/toml.h"

namespace candor::cli {

// A table of a map file whose readers say file and line when something is wrong. Refers to the parsed document and to
// `file`, which must outlive it.
class MapTable {
 public:
  MapTable(const toml::table& table, std::string_view file) : table_(&table), file_(file) {}

  // INVALID_ARGUMENT "FILE:LINE: message", at the key if it is there, else at the table.
  absl::Status Error(std::string_view key, std::string_view message) const;

  // Every key of the table is one of these; a misspelt one is told.
  absl::Status OnlyKeys(std::initializer_list<std::string_view> known) const;
  bool Has(std::string_view key) const { return table_->contains(key); }

  absl::StatusOr<std::string> Text(std::string_view key) const;  // missing: INVALID_ARGUMENT
  absl::StatusOr<std::optional<std::string>> OptionalText(std::string_view key) const;
  absl::StatusOr<bool> Flag(std::string_view key, bool otherwise) const;
  absl::StatusOr<int64_t> Number(std::string_view key, int64_t otherwise) const;
  // A text or a list of texts; missing: empty.
  absl::StatusOr<std::vector<std::string>> Texts(std::string_view key) const;
  absl::StatusOr<std::optional<MapTable>> Table(std::string_view key) const;
  absl::StatusOr<std::vector<MapTable>> Tables(std::string_view key) const;
  // Keys in order of their place in the file.
  std::vector<std::string> Keys() const;
  bool IsTable(std::string_view key) const;

 private:
  const toml::table* table_;
  std::string_view file_;
};

}  // namespace candor::cli

#endif  // CANDOR_CLI_IMPORT_MAP_TABLE_H_
