#include "daemon/domain/report_rows.h"

#include <cmath>

namespace candor::domain {
namespace {

constexpr int64_t kFewestForPercentage = 20;

constexpr std::string_view kHiddenNote = "Too few people or cases behind it, or hidden to protect such a figure.";

ReportRow Named(const RowName& name, Measure measure, CellState state) {
  ReportRow row;
  row.figure = name.figure;
  row.breakdown = name.breakdown;
  row.label = name.label;
  row.measure = measure;
  row.state = state;
  return row;
}

ReportRow HiddenRow(const RowName& name, Measure measure) {
  ReportRow row = Named(name, measure, CellState::kHidden);
  row.note = kHiddenNote;
  return row;
}

// Half up.
int32_t Permille(int64_t n, int64_t of) {
  return static_cast<int32_t>((n * 2000 + of) / (of * 2));
}

}  // namespace

ReportRow NotRecordedRow(const RowName& name, Measure measure, std::string_view note) {
  ReportRow row = Named(name, measure, CellState::kNotRecorded);
  row.note = note;
  return row;
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

ReportRow RateRow(const RowName& name, const Cell& cell, int64_t of) {
  if (!MayShow(cell)) return HiddenRow(name, Measure::kRate);
  ReportRow row = Named(name, Measure::kRate, CellState::kShown);
  row.count = cell.count;
  row.of = of;
  if (of >= kFewestForPercentage) row.rate_tenths = Permille(cell.count, of);
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

ReportRow WaitingRow(const RowName& name, const Cell& asked, const WaitingTimes& times, int day, int64_t waiting) {
  if (!MayShow(asked) || asked.count < kFewestForMedian) return HiddenRow(name, Measure::kShare);
  ReportRow row = Named(name, Measure::kShare, CellState::kShown);
  row.of = asked.count;
  if (waiting > kFew) row.waiting = waiting;
  if (const auto median = times.Median(); median && *median <= kLongestConversationWait) row.median_days = median;
  const std::optional<double> share = times.ShareBy(day);
  const double held = share.value_or(0.0) * static_cast<double>(asked.count);
  if (!share) {
    row.note = "Nobody has been followed that long yet.";
  } else if (held < kFew + 0.5) {
    row.note = "0-4 of them by then.";
  } else if (static_cast<double>(asked.count) - held < kFew + 0.5) {
    row.note = "All but 0-4 of them by then.";
  } else if (asked.count >= kFewestForPercentage) {
    row.permille = static_cast<int32_t>(std::lround(*share * 1000.0));
  }
  if (waiting <= kFew) row.note += row.note.empty() ? "0-4 still waiting." : " 0-4 still waiting.";
  return row;
}

ReportRow AllRow(const RowName& name, int64_t count, int64_t of, std::string_view none) {
  return of == 0 ? NoAnswerRow(name, none) : AnswerRow(name, count == of);
}

}  // namespace candor::domain
