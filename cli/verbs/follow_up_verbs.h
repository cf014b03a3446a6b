#ifndef CANDOR_CLI_VERBS_FOLLOW_UP_VERBS_H_
#define CANDOR_CLI_VERBS_FOLLOW_UP_VERBS_H_

#include "CLI/CLI.hpp"
#include "cli/verbs/session.h"

namespace candor::cli {

// `candor followup waive|dispose|approve|refuse|decisions`: what people decide about a follow-up.
void AddDecisionVerbs(CLI::App& follow_up, Session& session);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_FOLLOW_UP_VERBS_H_
