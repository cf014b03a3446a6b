#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_join.h"
#include "cli/verbs/session.h"
#include "daemon/manual/shown_commands.h"

namespace candor::cli {
namespace {

constexpr char kExitCodes[] = "exit-codes";
constexpr char kCommands[] = "commands";

std::string AnswersWord(Answers answers) {
  switch (answers) {
    case Answers::kNothing:
      return "nothing";
    case Answers::kReceipt:
      return "receipt";
    case Answers::kRecord:
      return "record";
    case Answers::kList:
    case Answers::kDialogue:
      return "list";
    case Answers::kStream:
      return "stream";
  }
  return "";
}

// What follows "Example: " in a footer, the first of them.
std::string ExampleIn(const std::string& footer) {
  constexpr std::string_view kBefore = "Example: ";
  const size_t at = footer.find(kBefore);
  if (at == std::string::npos) return "";
  const std::string rest = footer.substr(at + kBefore.size());
  return rest.substr(0, rest.find('\n'));
}

// Those that do something by themselves.
std::vector<ShownCommand> RunnableCommands(const CLI::App& app) {
  std::vector<ShownCommand> commands = ShownCommands(app);
  std::erase_if(commands, [](const ShownCommand& command) {
    return !command.below.empty() && command.app->get_require_subcommand_min() > 0;
  });
  return commands;
}

absl::StatusOr<ExitCode> ListCommands(const CLI::App& app, Session& session) {
  Json json = Json::array();
  Table table({"COMMAND", "WHAT"});
  for (const ShownCommand& command : RunnableCommands(app)) {
    const std::string name = absl::StrJoin(command.path, " ");
    const auto said = session.answers.find(command.app);
    table.Add({name, command.description});
    json.push_back({{"command", name},
                    {"what", command.description},
                    {"answers", AnswersWord(said == session.answers.end() ? Answers::kReceipt : said->second)},
                    {"example", ExampleIn(command.footer)}});
  }
  if (session.table()) {
    table.Print(session.out());
  } else {
    session.PrintData(json);
  }
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> ListExitCodes(Session& session) {
  if (session.table()) {
    PrintExitCodes(session.out());
    return ExitCode::kDone;
  }
  Json json = Json::array();
  for (const ExitCodeInfo& info : AllExitCodes()) {
    json.push_back({{"code", static_cast<int>(info.code)},
                    {"name", std::string(info.name)},
                    {"meaning", std::string(info.meaning)}});
  }
  session.PrintData(json);
  return ExitCode::kDone;
}

// As --help prints it. App::help() would show that of the command on the line, which is this one.
std::string HelpOf(const CLI::App& command, const std::string& line) {
  return command.get_formatter()->make_help(&command, line, CLI::AppFormatMode::Normal);
}

// As data: what there is to run.
absl::StatusOr<ExitCode> Help(const CLI::App& app, const std::string& topic, Session& session) {
  if (topic == kExitCodes) return ListExitCodes(session);
  if (topic == kCommands || (topic.empty() && !session.table())) return ListCommands(app, session);
  for (const ShownCommand& command : ShownCommands(app)) {
    if (absl::StrJoin(command.path, " ") != topic) continue;
    const std::string help = HelpOf(*command.app, topic.empty() ? app.get_name() : app.get_name() + " " + topic);
    if (session.table()) {
      session.out() << help;
    } else {
      session.PrintData(Json{{"command", topic}, {"what", command.description}, {"help", help}});
    }
    return ExitCode::kDone;
  }
  return UsageError("there is no such topic. `candor help` lists the verbs; exit-codes and commands are topics too");
}

}  // namespace

void AddHelpVerb(CLI::App& app, Session& session) {
  CLI::App* help = app.add_subcommand("help", "what there is to do, or one topic: exit-codes, commands, a command");
  help->footer("Example: candor help exit-codes");
  auto topic = std::make_shared<std::vector<std::string>>();
  help->add_option("topic", *topic, "exit-codes, commands, or a command, as in case list");
  Does(*help, session, Answers::kRecord,
       [&app, &session, topic] { return Help(app, absl::StrJoin(*topic, " "), session); });
}

}  // namespace candor::cli
