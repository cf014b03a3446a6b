#include "cli/verbs/refused_rows.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "cli/verbs/session.h"

namespace candor::cli::refused_rows_test {
namespace {

TEST(RefusedRowsTest, WritesTheHeaderAndThoseRowsForTheirOwnerOnly) {
  const std::string folder = std::filesystem::temp_directory_path() / ("candor-refused-" + std::to_string(getpid()));
  std::filesystem::create_directory(folder);
  std::ofstream(folder + "/in.csv") << "a;b\r\n1;\"x\r\ny\"\r\n2;\r\n\r\n4;\"q\"\"q\"\r\n";
  RefusedRows refused;
  refused.Add(4, {"date", "a", ""});
  refused.Add(1, {"date", "a", ""});
  refused.SortByNumber();

  const absl::Status status = WriteRefusedFile(folder + "/in.csv", ';', refused, folder + "/out.csv");
  const absl::Status again = WriteRefusedFile(folder + "/in.csv", ';', refused, folder + "/out.csv");

  ASSERT_TRUE(status.ok()) << status;
  std::ostringstream written;
  written << std::ifstream(folder + "/out.csv", std::ios::binary).rdbuf();
  EXPECT_EQ(written.str(),
            "\xEF\xBB\xBF"
            "a;b\r\n1;\"x\r\ny\"\r\n4;\"q\"\"q\"\r\n");
  EXPECT_EQ(std::filesystem::status(folder + "/out.csv").permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_EQ(ExitCodeOf(again), ExitCode::kLocalFile);
  EXPECT_EQ(
      refused.ToJson().dump(),
      R"([{"row":1,"reason":"date","column":"a","message":""},{"row":4,"reason":"date","column":"a","message":""}])");
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace candor::cli::refused_rows_test
