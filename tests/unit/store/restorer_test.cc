#include "daemon/store/restorer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <limits>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/store/data_directory.h"
#include "tests/unit/store/history.h"
#include "tests/unit/store/sealed_database.h"

namespace candor::store::restorer_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<domain::LedgerRecord> RecordsOf(const domain::View& view) {
  std::vector<domain::LedgerRecord> records;
  for (uint64_t number = 0; number < view.size(); ++number) {
    auto record = view.RecordAt(number);
    EXPECT_TRUE(record.ok()) << number << " " << record.status();
    if (record.ok()) records.push_back(*std::move(record));
  }
  return records;
}

// Everything that is made of the records but for the tree over them, whose leaves hold the keys; of a directory that
// nobody has open.
std::map<std::string, std::string> RowsBesideTheTree(const std::string& data_dir) {
  std::map<std::string, std::string> rows;
  auto kv = OpenDatabaseOf(data_dir);
  EXPECT_TRUE(kv.ok()) << kv.status();
  if (!kv.ok()) return rows;
  EXPECT_TRUE((*kv)
                  ->Scan(Family::kProjections, "", "", std::numeric_limits<size_t>::max(),
                         [&](std::string_view key, std::string_view value) {
                           if (key.front() != 'W' && key.front() != 'Y') rows.emplace(key, value);
                           return true;
                         })
                  .ok());
  return rows;
}

class RestorerTest : public testing::Test {
 protected:
  RestorerTest() : seed_(std::random_device()()), history_(fixture_, seed_) {
    std::cerr << "seed " << seed_ << "\n";
    history_.Begin();
  }

  void Steps(int count) {
    for (int i = 0; i < count; ++i) history_.Step();
  }

  absl::Status Restore(const std::vector<domain::LedgerRecord>& records) {
    auto restorer = Restorer::Begin(restored_, fixture_.store().naming_keys());
    if (!restorer.ok()) return restorer.status();
    for (const domain::LedgerRecord& record : records) {
      if (absl::Status added = (*restorer)->Add(record); !added.ok()) return added;
    }
    return (*restorer)->Finish();
  }

  std::unique_ptr<DurableStore> OpenRestored() {
    OpenOptions options = fixture_.options();
    options.data_dir = restored_;
    auto store = store::Open(options);
    EXPECT_TRUE(store.ok()) << store.status();
    return store.ok() ? *std::move(store) : nullptr;
  }

  // What lies beside the data directory that was asked for, and the directory itself.
  std::vector<std::string> Left() {
    std::vector<std::string> names;
    for (const auto& item : fs::directory_iterator(elsewhere_.path())) names.push_back(item.path().filename().string());
    return names;
  }

  TemporaryFolder elsewhere_;
  const std::string restored_ = elsewhere_.Join("restored");
  const uint32_t seed_;
  StoreFixture fixture_{true};
  History history_;
};

TEST_F(RestorerTest, TheSameRowsAreMadeOfTheRecords) {
  Steps(300);

  ASSERT_TRUE(Restore(RecordsOf(*fixture_.view())).ok());

  fixture_.Close();
  const auto rows = RowsBesideTheTree(fixture_.data_dir());
  ASSERT_GT(rows.size(), 250U);
  EXPECT_TRUE(RowsBesideTheTree(restored_) == rows);
}

TEST_F(RestorerTest, AnswersAreTheSameNowAndAsOfThen) {
  Steps(200);
  const auto records = RecordsOf(*fixture_.view());
  ASSERT_TRUE(Restore(records).ok());

  const auto restored = OpenRestored();
  ASSERT_NE(restored, nullptr);

  EXPECT_EQ(Render(*restored->Latest()), Render(*fixture_.view()));
  for (size_t i = 0; i < records.size(); i += records.size() / 5 + 1) {
    const auto then = fixture_.store().AsOf(records[i].recorded_at, Wait);
    const auto there = restored->AsOf(records[i].recorded_at, Wait);
    ASSERT_TRUE(then.ok() && there.ok());
    EXPECT_EQ(Render(**there), Render(**then));
  }
}

TEST_F(RestorerTest, WhatWasRestoredFitsItsOwnCommitments) {
  Steps(150);
  ASSERT_TRUE(Restore(RecordsOf(*fixture_.view())).ok());
  const auto restored = OpenRestored();
  ASSERT_NE(restored, nullptr);

  const auto records = restored->evidence().CheckRecords(0, restored->Latest()->size());
  const auto projections = restored->evidence().CheckProjections();

  ASSERT_TRUE(records.ok() && projections.ok());
  EXPECT_THAT(records->faults, IsEmpty());
  EXPECT_THAT(projections->faults, IsEmpty());
  EXPECT_NE(restored->ledger_id(), fixture_.store().ledger_id());
  EXPECT_NE(restored->evidence().PublicKey(), fixture_.store().evidence().PublicKey());
}

TEST_F(RestorerTest, GoesOnWithTheNamesOfBefore) {
  const SubjectId subject = SubjectId::Of(CaseOf(1));
  history_.Step();  // opens the first case
  domain::NewEntry row = EntryOf(subject, Kind::kSession, Day(2025, 5, 5));
  row.import_digest = std::string(domain::kImportDigestBytes, 'd');
  const auto first = fixture_.Append({row});
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_TRUE(Restore(RecordsOf(*fixture_.view())).ok());
  const auto restored = OpenRestored();
  ASSERT_NE(restored, nullptr);

  const auto again = AppendTo(*restored, {row});

  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->duplicate);
  EXPECT_EQ(again->entry, first->entry);
  EXPECT_EQ(restored->NameFollowUp(subject, "rule", "key"), fixture_.store().NameFollowUp(subject, "rule", "key"));
  EXPECT_EQ(*restored->Latest()->FindCase("C-1"), CaseOf(1));
}

TEST_F(RestorerTest, ARestoredLedgerCanBeTakenElsewhereAgain) {
  Steps(100);
  ASSERT_TRUE(Restore(RecordsOf(*fixture_.view())).ok());
  const auto restored = OpenRestored();
  ASSERT_NE(restored, nullptr);

  const domain::NamingKeys before = fixture_.store().naming_keys();
  const domain::NamingKeys after = restored->naming_keys();

  EXPECT_TRUE(before.order == after.order && before.names == after.names && before.lookup == after.lookup);
}

TEST_F(RestorerTest, TakesAnEmptyFolderAndNoOther) {
  Steps(5);
  const auto records = RecordsOf(*fixture_.view());
  fs::create_directory(restored_);
  ASSERT_TRUE(Restore(records).ok());

  const absl::Status refused = Restore(records);

  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("not empty"));
  EXPECT_EQ(Left(), std::vector<std::string>{"restored"});
}

TEST_F(RestorerTest, LeavesNothingOfAnAttemptThatDidNotEnd) {
  Steps(20);
  auto records = RecordsOf(*fixture_.view());
  records.erase(records.begin() + 7);

  const absl::Status refused = Restore(records);

  EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("record 8 stands where record 7 belongs"));
  EXPECT_THAT(Left(), IsEmpty());
}

TEST_F(RestorerTest, SaysWhatACrashHasLeft) {
  Steps(5);
  fs::create_directory(restored_ + ".import");

  const absl::Status refused = Restore(RecordsOf(*fixture_.view()));

  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("remove that folder"));
}

TEST_F(RestorerTest, TimeDoesNotRunBackwards) {
  Steps(20);
  auto records = RecordsOf(*fixture_.view());
  records[5].recorded_at = records[4].recorded_at - absl::Seconds(1);

  EXPECT_EQ(Restore(records).code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace candor::store::restorer_test
