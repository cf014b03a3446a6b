#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "cli/verbs/day_verbs.h"
#include "cli/verbs/session.h"
#include "daemon/base/civil.h"

namespace candor::cli {
namespace {

void AddGlobalOptions(CLI::App& app, Session& session) {
  static const std::map<std::string, Format> kFormats = {
      {"table", Format::kTable}, {"json", Format::kJson}, {"csv", Format::kCsv}, {"html", Format::kHtml}};
  session.connect.server = DefaultServer();
  app.add_option("--server", session.connect.server, "where candord listens: unix:PATH or HOST:PORT")
      ->envname("CANDOR_SERVER")
      ->capture_default_str();
  app.add_option("--act-for", session.connect.act_for,
                 "see and do exactly what this member may: a name, or members/MEMBER");
  app.add_option("-o,--output", session.format, "table, json or csv; a report also html")
      ->transform(CLI::CheckedTransformer(kFormats).description(""))
      ->option_text("FORMAT");
  app.add_option_function<std::string>(
         "--timeout",
         [&session](const std::string& text) {
           if (!absl::ParseDuration(text, &session.connect.timeout) ||
               session.connect.timeout <= absl::ZeroDuration()) {
             throw CLI::ValidationError("--timeout", "takes a duration, as in 10s or 2m");
           }
         },
         "how long to wait for one answer (default 30s)")
      ->option_text("DURATION");
}

int Finish(const absl::StatusOr<ExitCode>& result, Session& session) {
  if (result.ok()) return static_cast<int>(*result);
  session.out().flush();
  session.terminal.err << "candor: " << OneLine({result.status().message().data(), result.status().message().size()})
                       << '\n';
  return static_cast<int>(ExitCodeOf(result.status()));
}

}  // namespace

int RunCandor(int argc, const char* const* argv, Session& session) {
  CLI::App app("candor: a practice's confidential record of boundary matters, and the follow-ups it calls for",
               "candor");
  app.fallthrough();
  app.require_subcommand(1);
  app.set_version_flag("--version", CANDOR_VERSION);
  app.footer("Example: candor followup list --case C-1042\nExit codes: candor help exit-codes");
  AddGlobalOptions(app, session);
  AddTodayVerb(app, session);
  AddTalkVerb(app, session);
  AddCaseVerb(app, session);
  AddLogVerb(app, session);
  AddDraftVerb(app, session);
  AddEntryVerb(app, session);
  AddFollowUpVerb(app, session);
  AddReportVerb(app, session);
  AddPolicyVerb(app, session);
  AddImportVerb(app, session);
  AddMemberVerb(app, session);
  AddLedgerVerb(app, session);
  AddReceiptVerb(app, session);
  AddStatusVerb(app, session);
  AddHelpVerb(app, session);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // Help and version are thrown too; they end well.
    const int code = app.exit(error, session.terminal.out, session.terminal.err);
    return static_cast<int>(code == 0 ? ExitCode::kDone : ExitCode::kUsage);
  }
  if (session.format == Format::kHtml && !session.has_page) {
    return Finish(UsageError("only a report has a page; ask for -o table, json or csv"), session);
  }
  return Finish(session.action(), session);
}

}  // namespace candor::cli
