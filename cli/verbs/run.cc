#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/verbs/day_verbs.h"
#include "cli/verbs/session.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

void TakeFormat(const std::string& word, Session& session) {
  static const std::map<std::string, Format> kFormats = {
      {"table", Format::kTable}, {"json", Format::kJson}, {"csv", Format::kCsv}, {"html", Format::kHtml}};
  const auto found = kFormats.find(word);
  if (found == kFormats.end()) throw CLI::ValidationError("--output", "takes table, json or csv; a report also html");
  session.format = found->second;
}

void AddGlobalOptions(CLI::App& app, Session& session) {
  session.connect.server = DefaultServer();
  app.add_option("--server", session.connect.server, "where candord listens: unix:PATH or HOST:PORT")
      ->envname("CANDOR_SERVER")
      ->capture_default_str();
  app.add_option("--act-for", session.connect.act_for,
                 "see and do exactly what this member may: a name, or members/MEMBER");
  app.add_option_function<std::string>(
         "-o,--output", [&session](const std::string& word) { TakeFormat(word, session); },
         "table, json or csv; a report also html")
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

int Fail(const absl::Status& status, Session& session) {
  session.terminal.err << "candor: " << OneLine(ToStd(status.message())) << '\n';
  return static_cast<int>(ExitCodeOf(status));
}

// An answer that nobody got is no success, whatever the daemon has done.
int Finish(const absl::StatusOr<ExitCode>& result, Session& session) {
  session.out().flush();
  if (!result.ok()) return Fail(result.status(), session);
  if (session.out().good()) return static_cast<int>(*result);
  return Fail(LocalFileError("the answer could not be written, or not all of it; is there room where it goes? What was "
                             "asked for was done all the same"),
              session);
}

// The first option that was given with nothing in it; "" when there is none. Nothing means nothing: neither "everybody"
// nor "as if the option were not there".
std::string EmptyOption(const CLI::App& app) {
  for (const CLI::Option* option : app.get_options()) {
    const std::vector<std::string>& given = option->results();
    if (option->nonpositional() && option->count() > 0 && std::find(given.begin(), given.end(), "") != given.end()) {
      return option->get_name();
    }
  }
  for (const CLI::App* command : app.get_subcommands()) {
    if (std::string below = EmptyOption(*command); !below.empty()) return below;
  }
  return "";
}

// "candor followup": as much of the line as was understood.
std::string CommandOf(const CLI::App& app) {
  std::string line = app.get_name();
  for (auto given = app.get_subcommands(); !given.empty(); given = given.front()->get_subcommands()) {
    absl::StrAppend(&line, " ", given.front()->get_name());
  }
  return line;
}

// Help and version are thrown too; they end well. What was typed is not repeated: it may be the report itself.
int FinishUnread(const CLI::App& app, const CLI::ParseError& error, Session& session) {
  const std::string command = CommandOf(app);
  if (error.get_exit_code() != 0 && app.remaining_size(true) > 0) {
    return Finish(
        UsageError(absl::StrCat("what follows \"", command, "\" holds a word or an option that means nothing there. `",
                                command, " --help` says what it takes")),
        session);
  }
  const int code = app.exit(error, session.terminal.out, session.terminal.err);
  return code == 0 ? Finish(ExitCode::kDone, session) : static_cast<int>(ExitCode::kUsage);
}

void AddVerbs(CLI::App& app, Session& session) {
  AddTodayVerb(app, session);
  AddTalkVerb(app, session);
  AddSupervisionVerb(app, session);
  AddWatchVerb(app, session);
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
}

}  // namespace

int RunCandor(int argc, const char* const* argv, Session& session) {
  CLI::App app("candor: a practice's confidential record of boundary matters, and the follow-ups it calls for",
               "candor");
  app.fallthrough();
  app.require_subcommand(1);
  app.set_version_flag("--version", CANDOR_VERSION);
  AddGlobalOptions(app, session);
  AddVerbs(app, session);
  // Last: each verb would take it over.
  app.footer("Example: candor followup list --case C-1042\nExit codes: candor help exit-codes");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return FinishUnread(app, error, session);
  }
  if (const std::string option = EmptyOption(app); !option.empty()) {
    return Finish(UsageError(option + ": was given with nothing in it; give a value, or leave the option out"),
                  session);
  }
  if (session.format == Format::kHtml && !session.has_page) {
    return Finish(UsageError("only a report has a page; ask for -o table, json or csv"), session);
  }
  return Finish(session.action(), session);
}

}  // namespace candor::cli
