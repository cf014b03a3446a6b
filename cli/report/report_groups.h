#ifndef CANDOR_CLI_REPORT_REPORT_GROUPS_H_
#define CANDOR_CLI_REPORT_REPORT_GROUPS_H_

#include <string_view>
#include <vector>

#include "candor/v1/report.pb.h"

// Which figures of a section stand together in one table of a page, beside one plot.
namespace candor::cli {

enum class PlotKind {
  kNone,
  kParts,   // bars: the parts of a whole
  kShares,  // bars: how many of the same whole
  kWays,    // bars: the ways in which a whole came out; the first is the row of the whole
  kCurve,   // a share that rises with the days
};

struct GroupInfo {
  std::string_view slug;
  std::string_view caption;  // empty: "Other figures"
  PlotKind plot = PlotKind::kNone;
};

// A table's rows, in the report's order. Rows point into the section.
struct RowGroup {
  const GroupInfo* info = nullptr;
  std::vector<const v1::ReportRow*> rows;
};

// The groups of a section in the order of their first row, what belongs to none at the end.
std::vector<RowGroup> GroupsOf(const v1::ReportSection& section);

// The day in the breakdown of a point of the curve: 7 in "day_7". -1: no point of a curve.
int DayOfPoint(const v1::ReportRow& row);

}  // namespace candor::cli

#endif  // CANDOR_CLI_REPORT_REPORT_GROUPS_H_
