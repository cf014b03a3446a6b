#include <memory>
#include <optional>
#include <utility>

#include "candor/v1/report.grpc.pb.h"
#include "cli/print/sentences.h"
#include "cli/report/audience.h"
#include "cli/report/report_page.h"
#include "cli/report/report_text.h"
#include "cli/verbs/report_verbs.h"
#include "cli/verbs/session.h"
#include "cli/wire/text_check.h"
#include "daemon/base/status.h"

namespace candor::cli {
namespace {

struct ReportOptions {
  ReportPeriodOptions period;
  std::string as_of;
};

absl::StatusOr<v1::GenerateComplianceReportRequest> RequestOf(Session& session, const ReportOptions& options) {
  v1::GenerateComplianceReportRequest request;
  CANDOR_RETURN_IF_ERROR(SetPeriod(options.period, request));
  CANDOR_ASSIGN_OR_RETURN(const auto as_of, ResolveAsOf(session.connection(), options.as_of));
  if (as_of) *request.mutable_as_of() = *as_of;
  return request;
}

// A report on the past: the daemon reads the record up to then, and says how far it has come.
absl::StatusOr<v1::ComplianceReport> FollowReport(Session& session, const v1::GenerateComplianceReportRequest& asked) {
  v1::FollowComplianceReportRequest request;
  *request.mutable_report() = asked;
  CANDOR_RETURN_IF_ERROR(CheckTexts(request));
  Connection& connection = session.connection();
  grpc::ClientContext context;
  CANDOR_RETURN_IF_ERROR(connection.Prepare(context, connection.timeout()));
  const auto stub = v1::ReportService::NewStub(connection.channel());
  const auto stream = stub->FollowComplianceReport(&context, request);
  std::optional<v1::ComplianceReport> report;
  std::optional<Progress> progress;
  uint64_t records = 0;
  v1::FollowComplianceReportResponse response;
  while (stream->Read(&response)) {
    if (response.has_report()) {
      report = std::move(*response.mutable_report());
      continue;
    }
    if (!progress || records != response.progress().records()) {
      records = response.progress().records();
      progress.emplace(session.terminal, "Reading the record", static_cast<int64_t>(records));
    }
    progress->Update(static_cast<int64_t>(response.progress().records_read()));
  }
  progress.reset();
  if (const grpc::Status status = stream->Finish(); !status.ok()) return connection.Explain(status);
  if (!report) return absl::InternalError("the daemon ended the answer before the report; ask again");
  return *std::move(report);
}

absl::StatusOr<v1::ComplianceReport> FetchReport(Session& session, const v1::GenerateComplianceReportRequest& request) {
  if (request.has_as_of()) return FollowReport(session, request);
  CANDOR_ASSIGN_OR_RETURN(
      v1::GenerateComplianceReportResponse response,
      session.connection().Call<v1::ReportService>(&v1::ReportService::Stub::GenerateComplianceReport, request));
  return std::move(*response.mutable_report());
}

absl::StatusOr<ExitCode> Report(Session& session, const Audience& audience, const ReportOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const v1::GenerateComplianceReportRequest request, RequestOf(session, options));
  CANDOR_ASSIGN_OR_RETURN(const v1::ComplianceReport whole, FetchReport(session, request));
  const v1::ComplianceReport report = SelectFor(audience, whole);
  if (session.rows()) {
    session.PrintData(RowsOf(report));
    return ExitCode::kDone;
  }
  // Not in the report, which others read.
  if (session.format != Format::kJson && report.cover().practice().empty()) {
    session.terminal.err << "The practice is " << kUnnamedPractice << ".\n";
  }
  switch (session.format) {
    case Format::kTable:
      PrintReport(report, audience, session.out());
      break;
    case Format::kHtml:
      session.out() << PageOf(report, audience);
      break;
    case Format::kJson:
    case Format::kCsv:
      session.PrintData(ToJson(report));
      break;
  }
  return ExitCode::kDone;
}

void AddReport(CLI::App& report, Session& session, const Audience& audience, const std::string& description,
               const std::string& example) {
  CLI::App* command = report.add_subcommand(std::string(audience.verb), description);
  command->footer("Example: candor report " + example);
  auto options = std::make_shared<ReportOptions>();
  AddPeriod(*command, options->period);
  AddAsOf(*command, options->as_of);
  DoesWithPage(*command, session, [&session, &audience, options] { return Report(session, audience, *options); });
}

}  // namespace

void AddPeriod(CLI::App& command, ReportPeriodOptions& options) {
  CLI::Option* quarter = command.add_option("--quarter", options.quarter, "a whole quarter, as in 2025Q3");
  CLI::Option* from =
      command.add_option("--from", options.from, "first day; other periods show fewer figures, totals only");
  CLI::Option* to = command.add_option("--to", options.to, "last day");
  from->needs(to)->excludes(quarter);
  to->needs(from)->excludes(quarter);
}

void AddReportVerb(CLI::App& app, Session& session) {
  CLI::App* report = app.add_subcommand("report", "reports from maintained counts");
  report->require_subcommand(1);
  AddReport(*report, session, kDirector, "what the practice did about what was reported",
            "compliance --quarter 2025Q3 --as-of 2025-10-15");
  AddReport(*report, session, kStaff, "one page for everybody who writes: what became of it, and who read it",
            "staff --quarter 2025Q3 -o html > staff.html");
  AddReport(*report, session, kInsurer, "what an insurer asks for", "insurer --quarter 2025Q3");
  AddReport(*report, session, kAccreditor, "what an accreditor asks for", "accreditor --quarter 2025Q3");
  AddReportSign(*report, session);
}

}  // namespace candor::cli
