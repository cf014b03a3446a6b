#include "cli/verbs/one_of.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace candor::cli {

CLI::Validator OneOf(const std::vector<std::string>& words) {
  const auto check = [words](const std::string& typed) {
    const bool known = std::find(words.begin(), words.end(), typed) != words.end();
    return known ? std::string() : absl::StrCat("takes one of ", absl::StrJoin(words, ", "));
  };
  return CLI::Validator(check, absl::StrCat("{", absl::StrJoin(words, ","), "}"));
}

}  // namespace candor::cli
