#ifndef CANDOR_DAEMON_DOMAIN_REPORT_ROW_H_
#define CANDOR_DAEMON_DOMAIN_REPORT_ROW_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daemon/base/civil.h"

// The lines that a compliance report is made of, as values.
namespace candor::domain {

// How a row's values are to be read. Numbers are stored and on the wire.
enum class Measure : uint8_t {
  kCount = 1,            // count
  kShare = 2,            // count of `of`, a percentage when `of` is at least 20
  kRate = 3,             // count, and rate_tenths per 100 of `of`
  kDays = 4,             // count is a number of days
  kAnswer = 5,           // answer: yes or no, or none where the note says that nothing came under it; no counts
  kRatePerThousand = 6,  // count, and rate_tenths per 1,000 of `of`
};

// Numbers are stored and on the wire.
enum class CellState : uint8_t {
  kShown = 1,
  kHidden = 2,       // too few people or cases behind it, or hidden to protect such a cell; never tells zero from four
  kNotRecorded = 3,  // there is no data for this figure yet; never zero
};

// One line of a section. The optional values are set only when shown.
struct ReportRow {
  std::string figure;     // stable slug: "closed_in_time"
  std::string breakdown;  // stable slug of a part, empty for the whole: "talk", "15_to_30_days"
  std::string label;      // for people
  Measure measure = Measure::kCount;
  CellState state = CellState::kNotRecorded;
  std::optional<int64_t> count;        // n, or days
  std::optional<int64_t> of;           // N
  std::optional<int32_t> permille;     // share or estimate in tenths of a percent; only when N is at least 20
  std::optional<int32_t> rate_tenths;  // tenths per 100 or 1,000 of `of`; only when `of` is at least 20
  std::optional<int32_t> median_days;  // only when n is at least 10
  std::optional<int64_t> waiting;      // still waiting at as_of
  std::optional<bool> answer;
  std::string note;  // one sentence, or empty

  bool operator==(const ReportRow&) const = default;
};

struct ReportSection {
  int number = 0;  // 1 to 12
  std::string title;
  std::optional<Day> as_of_day;    // its figures are of the end of this day; absent: of the cover's moment
  std::vector<std::string> notes;  // how to read it
  std::vector<ReportRow> rows;

  bool operator==(const ReportSection&) const = default;
};

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_REPORT_ROW_H_
