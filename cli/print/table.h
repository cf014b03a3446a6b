#ifndef CANDOR_CLI_PRINT_TABLE_H_
#define CANDOR_CLI_PRINT_TABLE_H_

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "nlohmann/json.hpp"

namespace candor::cli {

using Json = nlohmann::ordered_json;

// Columns that line up, for people. The last column is not padded. Thread-compatible.
class Table {
 public:
  explicit Table(std::vector<std::string> headings) : headings_(std::move(headings)) {}

  // REQUIRES: as many cells as headings. An empty cell is shown as "-".
  void Add(std::vector<std::string> cells);
  bool empty() const { return rows_.empty(); }
  // The headings are emphasised where `out` allows it (style.h).
  void Print(std::ostream& out) const;

 private:
  std::vector<std::string> headings_;
  std::vector<std::vector<std::string>> rows_;
};

// "Name:   value" lines, values aligned.
void PrintPairs(const std::vector<std::pair<std::string, std::string>>& pairs, std::ostream& out);

// Two-space indented, one line feed at the end.
void PrintJson(const Json& json, std::ostream& out);

// RFC 4180 with CRLF. A list of objects gives a row per object, anything else one row; nested objects become columns
// `outer.inner`, lists of values are joined with "; ", null is empty. Columns in order of first appearance; their names
// are the first line, unless `headed` is false.
void PrintCsv(const Json& json, std::ostream& out, bool headed = true);

// The same rows and columns, lined up for people.
void PrintRows(const Json& json, std::ostream& out);

// Columns of a monospaced terminal that `text` takes.
size_t DisplayWidth(std::string_view text);

// Control characters and line breaks as spaces, so that what somebody wrote cannot move another's cursor.
std::string OneLine(std::string_view text);

// Columns of running text, wherever it is printed.
inline constexpr size_t kTextWidth = 100;

// `text` broken at blanks into lines of at most `width` columns, each after `indent`.
std::string Wrap(std::string_view text, size_t width, std::string_view indent = "");

}  // namespace candor::cli

#endif  // CANDOR_CLI_PRINT_TABLE_H_
