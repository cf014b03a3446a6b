#include "daemon/exit_codes.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"

namespace candor::exit_codes_test {
namespace {

// The published table, which stands between two fences: number to name.
std::map<int, std::string> Published() {
  std::map<int, std::string> codes;
  std::ifstream file(CANDOR_EXIT_CODES);
  std::string line;
  bool inside = false;
  while (std::getline(file, line)) {
    if (line == "```") inside = !inside;
    if (!inside) continue;
    std::istringstream words(line);
    int code = 0;
    std::string name;
    if (words >> code >> name) codes[code] = name;
  }
  return codes;
}

TEST(CandordExitCodesTest, EachIsTheOneOfThePublishedTable) {
  const std::map<int, std::string> published = Published();

  for (const auto& [code, name] : std::vector<std::pair<int, std::string>>{{kExitDone, "done"},
                                                                           {kExitInternal, "internal"},
                                                                           {kExitUsage, "usage"},
                                                                           {kExitInvalid, "invalid"},
                                                                           {kExitNotFound, "not_found"},
                                                                           {kExitNotAllowed, "not_allowed"},
                                                                           {kExitConflict, "conflict"},
                                                                           {kExitUnreachable, "unreachable"},
                                                                           {kExitNoRoom, "no_room"},
                                                                           {kExitStartAgain, "start_again"}}) {
    const auto found = published.find(code);
    ASSERT_NE(found, published.end()) << code;
    EXPECT_EQ(found->second, name);
  }
}

TEST(CandordExitCodesTest, WhateverEndsIsInThePublishedTable) {
  const std::map<int, std::string> published = Published();

  for (int code = 0; code <= 16; ++code) {
    const absl::Status status(static_cast<absl::StatusCode>(code), "x");
    EXPECT_EQ(published.count(ExitCodeOf(status)), 1u) << code;
    EXPECT_EQ(ExitCodeOf(status) == kExitDone, status.ok()) << code;
  }
}

}  // namespace
}  // namespace candor::exit_codes_test
