#ifndef CANDOR_DAEMON_DOMAIN_REPORT_ROWS_H_
#define CANDOR_DAEMON_DOMAIN_REPORT_ROWS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/domain/compliance_report.h"
#include "daemon/domain/disclosure.h"
#include "daemon/domain/waiting_times.h"

// Lines of the compliance report, with what may be shown decided. Pure.
namespace candor::domain {

inline constexpr int64_t kFewestForMedian = 10;

// What a line is about, before it has values.
struct RowName {
  std::string_view figure;
  std::string_view breakdown;
  std::string_view label;
};

struct PartOfWhole {
  RowName name;
  Cell cell;
};

ReportRow NotRecordedRow(const RowName& name, Measure measure, std::string_view note = {});
// Its note says why figures are hidden.
ReportRow HiddenRow(const RowName& name, Measure measure);
// The same row, hidden because its period is no whole quarter.
ReportRow OutsideQuarters(const ReportRow& row);
ReportRow CountRowOf(const RowName& name, const Cell& cell);
// The parts of a whole, each shown or not so that none can be worked out from the others. When the whole itself is
// hidden, so are all parts.
std::vector<ReportRow> PartRows(const std::vector<PartOfWhole>& parts, bool whole_shown);
// A cell of a table, of which CellsToShow() has said whether it may be shown.
ReportRow CellRow(const RowName& name, const Cell& cell, bool shown);
ReportRow ShareRow(const RowName& name, const Cell& part, const Cell& rest, const Cell& whole);
// Of figures that the disclosure rule leaves out: they say nothing about a person's reactions, and zero is told too.
ReportRow ExactCountRow(const RowName& name, int64_t count);
ReportRow ExactShareRow(const RowName& name, int64_t count, int64_t of);
// Per 100 of `of`, which is no figure about cases (therapist-months).
ReportRow RateRow(const RowName& name, const Cell& cell, int64_t of);
// Per 1,000 of `of`, which is all cases.
ReportRow RatePerThousandRow(const RowName& name, const Cell& cell, int64_t of);
ReportRow DaysRow(const RowName& name, const Cell& behind, int64_t days);
ReportRow AnswerRow(const RowName& name, bool answer);
// Whether all of `of` count, for a small practice; of nothing there is no answer, and `none` says why.
ReportRow AllRow(const RowName& name, int64_t count, int64_t of, std::string_view none);
// A question that nothing came under: neither yes nor no.
ReportRow NoAnswerRow(const RowName& name, std::string_view why);
// The estimated share by some day among `asked`.
struct WaitingDay {
  RowName name;
  int day = 0;
};
// One for each of `days`, ascending. A share is told apart from that of the day before it only when at least five more
// have had the event in between. `waiting`: those of `asked` that are still waiting.
std::vector<ReportRow> WaitingRows(const std::vector<WaitingDay>& days, const Cell& asked, const WaitingTimes& times,
                                   const Cell& waiting);
// The curve up to `last_day`: a row for each day by which at least five more have had the event than by the row before
// it, the `days` above among them. Empty where no share is shown.
std::vector<ReportRow> CurveRows(std::string_view figure, const std::vector<WaitingDay>& days, const Cell& asked,
                                 const WaitingTimes& times, int last_day);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_REPORT_ROWS_H_
