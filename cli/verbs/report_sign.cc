#include <memory>
#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "candor/v1/report.grpc.pb.h"
#include "cli/report/report_words.h"
#include "cli/verbs/report_verbs.h"
#include "daemon/base/status.h"

// A name is put under the report of a period.
namespace candor::cli {
namespace {

constexpr char kWord[] = "sign";

struct SignOptions {
  ReportPeriodOptions period;
  std::string name;
  bool yes = false;
};

absl::StatusOr<v1::ReportCover> CoverNow(Session& session, const ReportPeriodOptions& period) {
  v1::GenerateComplianceReportRequest request;
  CANDOR_RETURN_IF_ERROR(SetPeriod(period, request));
  CANDOR_ASSIGN_OR_RETURN(
      const v1::GenerateComplianceReportResponse response,
      session.connection().Call<v1::ReportService>(&v1::ReportService::Stub::GenerateComplianceReport, request));
  return response.report().cover();
}

// What is signed, in short, before somebody puts their name to it.
void ShowWhatIsSigned(const v1::ReportCover& cover, std::ostream& out) {
  PrintPairs(CoverPairs(cover, ProfileNames::kCounted), out);
  for (const std::string& gap : cover.known_gaps()) out << Wrap(absl::StrCat("Known gap: ", gap), kTextWidth) << '\n';
  if (cover.has_last_signed()) out << cover.restated_size() << " figures are restated since it was last signed.\n";
  out << '\n' << Wrap(cover.statement(), kTextWidth) << "\n\n";
}

// nullopt: nobody confirmed it.
absl::StatusOr<std::optional<std::string>> AskWhoSigns(Session& session, const std::string& given) {
  Terminal& terminal = session.terminal;
  std::optional<std::string> name = given;
  if (given.empty()) name = terminal.Ask("Your name, as it is to stand under the report:");
  if (!name || name->empty()) return std::optional<std::string>();
  const std::optional<std::string> word = terminal.Ask(absl::StrCat(
      "A signature stays: it can be followed by another, not taken back. Type ", kWord, " to sign as ", *name, ":"));
  if (!word || absl::AsciiStrToLower(*word) != kWord) return std::optional<std::string>();
  return name;
}

void PrintSignature(const v1::ReportCover& cover, Session& session) {
  session.out() << "Signed: the report of " << cover.period() << ", " << LastSignedText(cover) << ".\n";
}

absl::StatusOr<ExitCode> Sign(Session& session, const SignOptions& options) {
  if (options.yes && options.name.empty()) {
    return UsageError("say who signs: --name NAME, as it is to stand under the report");
  }
  if (!options.yes && !session.terminal.asks) {
    return absl::CancelledError("nothing was signed. Confirm on a terminal, or pass --yes and --name in a script");
  }
  CANDOR_ASSIGN_OR_RETURN(v1::ReportCover cover, CoverNow(session, options.period));
  v1::SignComplianceReportRequest request;
  CANDOR_RETURN_IF_ERROR(SetPeriod(options.period, request));
  request.set_signer(options.name);
  request.set_request_id(RandomUuid());
  // What cannot be signed is refused by the daemon, which says why: nobody is asked for a name first.
  if (!options.yes && cover.signable()) {
    ShowWhatIsSigned(cover, session.terminal.err);
    CANDOR_ASSIGN_OR_RETURN(const std::optional<std::string> name, AskWhoSigns(session, options.name));
    if (!name) {
      session.terminal.err << "Nothing was signed.\n";
      return ExitCode::kNotConfirmed;
    }
    request.set_signer(*name);
    request.set_ledger_size(cover.ledger_size());
  } else if (options.name.empty()) {
    request.set_signer("-");
  }
  CANDOR_ASSIGN_OR_RETURN(
      const v1::SignComplianceReportResponse response,
      session.connection().Call<v1::ReportService>(&v1::ReportService::Stub::SignComplianceReport, request));
  if (!session.table()) {
    session.PrintData(ToJson(response.signature()));
    return ExitCode::kDone;
  }
  *cover.mutable_last_signed() = response.signature();
  PrintSignature(cover, session);
  return ExitCode::kDone;
}

}  // namespace

void AddReportSign(CLI::App& report, Session& session) {
  CLI::App* sign = report.add_subcommand("sign", "put your name under the report of a period that is over");
  sign->footer(
      "Keeps, for good, what the report of the period says now, with the checkpoint of the records that it counts.\n"
      "Later reports of the same period say which figures are restated since, and why that may be. Read the report\n"
      "first: candor report compliance.\n"
      "Example: candor report sign --quarter 2025Q1");
  auto options = std::make_shared<SignOptions>();
  AddPeriod(*sign, options->period);
  sign->add_option("--name", options->name, "the name to put under it; without it you are asked");
  sign->add_flag("--yes", options->yes, "do not ask; for scripts, with --name");
  Does(*sign, session, [&session, options] { return Sign(session, *options); });
}

}  // namespace candor::cli
