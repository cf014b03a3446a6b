#include "cli/verbs/one_of.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace candor::cli {

CLI::Validator OneOf(const std::vector<std::string>& words, const std::vector<std::string>& quiet) {
  const auto check = [words, quiet](const std::string& typed) -> std::string {
    if (std::find(words.begin(), words.end(), typed) != words.end()) return "";
    if (std::find(quiet.begin(), quiet.end(), typed) != quiet.end()) return kNotOnTheLine;
    return absl::StrCat("takes one of ", absl::StrJoin(words, ", "));
  };
  return CLI::Validator(check, absl::StrCat("{", absl::StrJoin(words, ","), "}"));
}

}  // namespace candor::cli
