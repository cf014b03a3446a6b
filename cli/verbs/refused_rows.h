#ifndef CANDOR_CLI_VERBS_REFUSED_ROWS_H_
#define CANDOR_CLI_VERBS_REFUSED_ROWS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "cli/import/csv_reader.h"
#include "cli/wire/json.h"

namespace candor::cli {

// Which rows of a file were refused and why: few bytes for each, however many. Thread-compatible.
class RefusedRows {
 public:
  struct Row {
    int64_t number;
    uint32_t reason;  // index into reasons()
  };
  struct Reason {
    std::string word;
    std::string column;   // empty: no one column
    std::string message;  // what to do

    bool operator==(const Reason&) const = default;
  };

  void Add(int64_t number, Reason reason);
  void SortByNumber();

  const std::vector<Row>& rows() const { return rows_; }
  const Reason& ReasonOf(const Row& row) const { return reasons_[row.reason]; }
  Json ToJson() const;

 private:
  std::vector<Row> rows_;
  std::vector<Reason> reasons_;
};

// What a person can do about a reason of this side's.
std::string_view AdviceFor(std::string_view reason);

// OK when WriteRefusedFile() could make a file there now; makes none.
absl::Status CheckRefusedFile(const std::string& path);

// A CSV with the header of `source` and those of its records that were refused, to be mended and imported. Readable by
// its owner only. ALREADY_EXISTS when there is such a file; errors of reading `source` as of CsvReader.
absl::Status WriteRefusedFile(const std::string& source, char delimiter, const RefusedRows& sorted,
                              const std::string& path);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_REFUSED_ROWS_H_
