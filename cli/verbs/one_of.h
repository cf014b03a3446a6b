#ifndef CANDOR_CLI_VERBS_ONE_OF_H_
#define CANDOR_CLI_VERBS_ONE_OF_H_

#include <string>
#include <vector>

#include "CLI/CLI.hpp"

namespace candor::cli {

// For an option that takes one of `words` and nothing else. Unlike CLI::IsMember it does not repeat what was typed. The
// words stand in the option's type, where the help, the manual and completion find them.
// `quiet`: words that it would take but that are not written on a command line; who types one learns the other way.
CLI::Validator OneOf(const std::vector<std::string>& words, const std::vector<std::string>& quiet = {});

// Why a value is refused on a command line that would be taken elsewhere.
inline constexpr char kNotOnTheLine[] =
    "is not written with this word on a command line, where others on this machine can see it; candor log asks for it, "
    "and candor log and candor entry amend read it with --stdin";

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_ONE_OF_H_
