#include "daemon/restore_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "daemon/store/backup/backup_source.h"
#include "tests/unit/store/store_fixture.h"
#include "tests/unit/store/taken_backup.h"

namespace candor::restore_command_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// A person who is asked what was erased after a backup was made.
class RestoreCommandTest : public testing::Test {
 protected:
  void SetUp() override {
    fixture_.AddPractice();
    store::StoreBackups source(fixture_.store(), fixture_.clock());
    auto backup = store::BeginBackup(source);
    ASSERT_TRUE(backup.ok()) << backup.status();
    std::string bytes;
    ASSERT_TRUE(store::FinishBackup(**backup, bytes).ok());
    std::ofstream(folder_.Join("candor.backup"), std::ios::binary) << bytes;
  }

  absl::Status Restore(const std::string& typed) {
    RestoreRequest request;
    request.file = folder_.Join("candor.backup");
    request.data_dir = folder_.Join("restored");
    request.master_key.place = crypto::MasterKeyPlace::kFile;
    request.master_key.name = fixture_.data_dir() + "/master.key";
    std::istringstream in(typed);
    std::ostringstream err;
    Console console{in, out_, err, true, false};
    return RestoreFromBackup(request, fixture_.clock(), console);
  }

  bool IsThere() { return std::filesystem::exists(folder_.Join("restored")); }

  store::TemporaryFolder folder_;
  store::StoreFixture fixture_{true};
  std::ostringstream out_;
};

TEST_F(RestoreCommandTest, AnEmptyLineAloneDoesNotSayThatNothingWasErased) {
  for (const char* typed : {"", "\n", "\n\n", "\nno\n"}) {
    const absl::Status refused = Restore(typed);
    EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument) << typed;
    EXPECT_THAT(std::string(refused.message()), HasSubstr("--no-later-erasures"));
    EXPECT_FALSE(IsThere());
  }
}

TEST_F(RestoreCommandTest, WhoeverSaysSoGoesOn) {
  const absl::Status restored = Restore("\nyes\n");

  EXPECT_TRUE(restored.ok()) << restored;
  EXPECT_TRUE(IsThere());
  EXPECT_THAT(out_.str(), HasSubstr("It does not know of backups that were made after this one"));
  EXPECT_THAT(out_.str(), HasSubstr("candord init --resume"));
  EXPECT_THAT(out_.str(), HasSubstr("What was revoked after the backup was made is heard again"));
  EXPECT_THAT(out_.str(), Not(HasSubstr("erased here too")));
}

}  // namespace
}  // namespace candor::restore_command_test
