#include "daemon/policy/candidate/candidate_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/support/temp_folder.h"

namespace candor::policy::candidate_files_test {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using Kind = domain::Candidate::Kind;
namespace fs = std::filesystem;

constexpr char kProfile[] =
    "profile = \"ours\"\nversion = \"1.2.0\"\nauthority = \"practice\"\n\n[rules.some_rule.within]\nvalue = 3\n"
    "unit = \"days\"\ncitation = \"house rule\"\n";

class CandidateFilesTest : public ::testing::Test {
 protected:
  CandidateFilesTest() : folder_(MakeTempFolder("candor-candidates")) {
    fs::create_directory(folder_ / "candidates");
    fs::permissions(folder_ / "candidates", fs::perms::owner_all);
    Write("candidates/ours.toml", kProfile);
    Write("candidates/new.so", "no shared object");
    Write("candidates/readme.txt", "what this is");
    Write("elsewhere.toml", kProfile);
  }
  ~CandidateFilesTest() override { fs::remove_all(folder_); }

  void Write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
    chmod((folder_ / name).c_str(), S_IRUSR | S_IWUSR);
  }
  absl::StatusCode CodeOf(const std::string& name, Kind kind = Kind::kProfile) {
    return files_.Find(name, kind, "profile_file").status().code();
  }

  const fs::path folder_;
  const CandidateFiles files_{(folder_ / "candidates").string()};
};

TEST_F(CandidateFilesTest, FindsAFileByItsBareName) {
  const auto found = files_.Find("ours.toml", Kind::kProfile, "profile_file");

  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(*found, fs::canonical(folder_ / "candidates/ours.toml").string());
  EXPECT_EQ(CodeOf("new.so", Kind::kPlugin), absl::StatusCode::kOk);
  EXPECT_EQ(CodeOf("none.toml"), absl::StatusCode::kNotFound);
}

TEST_F(CandidateFilesTest, RefusesWhateverIsNoBareNameOrHasAnotherEnding) {
  for (const char* name : {"../elsewhere.toml", "/etc/passwd", "candidates/ours.toml", "", ".hidden.toml", "..",
                           "ours.toml\n", "new.so", "readme.txt", ".toml"}) {
    EXPECT_EQ(CodeOf(name), absl::StatusCode::kInvalidArgument) << name;
  }
}

TEST_F(CandidateFilesTest, RefusesALinkThatLeadsOutAndTakesOneThatStays) {
  fs::create_symlink(folder_ / "elsewhere.toml", folder_ / "candidates/out.toml");
  fs::create_symlink("ours.toml", folder_ / "candidates/within.toml");

  EXPECT_EQ(CodeOf("out.toml"), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(CodeOf("within.toml"), absl::StatusCode::kOk);
}

TEST_F(CandidateFilesTest, RefusesWhatOthersMayChange) {
  chmod((folder_ / "candidates/ours.toml").c_str(), S_IRUSR | S_IWUSR | S_IWOTH);
  EXPECT_EQ(CodeOf("ours.toml"), absl::StatusCode::kFailedPrecondition);
  chmod((folder_ / "candidates/ours.toml").c_str(), S_IRUSR | S_IWUSR);
  chmod((folder_ / "candidates").c_str(), S_IRWXU | S_IRWXG);
  EXPECT_EQ(CodeOf("ours.toml"), absl::StatusCode::kFailedPrecondition);
}

TEST_F(CandidateFilesTest, ListsWhatMayBeOneByNameWithWhatIsWrongWithIt) {
  Write("candidates/broken.toml", "profile = 3\n");

  const auto all = files_.List();

  ASSERT_TRUE(all.ok()) << all.status();
  ASSERT_THAT(*all, SizeIs(3));
  EXPECT_EQ((*all)[0].file, "broken.toml");
  EXPECT_NE((*all)[0].problem, "");
  EXPECT_EQ((*all)[1].file, "new.so");
  EXPECT_EQ((*all)[1].kind, Kind::kPlugin);
  EXPECT_THAT((*all)[1].digest, SizeIs(64));
  EXPECT_EQ((*all)[2].title, "ours 1.2.0");
  EXPECT_EQ((*all)[2].problem, "");
}

TEST_F(CandidateFilesTest, AFolderThatIsNotThereHasNone) {
  const auto all = CandidateFiles((folder_ / "none").string()).List();

  ASSERT_TRUE(all.ok()) << all.status();
  EXPECT_THAT(*all, IsEmpty());
}

}  // namespace
}  // namespace candor::policy::candidate_files_test
