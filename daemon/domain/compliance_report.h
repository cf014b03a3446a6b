#ifndef CANDOR_DAEMON_DOMAIN_COMPLIANCE_REPORT_H_
#define CANDOR_DAEMON_DOMAIN_COMPLIANCE_REPORT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/civil.h"
#include "daemon/domain/report_row.h"
#include "daemon/domain/report_signature.h"
#include "daemon/domain/store.h"

// The compliance report a director would sign. Built from maintained counts and the open
// follow-ups only, never from a scan of entries. The same view, period and as-of give equal reports.
namespace candor::domain {

struct ReportPeriod {
  Day from;
  Day to;             // the last day, inside
  std::string label;  // "2025Q3", or "2025-07-01 to 2025-08-15"
  bool whole_quarter = false;

  bool operator==(const ReportPeriod&) const = default;
};

// "2025Q3". INVALID_ARGUMENT naming the field "quarter" otherwise.
absl::StatusOr<ReportPeriod> ParseQuarter(std::string_view text);
// Any two days; one that is exactly a quarter is that quarter. INVALID_ARGUMENT when `to` lies before `from` or the
// period is longer than ten years.
absl::StatusOr<ReportPeriod> MakePeriod(Day from, Day to);

// Section 0.
struct ReportCover {
  std::string practice_name;  // empty: not set
  ReportPeriod period;
  std::string zone;
  absl::Time as_of;  // the instant whose ledger prefix is counted
  Day as_of_day;     // the same in `zone`: overdue is judged on it
  uint64_t ledger_size = 0;
  std::string parameter_set;            // empty: no policy in force yet
  std::vector<std::string> plugins;     // "consultation 1.0.0"
  std::vector<std::string> profiles;    // "default 1.0.0"
  std::vector<ProfileInForce> reviews;  // the same with when each was reviewed, without titles; empty: not kept yet
  int64_t review_after_days = 0;        // as those
  std::optional<Day> policy_effective_from;
  uint64_t entries_not_assessed = 0;  // taken in, and not yet seen by the policies
  uint64_t policy_faults = 0;         // entries that some policy could not judge
  bool signable = true;               // false: the known gaps say why
  std::string statement;
  std::vector<std::string> known_gaps;
  std::optional<ReportSigned> last_signed;  // the report of this period, when it was signed last; without its figures
  std::vector<RestatedFigure> restated;     // since then

  bool operator==(const ReportCover&) const = default;
};

struct ComplianceReport {
  ReportCover cover;
  std::vector<ReportSection> sections;

  bool operator==(const ComplianceReport&) const = default;
};

// What the ledger said at a moment (Store::AsOf, or Latest with the instant of the call).
struct ReportMoment {
  const View& view;
  absl::Time at;
};

// Whom the report is for.
struct ReportReader {
  MemberId member;       // empty: the operator as such
  PartitionSet without;  // what is kept from them
};

// The last microsecond of the newest month that was over at `at`, in the practice's zone; `at` itself when it is one.
absl::Time LastMonthEnd(absl::Time at, const absl::TimeZone& zone);

// OK when the report may be signed; FAILED_PRECONDITION about "quarter" otherwise: the period is not over, or the known
// gaps keep it from being signed.
absl::Status CheckReportSignable(const ReportCover& cover);

// The cover is of `moment`. Sections under the disclosure rule, so far all of them, are of `figures`: `moment` again
// for a report on the present, and LastMonthEnd of it when the past is asked for, so that no two moments can be chosen
// whose difference is one entry. Figures are the sum of what `reader` sees; what was restated is told to the operator
// as such and to who signed the report, as two readers need not see the same. Errors are those of the views.
absl::StatusOr<ComplianceReport> BuildComplianceReport(const ReportMoment& moment, const ReportMoment& figures,
                                                       const ReportPeriod& period, const Settings& settings,
                                                       const ReportReader& reader = {});

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_COMPLIANCE_REPORT_H_
