#include "daemon/store/kv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "daemon/crypto/file_keys.h"
#include "daemon/crypto/hashing.h"
#include "daemon/store/memory_kv.h"
#include "daemon/store/rocks_kv.h"
#include "tests/support/temp_folder.h"

namespace candor::store::kv_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

std::shared_ptr<crypto::FileKeys> NewKeys(const std::string& folder) {
  auto keys = crypto::FileKeys::Create(folder + "/FILEKEYS", crypto::RandomKey(), absl::FromUnixSeconds(1));
  EXPECT_TRUE(keys.ok()) << keys.status();
  return *std::move(keys);
}

// A Kv and, where there is one, the folder that it lives in.
class Opened {
 public:
  explicit Opened(bool rocks) : rocks_(rocks) {
    if (rocks_) {
      folder_ = MakeTempFolder("candor-kv");
      keys_ = NewKeys(folder_);
    }
    Reopen();
  }
  ~Opened() {
    kv_.reset();
    if (rocks_) std::filesystem::remove_all(folder_);
  }
  // Of a Kv in memory nothing is left.
  void Reopen() {
    kv_.reset();
    if (!rocks_) {
      kv_ = std::make_unique<MemoryKv>();
      return;
    }
    auto opened = OpenRocksKv({.path = path(), .keys = keys_, .create = true});
    ASSERT_TRUE(opened.ok()) << opened.status();
    kv_ = std::move(*opened);
  }
  Kv& kv() { return *kv_; }
  std::string path() const { return folder_ + "/db"; }
  const std::shared_ptr<crypto::FileKeys>& keys() const { return keys_; }

 private:
  bool rocks_;
  std::string folder_;
  std::shared_ptr<crypto::FileKeys> keys_;  // on RocksDB the files are sealed, always
  std::unique_ptr<Kv> kv_;
};

class KvTest : public testing::TestWithParam<bool> {
 protected:
  KvTest() : opened_(GetParam()) {}

  Kv& kv() { return opened_.kv(); }

  void Put(const std::string& key, const std::string& value, Family family = Family::kProjections) {
    WriteBatch batch;
    batch.Put(family, key, value);
    ASSERT_TRUE(kv().Write(batch, Durability::kUnlogged).ok());
  }

  static std::string Get(const KvReader& reader, const std::string& key, Family family = Family::kProjections) {
    std::string value;
    auto found = reader.Get(family, key, value);
    EXPECT_TRUE(found.ok()) << found.status();
    return found.ok() && *found ? value : "(none)";
  }

  static std::vector<std::pair<std::string, std::string>> Scan(const KvReader& reader, const std::string& begin,
                                                               const std::string& end, size_t limit = 1000) {
    std::vector<std::pair<std::string, std::string>> rows;
    const absl::Status scanned =
        reader.Scan(Family::kProjections, begin, end, limit, [&](std::string_view key, std::string_view value) {
          rows.emplace_back(key, value);
          return true;
        });
    EXPECT_TRUE(scanned.ok()) << scanned;
    return rows;
  }

  Opened opened_;
};

TEST_P(KvTest, GivesBackWhatWasWritten) {
  Put("a", "1");
  Put("b", std::string("\0\xFF", 2));
  Put("c", "");

  EXPECT_EQ(Get(kv(), "a"), "1");
  EXPECT_EQ(Get(kv(), "b"), std::string("\0\xFF", 2));
  EXPECT_EQ(Get(kv(), "c"), "");
  EXPECT_EQ(Get(kv(), "d"), "(none)");
}

TEST_P(KvTest, KeepsFamiliesApart) {
  Put("a", "projection");
  Put("a", "cache", Family::kCache);

  EXPECT_EQ(Get(kv(), "a"), "projection");
  EXPECT_EQ(Get(kv(), "a", Family::kCache), "cache");
  EXPECT_EQ(Get(kv(), "a", Family::kLedger), "(none)");
}

TEST(WriteBatchTest, TakesOverWhatAnotherHolds) {
  WriteBatch other;
  other.Put(Family::kLedger, "key", "value");
  other.Delete(Family::kCache, "gone");
  WriteBatch batch;
  batch.Put(Family::kLedger, "first", "");

  batch.Append(other);

  ASSERT_EQ(batch.operations().size(), 3U);
  EXPECT_EQ(batch.operations()[1].family, Family::kLedger);
  EXPECT_EQ(batch.operations()[1].value, "value");
  EXPECT_EQ(batch.operations()[2].key, "gone");
  EXPECT_EQ(batch.operations()[2].value, std::nullopt);
  EXPECT_EQ(batch.bytes(), std::string("firstkeyvaluegone").size());
}

TEST_P(KvTest, AppliesABatchInItsOrder) {
  WriteBatch batch;
  batch.Put(Family::kProjections, "a", "first");
  batch.Delete(Family::kProjections, "a");
  batch.Put(Family::kProjections, "b", "first");
  batch.Put(Family::kProjections, "b", "second");

  ASSERT_TRUE(kv().Write(batch, Durability::kUnlogged).ok());

  EXPECT_EQ(Get(kv(), "a"), "(none)");
  EXPECT_EQ(Get(kv(), "b"), "second");
}

TEST_P(KvTest, ScansInOrderOfBytesWithinBounds) {
  for (const char* key : {"b", "a", "c", "\xFF", "aa"}) Put(key, key);

  EXPECT_THAT(Scan(kv(), "a", "c"), ElementsAre(Pair("a", "a"), Pair("aa", "aa"), Pair("b", "b")));
  EXPECT_THAT(Scan(kv(), "b", ""), ElementsAre(Pair("b", "b"), Pair("c", "c"), Pair("\xFF", "\xFF")));
  EXPECT_THAT(Scan(kv(), "a", "", 2), ElementsAre(Pair("a", "a"), Pair("aa", "aa")));
  EXPECT_THAT(Scan(kv(), "d", "e"), IsEmpty());
}

TEST_P(KvTest, ScanStopsWhenTheVisitorSaysSo) {
  for (const char* key : {"a", "b", "c"}) Put(key, key);
  int seen = 0;

  ASSERT_TRUE(
      kv().Scan(Family::kProjections, "", "", 10, [&](std::string_view, std::string_view) { return ++seen < 2; }).ok());

  EXPECT_EQ(seen, 2);
}

TEST_P(KvTest, ASnapshotDoesNotMove) {
  Put("a", "old");
  Put("gone", "still here");
  const auto snapshot = kv().Snapshot();

  Put("a", "new");
  Put("b", "new");
  WriteBatch batch;
  batch.Delete(Family::kProjections, "gone");
  ASSERT_TRUE(kv().Write(batch, Durability::kUnlogged).ok());

  EXPECT_THAT(Scan(*snapshot, "", ""), ElementsAre(Pair("a", "old"), Pair("gone", "still here")));
  EXPECT_EQ(Get(*snapshot, "b"), "(none)");
  EXPECT_THAT(Scan(kv(), "", ""), ElementsAre(Pair("a", "new"), Pair("b", "new")));
}

TEST_P(KvTest, SnapshotsOfDifferentMomentsLiveSideBySide) {
  std::vector<std::shared_ptr<const KvReader>> snapshots;
  for (int i = 0; i < 10; ++i) {
    Put("a", std::to_string(i));
    snapshots.push_back(kv().Snapshot());
  }
  snapshots[3].reset();
  snapshots[4].reset();
  Put("a", "last");

  EXPECT_EQ(Get(*snapshots[0], "a"), "0");
  EXPECT_EQ(Get(*snapshots[5], "a"), "5");
  EXPECT_EQ(Get(*snapshots[9], "a"), "9");
}

TEST_P(KvTest, FindsTheLastKey) {
  auto none = kv().LastKey(Family::kProjections);
  ASSERT_TRUE(none.ok());
  EXPECT_EQ(*none, std::nullopt);
  Put("a", "1");
  Put("z", "1");
  WriteBatch batch;
  batch.Delete(Family::kProjections, "z");
  ASSERT_TRUE(kv().Write(batch, Durability::kUnlogged).ok());

  auto last = kv().LastKey(Family::kProjections);

  ASSERT_TRUE(last.ok());
  EXPECT_EQ(*last, "a");
}

TEST_P(KvTest, RefusesAValueThatIsTooLarge) {
  WriteBatch fits;
  fits.Put(Family::kLedger, "a", std::string(kMaxValueBytes, 'x'));
  EXPECT_TRUE(kv().Write(fits, Durability::kSynced).ok());
  WriteBatch batch;
  batch.Put(Family::kLedger, "b", std::string(kMaxValueBytes + 1, 'x'));

  EXPECT_EQ(kv().Write(batch, Durability::kSynced).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Get(kv(), "b", Family::kLedger), "(none)");
}

TEST_P(KvTest, RefusesABatchThatIsTooLargeAsAWhole) {
  WriteBatch batch;
  for (int i = 0; i < 17; ++i) batch.Put(Family::kLedger, std::to_string(i), std::string(kMaxValueBytes, 'x'));

  EXPECT_EQ(kv().Write(batch, Durability::kSynced).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Get(kv(), "0", Family::kLedger), "(none)");
}

TEST_P(KvTest, DropsAFamilyAndLeavesSnapshotsOfItAlone) {
  Put("a", "1");
  Put("b", "1", Family::kCache);
  const auto before = kv().Snapshot();

  ASSERT_TRUE(kv().DropFamily(Family::kProjections).ok());

  EXPECT_THAT(Scan(kv(), "", ""), IsEmpty());
  EXPECT_EQ(Get(kv(), "b", Family::kCache), "1");
  EXPECT_THAT(Scan(*before, "", ""), ElementsAre(Pair("a", "1")));
  EXPECT_EQ(kv().DropFamily(Family::kLedger).code(), absl::StatusCode::kInvalidArgument);
}

TEST_P(KvTest, AgreesWithAMapOverRandomWrites) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  std::map<std::string, std::string> model;
  std::vector<std::pair<std::shared_ptr<const KvReader>, std::map<std::string, std::string>>> moments;
  for (int step = 0; step < 300; ++step) {
    WriteBatch batch;
    for (uint32_t i = random() % 5; i > 0; --i) {
      const std::string key(1, static_cast<char>('a' + random() % 20));
      if (random() % 3 == 0) {
        batch.Delete(Family::kProjections, key);
        model.erase(key);
      } else {
        const std::string value = std::to_string(random());
        batch.Put(Family::kProjections, key, value);
        model[key] = value;
      }
    }
    ASSERT_TRUE(kv().Write(batch, Durability::kUnlogged).ok());
    if (random() % 10 == 0) moments.emplace_back(kv().Snapshot(), model);
    if (!moments.empty() && random() % 20 == 0)
      moments.erase(moments.begin() + static_cast<long>(random() % moments.size()));
  }

  moments.emplace_back(kv().Snapshot(), model);
  for (const auto& [snapshot, expected] : moments) {
    EXPECT_THAT(Scan(*snapshot, "", ""), testing::ElementsAreArray(expected.begin(), expected.end()));
  }
}

TEST_P(KvTest, RewritingFilesChangesNothingThatIsRead) {
  Put("a", "1");
  WriteBatch record;
  record.Put(Family::kLedger, "r", "2");
  ASSERT_TRUE(kv().Write(record, Durability::kSynced).ok());
  const auto before = kv().Snapshot();
  if (opened_.keys() != nullptr) {
    ASSERT_TRUE(opened_.keys()->Add(absl::FromUnixSeconds(2)).ok());
  }
  std::atomic<bool> stop = false;

  const absl::Status rewritten = kv().RewriteFiles([](uint64_t, uint64_t) {}, stop);

  EXPECT_TRUE(rewritten.ok()) << rewritten;
  EXPECT_EQ(Get(kv(), "a"), "1");
  EXPECT_EQ(Get(kv(), "r", Family::kLedger), "2");
  EXPECT_EQ(Get(*before, "a"), "1");
  const auto uses = kv().KeyUse();
  ASSERT_TRUE(uses.ok()) << uses.status();
  for (const FileKeyUse& use : *uses) EXPECT_EQ(use.key_number, 2U);
  EXPECT_EQ(uses->empty(), opened_.keys() == nullptr);
}

INSTANTIATE_TEST_SUITE_P(Every, KvTest, testing::Bool(),
                         [](const auto& info) { return std::string(info.param ? "Rocks" : "Memory"); });

class RocksKvTest : public testing::Test {
 protected:
  Opened opened_{true};
};

TEST_F(RocksKvTest, KeepsSyncedRecordsOverAReopening) {
  WriteBatch batch;
  batch.Put(Family::kLedger, "a", "1");
  ASSERT_TRUE(opened_.kv().Write(batch, Durability::kSynced).ok());

  opened_.Reopen();

  std::string value;
  EXPECT_TRUE(*opened_.kv().Get(Family::kLedger, "a", value));
  EXPECT_EQ(value, "1");
}

TEST_F(RocksKvTest, ASecondOpeningIsRefused) {
  auto second = OpenRocksKv({.path = opened_.path(), .keys = opened_.keys(), .create = true});

  EXPECT_EQ(second.status().code(), absl::StatusCode::kFailedPrecondition) << second.status();
}

TEST_F(RocksKvTest, NothingThereIsNotFound) {
  auto opened = OpenRocksKv({.path = opened_.path() + "/nowhere", .keys = opened_.keys()});

  EXPECT_EQ(opened.status().code(), absl::StatusCode::kNotFound) << opened.status();
}

TEST(RocksKvFencingTest, AnOlderTokenIsRefused) {
  const std::string folder = MakeTempFolder("candor-kv");
  const std::string path = folder + "/db";
  const auto keys = NewKeys(folder);
  ASSERT_TRUE(OpenRocksKv({.path = path, .keys = keys, .create = true, .fencing_token = 7}).ok());

  EXPECT_EQ(OpenRocksKv({.path = path, .keys = keys, .fencing_token = 6}).status().code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE(OpenRocksKv({.path = path, .keys = keys, .fencing_token = 7}).ok());
  std::filesystem::remove_all(folder);
}

TEST(PrefixEndTest, IsTheFirstKeyAfterThePrefix) {
  EXPECT_EQ(PrefixEnd("a"), "b");
  EXPECT_EQ(PrefixEnd(std::string("a\xFF")), "b");
  EXPECT_EQ(PrefixEnd("\xFF\xFF"), "");
  EXPECT_EQ(PrefixEnd(""), "");
}

}  // namespace
}  // namespace candor::store::kv_test
