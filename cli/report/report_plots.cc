#include "cli/report/report_plots.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/markup/plot.h"
#include "cli/report/report_words.h"

namespace candor::cli {
namespace {

// In time, late by three lengths, not closed, closed by itself.
constexpr Fill kFillsOfWays[] = {Fill::kSolid,   Fill::kHatched, Fill::kHatched,
                                 Fill::kHatched, Fill::kCrossed, Fill::kDotted};
constexpr int kMarkedDay = 14;
constexpr int kLastDay = 30;

// What stands beside a bar: also how far a share can be told that has no count.
std::string BarText(const v1::ReportRow& row) {
  const std::string text = ShortValueText(row);
  return IsShown(row) && !row.has_count() && !NoteText(row).empty() ? absl::StrCat(text, ": ", NoteText(row)) : text;
}

Bar BarOf(const v1::ReportRow& row, Fill fill) {
  Bar bar;
  bar.label = row.label();
  bar.text = BarText(row);
  bar.fill = fill;
  if (IsShown(row) && row.has_count()) bar.value = static_cast<double>(row.count());
  return bar;
}

// The rows of a group that are drawn as bars.
std::vector<const v1::ReportRow*> BarRows(const RowGroup& group) {
  std::vector<const v1::ReportRow*> rows;
  for (const v1::ReportRow* row : group.rows) {
    const bool whole_counts = group.info->plot == PlotKind::kWays && rows.empty();
    if (row->breakdown().find('.') != std::string::npos) continue;  // a cell of a table
    if (!row->breakdown().empty() || whole_counts) rows.push_back(row);
  }
  return rows;
}

std::string PercentText(const v1::ReportRow& row) {
  return absl::StrCat(Tenths(row.permille()), " %");
}

// Every point with its share in words.
std::vector<Step> StepsOf(const RowGroup& group) {
  std::vector<Step> steps;
  for (const v1::ReportRow* row : group.rows) {
    const int day = DayOfPoint(*row);
    if (day < 0 || !IsShown(*row) || !row->has_permille()) continue;
    steps.push_back({day, row->permille() / 1000.0, PercentText(*row)});
  }
  return steps;
}

void DrawBars(const RowGroup& group, PlotText text, Markup& out) {
  BarPlot plot;
  const std::vector<const v1::ReportRow*> rows = BarRows(group);
  for (size_t i = 0; i < rows.size(); ++i) {
    const Fill fill =
        group.info->plot == PlotKind::kWays ? kFillsOfWays[std::min(i, std::size(kFillsOfWays) - 1)] : Fill::kSolid;
    plot.bars.push_back(BarOf(*rows[i], fill));
    if (group.info->plot != PlotKind::kParts && rows[i]->has_of()) plot.whole = static_cast<double>(rows[i]->of());
    absl::StrAppend(&text.description, i == 0 ? "Bars. " : " ", plot.bars.back().label, ": ", plot.bars.back().text,
                    ".");
  }
  plot.text = std::move(text);
  Draw(plot, out);
}

void DrawCurve(const RowGroup& group, PlotText text, Markup& out) {
  StepPlot plot;
  plot.steps = StepsOf(group);
  text.description = "A curve that rises in steps.";
  for (Step& step : plot.steps) {
    absl::StrAppend(&text.description, " By day ", step.x, ": ", step.label, ".");
    // There is room for those that have a row of their own.
    if (step.x != kMarkedDay && step.x != kLastDay) step.label.clear();
  }
  plot.text = std::move(text);
  plot.x_title = "days since the conversation was asked for";
  plot.x_ticks = {0, 7, 14, 21, kLastDay};
  plot.marks = {kMarkedDay, kLastDay};
  plot.until = kLastDay;
  Draw(plot, out);
}

}  // namespace

bool HasPlot(const RowGroup& group) {
  if (group.info->plot == PlotKind::kNone) return false;
  if (group.info->plot == PlotKind::kCurve) return !StepsOf(group).empty();
  const std::vector<const v1::ReportRow*> rows = BarRows(group);
  const auto values = std::count_if(rows.begin(), rows.end(),
                                    [](const v1::ReportRow* row) { return IsShown(*row) && row->has_count(); });
  // A single part beside none is no comparison; a single share of a whole is one.
  return values >= (group.info->plot == PlotKind::kParts ? 2 : 1);
}

void DrawGroup(const RowGroup& group, const std::string& id, Markup& out) {
  PlotText text{id, std::string(group.info->caption), ""};
  if (group.info->plot == PlotKind::kCurve) return DrawCurve(group, std::move(text), out);
  DrawBars(group, std::move(text), out);
}

}  // namespace candor::cli
