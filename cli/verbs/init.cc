#include <string>
#include <vector>

#include "cli/verbs/become_candord.h"
#include "cli/verbs/session.h"

namespace candor::cli {

void AddInitVerb(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand("init", "begin a practice's ledger on this machine, as candord init does");
  verb->footer(
      "Everything that follows goes to candord init, which makes the ledger and its keys, the practice's certificate\n"
      "authority and the director's enrolment code: candord init --help says what it takes.\n"
      "Example: candor init --data-dir candor-data --director 'Dele Haddad'");
  // What the daemon's program takes is its own to know.
  verb->fallthrough(false);
  verb->prefix_command();
  Does(*verb, session, Answers::kNothing, [&session, verb]() -> absl::StatusOr<ExitCode> {
    std::vector<std::string> words = verb->remaining();
    words.insert(words.begin(), "init");
    return BecomeCandord(session, words);
  });
}

}  // namespace candor::cli
