#include "daemon/store/fold_cache.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "daemon/crypto/hashing.h"
#include "daemon/store/record_reader.h"
#include "tests/unit/store/counting_kv.h"
#include "tests/unit/store/store_fixture.h"

namespace candor::store::fold_cache_test {
namespace {

constexpr char kPlugin[] = "consultation";
constexpr char kSet[] = "set";
constexpr size_t kRoomForFew = 20'000;

class FoldCacheTest : public ::testing::Test {
 protected:
  FoldCacheTest() : keys_(crypto::KeyTable::Create(folder_.Join("KEYS"), crypto::RandomKey()).value()) {
    for (uint8_t i = 0; i < 200; ++i) {
      EXPECT_TRUE(keys_->GetOrAdd(KeyNameOf(CaseNumber(i), domain::KeyClass::kGeneral)).ok());
    }
    EXPECT_TRUE(keys_->GetOrAdd(KeyNameOf(SubjectId::Practice(), domain::KeyClass::kGeneral)).ok());
  }

  static SubjectId CaseNumber(uint8_t number) { return SubjectId::Of(CaseOf(number)); }

  // In order, on top of what there is.
  void Save(FoldCache& cache, const SubjectId& subject, int32_t day) {
    domain::PluginFold fold;
    fold.place.day = day;
    fold.state = absl::StrCat("day ", day);
    domain::Place from;
    from.day = day - 1;
    cache.SaveFolds(subject, kPlugin, kSet, from, {fold});
  }
  std::string NewestState(FoldCache& cache, const SubjectId& subject) {
    const auto fold = cache.NewestFold(subject, kPlugin, kSet);
    return fold == nullptr ? "none" : fold->state;
  }
  void Write(FoldCache& cache, const FoldCache::Rows& rows) {
    ASSERT_TRUE(kv_.Write(rows.batch, Durability::kUnlogged).ok());
    cache.Written(rows.subjects);
  }
  void WriteAll(FoldCache& cache) {
    for (auto rows = cache.TakeUnwritten(1000); !rows.subjects.empty(); rows = cache.TakeUnwritten(1000)) {
      Write(cache, rows);
    }
  }

  TemporaryFolder folder_;
  std::unique_ptr<crypto::KeyTable> keys_;
  CountingKv kv_;
};

TEST_F(FoldCacheTest, NothingIsWrittenWhileThereIsRoom) {
  FoldCache cache(kv_, *keys_);
  for (int32_t day = 1; day < 50; ++day) Save(cache, CaseNumber(1), day);

  EXPECT_TRUE(cache.TakeSurplus().batch.empty());
  EXPECT_EQ(NewestState(cache, CaseNumber(1)), "day 49");
}

TEST_F(FoldCacheTest, WhatMakesRoomIsReadBackAsItWas) {
  FoldCache cache(kv_, *keys_, kRoomForFew);
  for (int32_t day = 1; day <= 40; ++day) {
    for (uint8_t i = 0; i < 100; ++i) Save(cache, CaseNumber(i), day);
    Write(cache, cache.TakeSurplus());
  }

  EXPECT_GT(kv_.keys(Family::kCache), 1000U);
  for (uint8_t i = 0; i < 100; ++i) EXPECT_EQ(NewestState(cache, CaseNumber(i)), "day 40");
  const auto folds = cache.Folds(CaseNumber(7), kPlugin, kSet);
  ASSERT_GE(folds->size(), 2U) << "spaced ones outlive being pushed out";
  EXPECT_LT(folds->front().place.day, 40);
}

TEST_F(FoldCacheTest, WhatCouldNotBeWrittenIsStillThere) {
  FoldCache cache(kv_, *keys_, kRoomForFew);
  for (uint8_t i = 0; i < 100; ++i) Save(cache, CaseNumber(i), 1);
  Write(cache, cache.TakeSurplus());
  for (uint8_t i = 0; i < 100; ++i) Save(cache, CaseNumber(i), 2);

  EXPECT_FALSE(cache.TakeSurplus().batch.empty()) << "and it is thrown away here, as after a failed write";

  for (uint8_t i = 0; i < 100; ++i) EXPECT_EQ(NewestState(cache, CaseNumber(i)), "day 2");
}

TEST_F(FoldCacheTest, AnotherCacheGoesOnFromWhatWasWrittenAtTheEnd) {
  FoldCache cache(kv_, *keys_);
  for (uint8_t i = 0; i < 150; ++i) Save(cache, CaseNumber(i), 3);
  Save(cache, SubjectId::Practice(), 4);

  WriteAll(cache);

  FoldCache next(kv_, *keys_);
  for (uint8_t i = 0; i < 150; ++i) EXPECT_EQ(NewestState(next, CaseNumber(i)), "day 3");
  EXPECT_EQ(NewestState(next, SubjectId::Practice()), "day 4");
}

TEST_F(FoldCacheTest, ThePracticesRowIsWrittenAfterAllOthers) {
  FoldCache cache(kv_, *keys_);
  Save(cache, SubjectId::Practice(), 4);
  for (uint8_t i = 0; i < 150; ++i) Save(cache, CaseNumber(i), 3);

  std::vector<SubjectId> written;
  for (auto rows = cache.TakeUnwritten(1000); !rows.subjects.empty(); rows = cache.TakeUnwritten(1000)) {
    written.insert(written.end(), rows.subjects.begin(), rows.subjects.end());
    cache.Written(rows.subjects);
  }

  EXPECT_EQ(written.size(), 151U);
  EXPECT_EQ(written.back(), SubjectId::Practice()) << "it says that the others are there";
}

}  // namespace
}  // namespace candor::store::fold_cache_test
