#include "daemon/policy/scenario/toml_reader.h"

#include <optional>
#include <utility>

#include "absl/strings/str_join.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

namespace candor::policy {

absl::StatusOr<std::string> TomlReader::Text(const toml::node& node, std::string_view key) const {
  std::optional<std::string> text = node.value<std::string>();
  if (!node.is_string() || !text) return Refuse(node, ToAbsl(key), " is not a text in quotes");
  if (text->empty()) return Refuse(node, ToAbsl(key), " is empty");
  return *std::move(text);
}

absl::StatusOr<std::vector<std::string>> TomlReader::Texts(const toml::node& node, std::string_view key) const {
  if (!node.is_array()) return Refuse(node, ToAbsl(key), " is not a list, as in [\"a\", \"b\"]");
  std::vector<std::string> texts;
  for (const toml::node& each : *node.as_array()) {
    CANDOR_ASSIGN_OR_RETURN(std::string text, Text(each, key));
    texts.push_back(std::move(text));
  }
  return texts;
}

absl::StatusOr<bool> TomlReader::YesNo(const toml::node& node, std::string_view key) const {
  if (!node.is_boolean()) return Refuse(node, ToAbsl(key), " is neither true nor false");
  return node.as_boolean()->get();
}

absl::StatusOr<int64_t> TomlReader::Number(const toml::node& node, std::string_view key) const {
  if (!node.is_integer()) return Refuse(node, ToAbsl(key), " is not a whole number");
  return node.as_integer()->get();
}

absl::StatusOr<Day> TomlReader::Date(const toml::node& node, std::string_view key) const {
  if (!node.is_date()) return Refuse(node, ToAbsl(key), " is not a date; write it as 2026-11-01, without quotes");
  const toml::date date = node.as_date()->get();
  return Day(date.year, date.month, date.day);
}

absl::StatusOr<int> TomlReader::Word(const toml::node& node, std::string_view key,
                                     std::initializer_list<NamedNumber> known) const {
  CANDOR_ASSIGN_OR_RETURN(const std::string text, Text(node, key));
  std::vector<std::string> words;
  for (const NamedNumber& each : known) {
    if (each.word == text) return each.number;
    words.emplace_back(each.word);
  }
  return Refuse(node, ToAbsl(key), " is none of ", absl::StrJoin(words, ", "));
}

absl::StatusOr<const toml::table*> TomlReader::Table(const toml::node& node, std::string_view key) const {
  if (!node.is_table())
    return Refuse(node, ToAbsl(key), " is not a table; write [", ToAbsl(key), "] above what it has");
  return node.as_table();
}

absl::StatusOr<std::vector<const toml::table*>> TomlReader::Tables(const toml::node& node, std::string_view key) const {
  std::vector<const toml::table*> tables;
  if (!node.is_array()) return Refuse(node, "write [[", ToAbsl(key), "]] above each");
  for (const toml::node& each : *node.as_array()) {
    if (!each.is_table()) return Refuse(each, "write [[", ToAbsl(key), "]] above each");
    if (tables.size() == kMostScenarioItems) return Refuse(each, "more than ", kMostScenarioItems, " of them");
    tables.push_back(each.as_table());
  }
  return tables;
}

absl::StatusOr<const toml::node*> TomlReader::Needed(const toml::table& table, std::string_view key,
                                                     std::string_view what) const {
  const toml::node* const node = table.get(key);
  if (node == nullptr) return Refuse(table, ToAbsl(what), " needs `", ToAbsl(key), "`");
  return node;
}

}  // namespace candor::policy
