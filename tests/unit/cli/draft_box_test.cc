#include "cli/drafts/draft_box.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "cli/print/exit_codes.h"
#include "tests/support/temp_folder.h"

namespace candor::cli::draft_box_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

std::string BytesOf(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

unsigned ModeOf(const fs::path& path) {
  struct stat status {};
  EXPECT_EQ(stat(path.c_str(), &status), 0) << path;
  return status.st_mode & 0777U;
}

fs::path FreshFolder() {
  return MakeTempFolder("candor-drafts");
}

class DraftBoxTest : public testing::Test {
 protected:
  ~DraftBoxTest() override { fs::remove_all(folder_); }

  std::string Put(const std::string& content) {
    const std::string id = DraftBox::NewId();
    EXPECT_TRUE(box_.Put(id, content).ok());
    return id;
  }
  fs::path FileOf(const std::string& id) const { return folder_ / "state/drafts" / id; }
  fs::path KeyFile() const { return folder_ / "state/drafts.key"; }

  const fs::path folder_ = FreshFolder();
  DraftBox box_{(folder_ / "state").string()};
};

TEST_F(DraftBoxTest, LookingMakesNothing) {
  EXPECT_TRUE(box_.ReadAll()->empty());

  EXPECT_FALSE(fs::exists(folder_ / "state"));
}

TEST_F(DraftBoxTest, GivesBackWhatWasPutLast) {
  const std::string first = Put("one");
  const std::string second = Put("two");

  ASSERT_TRUE(box_.Put(first, "one, changed").ok());

  const auto drafts = box_.ReadAll();
  ASSERT_EQ(drafts->size(), 2U);
  for (const DraftBox::Draft& draft : *drafts) {
    EXPECT_EQ(*draft.content, draft.id == first ? "one, changed" : "two");
  }
  EXPECT_NE(first, second);
}

TEST_F(DraftBoxTest, NothingOfItIsReadableAndOnlyItsOwnerReachesIt) {
  const std::string id = Put("Zyxwplantedquux, in words");

  for (const auto& file : fs::recursive_directory_iterator(folder_)) {
    EXPECT_THAT(file.path().string(), Not(HasSubstr("Zyxw")));
    if (file.is_regular_file()) {
      EXPECT_THAT(BytesOf(file.path()), Not(HasSubstr("Zyxwplantedquux")));
      EXPECT_EQ(ModeOf(file.path()), 0600U) << file.path();
    }
  }
  EXPECT_EQ(ModeOf(folder_ / "state/drafts"), 0700U);
  EXPECT_EQ(BytesOf(KeyFile()).size(), 32U);
  EXPECT_EQ(id.size(), 32U);
}

TEST_F(DraftBoxTest, TheSizeOfAFileDoesNotTellHowMuchWasWritten) {
  const std::string little = Put("x");
  const std::string more = Put(std::string(3000, 'x'));

  EXPECT_EQ(fs::file_size(FileOf(little)), fs::file_size(FileOf(more)));
}

TEST_F(DraftBoxTest, WhatWasChangedOrMovedOrHasAnotherKeyCannotBeOpened) {
  const std::string id = Put("one");
  const std::string bytes = BytesOf(FileOf(id));

  for (size_t at = 0; at < bytes.size(); at += 97) {
    std::string flipped = bytes;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x10);
    std::ofstream(FileOf(id), std::ios::binary) << flipped;
    EXPECT_EQ(box_.ReadAll()->at(0).content, std::nullopt) << at;
  }
  std::ofstream(FileOf(id), std::ios::binary) << bytes.substr(0, 20);
  EXPECT_EQ(box_.ReadAll()->at(0).content, std::nullopt);
  std::ofstream(FileOf(id), std::ios::binary) << bytes;
  EXPECT_NE(box_.ReadAll()->at(0).content, std::nullopt);
  fs::rename(FileOf(id), FileOf(DraftBox::NewId()));
  EXPECT_EQ(box_.ReadAll()->at(0).content, std::nullopt);
  fs::remove(KeyFile());
  EXPECT_EQ(box_.ReadAll()->at(0).content, std::nullopt);
}

TEST_F(DraftBoxTest, AKeyThatOthersCanReadIsRefusedWithWhatToDo) {
  Put("one");
  fs::permissions(KeyFile(), fs::perms::group_read, fs::perm_options::add);

  const absl::Status status = box_.ReadAll().status();

  EXPECT_EQ(ExitCodeOf(status), ExitCode::kLocalFile);
  EXPECT_THAT(std::string(status.message()), HasSubstr("chmod 600"));
  EXPECT_EQ(ExitCodeOf(box_.Put(DraftBox::NewId(), "two")), ExitCode::kLocalFile);
}

TEST_F(DraftBoxTest, RemovingTwiceIsRemovingOnce) {
  const std::string id = Put("one");

  EXPECT_TRUE(box_.Remove(id).ok());
  EXPECT_TRUE(box_.Remove(id).ok());

  EXPECT_TRUE(box_.ReadAll()->empty());
}

TEST_F(DraftBoxTest, WhatIsNoDraftIsLeftAlone) {
  Put("one");
  std::ofstream(folder_ / "state/drafts/notes.txt") << "mine";

  EXPECT_EQ(box_.ReadAll()->size(), 1U);
}

TEST_F(DraftBoxTest, WhatAKilledWriterLeftGoesWithTheDraft) {
  const std::string id = Put("what happened");
  std::ofstream(FileOf(id).string() + ".new") << "half of it";

  EXPECT_TRUE(box_.Remove(id).ok());

  EXPECT_TRUE(fs::is_empty(folder_ / "state/drafts"));
}

}  // namespace
}  // namespace candor::cli::draft_box_test
