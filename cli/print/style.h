#ifndef CANDOR_CLI_PRINT_STYLE_H_
#define CANDOR_CLI_PRINT_STYLE_H_

#include <ostream>
#include <string>
#include <string_view>

// Emphasis on a terminal: bold, and no colour that could judge what somebody wrote. A stream has none until it is
// allowed there, so that nothing of it ever comes into a file or a pipe. Thread-compatible.
namespace candor::cli {

// From now on, or no longer. `out` keeps it for as long as it lives.
void AllowStyle(std::ostream& out, bool allowed);
bool StyleAllowed(std::ostream& out);

// Whether the person at the terminal takes it: NO_COLOR (no-color.org) is empty or not set, and TERM is not "dumb".
bool StyleWanted();

// `text` in bold where `out` allows it, else as it is.
std::string Emphasised(std::ostream& out, std::string_view text);

}  // namespace candor::cli

#endif  // CANDOR_CLI_PRINT_STYLE_H_
