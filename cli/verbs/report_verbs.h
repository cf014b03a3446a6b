#ifndef CANDOR_CLI_VERBS_REPORT_VERBS_H_
#define CANDOR_CLI_VERBS_REPORT_VERBS_H_

#include <string>

#include "absl/status/status.h"
#include "cli/verbs/session.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"

// What the reports have in common.
namespace candor::cli {

struct ReportPeriodOptions {
  std::string quarter;
  std::string from;
  std::string to;
};

// Adds --quarter, or --from and --to. `options` is not owned and outlives the command.
void AddPeriod(CLI::App& command, ReportPeriodOptions& options);

// `request` has fields `quarter`, `from` and `to`. INVALID_ARGUMENT when no period is given.
template <class Request>
absl::Status SetPeriod(const ReportPeriodOptions& options, Request& request) {
  if (options.quarter.empty() && (options.from.empty() || options.to.empty())) {
    return UsageError("say which period: --quarter 2025Q3, or --from and --to");
  }
  request.set_quarter(options.quarter);
  if (options.from.empty()) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const Day from, ParseDayOf("--from", options.from));
  CANDOR_ASSIGN_OR_RETURN(const Day to, ParseDayOf("--to", options.to));
  *request.mutable_from() = ToWire(from);
  *request.mutable_to() = ToWire(to);
  return absl::OkStatus();
}

// Adds "sign" to the reports.
void AddReportSign(CLI::App& report, Session& session);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_REPORT_VERBS_H_
