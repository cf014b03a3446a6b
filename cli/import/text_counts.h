#ifndef CANDOR_CLI_IMPORT_TEXT_COUNTS_H_
#define CANDOR_CLI_IMPORT_TEXT_COUNTS_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "candor/v1/import.pb.h"
#include "daemon/base/text_lint.h"

namespace candor::cli {

class RowMapper;

// Places of one kind in the texts of one column.
struct TextCount {
  std::string column;  // of the sheet; of a text that several columns make, the field in words: "why now"
  TextNoticeKind kind = TextNoticeKind::kName;
  int64_t places = 0;
  int64_t first_row = 0;  // as rows are numbered, from 1

  bool operator==(const TextCount&) const = default;
};

// How often the free text of a sheet's rows seems to say who somebody is: of a file of any length the counts, and none
// of its words; of the clients' codes too, which may be the names that they are to stand for. In cells that are there
// to name somebody names are none. Thread-compatible.
class TextCounts {
 public:
  // `members`: as the people of the practice are called.
  explicit TextCounts(const std::vector<std::string>& members) : lint_(members) {}

  // A row as `mapper` has made it. One whose number is not above that of the row before is a row that was counted.
  void Add(const v1::ImportRow& row, const RowMapper& mapper);
  // The most first; where there are as many, in order of column and kind.
  std::vector<TextCount> Counts() const;

 private:
  void Count(const std::string& column, const std::vector<TextNotice>& notices, bool may_name);

  TextLint lint_;
  int64_t last_row_ = 0;
  std::map<std::pair<std::string, TextNoticeKind>, TextCount> counts_;
};

}  // namespace candor::cli

#endif  // CANDOR_CLI_IMPORT_TEXT_COUNTS_H_
