#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <limits>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/crypto/hashing.h"
#include "daemon/store/data_directory.h"
#include "daemon/store/epoch_file.h"
#include "daemon/store/fold_ledger.h"
#include "daemon/store/head_file.h"
#include "daemon/store/rocks_kv.h"
#include "tests/unit/store/history.h"
#include "tests/unit/store/sealed_database.h"

namespace candor::store::recovery_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

using Rows = std::map<std::string, std::string>;

Rows RowsOf(const KvReader& kv, Family family) {
  Rows rows;
  EXPECT_TRUE(
      kv.Scan(family, "", "", std::numeric_limits<size_t>::max(), [&](std::string_view key, std::string_view value) {
          rows.emplace(key, value);
          return true;
        }).ok());
  return rows;
}

// Of a directory that nobody has open.
Rows ProjectionsIn(const std::string& data_dir) {
  auto kv = OpenDatabaseOf(data_dir);
  EXPECT_TRUE(kv.ok()) << kv.status();
  return kv.ok() ? RowsOf(**kv, Family::kProjections) : Rows();
}

// Something that nobody can open, not even root; stat() finds it.
void PutUnreadable(const std::string& path) {
  fs::remove(path);
  ASSERT_EQ(mknod(path.c_str(), S_IFSOCK | 0600, 0), 0);
}

// The folder as it is on the device at this moment: what is only in memory is not in the copy.
void CopyFolder(const std::string& from, const std::string& to) {
  fs::remove_all(to);
  fs::copy(from, to, fs::copy_options::recursive);
}

class RecoveryTest : public testing::Test {
 protected:
  RecoveryTest() : seed_(std::random_device()()), history_(fixture_, seed_) {
    std::cerr << "seed " << seed_ << "\n";
    history_.Begin();
  }

  void Steps(int count) {
    for (int i = 0; i < count; ++i) history_.Step();
  }

  absl::StatusOr<std::unique_ptr<DurableStore>> OpenCopy(const std::string& data_dir) {
    OpenOptions options = fixture_.options();
    options.data_dir = data_dir;
    return store::Open(options);
  }

  // Leaves in `older_` a directory that has lost its last `count` records. Returns how many HEAD names.
  uint64_t LoseTheLast(int count) {
    Steps(30);
    fixture_.Close();
    CopyFolder(fixture_.data_dir(), older_);
    fixture_.Open();
    for (int i = 0; i < count; ++i) {
      const uint8_t number = next_case_++;
      EXPECT_TRUE(fixture_.Append({domain::NewCase{CaseId(BytesOf(0x77, number)), absl::StrCat("L-", number)}}).ok());
    }
    const uint64_t size = fixture_.view()->size();
    fixture_.Close();
    // The database of before under the HEAD of now.
    for (const char* name : {"/HEAD", "/KEYS"}) {
      fs::copy_file(fixture_.data_dir() + name, older_ + name, fs::copy_options::overwrite_existing);
    }
    return size;
  }

  uint64_t SizeOf(const std::string& data_dir) {
    const auto store = OpenCopy(data_dir);
    EXPECT_TRUE(store.ok()) << store.status();
    return store.ok() ? (*store)->Latest()->size() : 0;
  }

  TemporaryFolder elsewhere_;
  const std::string older_ = elsewhere_.Join("older");
  const uint32_t seed_;
  StoreFixture fixture_{true};
  History history_;
  uint8_t next_case_ = 0;  // of LoseTheLast
};

TEST_F(RecoveryTest, ARebuildGivesTheSameBytes) {
  Steps(250);
  fixture_.Close();
  const Rows before = ProjectionsIn(fixture_.data_dir());
  ASSERT_GT(before.size(), 250U);

  const auto rebuilt = Rebuild(fixture_.data_dir());

  ASSERT_TRUE(rebuilt.ok()) << rebuilt.status();
  EXPECT_TRUE(ProjectionsIn(fixture_.data_dir()) == before);
}

// Adds the types of the records that the ledger holds.
void AddTypes(const domain::View& view, std::set<size_t>& types) {
  for (uint64_t number = 0; number < view.size(); ++number) {
    const auto record = view.RecordAt(number);
    ASSERT_TRUE(record.ok()) << record.status();
    types.insert(record->what.index() + 1);
  }
}

TEST_F(RecoveryTest, RandomHistoriesRebuildToTheSameBytes) {
  std::set<size_t> seen;
  std::mt19937 random(seed_);
  for (int round = 0; round < 12; ++round) {
    StoreFixture fixture(true);
    History history(fixture, static_cast<uint32_t>(random()));
    history.Begin();
    for (uint32_t steps = 50 + random() % 250; steps > 0; --steps) history.Step();
    AddTypes(*fixture.view(), seen);
    fixture.Close();
    const Rows before = ProjectionsIn(fixture.data_dir());

    const auto rebuilt = Rebuild(fixture.data_dir());

    ASSERT_TRUE(rebuilt.ok()) << rebuilt.status();
    ASSERT_TRUE(ProjectionsIn(fixture.data_dir()) == before) << "round " << round;
    // And once more, from what a rebuild has made.
    ASSERT_TRUE(Rebuild(fixture.data_dir()).ok());
    ASSERT_TRUE(ProjectionsIn(fixture.data_dir()) == before) << "round " << round;
  }
  for (const size_t type : {1U, 2U, 3U, 4U, 5U, 6U, 7U, 8U, 9U, 10U, 11U, 12U, 13U, 14U, 17U}) {
    EXPECT_TRUE(seen.contains(type)) << "no record of type " << type << " in any history";
  }
}

TEST_F(RecoveryTest, ARebuildTellsHowFarItHasCome) {
  Steps(400);
  const uint64_t size = fixture_.view()->size();
  fixture_.Close();
  std::vector<uint64_t> told;

  const auto rebuilt = Rebuild(fixture_.data_dir(), {}, [&](const domain::FoldProgress& progress) {
    EXPECT_EQ(progress.of, size);
    told.push_back(progress.records);
    return absl::OkStatus();
  });

  ASSERT_TRUE(rebuilt.ok()) << rebuilt.status();
  EXPECT_EQ(*rebuilt, size);
  EXPECT_GE(told.size(), size / 64);
  EXPECT_TRUE(std::ranges::is_sorted(told));
}

// Stopped in order, or by the end of the process: what is on the device then is in the copy, the rest is not.
TEST_F(RecoveryTest, ARebuildMayBeCutShortAnywhere) {
  Steps(900);
  const std::string expected = Render(*fixture_.view());
  const uint64_t questions = fixture_.view()->size() / 64;
  fixture_.Close();
  const Rows before = ProjectionsIn(fixture_.data_dir());
  std::mt19937 random(seed_);
  const std::string killed = elsewhere_.Join("killed");
  for (int round = 0; round < 8; ++round) {
    uint64_t left = 1 + random() % questions;
    const auto stopped = Rebuild(fixture_.data_dir(), {}, [&](const domain::FoldProgress&) {
      if (--left > 0) return absl::OkStatus();
      CopyFolder(fixture_.data_dir(), killed);
      return absl::CancelledError("enough");
    });
    ASSERT_TRUE(absl::IsCancelled(stopped.status())) << stopped.status();

    // The next start goes on, whether the process was stopped or killed, and so does another rebuild.
    {
      const auto store = OpenCopy(killed);
      ASSERT_TRUE(store.ok()) << store.status();
      EXPECT_EQ(Render(*(*store)->Latest()), expected);
    }
    EXPECT_TRUE(ProjectionsIn(killed) == before) << "round " << round;
    if (round % 2 == 0) {
      fixture_.Open();
      EXPECT_EQ(Render(*fixture_.view()), expected);
      fixture_.Close();
      EXPECT_TRUE(ProjectionsIn(fixture_.data_dir()) == before) << "round " << round;
    }
  }
  ASSERT_TRUE(Rebuild(fixture_.data_dir()).ok());
  EXPECT_TRUE(ProjectionsIn(fixture_.data_dir()) == before);
}

TEST_F(RecoveryTest, TheTailIsFoldedAgainAfterAKill) {
  Steps(100);
  fixture_.Open();  // what is there so far is on the device, projections too
  Steps(100);
  const std::string killed = elsewhere_.Join("killed");
  CopyFolder(fixture_.data_dir(), killed);
  const std::string expected = Render(*fixture_.view());
  fixture_.Close();

  auto store = OpenCopy(killed);

  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ(Render(*(*store)->Latest()), expected);
  store->reset();
  EXPECT_TRUE(ProjectionsIn(killed) == ProjectionsIn(fixture_.data_dir()));
}

TEST_F(RecoveryTest, AReopenedStoreGoesOnWhereItStopped) {
  Steps(50);
  const std::string before = Render(*fixture_.view());
  const uint64_t size = fixture_.view()->size();

  fixture_.Open();

  EXPECT_EQ(Render(*fixture_.view()), before);
  const auto appended = fixture_.Append({domain::NewCase{CaseOf(200), "C-200"}});
  EXPECT_EQ(appended->first_number, size);
}

TEST_F(RecoveryTest, ProjectionsAheadOfTheLedgerAreMadeAnew) {
  Steps(50);
  fixture_.Close();
  const Rows before = ProjectionsIn(fixture_.data_dir());
  {
    auto kv = OpenDatabaseOf(fixture_.data_dir());
    WriteBatch batch;
    Watermark ahead;
    ahead.size = 1;
    while (ahead.frontier.size() < 10'000) ahead.frontier.Append({});
    ahead.size = ahead.frontier.size();
    ahead.recorded_at = absl::FromUnixSeconds(1);
    batch.Put(Family::kProjections, "W", EncodeRow(ahead));
    batch.Put(Family::kProjections, "M nonsense", "nonsense");
    ASSERT_TRUE((*kv)->Write(batch, Durability::kUnlogged).ok());
    ASSERT_TRUE((*kv)->Flush().ok());
  }

  fixture_.Open();
  fixture_.Close();

  EXPECT_TRUE(ProjectionsIn(fixture_.data_dir()) == before);
}

// As the first version left them: without the figures of single entries, and without saying so.
TEST_F(RecoveryTest, ProjectionsOfAnEarlierVersionAreMadeAnew) {
  Steps(120);
  const std::string expected = Render(*fixture_.view());
  fixture_.Close();
  const Rows before = ProjectionsIn(fixture_.data_dir());
  {
    auto kv = OpenDatabaseOf(fixture_.data_dir());
    ASSERT_TRUE(kv.ok()) << kv.status();
    WriteBatch batch;
    for (const auto& [key, value] : before) {
      if (key.front() == 'K' || key.front() == 'X') batch.Delete(Family::kProjections, key);
    }
    std::string watermark = before.at("W");
    watermark.pop_back();
    batch.Put(Family::kProjections, "W", watermark);
    ASSERT_TRUE((*kv)->Write(batch, Durability::kUnlogged).ok());
    ASSERT_TRUE((*kv)->Flush().ok());
  }

  fixture_.Open();

  EXPECT_EQ(Render(*fixture_.view()), expected);
  fixture_.Close();
  EXPECT_TRUE(ProjectionsIn(fixture_.data_dir()) == before);
}

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

TEST_F(RecoveryTest, ATornLogIsRefusedOrComplete) {
  Steps(40);
  ASSERT_TRUE(fixture_.store().Close().ok());
  // HEAD covers everything now, and the copy still has the records in the log only.
  const uint64_t size = fixture_.view()->size();
  const std::string whole = elsewhere_.Join("whole");
  CopyFolder(fixture_.data_dir(), whole);
  fixture_.Close();
  int refused = 0;
  for (const double part : {0.0, 0.3, 0.6, 0.9, 0.999, 1.0}) {
    const std::string torn = elsewhere_.Join("torn");
    CopyFolder(whole, torn);
    for (const auto& file : fs::directory_iterator(torn + "/db")) {
      if (file.path().extension() == ".log") {
        fs::resize_file(file.path(), static_cast<uintmax_t>(part * static_cast<double>(fs::file_size(file.path()))));
      }
    }

    const auto store = OpenCopy(torn);

    if (store.ok()) {
      EXPECT_EQ((*store)->Latest()->size(), size) << part;
    } else {
      ++refused;
      EXPECT_THAT(store.status().code(),
                  testing::AnyOf(absl::StatusCode::kFailedPrecondition, absl::StatusCode::kDataLoss));
    }
  }
  EXPECT_GE(refused, 4);
}

TEST_F(RecoveryTest, APastMomentEqualsWhatWasShownThen) {
  std::map<absl::Time, std::string> shown;
  for (int i = 0; i < 60; ++i) {
    history_.Step();
    shown[fixture_.view()->last_recorded_at()] = Render(*fixture_.view());
  }
  fixture_.Open();

  // Each goes on from the fold of the one before, which stays as it was.
  std::vector<std::shared_ptr<const domain::View>> views;
  for (const auto& [moment, text] : shown) {
    const auto past = fixture_.store().AsOf(moment, Wait);
    ASSERT_TRUE(past.ok()) << past.status();
    EXPECT_EQ(Render(**past), text);
    views.push_back(*past);
  }
  size_t number = 0;
  for (const auto& [moment, text] : shown) EXPECT_EQ(Render(*views[number++]), text);
  // The other way round each is folded from the first record on.
  for (auto each = shown.rbegin(); each != shown.rend(); ++each) {
    const auto past = fixture_.store().AsOf(each->first, Wait);
    ASSERT_TRUE(past.ok()) << past.status();
    EXPECT_EQ(Render(**past), each->second);
  }
}

TEST_F(RecoveryTest, ALaterMomentGoesOnFromTheFoldOfAnEarlierOne) {
  Steps(40);
  const absl::Time earlier = fixture_.view()->last_recorded_at();
  const uint64_t earlier_size = fixture_.view()->size();
  fixture_.clock().AdvanceTime(absl::Hours(1));
  Steps(40);
  const absl::Time later = fixture_.view()->last_recorded_at();
  fixture_.clock().AdvanceTime(absl::Hours(1));
  ASSERT_TRUE(fixture_.Append({domain::NewCase{CaseOf(200), "C-200"}}).ok());
  ASSERT_TRUE(fixture_.store().AsOf(earlier, Wait).ok());
  std::vector<uint64_t> folded;

  const auto past = fixture_.store().AsOf(later, [&](const domain::FoldProgress& progress) {
    folded.push_back(progress.records);
    return absl::OkStatus();
  });

  ASSERT_TRUE(past.ok()) << past.status();
  ASSERT_FALSE(folded.empty());
  EXPECT_EQ(folded.front(), earlier_size);
}

class DataDirectoryTest : public testing::Test {
 protected:
  absl::Status OpenAt(const std::string& path, bool create = true, uint64_t min_free_bytes = 0) {
    return DataDirectory::Open({.path = path, .create = create, .min_free_bytes = min_free_bytes}).status();
  }
  static void Write(const std::string& path, const std::string& text) { std::ofstream(path) << text; }

  TemporaryFolder folder_;
};

TEST_F(DataDirectoryTest, MakesANewOneThatOnlyItsOwnerCanEnter) {
  const std::string path = folder_.Join("data");
  EXPECT_EQ(OpenAt(path, false).code(), absl::StatusCode::kNotFound);

  ASSERT_TRUE(OpenAt(path).ok());

  EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_all);
  EXPECT_EQ(fs::status(path + "/master.key").permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_TRUE(OpenAt(path, false).ok());
}

TEST_F(DataDirectoryTest, RefusesAForeignFolder) {
  Write(folder_.Join("letter.txt"), "dear");

  const absl::Status refused = OpenAt(folder_.path());

  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("not a data directory"));
  fs::remove(folder_.Join("letter.txt"));
  EXPECT_TRUE(fs::is_empty(folder_.path())) << "nothing may be made among somebody else's files";
}

TEST_F(DataDirectoryTest, LooksForAnExistingOneWithoutMakingAnything) {
  EXPECT_EQ(OpenAt(folder_.path(), false).code(), absl::StatusCode::kNotFound);

  EXPECT_TRUE(fs::is_empty(folder_.path()));
}

TEST_F(DataDirectoryTest, RefusesASecondDaemon) {
  const std::string path = folder_.Join("data");
  const auto first = DataDirectory::Open({.path = path, .create = true, .min_free_bytes = 0});
  ASSERT_TRUE(first.ok());

  const absl::Status second = OpenAt(path);

  EXPECT_EQ(second.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(second.message()), HasSubstr("another candord"));
}

TEST_F(DataDirectoryTest, RefusesANewerSchema) {
  const std::string path = folder_.Join("data");
  ASSERT_TRUE(OpenAt(path).ok());
  Write(path + "/IDENTITY",
        absl::StrCat("candor data directory\nschema ", kSchema + 1, "\nledger ", LedgerId().ToString(), "\n"));

  const absl::Status refused = OpenAt(path);

  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("newer version"));
}

TEST_F(DataDirectoryTest, NamesWhatIsDamagedOrMissing) {
  const std::string path = folder_.Join("data");
  ASSERT_TRUE(OpenAt(path).ok());
  for (const char* name : {"IDENTITY", "HEAD", "KEYS", "FILEKEYS"}) {
    const std::string copy = folder_.Join("copy");
    CopyFolder(path, copy);
    Write(copy + "/" + name, "nonsense");
    EXPECT_EQ(OpenAt(copy).code(), absl::StatusCode::kDataLoss) << name;
  }
  for (const char* name : {"/KEYS", "/FILEKEYS"}) {
    const std::string copy = folder_.Join("copy");
    CopyFolder(path, copy);
    fs::remove(copy + name);
    EXPECT_EQ(OpenAt(copy).code(), absl::StatusCode::kDataLoss) << name;
  }
}

TEST_F(DataDirectoryTest, WhatCannotBeReadIsNotMadeAnew) {
  const std::string path = folder_.Join("data");
  ASSERT_TRUE(OpenAt(path).ok());
  ASSERT_TRUE(WriteHead(path + "/HEAD", Head()).ok());
  for (const char* name : {"IDENTITY", "HEAD"}) {
    const std::string copy = folder_.Join("copy");
    CopyFolder(path, copy);
    PutUnreadable(copy + "/" + name);

    const absl::Status refused = OpenAt(copy);

    EXPECT_FALSE(refused.ok()) << name;
    EXPECT_THAT(std::string(refused.message()), HasSubstr(name));
    EXPECT_TRUE(fs::is_socket(copy + "/" + name)) << "it stays as it was";
  }
}

TEST_F(DataDirectoryTest, RefusesToStartOnAFullDisk) {
  const absl::Status refused = OpenAt(folder_.Join("data"), true, std::numeric_limits<uint64_t>::max());

  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("free some space"));
}

TEST_F(DataDirectoryTest, TakesNothingMoreWhenTheDiskIsNearlyFull) {
  std::shared_ptr<crypto::FileKeys> keys =
      *crypto::FileKeys::Create(folder_.Join("FILEKEYS"), crypto::RandomKey(), absl::FromUnixSeconds(1));
  auto kv = OpenRocksKv({.path = folder_.Join("db"),
                         .keys = keys,
                         .create = true,
                         .min_free_bytes = std::numeric_limits<uint64_t>::max()});
  ASSERT_TRUE(kv.ok()) << kv.status();
  WriteBatch record;
  record.Put(Family::kLedger, "key", "value");
  WriteBatch rows;
  rows.Put(Family::kProjections, "key", "value");

  EXPECT_EQ((*kv)->Write(record, Durability::kSynced).code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ((*kv)->Write(record, Durability::kLogged).code(), absl::StatusCode::kResourceExhausted);
  // The rows of what was written before are still made.
  EXPECT_TRUE((*kv)->Write(rows, Durability::kUnlogged).ok());

  EXPECT_TRUE(RowsOf(**kv, Family::kLedger).empty());
}

TEST(HeadFileTest, ReadsBackWhatItWrote) {
  TemporaryFolder folder;
  Head head;
  head.size = 7;
  head.root[0] = 0xAB;
  head.key_slots = 3;

  ASSERT_TRUE(WriteHead(folder.Join("HEAD"), head).ok());

  const auto read = ReadHead(folder.Join("HEAD"));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(**read, head);
  EXPECT_EQ(*ReadHead(folder.Join("none")), std::nullopt);
}

TEST(HeadFileTest, RefusesEveryChangedByte) {
  const std::string text = EncodeHead(Head());
  for (size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(ParseHead(changed).ok()) << i;
    EXPECT_FALSE(ParseHead(text.substr(0, i)).ok()) << i;
  }
}

}  // namespace
}  // namespace candor::store::recovery_test
