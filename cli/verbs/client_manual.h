#ifndef CANDOR_CLI_VERBS_CLIENT_MANUAL_H_
#define CANDOR_CLI_VERBS_CLIENT_MANUAL_H_

#include <string>

#include "CLI/CLI.hpp"

namespace candor::cli {

// candor(1), made of `app`, the whole command line.
std::string ClientManual(const CLI::App& app);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_CLIENT_MANUAL_H_
