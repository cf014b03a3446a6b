#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/ledger/backup_file.h"
#include "daemon/store/backup/backup_source.h"
#include "daemon/store/backup/restore.h"
#include "daemon/store/building_folder.h"
#include "tests/unit/store/history.h"
#include "tests/unit/store/taken_backup.h"

namespace candor::store::backup_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Everything of a backup, as its client would get it.
absl::StatusOr<std::string> Bytes(domain::BackupSource& source) {
  CANDOR_ASSIGN_OR_RETURN(const auto backup, BeginBackup(source));
  std::string bytes;
  CANDOR_RETURN_IF_ERROR(FinishBackup(*backup, bytes));
  EXPECT_EQ(backup->done(), backup->records());
  return bytes;
}

std::string Read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

class BackupTest : public testing::Test {
 protected:
  BackupTest() : seed_(std::random_device()()), history_(fixture_, seed_) {
    std::cerr << "seed " << seed_ << "\n";
    history_.Begin();
  }

  void Steps(int count) {
    for (int i = 0; i < count; ++i) history_.Step();
  }

  // Into file_.
  void TakeBackup() {
    StoreBackups source(fixture_.store(), fixture_.clock());
    const auto bytes = Bytes(source);
    ASSERT_TRUE(bytes.ok()) << bytes.status();
    Write(*bytes);
  }
  void Write(const std::string& bytes) { std::ofstream(file_, std::ios::binary | std::ios::trunc) << bytes; }

  RestoreOptions Options() {
    RestoreOptions options;
    options.file = file_;
    options.data_dir = restored_;
    options.master_key.place = crypto::MasterKeyPlace::kFile;
    options.master_key.name = fixture_.data_dir() + "/master.key";
    options.clock = &fixture_.clock();
    return options;
  }

  std::unique_ptr<DurableStore> OpenRestored() {
    OpenOptions options = fixture_.options();
    options.data_dir = restored_;
    options.master_key = Options().master_key;
    auto store = store::Open(options);
    EXPECT_TRUE(store.ok()) << store.status();
    return store.ok() ? *std::move(store) : nullptr;
  }

  // What lies where the directory is to be.
  std::vector<std::string> Left() {
    std::vector<std::string> names;
    for (const auto& item : fs::directory_iterator(place_.path())) names.push_back(item.path().filename().string());
    return names;
  }

  TemporaryFolder elsewhere_;
  TemporaryFolder place_;
  const std::string file_ = elsewhere_.Join("candor.backup");
  const std::string restored_ = place_.Join("restored");
  const uint32_t seed_;
  StoreFixture fixture_{true};
  History history_;
};

TEST_F(BackupTest, WhatIsRestoredIsTheSameAndSaysThatItWas) {
  Steps(300);
  const std::string before = Render(*fixture_.view());
  const uint64_t size = fixture_.view()->size();
  const absl::Time then = fixture_.view()->last_recorded_at();
  const std::string key = fixture_.store().evidence().PublicKey();
  TakeBackup();
  fixture_.clock().AdvanceTime(absl::Hours(1));

  const auto restored = RestoreBackup(Options());

  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->header.records, size);
  EXPECT_GT(restored->epoch, restored->header.epoch);
  const auto store = OpenRestored();
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(store->ledger_id(), fixture_.store().ledger_id());
  // All that was there, and one record on top.
  EXPECT_EQ(store->Latest()->size(), size + 1);
  const auto past = store->AsOf(then, Wait);
  ASSERT_TRUE(past.ok()) << past.status();
  EXPECT_EQ(Render(**past), before);
  const auto record = store->Latest()->RecordAt(size);
  ASSERT_TRUE(record.ok()) << record.status();
  const auto* said = std::get_if<domain::Restored>(&record->what);
  ASSERT_NE(said, nullptr);
  EXPECT_EQ(*said, (domain::Restored{restored->epoch, size, restored->header.made_at, restored->header.id, 0}));
  // The same key signs, under another name.
  EXPECT_NE(store->evidence().PublicKey(), key);
  EXPECT_THAT(store->evidence().PublicKey(), HasSubstr(absl::StrCat("/", restored->epoch, "+")));
  EXPECT_EQ(store->evidence().Restored(), (domain::RestoredFrom{size, restored->header.made_at}));
  EXPECT_EQ(*store->evidence().RootHash(size), *fixture_.store().evidence().RootHash(size));
}

TEST_F(BackupTest, NothingOfWhatIsRestoredIsAtFault) {
  Steps(200);
  TakeBackup();
  ASSERT_TRUE(RestoreBackup(Options()).ok());
  const auto store = OpenRestored();
  ASSERT_NE(store, nullptr);

  const auto records = store->evidence().CheckRecords(0, 10'000);
  const auto rows = store->evidence().CheckProjections();

  ASSERT_TRUE(records.ok() && rows.ok());
  EXPECT_THAT(records->faults, IsEmpty());
  EXPECT_THAT(rows->faults, IsEmpty());
  EXPECT_GT(rows->rows, 200U);
}

TEST_F(BackupTest, ARestoredLedgerGoesOnAndIsBackedUpAgain) {
  Steps(30);
  TakeBackup();
  ASSERT_TRUE(RestoreBackup(Options()).ok());
  uint64_t size = 0;
  uint64_t epoch = 0;
  {
    const auto store = OpenRestored();
    ASSERT_NE(store, nullptr);
    ASSERT_TRUE(AppendTo(*store, {domain::NewCase{CaseOf(200), "C-200"}}).ok());
    size = store->Latest()->size();
    StoreBackups source(*store, fixture_.clock());
    const auto bytes = Bytes(source);
    ASSERT_TRUE(bytes.ok()) << bytes.status();
    Write(*bytes);
    epoch = ledger::BackupReader::Open(file_)->header().epoch;
  }
  RestoreOptions options = Options();
  options.data_dir = place_.Join("again");

  // The same moment, and yet another epoch.
  const auto again = RestoreBackup(options);

  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->header.records, size);
  EXPECT_GT(again->epoch, epoch);
}

TEST_F(BackupTest, ABackupRestoredTwiceGoesOnAtTwoEpochs) {
  Steps(10);
  TakeBackup();
  const auto first = RestoreBackup(Options());
  fixture_.clock().AdvanceTime(absl::Seconds(1));
  RestoreOptions options = Options();
  options.data_dir = place_.Join("again");
  const auto second = RestoreBackup(options);

  ASSERT_TRUE(first.ok() && second.ok()) << first.status() << second.status();
  EXPECT_GT(second->epoch, first->epoch);
}

TEST_F(BackupTest, AppendsGoOnMeanwhile) {
  Steps(100);
  const uint64_t before = fixture_.view()->size();
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    for (uint8_t number = 0; !stop; ++number) {
      EXPECT_TRUE(AppendTo(fixture_.store(),
                           {EntryOf(SubjectId::Of(MemberOf(1)), Kind::kSupervision, Day(2025, 3, 1) + number)})
                      .ok());
    }
  });
  std::vector<uint64_t> sizes;
  for (int i = 0; i < 5; ++i) {
    TakeBackup();
    const auto header = ledger::CheckBackupFile(file_);
    ASSERT_TRUE(header.ok()) << header.status();
    sizes.push_back(header->records);
  }
  stop = true;
  writer.join();

  EXPECT_TRUE(std::ranges::is_sorted(sizes));
  EXPECT_GE(sizes.front(), before);
  const auto restored = RestoreBackup(Options());
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->header.records, sizes.back());
}

TEST_F(BackupTest, AnEmptyLedgerHasABackupToo) {
  StoreFixture empty(true);
  StoreBackups source(empty.store(), empty.clock());
  const auto bytes = Bytes(source);
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  Write(*bytes);
  RestoreOptions options = Options();
  options.master_key.name = empty.data_dir() + "/master.key";

  const auto restored = RestoreBackup(options);

  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->header.records, 0U);
}

TEST_F(BackupTest, AStoreInMemoryIsBackedUpToo) {
  StoreFixture memory(false);
  memory.AddPractice();
  StoreBackups source(memory.store(), memory.clock());
  const auto bytes = Bytes(source);
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  Write(*bytes);

  EXPECT_TRUE(ledger::CheckBackupFile(file_).ok());
}

TEST_F(BackupTest, WhatWasRecordedStandsNowhereInIt) {
  ASSERT_TRUE(fixture_.Append({domain::NewCase{CaseOf(201), "a code that nobody else has"}}).ok());
  TakeBackup();

  EXPECT_THAT(Read(file_), testing::Not(HasSubstr("a code that nobody else has")));
}

TEST_F(BackupTest, EveryFlippedByteAndEveryCutIsRefusedWhole) {
  Steps(3);
  TakeBackup();
  const std::string good = Read(file_);
  const RestoreOptions options = Options();
  const auto refused = [&](const std::string& bad) {
    Write(bad);
    return !RestoreBackup(options).ok();
  };
  for (size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ (1 << (i % 8)));
    ASSERT_TRUE(refused(bad)) << i;
    ASSERT_TRUE(refused(good.substr(0, i))) << i;
  }
  EXPECT_THAT(Left(), IsEmpty());
  Write(good);
  EXPECT_TRUE(RestoreBackup(options).ok());
}

TEST_F(BackupTest, ForeignFilesAndForeignKeysAreRefused) {
  Steps(5);
  TakeBackup();
  RestoreOptions options = Options();
  options.file = fixture_.data_dir() + "/KEYS";
  EXPECT_EQ(RestoreBackup(options).status().code(), absl::StatusCode::kInvalidArgument);
  options.file = elsewhere_.Join("none");
  EXPECT_EQ(RestoreBackup(options).status().code(), absl::StatusCode::kNotFound);

  StoreFixture other(true);
  options = Options();
  options.master_key.name = other.data_dir() + "/master.key";
  const absl::Status foreign = RestoreBackup(options).status();
  EXPECT_EQ(foreign.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(foreign.message()), HasSubstr("another one"));
  options.master_key = {};
  EXPECT_EQ(RestoreBackup(options).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(Left(), IsEmpty());
}

TEST_F(BackupTest, AFolderWithSomethingInItIsRefused) {
  TakeBackup();
  fs::create_directory(restored_);
  std::ofstream(restored_ + "/letter.txt") << "dear";

  const absl::Status refused = RestoreBackup(Options()).status();

  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("not empty"));
  EXPECT_EQ(Read(restored_ + "/letter.txt"), "dear");
}

TEST_F(BackupTest, WhoeverSaysNoLeavesNothing) {
  Steps(400);
  TakeBackup();
  RestoreOptions options = Options();
  options.erased = [](const ledger::BackupHeader&) { return absl::CancelledError("no"); };
  EXPECT_EQ(RestoreBackup(options).status().code(), absl::StatusCode::kCancelled);
  EXPECT_THAT(Left(), IsEmpty());

  options.erased = nullptr;
  std::vector<std::string> steps;
  options.progress = [&](const RestoreProgress& now) {
    if (steps.empty() || steps.back() != now.step) steps.emplace_back(now.step);
    return absl::OkStatus();
  };
  ASSERT_TRUE(RestoreBackup(options).ok());
  fs::remove_all(restored_);
  EXPECT_GE(steps.size(), 3U);
  for (const std::string& last : steps) {
    options.progress = [&](const RestoreProgress& now) {
      return now.step == last ? absl::CancelledError("no") : absl::OkStatus();
    };
    EXPECT_EQ(RestoreBackup(options).status().code(), absl::StatusCode::kCancelled) << last;
    EXPECT_THAT(Left(), IsEmpty()) << last;
  }
}

TEST_F(BackupTest, WhatWasErasedSinceIsErasedAgain) {
  const CaseId erased = CaseOf(202);
  ASSERT_TRUE(fixture_.Append({domain::NewCase{erased, "C-202"}}).ok());
  TakeBackup();
  RestoreOptions options = Options();
  options.erased = [&](const ledger::BackupHeader&) -> absl::StatusOr<std::vector<ErasedKey>> {
    // The record after the last one of the backup; it has taken no time.
    const uint64_t record = fixture_.view()->size();
    const absl::Time now = absl::FromUnixSeconds(absl::ToUnixSeconds(fixture_.clock().Now()));
    return std::vector<ErasedKey>{{SubjectId::Of(erased), domain::KeyClass::kGeneral, record, now},
                                  {SubjectId::Of(CaseOf(203)), domain::KeyClass::kGeneral, record, now}};
  };

  const auto restored = RestoreBackup(options);

  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->erased_again, 1U) << "the other one has never had a key";
  const auto store = OpenRestored();
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(store->Latest()->GetCase(erased)->code, "") << "its key is gone";
  EXPECT_EQ(fixture_.view()->GetCase(erased)->code, "C-202");
}

TEST_F(BackupTest, ADrillComparesAndLeavesNothing) {
  Steps(100);
  TakeBackup();

  const auto drill = DrillBackup(Options(), place_.path());

  ASSERT_TRUE(drill.ok()) << drill.status();
  EXPECT_EQ(drill->restored.header.records, fixture_.view()->size());
  EXPECT_EQ(drill->entries, fixture_.view()->entries());
  EXPECT_GT(drill->rows, 0U);
  EXPECT_GT(drill->took, absl::ZeroDuration());
  EXPECT_THAT(Left(), IsEmpty());
  std::string bad = Read(file_);
  bad[bad.size() / 2] = static_cast<char>(bad[bad.size() / 2] ^ 1);
  Write(bad);
  EXPECT_FALSE(DrillBackup(Options(), place_.path()).ok());
  EXPECT_THAT(Left(), IsEmpty());
}

// An assessment alone is acknowledged before it is on the device.
TEST_F(BackupTest, WhatWasAcknowledgedIsInItBeforeItIsOnTheDevice) {
  Steps(20);
  domain::Assessment assessment;
  assessment.answers_to = fixture_.view()->size();
  ASSERT_TRUE(fixture_.Append({assessment}).ok());

  TakeBackup();

  const auto restored = RestoreBackup(Options());
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->header.records, fixture_.view()->size());
}

}  // namespace
}  // namespace candor::store::backup_test
