#ifndef CANDOR_CLI_VERBS_LEDGER_VERBS_H_
#define CANDOR_CLI_VERBS_LEDGER_VERBS_H_

#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "cli/verbs/session.h"

// The longer subcommands of `candor ledger`, a file each. `state`: the folder that remembers checkpoints.
namespace candor::cli {

void AddLedgerVerify(CLI::App& verb, Session& session, const std::shared_ptr<std::string>& state);
void AddLedgerWitness(CLI::App& verb, Session& session, const std::shared_ptr<std::string>& state);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_LEDGER_VERBS_H_
