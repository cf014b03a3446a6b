#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/domain/compliance_report.h"

namespace candor::domain {
namespace {

constexpr int kLongestYears = 10;
constexpr int kMonthsPerQuarter = 3;

ReportPeriod QuarterOf(int year, int quarter) {
  const absl::CivilMonth first(year, 1 + (quarter - 1) * kMonthsPerQuarter);
  return {Day(first), Day(first + kMonthsPerQuarter) - 1, absl::StrCat(year, "Q", quarter), true};
}

absl::Status NotAQuarter() {
  return InvalidField("quarter", "format", "this is not a quarter; write it as 2025Q3, with a quarter from 1 to 4");
}

}  // namespace

absl::StatusOr<ReportPeriod> ParseQuarter(std::string_view text) {
  if (text.size() != 6 || (text[4] != 'Q' && text[4] != 'q')) return NotAQuarter();
  int year = 0;
  for (char c : text.substr(0, 4)) {
    if (c < '0' || c > '9') return NotAQuarter();
    year = year * 10 + (c - '0');
  }
  const int quarter = text[5] - '0';
  if (year < 1900 || quarter < 1 || quarter > 4) return NotAQuarter();
  return QuarterOf(year, quarter);
}

absl::StatusOr<ReportPeriod> MakePeriod(Day from, Day to) {
  if (to < from) {
    return InvalidField("to", "before_from", "the last day lies before the first; exchange them");
  }
  if (to > AddYears(from, kLongestYears, LeapRule::kDeadline)) {
    return InvalidField("to", "too_long", "the period is longer than ten years; ask for a shorter one");
  }
  const ReportPeriod quarter = QuarterOf(static_cast<int>(from.year()), (from.month() - 1) / kMonthsPerQuarter + 1);
  if (quarter.from == from && quarter.to == to) return quarter;
  return ReportPeriod{from, to, absl::StrCat(FormatDay(from), " to ", FormatDay(to)), false};
}

}  // namespace candor::domain
