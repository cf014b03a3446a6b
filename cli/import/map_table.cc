#include "cli/import/map_table.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "daemon/base/text.h"

namespace candor::cli {

absl::Status MapTable::Error(std::string_view key, std::string_view message) const {
  const toml::node* node = table_->get(key);
  const auto line = (node != nullptr ? node->source() : table_->source()).begin.line;
  return absl::InvalidArgumentError(absl::StrCat(ToAbsl(file_), ":", line, ": ", ToAbsl(message)));
}

absl::Status MapTable::OnlyKeys(std::initializer_list<std::string_view> known) const {
  for (const std::string& key : Keys()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    const std::string names = absl::StrJoin(
        known, ", ", [](std::string* out, std::string_view name) { out->append(name.data(), name.size()); });
    return Error(key, absl::StrCat("\"", key, "\" means nothing here. Known are ", names));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> MapTable::Text(std::string_view key) const {
  auto text = OptionalText(key);
  if (!text.ok()) return text.status();
  if (!text->has_value()) return Error(key, absl::StrCat("\"", ToAbsl(key), "\" is missing. Add it"));
  return std::move(**text);
}

absl::StatusOr<std::optional<std::string>> MapTable::OptionalText(std::string_view key) const {
  const toml::node* node = table_->get(key);
  if (node == nullptr) return std::optional<std::string>();
  if (!node->is_string()) return Error(key, absl::StrCat("\"", ToAbsl(key), "\" is a text. Put it in quotes"));
  return std::optional<std::string>(node->as_string()->get());
}

absl::StatusOr<bool> MapTable::Flag(std::string_view key, bool otherwise) const {
  const toml::node* node = table_->get(key);
  if (node == nullptr) return otherwise;
  if (!node->is_boolean()) return Error(key, absl::StrCat("\"", ToAbsl(key), "\" is true or false, without quotes"));
  return node->as_boolean()->get();
}

absl::StatusOr<int64_t> MapTable::Number(std::string_view key, int64_t otherwise) const {
  const toml::node* node = table_->get(key);
  if (node == nullptr) return otherwise;
  if (!node->is_integer()) return Error(key, absl::StrCat("\"", ToAbsl(key), "\" is a whole number, without quotes"));
  return node->as_integer()->get();
}

absl::StatusOr<std::vector<std::string>> MapTable::Texts(std::string_view key) const {
  const toml::node* node = table_->get(key);
  std::vector<std::string> texts;
  if (node == nullptr) return texts;
  if (node->is_string()) {
    texts.push_back(node->as_string()->get());
    return texts;
  }
  const toml::array* array = node->as_array();
  const bool all_texts =
      array != nullptr && std::all_of(array->begin(), array->end(), [](const toml::node& n) { return n.is_string(); });
  if (!all_texts) return Error(key, absl::StrCat("\"", ToAbsl(key), "\" is a text or a list of texts"));
  for (const toml::node& element : *array) texts.push_back(element.as_string()->get());
  return texts;
}

absl::StatusOr<std::optional<MapTable>> MapTable::Table(std::string_view key) const {
  const toml::node* node = table_->get(key);
  if (node == nullptr) return std::optional<MapTable>();
  if (!node->is_table()) return Error(key, absl::StrCat("\"", ToAbsl(key), "\" is a table: { name = value }"));
  return std::optional<MapTable>(MapTable(*node->as_table(), file_));
}

absl::StatusOr<std::vector<MapTable>> MapTable::Tables(std::string_view key) const {
  const toml::node* node = table_->get(key);
  std::vector<MapTable> tables;
  if (node == nullptr) return tables;
  const toml::array* array = node->as_array();
  const bool all_tables =
      array != nullptr && std::all_of(array->begin(), array->end(), [](const toml::node& n) { return n.is_table(); });
  if (!all_tables) return Error(key, absl::StrCat("\"", ToAbsl(key), "\" is a list of tables: [[", ToAbsl(key), "]]"));
  for (const toml::node& element : *array) tables.emplace_back(*element.as_table(), file_);
  return tables;
}

bool MapTable::IsTable(std::string_view key) const {
  const toml::node* node = table_->get(key);
  return node != nullptr && node->is_table();
}

std::vector<std::string> MapTable::Keys() const {
  std::vector<std::pair<toml::source_position, std::string>> placed;
  for (const auto& [key, node] : *table_) placed.emplace_back(node.source().begin, std::string(key.str()));
  std::stable_sort(placed.begin(), placed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> keys;
  keys.reserve(placed.size());
  for (auto& [position, key] : placed) keys.push_back(std::move(key));
  return keys;
}

}  // namespace candor::cli
