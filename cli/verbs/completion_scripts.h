#ifndef CANDOR_CLI_VERBS_COMPLETION_SCRIPTS_H_
#define CANDOR_CLI_VERBS_COMPLETION_SCRIPTS_H_

#include <string>
#include <vector>

#include "daemon/manual/shown_commands.h"

// What completes a command line of `candor` in a shell, from `commands` as ShownCommands() gives them. Kinds and
// options that are kept out of lists are not among them, and nothing is asked of a daemon. Thread-safe.
namespace candor::cli {

std::string BashCompletion(const std::vector<ShownCommand>& commands);
std::string ZshCompletion(const std::vector<ShownCommand>& commands);
std::string FishCompletion(const std::vector<ShownCommand>& commands);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_COMPLETION_SCRIPTS_H_
