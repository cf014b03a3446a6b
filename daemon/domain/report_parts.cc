#include "daemon/domain/report_parts.h"

#include <iterator>

#include "daemon/base/status.h"

namespace candor::domain {
namespace {

constexpr std::string_view kSmallPracticeNote =
    "Fewer than ten therapists wrote in the twelve months up to the end of the period: yes, no and dates instead of "
    "counts.";
constexpr std::string_view kNobodyWroteNote = "Nobody wrote anything in the period.";
constexpr std::string_view kTotalsOnlyNote =
    "The period is no whole quarter: totals only, and those that could point at a person are hidden.";

}  // namespace

ReportSection BeginSection(int number, std::string title, const SectionInputs& inputs) {
  ReportSection section;
  section.number = number;
  section.title = std::move(title);
  if (!inputs.written) section.notes.emplace_back(kNobodyWroteNote);
  if (inputs.answers_only) section.notes.emplace_back(kSmallPracticeNote);
  if (!inputs.period.whole_quarter) section.notes.emplace_back(kTotalsOnlyNote);
  return section;
}

void Append(std::vector<ReportRow> rows, ReportSection& section) {
  std::move(rows.begin(), rows.end(), std::back_inserter(section.rows));
}

absl::StatusOr<std::vector<PartOfWhole>> ReadParts(const WindowFigures& figures, Figure figure,
                                                   const std::vector<std::pair<uint16_t, RowName>>& names) {
  std::vector<PartOfWhole> parts;
  for (const auto& [bucket, name] : names) {
    CANDOR_ASSIGN_OR_RETURN(Cell cell, figures.CellOf(figure, bucket));
    parts.push_back({name, cell});
  }
  return parts;
}

ReportSection NothingRecorded(ReportSection section, const std::vector<std::pair<RowName, Measure>>& rows,
                              std::string_view why) {
  for (const auto& [name, measure] : rows) section.rows.push_back(NotRecordedRow(name, measure, why));
  return section;
}

}  // namespace candor::domain
