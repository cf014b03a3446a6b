#ifndef CANDOR_CLI_IMPORT_ROW_DIGEST_H_
#define CANDOR_CLI_IMPORT_ROW_DIGEST_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cli/import/csv_reader.h"

namespace candor::cli {

// A text as it counts in a digest and as it is handed on: blanks at the ends dropped, line ends as LF, Unicode NFC.
std::string NormalCell(std::string_view text);

// Says what a row says, whatever the order of its columns, its padding, its line ends or the map that reads it:
// SHA-256 over `name=value` and a zero byte (which no cell can hold) for every cell that is not blank, in byte order of
// the column names. Two rows with the same digest are the same row for ever. Thread-compatible.
class RowDigest {
 public:
  // `columns` as in the header line, already in normal form.
  explicit RowDigest(const std::vector<std::string>& columns);

  // 32 bytes. `cells` in the order of the columns, in normal form; missing ones count as blank.
  std::string Of(const std::vector<std::string>& cells);

 private:
  const std::vector<std::string> columns_;
  std::vector<size_t> order_;
  std::string scratch_;
};

// 32 bytes of SHA-256.
std::string Sha256(std::string_view bytes);

}  // namespace candor::cli

#endif  // CANDOR_CLI_IMPORT_ROW_DIGEST_H_
