#include "cli/print/exit_codes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string>

namespace candor::cli::exit_codes_test {
namespace {

using ::testing::HasSubstr;

TEST(ExitCodesTest, NoTwoShareANumberOrAName) {
  std::set<int> numbers;
  std::set<std::string_view> names;
  for (const ExitCodeInfo& info : AllExitCodes()) {
    EXPECT_TRUE(numbers.insert(static_cast<int>(info.code)).second) << info.name;
    EXPECT_TRUE(names.insert(info.name).second) << info.name;
    EXPECT_TRUE(static_cast<int>(info.code) < 64 || info.code == ExitCode::kStartAgain)
        << "from 64 on belongs to shells and sysexits";
  }
  EXPECT_EQ(*numbers.begin(), 0);
}

TEST(ExitCodesTest, ThePublishedTableIsTheRealOne) {
  std::ifstream file(CANDOR_EXIT_CODES);
  std::ostringstream published, printed;
  published << file.rdbuf();
  PrintExitCodes(printed);

  EXPECT_THAT(published.str(), HasSubstr(printed.str()));
}

TEST(ExitCodesTest, NoTwoMeanTheSame) {
  std::set<std::string_view> meanings;
  for (const ExitCodeInfo& info : AllExitCodes()) EXPECT_TRUE(meanings.insert(info.meaning).second) << info.name;
}

TEST(ExitCodesTest, EveryStatusCodeHasOne) {
  for (int code = 0; code <= 16; ++code) {
    const absl::Status status(static_cast<absl::StatusCode>(code), "x");
    EXPECT_EQ(ExitCodeOf(status) == ExitCode::kDone, status.ok()) << code;
  }
  EXPECT_EQ(ExitCodeOf(absl::InvalidArgumentError("x")), ExitCode::kInvalid);
  EXPECT_EQ(ExitCodeOf(absl::NotFoundError("x")), ExitCode::kNotFound);
  EXPECT_EQ(ExitCodeOf(absl::PermissionDeniedError("x")), ExitCode::kNotAllowed);
  EXPECT_EQ(ExitCodeOf(absl::FailedPreconditionError("x")), ExitCode::kConflict);
  EXPECT_EQ(ExitCodeOf(absl::UnavailableError("x")), ExitCode::kUnreachable);
  EXPECT_EQ(ExitCodeOf(absl::DataLossError("x")), ExitCode::kInternal);
}

TEST(ExitCodesTest, TellsThisSidesErrorsFromTheDaemons) {
  EXPECT_EQ(ExitCodeOf(UsageError("x")), ExitCode::kUsage);
  EXPECT_EQ(ExitCodeOf(LocalFileError("x")), ExitCode::kLocalFile);
  EXPECT_EQ(ExitCodeOf(NotProvenError("x")), ExitCode::kNotProven);
}

}  // namespace
}  // namespace candor::cli::exit_codes_test
