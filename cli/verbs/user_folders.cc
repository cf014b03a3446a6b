#include "cli/verbs/user_folders.h"

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "daemon/base/text.h"

namespace candor::cli {

std::string UserFolder(const char* variable, std::string_view below_home) {
  if (const char* folder = std::getenv(variable); folder != nullptr && *folder != '\0') {
    return absl::StrCat(folder, "/candor");
  }
  const char* home = std::getenv("HOME");
  return absl::StrCat(home == nullptr ? "." : home, "/", ToAbsl(below_home), "/candor");
}

}  // namespace candor::cli
