#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>

#include "absl/synchronization/notification.h"
#include "daemon/domain/key_custody.h"
#include "daemon/store/backup/backup_source.h"
#include "daemon/store/backup/restore.h"
#include "tests/unit/store/store_fixture.h"
#include "tests/unit/store/taken_backup.h"

// Backups while the master key is changed: each belongs to one of the two, whole, or is refused.
namespace candor::store::backup_rekey_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class BackupRekeyTest : public testing::Test {
 protected:
  BackupRekeyTest() {
    fixture_.AddPractice();
    fs::copy_file(Current(), old_);
  }

  std::string Current() const { return fixture_.data_dir() + "/master.key"; }
  std::string Journal() const { return fixture_.data_dir() + "/REKEY"; }

  // From here on nothing has been taken yet but the checkpoint.
  std::unique_ptr<domain::Backup> Begin() {
    StoreBackups source(fixture_.store(), fixture_.clock());
    absl::StatusOr<std::unique_ptr<domain::Backup>> backup = BeginBackup(source);
    EXPECT_TRUE(backup.ok()) << backup.status();
    return backup.ok() ? *std::move(backup) : nullptr;
  }

  // What is left of it, into file_ behind what is there.
  absl::Status Finish(domain::Backup& backup) {
    std::string bytes;
    const absl::Status taken = FinishBackup(backup, bytes);
    std::ofstream(file_, std::ios::binary | std::ios::app) << bytes;
    return taken;
  }

  void Rekey() {
    absl::Notification called;
    absl::Status result;
    fixture_.store().custody().ChangeMasterKey({}, domain::Caller{true, {}},
                                               [&](const absl::StatusOr<domain::MasterKeyChanged>& changed) {
                                                 result = changed.status();
                                                 called.Notify();
                                               });
    called.WaitForNotification();
    ASSERT_TRUE(result.ok()) << result;
    ASSERT_FALSE(fs::exists(Journal()));
  }

  absl::StatusOr<RestoredLedger> RestoreWith(const std::string& master_key) {
    RestoreOptions options;
    options.file = file_;
    options.data_dir = elsewhere_.Join("restored" + std::to_string(++restores_));
    options.master_key.place = crypto::MasterKeyPlace::kFile;
    options.master_key.name = master_key;
    options.clock = &fixture_.clock();
    return RestoreBackup(options);
  }

  TemporaryFolder elsewhere_;
  const std::string file_ = elsewhere_.Join("candor.backup");
  const std::string old_ = elsewhere_.Join("old.key");
  int restores_ = 0;
  StoreFixture fixture_{true};
};

TEST_F(BackupRekeyTest, OneThatIsBegunWhileTheKeyIsBeingChangedIsRefusedWithWhatToDo) {
  std::ofstream(Journal()) << "under way";

  const auto backup = Begin();
  ASSERT_NE(backup, nullptr);
  const absl::Status refused = Finish(*backup);

  EXPECT_EQ(refused.code(), absl::StatusCode::kAborted);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("the master key is being changed"));
  EXPECT_THAT(std::string(refused.message()), HasSubstr("begin the backup again"));
  EXPECT_EQ(fs::file_size(file_), 0U) << "not a byte of it was handed out";

  fs::remove(Journal());
  const auto again = Begin();
  ASSERT_NE(again, nullptr);
  ASSERT_TRUE(Finish(*again).ok());
  EXPECT_TRUE(RestoreWith(Current()).ok());
}

TEST_F(BackupRekeyTest, OneThatIsUnderWayIsWholeUnderTheKeyItWasBegunWith) {
  const auto backup = Begin();
  ASSERT_NE(backup, nullptr);
  const auto first = backup->Next();
  ASSERT_TRUE(first.ok()) << first.status();
  std::ofstream(file_, std::ios::binary) << *first;

  Rekey();
  ASSERT_TRUE(Finish(*backup).ok());

  const auto restored = RestoreWith(old_);
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->header.records, backup->records());
  EXPECT_EQ(RestoreWith(Current()).status().code(), absl::StatusCode::kFailedPrecondition)
      << "as of every backup from before the change";
}

TEST_F(BackupRekeyTest, OneOfWhichNothingWasTakenBeforeTheChangeIsUnderTheNewKey) {
  const auto backup = Begin();
  ASSERT_NE(backup, nullptr);

  Rekey();
  ASSERT_TRUE(Finish(*backup).ok());

  EXPECT_TRUE(RestoreWith(Current()).ok());
  EXPECT_EQ(RestoreWith(old_).status().code(), absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace candor::store::backup_rekey_test
