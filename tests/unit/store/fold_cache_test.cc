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

TEST_F(FoldCacheTest, WhatWasWrittenBeforeAnErasureIsNotReadBack) {
  FoldCache before(kv_, *keys_);
  Save(before, CaseNumber(1), 1);
  Save(before, CaseNumber(2), 1);
  WriteAll(before);
  const auto erasures = std::make_shared<Erasures>();
  erasures->Add({CaseNumber(1), domain::KeyClass::kGeneral, 7});

  FoldCache cache(kv_, *keys_, FoldCache::kMemoryBytes, erasures);

  EXPECT_EQ(NewestState(cache, CaseNumber(1)), "none") << "its rows are taken away a moment after it is forgotten";
  EXPECT_EQ(NewestState(cache, CaseNumber(2)), "day 1");
}

// What does not concern a plugin moves its fold along, and copies nothing.
class FoldsThatGoOnTest : public FoldCacheTest {
 protected:
  static domain::Place At(int32_t day) {
    domain::Place place;
    place.day = day;
    return place;
  }
  static void GoOn(FoldCache& cache, int32_t from, int32_t to) {
    std::vector<domain::AssessmentSource::NewFolds> all;
    all.push_back({kPlugin, At(from), {}, At(to), static_cast<uint64_t>(to)});
    cache.SaveAllFolds(CaseNumber(1), kSet, std::move(all));
  }
  static domain::KeptFold Newest(FoldCache& cache, const char* set = kSet) {
    std::vector<domain::PluginInfo> plugins(2);
    plugins[0].name = "another";
    plugins[1].name = kPlugin;
    const std::vector<domain::KeptFold> newest = cache.NewestFolds(CaseNumber(1), plugins, set);
    EXPECT_EQ(newest.size(), 2U);
    EXPECT_EQ(newest[0].fold, nullptr);
    return newest[1];
  }
};

TEST_F(FoldsThatGoOnTest, OneHoldsFurtherAndIsTheSame) {
  FoldCache cache(kv_, *keys_);
  Save(cache, CaseNumber(1), 1);
  const domain::KeptFold before = Newest(cache);

  GoOn(cache, 1, 5);

  const domain::KeptFold after = Newest(cache);
  EXPECT_EQ(after.fold, before.fold) << "not a copy";
  EXPECT_EQ(after.place, At(5));
  EXPECT_EQ(after.folded_to, 5U);
  EXPECT_EQ(before.place, At(1)) << "whoever was given it sees no change";
  EXPECT_EQ(cache.NewestFold(CaseNumber(1), kPlugin, kSet)->place, At(5));
  EXPECT_EQ(Newest(cache, "another set").fold, nullptr);
}

TEST_F(FoldsThatGoOnTest, ALateEntryGoesBackToOneThatIsNearEnough) {
  FoldCache cache(kv_, *keys_);
  Save(cache, CaseNumber(1), 1);
  for (int32_t day = 1; day < 100; ++day) GoOn(cache, day, day + 1);

  const auto folds = cache.Folds(CaseNumber(1), kPlugin, kSet);
  ASSERT_TRUE(folds.ok());
  ASSERT_GE(folds->size(), 4U);
  for (size_t i = 1; i < folds->size(); ++i) EXPECT_LT((*folds)[i - 1].place, (*folds)[i].place);
  EXPECT_GT((*folds)[folds->size() - 2].place, At(80)) << "as close as for a plugin that is asked each time";

  // It is replayed from there, and what lies after it is dropped.
  const domain::Place from = folds->front().place;
  domain::PluginFold replayed;
  replayed.place = At(100);
  replayed.state = "replayed";
  cache.SaveFolds(CaseNumber(1), kPlugin, kSet, from, {replayed});
  const auto left = cache.Folds(CaseNumber(1), kPlugin, kSet);
  ASSERT_EQ(left->size(), 2U);
  EXPECT_EQ(left->front().place, from);
  EXPECT_EQ(left->back().state, "replayed");
}

TEST_F(FoldsThatGoOnTest, WhatGoesOnFromAnotherFoldIsNotBelieved) {
  FoldCache cache(kv_, *keys_);
  GoOn(cache, 1, 2);
  EXPECT_EQ(Newest(cache).fold, nullptr) << "there is none";
  Save(cache, CaseNumber(1), 7);

  GoOn(cache, 1, 9);

  EXPECT_EQ(Newest(cache).place, At(7));
}

TEST_F(FoldsThatGoOnTest, WhatIsForgottenDoesNotComeBack) {
  FoldCache cache(kv_, *keys_);
  Save(cache, CaseNumber(1), 1);
  WriteBatch batch;
  ASSERT_TRUE(cache.Forget(CaseNumber(1), batch).ok());

  GoOn(cache, 1, 2);

  EXPECT_EQ(Newest(cache).fold, nullptr);
}

TEST_F(FoldsThatGoOnTest, ItIsWrittenWithThePlaceThatItHasComeTo) {
  FoldCache cache(kv_, *keys_);
  Save(cache, CaseNumber(1), 1);
  for (int32_t day = 1; day < 40; ++day) GoOn(cache, day, day + 1);
  const auto before = cache.Folds(CaseNumber(1), kPlugin, kSet);
  WriteAll(cache);

  FoldCache next(kv_, *keys_);

  EXPECT_EQ(Newest(next).place, At(40));
  EXPECT_EQ(*next.Folds(CaseNumber(1), kPlugin, kSet), *before);
}

TEST_F(FoldsThatGoOnTest, WhoHasNothingToSayTakesNoRoomOfItsOwn) {
  FoldCache cache(kv_, *keys_);
  domain::PluginFold nothing;
  nothing.context = "context";
  nothing.place = At(7);
  nothing.folded_to = 8;
  domain::PluginFold elsewhere = nothing;
  elsewhere.context = "another context";
  cache.SaveFolds(CaseNumber(1), kPlugin, kSet, At(0), {nothing});
  cache.SaveFolds(CaseNumber(2), kPlugin, kSet, At(0), {nothing});
  cache.SaveFolds(CaseNumber(3), kPlugin, kSet, At(0), {elsewhere});

  const auto of = [&](uint8_t number) { return cache.KeptFolds(CaseNumber(number), kPlugin, kSet).at(0).fold; };
  EXPECT_EQ(of(1), of(2));
  EXPECT_EQ(of(1)->place, domain::Place::First()) << "it may outlive what was first said nothing of";
  EXPECT_EQ(Newest(cache).place, At(7));
  EXPECT_EQ(Newest(cache).folded_to, 8U);
  EXPECT_EQ(of(3)->context, "another context");
}

}  // namespace
}  // namespace candor::store::fold_cache_test
