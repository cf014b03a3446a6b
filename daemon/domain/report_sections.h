#ifndef CANDOR_DAEMON_DOMAIN_REPORT_SECTIONS_H_
#define CANDOR_DAEMON_DOMAIN_REPORT_SECTIONS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/domain/compliance_report.h"
#include "daemon/domain/report_figures.h"
#include "daemon/domain/supervision_figures.h"
#include "daemon/domain/supervision_set_up.h"

// The sections of the compliance report. What has no data yet says so in every section.
namespace candor::domain {

// What every section starts from: read once per report.
struct SectionInputs {
  WindowFigures occurred;        // the period
  WindowFigures opened;          // the period
  WindowFigures due;             // dates of the period that have passed
  WindowFigures opened_in_year;  // the twelve months up to the end of the period
  WindowFigures occurred_in_year;
  WindowFigures cohort;  // decisions of the twelve whole months that had ended 90 days before as_of
  OpenStock stock;
  SupervisionFigures supervision;
  SupervisionSetUp set_up;
  std::vector<DatedCount> matters;  // Figure::kMatter of the five years up to the end of the period, as known
  int64_t cases_known = 0;
  int64_t holds_in_force = 0;
  uint64_t entries = 0;                // all there are, amendments and retractions included
  uint64_t entries_not_assessed = 0;   // of them: waiting, or with a fault of some policy that has an active rule
  std::vector<std::string> in_shadow;  // rules, as people know them: "R23 (crossing_accumulation)"
  std::vector<std::string> off;
  std::vector<std::string> failing;  // policies that could not judge some entry, with how often
  ReportPeriod period;
  Day year_from;  // first day of `opened_in_year`
  Day as_of_day;
  bool answers_only = false;  // fewer than ten therapists wrote in those twelve months: yes, no and dates
  bool assessed = true;  // false: nothing was recorded yet, or no policy was in force, so nothing could be called for
  bool written = true;   // false: nobody wrote anything in the period; what is open or was decided stands all the same

  // `without`: the parts of the figures that are left out.
  static absl::StatusOr<SectionInputs> Read(const View& view, const Settings& settings, const ReportPeriod& period,
                                            Day as_of_day, const PartitionSet& without = {});
};

ReportSection BuildCoverage(const SectionInputs& inputs);
ReportSection BuildClimate(const SectionInputs& inputs);
absl::StatusOr<ReportSection> BuildFollowThrough(const SectionInputs& inputs);
ReportSection BuildMatters(const SectionInputs& inputs);
absl::StatusOr<ReportSection> BuildReferral(const SectionInputs& inputs);
absl::StatusOr<ReportSection> BuildEndings(const SectionInputs& inputs);
ReportSection BuildSupervision(const SectionInputs& inputs);
absl::StatusOr<ReportSection> BuildBoundaries(const SectionInputs& inputs);
absl::StatusOr<ReportSection> BuildDecisions(const SectionInputs& inputs);
ReportSection BuildAccess(const SectionInputs& inputs);
ReportSection BuildLearning(const SectionInputs& inputs);
absl::StatusOr<ReportSection> BuildRecord(const SectionInputs& inputs);

// All of them, in order of number. Of a period that is no whole quarter what is under the disclosure rule is hidden.
absl::StatusOr<std::vector<ReportSection>> BuildSections(const SectionInputs& inputs);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_REPORT_SECTIONS_H_
