#ifndef CANDOR_CLI_VERBS_USER_FOLDERS_H_
#define CANDOR_CLI_VERBS_USER_FOLDERS_H_

#include <string>
#include <string_view>

namespace candor::cli {

// Where this program keeps something of the user's: "candor" below the folder that `variable` names (XDG Base Directory
// Specification), or else below `below_home` in the home directory. Nothing is made.
std::string UserFolder(const char* variable, std::string_view below_home);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_USER_FOLDERS_H_
