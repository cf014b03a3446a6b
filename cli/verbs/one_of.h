#ifndef CANDOR_CLI_VERBS_ONE_OF_H_
#define CANDOR_CLI_VERBS_ONE_OF_H_

#include <string>
#include <vector>

#include "CLI/CLI.hpp"

namespace candor::cli {

// For an option that takes one of `words` and nothing else. Unlike CLI::IsMember it does not repeat what was typed. The
// words stand in the option's type, where the help, the manual and completion find them.
CLI::Validator OneOf(const std::vector<std::string>& words);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_ONE_OF_H_
