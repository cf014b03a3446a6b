#include "candor/v1/report.grpc.pb.h"
#include "cli/report/audience.h"
#include "cli/report/report_page.h"
#include "cli/report/report_text.h"
#include "cli/verbs/session.h"
#include "cli/wire/dates.h"
#include "daemon/base/civil.h"

namespace candor::cli {
namespace {

struct ReportOptions {
  std::string quarter;
  std::string from;
  std::string to;
  std::string as_of;
};

absl::StatusOr<v1::GenerateComplianceReportRequest> RequestOf(Session& session, const ReportOptions& options) {
  if (options.quarter.empty() && (options.from.empty() || options.to.empty())) {
    return UsageError("say which period: --quarter 2025Q3, or --from and --to");
  }
  v1::GenerateComplianceReportRequest request;
  request.set_quarter(options.quarter);
  if (!options.from.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const Day from, ParseDayOf("--from", options.from));
    CANDOR_ASSIGN_OR_RETURN(const Day to, ParseDayOf("--to", options.to));
    *request.mutable_from() = ToWire(from);
    *request.mutable_to() = ToWire(to);
  }
  CANDOR_ASSIGN_OR_RETURN(const auto as_of, ResolveAsOf(session.connection(), options.as_of));
  if (as_of) *request.mutable_as_of() = *as_of;
  return request;
}

absl::StatusOr<ExitCode> Report(Session& session, const Audience& audience, const ReportOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const v1::GenerateComplianceReportRequest request, RequestOf(session, options));
  CANDOR_ASSIGN_OR_RETURN(
      const v1::GenerateComplianceReportResponse response,
      session.connection().Call<v1::ReportService>(&v1::ReportService::Stub::GenerateComplianceReport, request));
  const v1::ComplianceReport report = SelectFor(audience, response.report());
  switch (session.format) {
    case Format::kTable:
      PrintReport(report, audience, session.out());
      break;
    case Format::kHtml:
      session.out() << PageOf(report, audience);
      break;
    case Format::kJson:
      session.PrintData(ToJson(report));
      break;
    case Format::kCsv:
      session.PrintData(RowsOf(report));
      break;
  }
  return ExitCode::kDone;
}

void AddReport(CLI::App& report, Session& session, const Audience& audience, const std::string& description,
               const std::string& example) {
  CLI::App* command = report.add_subcommand(std::string(audience.verb), description);
  command->footer("Example: candor report " + example);
  auto options = std::make_shared<ReportOptions>();
  CLI::Option* quarter = command->add_option("--quarter", options->quarter, "a whole quarter, as in 2025Q3");
  CLI::Option* from = command->add_option("--from", options->from, "first day; other periods show totals only");
  CLI::Option* to = command->add_option("--to", options->to, "last day");
  from->needs(to)->excludes(quarter);
  to->needs(from)->excludes(quarter);
  AddAsOf(*command, options->as_of);
  DoesWithPage(*command, session, [&session, &audience, options] { return Report(session, audience, *options); });
}

}  // namespace

void AddReportVerb(CLI::App& app, Session& session) {
  CLI::App* report = app.add_subcommand("report", "reports from maintained counts");
  report->require_subcommand(1);
  AddReport(*report, session, kDirector, "what the practice did about what was reported",
            "compliance --quarter 2025Q3 --as-of 2025-10-15");
  AddReport(*report, session, kStaff, "one page for everybody who writes: what became of it, and who read it",
            "staff --quarter 2025Q3 -o html > staff.html");
  AddReport(*report, session, kInsurer, "what an insurer asks for", "insurer --quarter 2025Q3");
  AddReport(*report, session, kAccreditor, "what an accreditor asks for", "accreditor --quarter 2025Q3");
}

}  // namespace candor::cli
