#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "cli/print/fields.h"
#include "cli/print/pager.h"
#include "cli/verbs/client_manual.h"
#include "cli/verbs/contexts.h"
#include "cli/verbs/day_verbs.h"
#include "cli/verbs/session.h"
#include "cli/verbs/working_session.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

constexpr int32_t kMaxPageSize = 1000;  // as the daemon's

void TakeFormat(const std::string& word, Session& session) {
  static const std::map<std::string, Format> kFormats = {
      {"table", Format::kTable}, {"json", Format::kJson}, {"csv", Format::kCsv}, {"html", Format::kHtml}};
  const auto found = kFormats.find(word);
  if (found == kFormats.end()) throw CLI::ValidationError("--output", "takes table, json or csv; a report also html");
  session.format = found->second;
}

void TakeFields(const std::string& text, Session& session) {
  session.fields = ParseFields(text);
  if (session.fields.empty()) {
    throw CLI::ValidationError("--fields", "takes names with commas between them, as in name,status");
  }
}

void TakePageSize(const std::string& text, Session& session) {
  if (!absl::SimpleAtoi(text, &session.page_size) || session.page_size < 1 || session.page_size > kMaxPageSize) {
    throw CLI::ValidationError("--page-size", absl::StrCat("takes a number from 1 to ", kMaxPageSize));
  }
}

void AddConnectionOptions(CLI::App& app, Session& session) {
  app.add_option("--context", session.given.context,
                 "talk to the daemon of this context (candor context list); also CANDOR_CONTEXT")
      ->option_text("NAME");
  app.add_option("--server", session.given.server,
                 "where candord listens: unix:PATH, tls:HOST:PORT, or HOST:PORT on this machine; also CANDOR_SERVER. "
                 "Default: the context in use, else unix:$XDG_RUNTIME_DIR/candor/candord.sock")
      ->option_text("ADDRESS");
  app.add_option("--act-for", session.given.act_for,
                 "see and do exactly what this member may: a name, or members/MEMBER")
      ->option_text("MEMBER");
  app.add_option("--emergency", session.connect.emergency,
                 "what is opened to you in an emergency is shown too: its name, emergencies/EMERGENCY. Each look under "
                 "it is told to whom it is about")
      ->option_text("NAME");
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

void AddOutputOptions(CLI::App& app, Session& session) {
  app.add_option_function<std::string>(
         "-o,--output", [&session](const std::string& word) { TakeFormat(word, session); },
         "table, json or csv; a report also html")
      ->option_text("FORMAT")
      ->type_name("{table,json,csv,html}");
  app.add_option_function<std::string>(
         "--fields", [&session](const std::string& text) { TakeFields(text, session); },
         "of the answer only these, by their names in json (in csv, for rows), in this order: name,status")
      ->option_text("NAMES");
  CLI::Option* size = app.add_option_function<std::string>(
                             "--page-size", [&session](const std::string& text) { TakePageSize(text, session); },
                             "at most so many items of a list; where more follows, it is said with which token")
                          ->option_text("NUMBER");
  app.add_option("--page-token", session.page_token, "go on where the page before ended")
      ->option_text("TOKEN")
      ->needs(size);
}

// A command's own help has its own options only.
class HelpPages final : public CLI::Formatter {
 public:
  std::string make_footer(const CLI::App* app) const override {
    std::string footer = CLI::Formatter::make_footer(app);
    if (app->get_parent() != nullptr) footer += "Options of every command, such as -o and --act-for: candor --help\n";
    return footer;
  }
};

// A page of the manual, for whoever packs this program; on no help page.
void AddManualFlag(CLI::App& app) {
  app.add_flag_callback("--manual", [&app] { throw CLI::CallForVersion(ClientManual(app), 0); })->group("");
}

int Fail(const absl::Status& status, Session& session) {
  session.terminal.err << "candor: " << OneLine(ToStd(status.message())) << '\n';
  return static_cast<int>(ExitCodeOf(status));
}

// An answer that nobody got is no success, whatever the daemon has done.
int Finish(const absl::StatusOr<ExitCode>& result, Session& session) {
  session.out().flush();
  if (!result.ok()) return Fail(result.status(), session);
  if (!session.next_page.empty()) {
    session.terminal.err << "More follows: the same command with --page-token " << session.next_page << '\n';
  }
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

// The command on the line, as far as it was understood.
const CLI::App& CommandGiven(const CLI::App& app) {
  const CLI::App* command = &app;
  for (auto given = app.get_subcommands(); !given.empty(); given = command->get_subcommands()) command = given.front();
  return *command;
}

// What the command on the line answers with.
Answers AnswersOf(const CLI::App& app, const Session& session) {
  const auto said = session.answers.find(&CommandGiven(app));
  return said == session.answers.end() ? Answers::kReceipt : said->second;
}

// What was asked for that this command does not have.
absl::Status CheckOutput(Answers answers, const Session& session) {
  if (session.format == Format::kHtml && !session.has_page) {
    return UsageError("only a report has a page; ask for -o table, json or csv");
  }
  if (session.format == Format::kHtml && !session.fields.empty()) {
    return UsageError("--fields picks from -o table, json or csv; a page shows all of it");
  }
  if (session.page_size > 0 && answers != Answers::kList && answers != Answers::kDialogue) {
    return UsageError("--page-size is for lists; this command answers with no list");
  }
  const bool reads = answers == Answers::kRecord || answers == Answers::kList;
  if (!session.connect.emergency.empty() && !reads) {
    return UsageError("--emergency is for commands that show something that is on record; leave it out here");
  }
  if (answers == Answers::kNothing && !session.fields.empty()) {
    return UsageError("--fields picks from an answer, and this command has none with fields");
  }
  return absl::OkStatus();
}

// A long answer is for reading, on a terminal; there a question would wait behind it.
absl::StatusOr<ExitCode> Act(Answers answers, Session& session) {
  const bool reads = answers == Answers::kRecord || answers == Answers::kList;
  if (!session.terminal.pages || !reads) return session.action();
  Pager pager(session.terminal);
  absl::StatusOr<ExitCode> result = session.action();
  pager.Show();
  return result;
}

// The same, and what was answered has the fields that were asked for.
absl::StatusOr<ExitCode> ActAndAnswer(Answers answers, Session& session) {
  absl::StatusOr<ExitCode> result = Act(answers, session);
  if (result.ok()) RenewOnTheWay(session);
  if (!result.ok() || session.problem().ok()) return result;
  if (answers != Answers::kReceipt) return session.problem();
  return Annotate(session.problem(), "it was done, and only its answer is not shown");
}

// "candor followup": as much of the line as was understood.
std::string CommandOf(const CLI::App& app) {
  std::string line = app.get_name();
  for (auto given = app.get_subcommands(); !given.empty(); given = given.front()->get_subcommands()) {
    absl::StrAppend(&line, " ", given.front()->get_name());
  }
  return line;
}

// The first option among what was not understood, without its value; "" where there is none. Only what is shaped like
// one of ours: anything else may be the report itself.
std::string UnknownOption(const CLI::App& app) {
  for (const std::string& word : app.remaining(true)) {
    std::string name = word.substr(0, word.find('='));
    const bool fits = name.size() > 2 && name.starts_with("--") &&
                      std::all_of(name.begin(), name.end(), [](char c) { return c == '-' || (c >= 'a' && c <= 'z'); });
    if (fits) return name;
  }
  return "";
}

// Why a line was not read: its shape is an error of usage, one of its values is not. What was typed is not repeated: it
// may be the report itself.
absl::Status WhyUnread(const CLI::App& app, const CLI::ParseError& error) {
  const std::string command = CommandOf(app);
  const std::string help = absl::StrCat(". `", command, " --help` says what it takes");
  if (app.remaining_size(true) > 0) {
    if (const std::string option = UnknownOption(app); !option.empty()) {
      return UsageError(absl::StrCat("\"", command, "\" has no option ", option, help));
    }
    return UsageError(
        absl::StrCat("what follows \"", command, "\" holds a word or an option that means nothing there", help));
  }
  const auto code = static_cast<CLI::ExitCodes>(error.get_exit_code());
  if (code == CLI::ExitCodes::RequiredError && CommandGiven(app).get_require_subcommand_min() > 0) {
    return UsageError(absl::StrCat("say which command of \"", command, "\"; `", command, " --help` lists them"));
  }
  switch (code) {
    case CLI::ExitCodes::ValidationError:
      return absl::InvalidArgumentError(error.what());
    case CLI::ExitCodes::ConversionError:
      return absl::InvalidArgumentError(
          absl::StrCat("what follows \"", command, "\" holds a value that its option cannot take", help));
    default:
      return UsageError(absl::StrCat(error.what(), help));
  }
}

// Help and version are thrown too; they end well.
int FinishUnread(const CLI::App& app, const CLI::ParseError& error, Session& session) {
  if (error.get_exit_code() != 0) return Finish(WhyUnread(app, error), session);
  app.exit(error, session.terminal.out, session.terminal.err);
  return Finish(ExitCode::kDone, session);
}

struct Verb {
  std::string_view name;
  void (*add)(CLI::App& app, Session& session);
  bool tells_of_all = false;
};
constexpr Verb kVerbs[] = {
    {"today", AddTodayVerb},
    {"talk", AddTalkVerb},
    {"supervision", AddSupervisionVerb},
    {"watch", AddWatchVerb},
    {"case", AddCaseVerb},
    {"log", AddLogVerb},
    {"draft", AddDraftVerb},
    {"concern", AddConcernVerb},
    {"emergency", AddEmergencyVerb},
    {"entry", AddEntryVerb},
    {"followup", AddFollowUpVerb},
    {"report", AddReportVerb},
    {"policy", AddPolicyVerb},
    {"import", AddImportVerb},
    {"export", AddExportVerb},
    {"member", AddMemberVerb},
    {"access", AddAccessVerb},
    {"access-log", AddAccessLogVerb},
    {"session", AddSessionVerb},
    {"ledger", AddLedgerVerb},
    {"key", AddKeyVerb},
    {"receipt", AddReceiptVerb},
    {"retention", AddRetentionVerb},
    {"hold", AddHoldVerb},
    {"backup", AddBackupVerb},
    {"status", AddStatusVerb},
    {"init", AddInitVerb},
    {"setup", AddSetupVerb},
    {"enroll", AddEnrollVerb},
    {"context", AddContextVerb},
    {"completion", AddCompletionVerb, true},
    {"help", AddHelpVerb, true},
};

// Of a call that begins with a verb that one alone: to make the options of all takes as long as most calls do. What
// tells of all, the help and what completes a command line, has them.
void AddVerbs(CLI::App& app, std::string_view first, Session& session) {
  const auto named = std::find_if(std::begin(kVerbs), std::end(kVerbs),
                                  [&](const Verb& verb) { return verb.name == first && !verb.tells_of_all; });
  for (const Verb& verb : kVerbs) {
    if (named == std::end(kVerbs) || &verb == named) verb.add(app, session);
  }
}

// A call that is refused because nobody has said what they read for asks the person, where there is one.
void LetAskWhatFor(Session& session) {
  if (!session.terminal.asks) return;
  session.connect.ask_what_for = [&session](Connection& connection, bool locked) {
    return AskWhatFor(session.terminal, connection, locked);
  };
}

}  // namespace

int RunCandor(int argc, const char* const* argv, Session& session) {
  CLI::App app("candor: a practice's confidential record of boundary matters, and the follow-ups it calls for",
               "candor");
  app.formatter(std::make_shared<HelpPages>());
  app.fallthrough();
  app.require_subcommand(1);
  app.set_help_flag("-h,--help", "what a command does, what it takes, and an example");
  app.set_version_flag("--version", CANDOR_VERSION, "the version of this program");
  AddConnectionOptions(app, session);
  AddOutputOptions(app, session);
  AddManualFlag(app);
  AddVerbs(app, argc > 1 ? argv[1] : "", session);
  // Last: each verb would take it over.
  app.footer("Example: candor followup list --case C-1042\nExit codes: candor help exit-codes");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return FinishUnread(app, error, session);
  }
  if (const std::string option = EmptyOption(app); !option.empty()) {
    return Finish(InvalidField(option, "empty", "was given with nothing in it; give a value, or leave the option out"),
                  session);
  }
  const Answers answers = AnswersOf(app, session);
  if (const absl::Status status = CheckOutput(answers, session); !status.ok()) return Finish(status, session);
  session.connect.problem = ChooseDaemon(session.given, session.connect);
  LetAskWhatFor(session);
  return Finish(ActAndAnswer(answers, session), session);
}

}  // namespace candor::cli
