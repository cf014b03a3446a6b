#include "daemon/store/key_custodian.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "tests/unit/store/key_custodian_fixture.h"

// The master key of a directory, changed while it is open, and cut short at each step.
namespace candor::store::key_custodian_test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// Every file below a folder, but for what a start makes and takes away.
std::map<std::string, std::string> FilesOf(const std::string& folder) {
  std::map<std::string, std::string> files;
  for (const auto& item : fs::recursive_directory_iterator(folder)) {
    if (item.is_regular_file()) files[item.path().string()] = FileText(item.path().string());
  }
  return files;
}

TEST_F(KeyCustodianTest, AnotherMasterKeyOpensEverythingAndTheOldOneNothing) {
  Open();
  Fill();
  const std::string old = FileText(File("master.key"));

  const auto changed = Rekey();

  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->left_at, "");
  EXPECT_NE(FileText(File("master.key")), old);
  EXPECT_FALSE(fs::exists(File("REKEY")));
  EXPECT_EQ(Recorded(domain::KeyEventKind::kMasterKeyChanged), 1u);
  ExpectEverythingIsThere();
  Open();
  ExpectEverythingIsThere();

  const std::string fresh = FileText(File("master.key"));
  std::ofstream(File("master.key"), std::ios::binary) << old;
  const absl::Status refused = TryOpen({});
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("the master key does not open this data directory"));
  std::ofstream(File("master.key"), std::ios::binary) << fresh;
  Open();
}

TEST_F(KeyCustodianTest, AWrongOrAMissingKeyTouchesNothing) {
  Open();
  Fill();
  custodian_.reset();
  directory_.reset();
  const std::string right = FileText(File("master.key"));
  std::ofstream(File("master.key"), std::ios::binary) << std::string(32, 'w');
  auto before = FilesOf(data_);

  EXPECT_EQ(TryOpen({}).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(FilesOf(data_), before);

  fs::remove(File("master.key"));
  before = FilesOf(data_);
  const absl::Status missing = TryOpen({});
  EXPECT_EQ(missing.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(missing.message()), HasSubstr("restore it from the copy that the practice keeps"));
  EXPECT_EQ(TryOpen(OutsideFile()).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(FilesOf(data_), before);

  std::ofstream(File("master.key"), std::ios::binary) << right;
  ASSERT_EQ(::chmod(File("master.key").c_str(), 0600), 0);
  Open();
  ExpectEverythingIsThere();
}

TEST_F(KeyCustodianTest, AChangeThatIsCutShortIsFinishedByTheNextStart) {
  for (const CustodyStep step : {CustodyStep::kKeyTable, CustodyStep::kFileKeys, CustodyStep::kPlace,
                                 CustodyStep::kRecord, CustodyStep::kJournalGone}) {
    SCOPED_TRACE(static_cast<int>(step));
    Open();
    if (key_.empty()) Fill();
    const std::string old = FileText(File("master.key"));
    const size_t recorded = Recorded(domain::KeyEventKind::kMasterKeyChanged);
    CutAt(step);
    EXPECT_FALSE(Rekey().ok());
    EXPECT_EQ(Status().work, domain::KeyWork::kChangingMasterKey);
    EXPECT_NE(Status().problem, "");
    EXPECT_TRUE(fs::exists(File("REKEY")));

    // The process ends here, and the next one starts with whichever key lies there.
    CutAt(std::nullopt);
    Open();
    AwaitNothingUnderWay();

    ExpectEverythingIsThere();
    EXPECT_FALSE(fs::exists(File("REKEY")));
    EXPECT_NE(FileText(File("master.key")), old);
    EXPECT_GT(Recorded(domain::KeyEventKind::kMasterKeyChanged), recorded);
    Open();
    ExpectEverythingIsThere();
  }
}

TEST_F(KeyCustodianTest, AChangeThatWasNotBegunLeavesNothing) {
  Open();
  Fill();
  const std::string old = FileText(File("master.key"));
  CutAt(CustodyStep::kJournal);
  EXPECT_FALSE(Rekey().ok());
  EXPECT_EQ(Status().work, domain::KeyWork::kNone);
  EXPECT_FALSE(fs::exists(File("REKEY")));
  Open();
  EXPECT_EQ(FileText(File("master.key")), old);
  ExpectEverythingIsThere();
}

TEST_F(KeyCustodianTest, AskedForAgainItGoesOnWithTheSameChange) {
  Open();
  Fill();
  CutAt(CustodyStep::kFileKeys);
  EXPECT_FALSE(Rekey().ok());
  const std::string journal = FileText(File("REKEY"));
  EXPECT_EQ(Rotate().code(), absl::StatusCode::kFailedPrecondition) << "under which of the two?";
  EXPECT_EQ(Rekey("four words in a row").status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(FileText(File("REKEY")), journal);

  CutAt(std::nullopt);
  EXPECT_TRUE(Rekey().ok());
  EXPECT_EQ(Status().work, domain::KeyWork::kNone);
  Open();
  ExpectEverythingIsThere();
}

TEST_F(KeyCustodianTest, FromAFileToAPassphraseAndToAnotherMasterKeyUnderIt) {
  Open();
  Fill();

  ASSERT_TRUE(Rekey("four words in a row").ok());

  EXPECT_FALSE(fs::exists(File("master.key")));
  EXPECT_EQ(Status().place, domain::KeyPlace::kPassphrase);
  const std::string first = FileText(File("PASSPHRASE"));
  EXPECT_EQ(TryOpen({}).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(TryOpen(TypedAs("four words in a raw")).code(), absl::StatusCode::kFailedPrecondition);
  Open(TypedAs("four words in a row"));
  ExpectEverythingIsThere();

  ASSERT_TRUE(Rekey().ok());

  EXPECT_NE(FileText(File("PASSPHRASE")), first);
  Open(TypedAs("four words in a row"));
  ExpectEverythingIsThere();
  EXPECT_EQ(Rekey("short").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Status().work, domain::KeyWork::kNone);
}

TEST_F(KeyCustodianTest, ANewKeyOfAFileElsewhereIsLeftForWhoeverPutsItInPlace) {
  Open(Making(OutsideFile()));
  Fill();

  const auto changed = Rekey();

  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->left_at, File("master.key.new"));
  EXPECT_EQ(Status().left_at, File("master.key.new"));
  EXPECT_EQ(fs::status(changed->left_at).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  const absl::Status refused = TryOpen(OutsideFile());
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("master.key.new"));

  fs::rename(File("master.key.new"), OutsideFile().name);
  Open(OutsideFile());
  ExpectEverythingIsThere();
  EXPECT_EQ(Status().left_at, "");
}

TEST_F(KeyCustodianTest, ItTakesNothingOnOnceItIsStopped) {
  Open();
  custodian_->Stop();
  EXPECT_EQ(Rotate().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Rekey().status().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace candor::store::key_custodian_test
