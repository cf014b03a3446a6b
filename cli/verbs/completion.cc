#include <memory>
#include <string>

#include "cli/verbs/completion_scripts.h"
#include "cli/verbs/session.h"
#include "daemon/manual/shown_commands.h"

namespace candor::cli {
namespace {

using Script = std::string (*)(const std::vector<ShownCommand>&);

void AddShell(CLI::App& verb, const CLI::App& app, Session& session, const std::string& shell,
              const std::string& footer, Script script) {
  CLI::App* command = verb.add_subcommand(shell, "for " + shell);
  command->footer(footer);
  Does(*command, session, Answers::kNothing, [&app, &session, script]() -> absl::StatusOr<ExitCode> {
    session.out() << script(ShownCommands(app));
    return ExitCode::kDone;
  });
}

}  // namespace

void AddCompletionVerb(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand("completion", "what completes a command line in your shell");
  verb->require_subcommand(1);
  AddShell(*verb, app, session, "bash",
           "Example: candor completion bash > ~/.local/share/bash-completion/completions/candor", BashCompletion);
  AddShell(*verb, app, session, "zsh", "Into a folder of fpath. Example: candor completion zsh > ~/.zfunc/_candor",
           ZshCompletion);
  AddShell(*verb, app, session, "fish", "Example: candor completion fish > ~/.config/fish/completions/candor.fish",
           FishCompletion);
}

}  // namespace candor::cli
