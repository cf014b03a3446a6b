#include "daemon/domain/report_rows.h"

#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"

namespace candor::domain {
namespace {

constexpr int64_t kFewestForPercentage = 20;

constexpr std::string_view kHiddenNote = "Too few people or cases behind it, or hidden to protect such a figure.";
constexpr std::string_view kNoQuarterNote = "The period is no whole quarter; two such periods could be subtracted.";

ReportRow Named(const RowName& name, Measure measure, CellState state) {
  ReportRow row;
  row.figure = name.figure;
  row.breakdown = name.breakdown;
  row.label = name.label;
  row.measure = measure;
  row.state = state;
  return row;
}

// Half up.
int32_t Permille(int64_t n, int64_t of) {
  return static_cast<int32_t>((n * 2000 + of) / (of * 2));
}

// A percentage as it is printed; REQUIRES: 0..1.
int32_t PermilleOf(double share) {
  return static_cast<int32_t>(std::lround(share * 1000.0));
}

// How many are still waiting, as far as that may be told.
void TellWaiting(const Cell& waiting, ReportRow& row) {
  if (MayShow(waiting)) {
    row.waiting = waiting.count;
    return;
  }
  if (!row.note.empty()) row.note += ' ';
  row.note += waiting.count <= kFew ? "0-4 still waiting." : "How many are still waiting is hidden.";
}

ReportRow WaitingRow(const WaitingDay& day, const Cell& asked, const WaitingTimes& times, const Cell& waiting) {
  if (!MayShow(asked) || asked.count < kFewestForMedian) return HiddenRow(day.name, Measure::kShare);
  ReportRow row = Named(day.name, Measure::kShare, CellState::kShown);
  row.of = asked.count;
  if (const auto median = times.Median(); median && *median <= kLongestConversationWait) row.median_days = median;
  const std::optional<double> share = times.ShareBy(day.day);
  const double held = share.value_or(0.0) * static_cast<double>(asked.count);
  if (!share) {
    row.note = "Nobody has been followed that long yet.";
  } else if (held < kFew + 0.5 || times.HeldBy(day.day) <= kFew) {
    row.note = "0-4 of them by then.";
  } else if (static_cast<double>(asked.count) - held < kFew + 0.5) {
    row.note = "All but 0-4 of them by then.";
  } else if (asked.count >= kFewestForPercentage) {
    row.permille = PermilleOf(*share);
  }
  TellWaiting(waiting, row);
  return row;
}

}  // namespace

ReportRow NotRecordedRow(const RowName& name, Measure measure, std::string_view note) {
  ReportRow row = Named(name, measure, CellState::kNotRecorded);
  row.note = note;
  return row;
}

ReportRow HiddenRow(const RowName& name, Measure measure) {
  ReportRow row = Named(name, measure, CellState::kHidden);
  row.note = kHiddenNote;
  return row;
}

ReportRow OutsideQuarters(const ReportRow& row) {
  ReportRow hidden = Named({row.figure, row.breakdown, row.label}, row.measure, CellState::kHidden);
  hidden.note = kNoQuarterNote;
  return hidden;
}

ReportRow CountRowOf(const RowName& name, const Cell& cell) {
  if (!MayShow(cell)) return HiddenRow(name, Measure::kCount);
  ReportRow row = Named(name, Measure::kCount, CellState::kShown);
  row.count = cell.count;
  return row;
}

std::vector<ReportRow> PartRows(const std::vector<PartOfWhole>& parts, bool whole_shown) {
  std::vector<Cell> cells;
  cells.reserve(parts.size());
  for (const PartOfWhole& part : parts) cells.push_back(part.cell);
  const std::vector<bool> shown = PartsToShow(cells);
  std::vector<ReportRow> rows;
  for (size_t i = 0; i < parts.size(); ++i) {
    rows.push_back(whole_shown && shown[i] ? CountRowOf(parts[i].name, parts[i].cell)
                                           : HiddenRow(parts[i].name, Measure::kCount));
  }
  return rows;
}

ReportRow CellRow(const RowName& name, const Cell& cell, bool shown) {
  return shown ? CountRowOf(name, cell) : HiddenRow(name, Measure::kCount);
}

ReportRow ShareRow(const RowName& name, const Cell& part, const Cell& rest, const Cell& whole) {
  const ShareForm form = FormOfShare(part, rest, whole);
  if (form == ShareForm::kHidden) return HiddenRow(name, Measure::kShare);
  ReportRow row = Named(name, Measure::kShare, CellState::kShown);
  row.of = whole.count;
  if (form == ShareForm::kFewOf) row.note = "0-4 of them.";
  if (form == ShareForm::kAllButFewOf) row.note = "All but 0-4 of them.";
  if (form != ShareForm::kExact) return row;
  row.count = part.count;
  if (whole.count >= kFewestForPercentage) row.permille = Permille(part.count, whole.count);
  return row;
}

ReportRow ExactCountRow(const RowName& name, int64_t count) {
  ReportRow row = Named(name, Measure::kCount, CellState::kShown);
  row.count = count;
  return row;
}

ReportRow ExactShareRow(const RowName& name, int64_t count, int64_t of) {
  ReportRow row = Named(name, Measure::kShare, CellState::kShown);
  row.count = count;
  row.of = of;
  if (of >= kFewestForPercentage) row.permille = Permille(count, of);
  return row;
}

ReportRow RateRow(const RowName& name, const Cell& cell, int64_t of) {
  if (!MayShow(cell)) return HiddenRow(name, Measure::kRate);
  ReportRow row = Named(name, Measure::kRate, CellState::kShown);
  row.count = cell.count;
  row.of = of;
  if (of >= kFewestForPercentage) row.rate_tenths = Permille(cell.count, of);
  return row;
}

ReportRow RatePerThousandRow(const RowName& name, const Cell& cell, int64_t of) {
  if (!MayShow(cell)) return HiddenRow(name, Measure::kRatePerThousand);
  ReportRow row = Named(name, Measure::kRatePerThousand, CellState::kShown);
  row.count = cell.count;
  row.of = of;
  if (of >= kFewestForPercentage) row.rate_tenths = Permille(cell.count * 10, of);
  return row;
}

ReportRow DaysRow(const RowName& name, const Cell& behind, int64_t days) {
  if (!MayShow(behind)) return HiddenRow(name, Measure::kDays);
  ReportRow row = Named(name, Measure::kDays, CellState::kShown);
  row.count = days;
  return row;
}

ReportRow AnswerRow(const RowName& name, bool answer) {
  ReportRow row = Named(name, Measure::kAnswer, CellState::kShown);
  row.answer = answer;
  return row;
}

ReportRow NoAnswerRow(const RowName& name, std::string_view why) {
  ReportRow row = Named(name, Measure::kAnswer, CellState::kShown);
  row.note = why;
  return row;
}

std::vector<ReportRow> WaitingRows(const std::vector<WaitingDay>& days, const Cell& asked, const WaitingTimes& times,
                                   const Cell& waiting) {
  std::vector<ReportRow> rows;
  std::optional<WaitingDay> before;  // the last whose share is shown
  for (const WaitingDay& day : days) {
    ReportRow row = WaitingRow(day, asked, times, waiting);
    if (row.permille && before && times.HeldBy(day.day) - times.HeldBy(before->day) <= kFew) {
      row.permille.reset();
      row.note = absl::StrCat("0-4 more than by day ", before->day, ".", row.note.empty() ? "" : " ", row.note);
    }
    if (row.permille) before = day;
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<ReportRow> CurveRows(std::string_view figure, const std::vector<WaitingDay>& days, const Cell& asked,
                                 const WaitingTimes& times, int last_day) {
  std::vector<int> shown;
  const std::vector<ReportRow> rows = WaitingRows(days, asked, times, Cell());
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].permille) shown.push_back(days[i].day);
  }
  std::vector<ReportRow> curve;
  if (shown.empty()) return curve;
  int64_t before = 0;
  auto next = shown.begin();
  for (int day = 0; day <= last_day; ++day) {
    const int64_t held = times.HeldBy(day);
    const bool fixed = next != shown.end() && *next == day;
    const int64_t ceiling = next == shown.end() ? times.size() : times.HeldBy(*next);
    if (!fixed && (held - before <= kFew || ceiling - held <= kFew)) continue;
    if (fixed) ++next;
    before = held;
    const std::string breakdown = absl::StrCat("day_", day);
    const std::string label = absl::StrCat("held by day ", day);
    ReportRow row = Named({figure, breakdown, label}, Measure::kShare, CellState::kShown);
    row.of = asked.count;
    row.permille = PermilleOf(times.ShareBy(day).value_or(0.0));
    curve.push_back(std::move(row));
  }
  return curve;
}

ReportRow AllRow(const RowName& name, int64_t count, int64_t of, std::string_view none) {
  return of == 0 ? NoAnswerRow(name, none) : AnswerRow(name, count == of);
}

}  // namespace candor::domain
