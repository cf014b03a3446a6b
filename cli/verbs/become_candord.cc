#include "cli/verbs/become_candord.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"

namespace candor::cli {

absl::Status BecomeCandord(Session& session, const std::vector<std::string>& words) {
  std::error_code error;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
  std::vector<std::string> line = {error ? std::string("candord") : (self.parent_path() / "candord").string()};
  line.insert(line.end(), words.begin(), words.end());
  std::vector<char*> argv;
  argv.reserve(line.size() + 1);
  for (std::string& word : line) argv.push_back(word.data());
  argv.push_back(nullptr);
  session.out().flush();
  execvp(argv.front(), argv.data());
  return LocalFileError(absl::StrCat("cannot start ", line.front(), ": ", std::strerror(errno),
                                     "; this is done where candord is installed"));
}

}  // namespace candor::cli
