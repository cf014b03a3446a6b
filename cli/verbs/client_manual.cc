#include "cli/verbs/client_manual.h"

#include <sstream>

#include "cli/print/exit_codes.h"
#include "daemon/manual/manual_page.h"

namespace candor::cli {
namespace {

constexpr char kOutput[] =
    "Each command that answers with data writes it as a table for people, and with -o json or -o csv for programs. "
    "--fields picks fields by their names in json; in csv, and in a table, those of rows where a command has rows of "
    "its "
    "own. A list comes whole, or a page at a time with --page-size; the token of the next page is written to standard "
    "error.\n\n"
    "On a terminal headings are emphasised, unless NO_COLOR is set, and what is longer than the screen is shown page "
    "by "
    "page. In a file or a pipe there is neither, and no progress.";

constexpr char kEnvironment[] =
    "CANDOR_SERVER: where candord listens, when --server does not say.\n\n"
    "CANDOR_CONTEXT: the context to use, when neither --context, --server nor CANDOR_SERVER says.\n\n"
    "CANDOR_PAGER, PAGER: what shows long answers page by page; empty or cat: nothing does. Default: less.\n\n"
    "NO_COLOR: when set and not empty, nothing is emphasised.\n\n"
    "CANDOR_STATE: the folder that remembers the checkpoints seen.\n\n"
    "CANDOR_TALK_FILE: the list that candor talk reads.\n\n"
    "XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_RUNTIME_DIR: where files lie, see below.";

constexpr char kFiles[] =
    "~/.config/candor/contexts.toml: contexts; for its owner only, or it is refused.\n\n"
    "~/.config/candor/credentials: what candor enroll made: your key and certificate for each context; for its owner "
    "only, or it is refused.\n\n"
    "~/.config/candor/talk.csv, /etc/candor/talk.csv: whom one can talk to.\n\n"
    "~/.local/state/candor: drafts, encrypted, and the checkpoints seen.\n\n"
    "$XDG_RUNTIME_DIR/candor/candord.sock: this user's own daemon.";

}  // namespace

std::string ClientManual(const CLI::App& app) {
  std::ostringstream exit_codes;
  PrintExitCodes(exit_codes);
  ManualPage page;
  page.name = "candor";
  page.section = 1;
  page.title = "User Commands";
  page.summary = "write down, follow up and report boundary matters of a practice";
  page.version = CANDOR_VERSION;
  page.sections = {{"OUTPUT", kOutput},
                   {"ENVIRONMENT", kEnvironment},
                   {"FILES", kFiles},
                   {"EXIT STATUS", exit_codes.str(), /*as_is=*/true},
                   {"SEE ALSO", "candord(8)"}};
  return WriteManualPage(app, page);
}

}  // namespace candor::cli
