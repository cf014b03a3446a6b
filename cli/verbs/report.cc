#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "candor/v1/report.grpc.pb.h"
#include "cli/verbs/follow_up_words.h"
#include "cli/verbs/session.h"
#include "cli/wire/dates.h"
#include "daemon/base/civil.h"

namespace candor::cli {
namespace {

constexpr size_t kWidth = 100;

std::string Tenths(int64_t tenths) {
  return absl::StrFormat("%d.%d", tenths / 10, tenths % 10);
}

std::string WaitingText(const v1::ReportRow& row) {
  std::string text;
  if (row.has_median_days()) absl::StrAppend(&text, ", median ", row.median_days(), " days");
  if (row.has_waiting()) absl::StrAppend(&text, ", ", row.waiting(), " still waiting");
  return text;
}

std::string EstimateText(const v1::ReportRow& row) {
  // Without a percentage the note says how far it can be told.
  const std::string share = row.has_permille() ? absl::StrCat(Tenths(row.permille()), " % ") : "";
  return absl::StrCat(share, "of ", row.of(), WaitingText(row));
}

std::string ShownText(const v1::ReportRow& row) {
  std::string text;
  switch (row.measure()) {
    case v1::REPORT_MEASURE_ANSWER:
      if (!row.has_answer()) return "none";  // the note says why
      return row.answer() ? "yes" : "no";
    case v1::REPORT_MEASURE_DAYS:
      text = absl::StrCat(row.count(), " days");
      break;
    case v1::REPORT_MEASURE_SHARE:
      if (!row.has_count()) return EstimateText(row);  // an estimate has a percentage and no count
      text = absl::StrCat(row.count(), " of ", row.of());
      break;
    default:
      text = absl::StrCat(row.count());
      break;
  }
  if (row.has_permille()) absl::StrAppend(&text, " (", Tenths(row.permille()), " %)");
  if (row.has_rate_tenths()) absl::StrAppend(&text, " (", Tenths(row.rate_tenths()), " per 100)");
  return text + WaitingText(row);
}

std::string ValueText(const v1::ReportRow& row) {
  switch (row.state()) {
    case v1::REPORT_ROW_STATE_SHOWN:
      return ShownText(row);
    case v1::REPORT_ROW_STATE_HIDDEN:
      return "hidden";
    default:
      return "not recorded";
  }
}

void PrintCover(const v1::ReportCover& cover, std::ostream& out) {
  out << "COMPLIANCE REPORT " << cover.period() << "\n\n";
  PrintPairs(
      {{"Practice", cover.practice().empty() ? kUnnamedPractice : cover.practice()},
       {"Period", absl::StrCat(FormatDate(cover.from()), " to ", FormatDate(cover.to()), ", ", cover.time_zone())},
       {"As of", absl::StrCat(FormatInstant(cover.as_of()), " (", cover.ledger_size(), " records)")},
       {"Policies", absl::StrJoin(cover.policies(), ", ")},
       {"Profiles", absl::StrJoin(cover.profiles(), ", ")},
       {"In force from", cover.has_policies_effective_from() ? FormatDate(cover.policies_effective_from()) : ""},
       {"Not assessed", absl::StrCat(cover.entries_pending(), " waiting, ", cover.policy_faults(), " with a fault")},
       {"Can be signed", cover.signable() ? "yes" : "no, too much is not assessed"}},
      out);
  // The sentence on follow-ups stands on a line of its own, whether or not the statement has it.
  const std::string sentence(kWhatAFollowUpIs);
  out << '\n' << Wrap(absl::StrReplaceAll(cover.statement(), {{sentence, ""}}), kWidth) << '\n' << sentence << '\n';
  for (const std::string& gap : cover.known_gaps()) out << Wrap(absl::StrCat("Known gap: ", gap), kWidth) << '\n';
}

void PrintSection(const v1::ReportSection& section, std::ostream& out) {
  out << '\n' << section.number() << "  " << section.title() << '\n';
  for (const std::string& note : section.notes()) out << Wrap(note, kWidth, "   ") << '\n';
  Table table({"FIGURE", "VALUE", "NOTE"});
  std::string why_hidden;  // the same for all: said once
  for (const v1::ReportRow& row : section.rows()) {
    const bool hidden = row.state() == v1::REPORT_ROW_STATE_HIDDEN;
    if (hidden) why_hidden = row.note();
    table.Add(
        {absl::StrCat(row.breakdown().empty() ? "" : "  ", row.label()), ValueText(row), hidden ? "" : row.note()});
  }
  table.Print(out);
  if (!why_hidden.empty()) out << Wrap(absl::StrCat("Hidden: ", why_hidden), kWidth, "   ") << '\n';
}

Json CsvRow(const v1::ReportCover& cover, const std::string& as_of, int section, const v1::ReportRow& row,
            const std::string& text) {
  Json json = Json::object();
  json["period"] = cover.period();
  json["as_of"] = as_of;
  json["section"] = section;
  json.update(ToJson(row));
  json["text"] = text;
  return json;
}

// A row for something that is said in words, or for a field of the cover.
v1::ReportRow RowNamed(const std::string& figure) {
  v1::ReportRow row;
  row.set_figure(figure);
  row.set_label(absl::StrReplaceAll(figure, {{"_", " "}}));
  row.set_state(v1::REPORT_ROW_STATE_SHOWN);
  return row;
}

// Section 0: a row for each field of the cover, for a list one for each of its values.
void AddCoverRows(const v1::ReportCover& cover, Json& rows) {
  const std::string as_of = FormatInstant(cover.as_of());
  const auto add = [&](const std::string& field, const Json& value) {
    v1::ReportRow row = RowNamed(field);
    std::string text;
    if (value.is_null()) {
      row.set_state(v1::REPORT_ROW_STATE_NOT_RECORDED);
    } else if (value.is_boolean()) {
      row.set_measure(v1::REPORT_MEASURE_ANSWER);
      row.set_answer(value.get<bool>());
    } else if (value.is_number()) {
      row.set_measure(v1::REPORT_MEASURE_COUNT);
      row.set_count(value.get<int64_t>());
    } else {
      text = value.get<std::string>();
    }
    rows.push_back(CsvRow(cover, as_of, 0, row, text));
  };
  const Json fields = ToJson(cover);
  for (const auto& [field, value] : fields.items()) {
    if (field == "period" || field == "as_of") continue;  // columns of every row
    for (const Json& each : value.is_array() ? value : Json::array({value})) add(field, each);
  }
}

// One row per figure, so that a spreadsheet can take it.
Json RowsOf(const v1::ComplianceReport& report) {
  const v1::ReportCover& cover = report.cover();
  Json rows = Json::array();
  AddCoverRows(cover, rows);
  for (const v1::ReportSection& section : report.sections()) {
    const std::string as_of = section.has_as_of_day() ? FormatDate(section.as_of_day()) : FormatInstant(cover.as_of());
    for (const std::string& note : section.notes()) {
      rows.push_back(CsvRow(cover, as_of, section.number(), RowNamed("note"), note));
    }
    for (const v1::ReportRow& row : section.rows()) rows.push_back(CsvRow(cover, as_of, section.number(), row, ""));
  }
  return rows;
}

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
    CANDOR_ASSIGN_OR_RETURN(const Day from, ParseDay(options.from));
    CANDOR_ASSIGN_OR_RETURN(const Day to, ParseDay(options.to));
    *request.mutable_from() = ToWire(from);
    *request.mutable_to() = ToWire(to);
  }
  CANDOR_ASSIGN_OR_RETURN(const auto as_of, ResolveAsOf(session.connection(), options.as_of));
  if (as_of) *request.mutable_as_of() = *as_of;
  return request;
}

absl::StatusOr<ExitCode> Compliance(Session& session, const ReportOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const v1::GenerateComplianceReportRequest request, RequestOf(session, options));
  CANDOR_ASSIGN_OR_RETURN(
      const v1::GenerateComplianceReportResponse response,
      session.connection().Call<v1::ReportService>(&v1::ReportService::Stub::GenerateComplianceReport, request));
  const v1::ComplianceReport& report = response.report();
  if (session.format == Format::kJson) {
    session.PrintData(ToJson(report));
  } else if (session.format == Format::kCsv) {
    session.PrintData(RowsOf(report));
  } else {
    PrintCover(report.cover(), session.out());
    for (const v1::ReportSection& section : report.sections()) PrintSection(section, session.out());
  }
  return ExitCode::kDone;
}

}  // namespace

void AddReportVerb(CLI::App& app, Session& session) {
  CLI::App* report = app.add_subcommand("report", "reports from maintained counts");
  report->require_subcommand(1);
  CLI::App* compliance = report->add_subcommand("compliance", "what the practice did about what was reported");
  compliance->footer("Example: candor report compliance --quarter 2025Q3 --as-of 2025-10-15");
  auto options = std::make_shared<ReportOptions>();
  CLI::Option* quarter = compliance->add_option("--quarter", options->quarter, "a whole quarter, as in 2025Q3");
  CLI::Option* from = compliance->add_option("--from", options->from, "first day; other periods show totals only");
  CLI::Option* to = compliance->add_option("--to", options->to, "last day");
  from->needs(to)->excludes(quarter);
  to->needs(from)->excludes(quarter);
  AddAsOf(*compliance, options->as_of);
  Does(*compliance, session, [&session, options] { return Compliance(session, *options); });
}

}  // namespace candor::cli
