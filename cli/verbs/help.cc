#include "cli/verbs/session.h"

namespace candor::cli {

void AddHelpVerb(CLI::App& app, Session& session) {
  CLI::App* help = app.add_subcommand("help", "what there is to do, or one topic: exit-codes");
  help->footer("Example: candor help exit-codes");
  auto topic = std::make_shared<std::string>();
  help->add_option("topic", *topic, "exit-codes, or a verb");
  Does(*help, session, [&app, &session, topic]() -> absl::StatusOr<ExitCode> {
    if (*topic == "exit-codes") {
      PrintExitCodes(session.out());
      return ExitCode::kDone;
    }
    if (topic->empty()) {
      session.out() << app.help();
      return ExitCode::kDone;
    }
    const auto verbs = app.get_subcommands([&](CLI::App* verb) { return verb->get_name() == *topic; });
    if (verbs.empty())
      return UsageError("there is no such topic. `candor help` lists the verbs, and exit-codes is one");
    session.out() << verbs.front()->help();
    return ExitCode::kDone;
  });
}

}  // namespace candor::cli
