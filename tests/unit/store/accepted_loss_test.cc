#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "daemon/store/epoch_file.h"
#include "daemon/store/fold_ledger.h"
#include "tests/unit/store/recovery_fixture.h"

// What is gone is refused until somebody accepts that it is.
namespace candor::store::accepted_loss_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

TEST_F(RecoveryTest, ALedgerBelowHeadIsRefusedUntilTheLossIsAccepted) {
  const uint64_t size = LoseTheLast(30);

  const auto refused = OpenCopy(older_);
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("accept-loss"));
  EXPECT_EQ(Rebuild(older_).status().code(), absl::StatusCode::kFailedPrecondition);

  const auto accepted = AcceptLoss(older_, "the disk died", fixture_.clock());
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(accepted->lost_to, size);
  EXPECT_EQ(SizeOf(older_), accepted->lost_from + 1);
  EXPECT_EQ(*ReadEpoch(older_ + "/EPOCH"), kFirstEpoch + 1);
  EXPECT_EQ(AcceptLoss(older_, "again", fixture_.clock()).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(RecoveryTest, ALossThatIsNotOnRecordIsNotAccepted) {
  LoseTheLast(5);

  for (const std::string& reason : {std::string(domain::kMaxReasonBytes + 1, 'x'), std::string("der Datentr\xE4ger")}) {
    EXPECT_EQ(AcceptLoss(older_, reason, fixture_.clock()).status().code(), absl::StatusCode::kInvalidArgument);

    EXPECT_EQ(OpenCopy(older_).status().code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ(*ReadEpoch(older_ + "/EPOCH"), kFirstEpoch);
  }
  EXPECT_TRUE(AcceptLoss(older_, "the disk died", fixture_.clock()).ok());
}

TEST_F(RecoveryTest, AnAcceptedLossThatWasCutShortBehindItsRecordIsFinished) {
  for (const int lost : {1, 5}) {
    LoseTheLast(lost);
    fs::copy_file(older_ + "/HEAD", elsewhere_.Join("HEAD"), fs::copy_options::overwrite_existing);
    ASSERT_TRUE(AcceptLoss(older_, "the disk died", fixture_.clock()).ok());
    fs::copy_file(elsewhere_.Join("HEAD"), older_ + "/HEAD", fs::copy_options::overwrite_existing);
    fs::remove(older_ + "/EPOCH");

    const auto refused = OpenCopy(older_);
    EXPECT_EQ(refused.status().code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_THAT(std::string(refused.status().message()), HasSubstr("accept-loss"));
    const auto finished = AcceptLoss(older_, "the disk died", fixture_.clock());
    ASSERT_TRUE(finished.ok()) << finished.status();

    EXPECT_GT(SizeOf(older_), 0U);
    EXPECT_EQ(*ReadEpoch(older_ + "/EPOCH"), kFirstEpoch + 1);
    fixture_.Open();
  }
}

TEST_F(RecoveryTest, RecordsWithoutHeadAreRefusedUntilTheLossIsAccepted) {
  EXPECT_TRUE(fs::exists(fixture_.data_dir() + "/HEAD")) << "from the first start on";
  Steps(10);
  const uint64_t size = fixture_.view()->size();
  fixture_.Close();
  fs::remove(fixture_.data_dir() + "/HEAD");

  for (const absl::Status& refused : {OpenCopy(fixture_.data_dir()).status(), Rebuild(fixture_.data_dir()).status()}) {
    EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_THAT(std::string(refused.message()), HasSubstr("accept-loss"));
  }

  const auto accepted = AcceptLoss(fixture_.data_dir(), "somebody removed HEAD", fixture_.clock());
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(accepted->lost_from, size);
  EXPECT_EQ(accepted->lost_to, size) << "nobody knows";
  fixture_.Open();
  EXPECT_EQ(fixture_.view()->size(), size + 1);
}

TEST_F(RecoveryTest, KeysWithoutDatabaseAndHeadAreNotANewDirectory) {
  fixture_.Close();
  fs::remove_all(fixture_.data_dir() + "/db");
  fs::remove(fixture_.data_dir() + "/HEAD");

  EXPECT_EQ(OpenCopy(fixture_.data_dir()).status().code(), absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace candor::store::accepted_loss_test
