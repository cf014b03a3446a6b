#include "cli/verbs/part_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "cli/print/exit_codes.h"
#include "tests/support/temp_folder.h"

namespace candor::cli::part_file_test {
namespace {

using ::testing::HasSubstr;

class PartFileTest : public testing::Test {
 protected:
  PartFileTest() : folder_(MakeTempFolder("candor-part")) {}
  ~PartFileTest() override { std::filesystem::remove_all(folder_); }

  std::string Path() const { return folder_ + "/file"; }
  std::string Content() const {
    std::ifstream in(Path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  const std::string folder_;
};

TEST_F(PartFileTest, GetsItsNameOnceItIsWhole) {
  {
    auto file = PartFile::Create(Path());
    ASSERT_TRUE(file.ok()) << file.status();
    ASSERT_TRUE(file->Write("whole").ok());
    EXPECT_FALSE(std::filesystem::exists(Path()));

    EXPECT_TRUE(file->Keep().ok());
  }

  EXPECT_EQ(Content(), "whole");
  EXPECT_FALSE(std::filesystem::exists(Path() + ".part"));
}

TEST_F(PartFileTest, TwoDoNotWriteTheSameFile) {
  auto first = PartFile::Create(Path());
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_TRUE(first->Write("the first").ok());

  const absl::Status second = PartFile::Create(Path()).status();

  EXPECT_EQ(ExitCodeOf(second), ExitCode::kLocalFile);
  EXPECT_THAT(std::string(second.message()), HasSubstr(Path() + " is being written by another process"));
  EXPECT_TRUE(first->Keep().ok());
  EXPECT_EQ(Content(), "the first");
}

TEST_F(PartFileTest, WhatAKilledOneLeftIsTakenAway) {
  std::ofstream(Path() + ".part") << "half of an earlier one";
  ASSERT_EQ(chmod((Path() + ".part").c_str(), 0644), 0);

  auto file = PartFile::Create(Path());

  ASSERT_TRUE(file.ok()) << file.status();
  ASSERT_TRUE(file->Write("mine").ok());
  ASSERT_TRUE(file->Keep().ok());
  EXPECT_EQ(Content(), "mine");
  struct stat status {};
  ASSERT_EQ(stat(Path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(PartFileTest, WithoutKeepingNothingIsLeft) {
  ASSERT_TRUE(PartFile::Create(Path()).ok());

  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

}  // namespace
}  // namespace candor::cli::part_file_test
