#ifndef CANDOR_CLI_VERBS_WELCOME_H_
#define CANDOR_CLI_VERBS_WELCOME_H_

#include <ostream>

#include "cli/wire/connection.h"

namespace candor::cli {

// What somebody is told who comes to call from here: who sees what of theirs, whom they can turn to, and that nothing
// can be written yet where the practice is still being set up. What the daemon does not tell is left out: the machine
// is enrolled without it. For a connection that calls as a member.
void PrintWelcome(Connection& connection, std::ostream& out);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_WELCOME_H_
