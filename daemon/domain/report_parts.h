#ifndef CANDOR_DAEMON_DOMAIN_REPORT_PARTS_H_
#define CANDOR_DAEMON_DOMAIN_REPORT_PARTS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/domain/compliance_report.h"
#include "daemon/domain/report_figures.h"
#include "daemon/domain/report_rows.h"
#include "daemon/domain/report_sections.h"

// What the sections of the compliance report are put together with. Pure.
namespace candor::domain {

// Decisions to refer are counted once their month has been followed for this many days.
inline constexpr int kCohortRestDays = kLongestStepWait;

template <class Bucket>
uint16_t BucketOf(Bucket bucket) {
  return static_cast<uint16_t>(bucket);
}

// A section with the notes that hold for all of it.
ReportSection BeginSection(int number, std::string title, const SectionInputs& inputs);
void Append(std::vector<ReportRow> rows, ReportSection& section);
// Adds each figure as a row "not recorded". `why`: one sentence about all of them, or empty.
ReportSection NothingRecorded(ReportSection section, const std::vector<std::pair<RowName, Measure>>& rows,
                              std::string_view why = {});
// A figure's cells by bucket. The store's errors.
absl::StatusOr<std::vector<PartOfWhole>> ReadParts(const WindowFigures& figures, Figure figure,
                                                   const std::vector<std::pair<uint16_t, RowName>>& names);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_REPORT_PARTS_H_
