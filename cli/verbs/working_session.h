#ifndef CANDOR_CLI_VERBS_WORKING_SESSION_H_
#define CANDOR_CLI_VERBS_WORKING_SESSION_H_

#include "cli/print/terminal.h"
#include "cli/wire/connection.h"

// What somebody reads for, said once for a working session.
namespace candor::cli {

// Asks the person, and tells the daemon. `locked`: they had said it, and it has locked since. False: they would rather
// not, or the daemon did not take it, which they are told. REQUIRES: terminal.asks.
bool AskWhatFor(Terminal& terminal, Connection& connection, bool locked);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_WORKING_SESSION_H_
