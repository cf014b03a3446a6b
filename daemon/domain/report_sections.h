#ifndef CANDOR_DAEMON_DOMAIN_REPORT_SECTIONS_H_
#define CANDOR_DAEMON_DOMAIN_REPORT_SECTIONS_H_

#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/domain/compliance_report.h"
#include "daemon/domain/report_figures.h"

// Sections 3, 5 and 6 of the compliance report.
namespace candor::domain {

// What every section starts from: read once per report.
struct SectionInputs {
  WindowFigures occurred;        // the period
  WindowFigures opened;          // the period
  WindowFigures due;             // dates of the period that have passed
  WindowFigures opened_in_year;  // the twelve months up to the end of the period
  WindowFigures cohort;          // decisions of the twelve whole months that had ended 90 days before as_of
  OpenStock stock;
  ReportPeriod period;
  Day year_from;  // first day of `opened_in_year`
  Day as_of_day;
  bool answers_only = false;  // fewer than ten therapists wrote in those twelve months: yes, no and dates
  bool assessed = true;  // false: nothing was recorded yet, or no policy was in force, so nothing could be called for
  bool written = true;   // false: nobody wrote anything in the period; what is open or was decided stands all the same

  static absl::StatusOr<SectionInputs> Read(const View& view, const Settings& settings, const ReportPeriod& period,
                                            Day as_of_day);
};

absl::StatusOr<ReportSection> BuildFollowThrough(const SectionInputs& inputs);
absl::StatusOr<ReportSection> BuildReferral(const SectionInputs& inputs);
absl::StatusOr<ReportSection> BuildEndings(const SectionInputs& inputs);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_REPORT_SECTIONS_H_
