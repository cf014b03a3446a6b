#include "cli/print/table.h"

#include <utf8proc.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "cli/print/style.h"

namespace candor::cli {
namespace {

// Decodes one character off `text`; a byte that is not UTF-8 counts as one character of its own.
utf8proc_int32_t TakeCharacter(std::string_view& text) {
  utf8proc_int32_t character = 0;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const auto used = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size()), &character);
  text.remove_prefix(used > 0 ? static_cast<size_t>(used) : 1);
  return used > 0 ? character : 0xFFFD;
}

void Pad(std::string_view cell, size_t width, std::ostream& out) {
  out << cell << std::string(width - std::min(width, DisplayWidth(cell)), ' ');
}

std::string ScalarText(const Json& value) {
  if (value.is_null()) return "";
  return value.is_string() ? value.get<std::string>() : value.dump();
}

using Flat = std::vector<std::pair<std::string, std::string>>;

void Flatten(const std::string& key, const Json& value, Flat& flat) {
  if (value.is_object()) {
    for (const auto& [name, inner] : value.items())
      Flatten(key.empty() ? name : absl::StrCat(key, ".", name), inner, flat);
    return;
  }
  if (!value.is_array()) {
    flat.emplace_back(key, ScalarText(value));
    return;
  }
  std::string joined;
  for (const Json& element : value) {
    if (!joined.empty()) joined += "; ";
    joined += element.is_structured() ? element.dump() : ScalarText(element);
  }
  flat.emplace_back(key, std::move(joined));
}

std::string CsvField(const std::string& text) {
  if (text.find_first_of("\",\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + "\"";
}

void PrintCsvLine(const std::vector<std::string>& fields, std::ostream& out) {
  for (size_t i = 0; i < fields.size(); ++i) out << (i == 0 ? "" : ",") << CsvField(fields[i]);
  out << "\r\n";
}

// Objects as rows of one width.
struct Grid {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};

Grid GridOf(const Json& json) {
  Grid grid;
  std::vector<Flat> flats;
  const auto add = [&](const Json& object) {
    Flat& flat = flats.emplace_back();
    Flatten("", object, flat);
    for (const auto& [key, value] : flat) {
      if (std::find(grid.columns.begin(), grid.columns.end(), key) == grid.columns.end()) grid.columns.push_back(key);
    }
  };
  if (json.is_array()) {
    for (const Json& object : json) add(object);
  } else {
    add(json);
  }
  for (const Flat& flat : flats) {
    const std::map<std::string, std::string> values(flat.begin(), flat.end());
    std::vector<std::string>& row = grid.rows.emplace_back();
    for (const std::string& column : grid.columns) {
      const auto value = values.find(column);
      row.push_back(value == values.end() ? "" : value->second);
    }
  }
  return grid;
}

}  // namespace

size_t DisplayWidth(std::string_view text) {
  size_t width = 0;
  while (!text.empty()) width += static_cast<size_t>(std::max(utf8proc_charwidth(TakeCharacter(text)), 0));
  return width;
}

std::string OneLine(std::string_view text) {
  std::string line;
  while (!text.empty()) {
    std::string_view rest = text;
    const utf8proc_int32_t character = TakeCharacter(rest);
    if (utf8proc_category(character) == UTF8PROC_CATEGORY_CC || utf8proc_category(character) == UTF8PROC_CATEGORY_CF) {
      line.push_back(' ');
    } else {
      line.append(text.substr(0, text.size() - rest.size()));
    }
    text = rest;
  }
  return line;
}

std::string Wrap(std::string_view text, size_t width, std::string_view indent) {
  std::string result(indent);
  size_t column = DisplayWidth(indent);
  bool line_empty = true;
  while (!text.empty()) {
    const size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (word.empty()) continue;
    if (!line_empty && column + 1 + DisplayWidth(word) > width) {
      result.append("\n").append(indent);
      column = DisplayWidth(indent);
      line_empty = true;
    }
    if (!line_empty) result.push_back(' ');
    column += DisplayWidth(word) + (line_empty ? 0 : 1);
    result.append(word);
    line_empty = false;
  }
  return result;
}

void Table::Add(std::vector<std::string> cells) {
  for (std::string& cell : cells) cell = cell.empty() ? "-" : OneLine(cell);
  rows_.push_back(std::move(cells));
}

void Table::Print(std::ostream& out) const {
  std::vector<size_t> widths;
  for (const std::string& heading : headings_) widths.push_back(DisplayWidth(heading));
  for (const auto& row : rows_) {
    for (size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], DisplayWidth(row[i]));
  }
  const auto print_row = [&](const std::vector<std::string>& row, std::ostream& to) {
    for (size_t i = 0; i + 1 < widths.size(); ++i) Pad(row[i], widths[i] + 2, to);
    to << row.back();
  };
  std::ostringstream headings;
  print_row(headings_, headings);
  out << Emphasised(out, headings.str()) << '\n';
  for (const auto& row : rows_) {
    print_row(row, out);
    out << '\n';
  }
}

void PrintPairs(const std::vector<std::pair<std::string, std::string>>& pairs, std::ostream& out) {
  size_t width = 0;
  for (const auto& [name, value] : pairs) width = std::max(width, DisplayWidth(name) + 1);
  for (const auto& [name, value] : pairs) {
    Pad(name + ":", width + 2, out);
    out << (value.empty() ? "-" : value) << '\n';
  }
}

void PrintJson(const Json& json, std::ostream& out) {
  out << json.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

void PrintCsv(const Json& json, std::ostream& out, bool headed) {
  const Grid grid = GridOf(json);
  if (grid.columns.empty()) return;
  if (headed) PrintCsvLine(grid.columns, out);
  for (const std::vector<std::string>& row : grid.rows) PrintCsvLine(row, out);
}

void PrintRows(const Json& json, std::ostream& out) {
  Grid grid = GridOf(json);
  if (grid.columns.empty()) return;
  for (std::string& column : grid.columns) absl::AsciiStrToUpper(&column);
  Table table(std::move(grid.columns));
  for (std::vector<std::string>& row : grid.rows) table.Add(std::move(row));
  table.Print(out);
}

}  // namespace candor::cli
