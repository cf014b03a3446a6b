#include "daemon/base/small_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <string>

#include "tests/support/temp_folder.h"

namespace candor::small_file_test {
namespace {

namespace fs = std::filesystem;

class SmallFileTest : public testing::Test {
 protected:
  SmallFileTest() : folder_(MakeTempFolder("candor-small")) {}
  ~SmallFileTest() override {
    fs::current_path(before_);
    fs::remove_all(folder_);
  }

  const fs::path before_ = fs::current_path();
  fs::path folder_;
};

TEST_F(SmallFileTest, OnlyAFileThatIsNotThereIsAbsent) {
  EXPECT_EQ(*ReadSmallFile(folder_ / "none"), std::nullopt);
  EXPECT_FALSE(ReadSmallFile(folder_).ok());
}

TEST_F(SmallFileTest, AReplacedFileIsWholeAndItsOwnersAlone) {
  const std::string path = folder_ / "file";
  ASSERT_TRUE(ReplaceFile(path, "the first, longer content").ok());

  ASSERT_TRUE(ReplaceFile(path, "the second").ok());

  EXPECT_EQ(*ReadSmallFile(path), "the second");
  struct stat status {};
  ASSERT_EQ(stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1);
}

TEST_F(SmallFileTest, ANameWithoutAFolderIsInTheWorkingOne) {
  fs::current_path(folder_);

  ASSERT_TRUE(ReplaceFile("file", "content").ok());

  EXPECT_EQ(*ReadSmallFile(folder_ / "file"), "content");
}

TEST_F(SmallFileTest, AFolderThatIsNotThereIsNamed) {
  const std::string path = folder_ / "none" / "file";

  EXPECT_NE(ReplaceFile(path, "content").message().find(path), std::string_view::npos);
}

}  // namespace
}  // namespace candor::small_file_test
