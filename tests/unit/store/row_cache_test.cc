#include "daemon/store/row_cache.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "daemon/store/keys.h"
#include "tests/unit/store/store_fixture.h"

namespace candor::store::row_cache_test {
namespace {

using ::testing::Eq;
using ::testing::Optional;

const std::string kKey = keys::Case(CaseOf(1));

TEST(RowCacheTest, GivesARowToViewsThatItHoldsForOnly) {
  RowCache cache;
  cache.Put(kKey, 5, "at 5");

  EXPECT_EQ(cache.Find(kKey, 4), std::nullopt);
  EXPECT_EQ(cache.Has(kKey, 4), std::nullopt);
  EXPECT_THAT(cache.Find(kKey, 5), Optional(Eq(RowCache::Row("at 5"))));
  EXPECT_THAT(cache.Has(kKey, 5), Optional(true));
  EXPECT_THAT(cache.Find(kKey, 9), Optional(Eq(RowCache::Row("at 5"))));
  cache.Put(kKey, 7, std::nullopt);
  EXPECT_EQ(cache.Find(kKey, 6), std::nullopt);
  EXPECT_THAT(cache.Find(kKey, 7), Optional(Eq(RowCache::Row())));
  EXPECT_THAT(cache.Has(kKey, 7), Optional(false));
}

TEST(RowCacheTest, WhatAnOldViewHasReadDoesNotReplaceWhatIsNewer) {
  RowCache cache;
  cache.Put(kKey, 5, "at 5");

  cache.Offer(kKey, 4, RowCache::Row("at 4"));

  EXPECT_THAT(cache.Find(kKey, 5), Optional(Eq(RowCache::Row("at 5"))));
}

TEST(RowCacheTest, WhatAnOldViewHasReadIsNotTakenOnceNewerRowsMayBeForgotten) {
  RowCache cache(0);  // every further row empties it
  cache.Put(kKey, 5, "at 5");
  for (uint8_t i = 2; i < 100; ++i) cache.Put(keys::Case(CaseOf(i)), 6, "another");
  ASSERT_EQ(cache.Find(kKey, 9), std::nullopt) << "forgotten";

  cache.Offer(kKey, 4, RowCache::Row("at 4"));
  EXPECT_EQ(cache.Find(kKey, 9), std::nullopt);

  cache.Offer(kKey, 6, RowCache::Row("at 5"));
  EXPECT_THAT(cache.Find(kKey, 9), Optional(Eq(RowCache::Row("at 5"))));
}

TEST(RowCacheTest, ALargeRowIsNotKeptAndLeavesNothingOlderBehind) {
  RowCache cache;
  cache.Put(kKey, 5, "at 5");
  cache.Put(kKey, 6, std::string(10'000, 'x'));

  EXPECT_EQ(cache.Find(kKey, 6), std::nullopt);
  cache.Offer(kKey, 5, RowCache::Row("at 5"));
  EXPECT_EQ(cache.Find(kKey, 6), std::nullopt);
}

TEST(RowCacheTest, RowsThatAreAskedForOnceAreNotKept) {
  RowCache cache;
  const std::string place = keys::Timeline(SubjectId::Of(CaseOf(1)), domain::Place::EndOf(1));
  cache.Put(place, 5, "row");

  EXPECT_EQ(cache.Find(place, 5), std::nullopt);
}

TEST(RowCacheTest, FollowUpsOfASubjectAreForgottenWhenOneOfThemChanges) {
  const std::string prefix = keys::FollowUpsOf(SubjectId::Of(CaseOf(1)));
  const std::string one = keys::FollowUp(SubjectId::Of(CaseOf(1)), FollowUpId(BytesOf(0x30, 1)));
  const auto none = std::make_shared<const RowCache::Rows>();
  const auto with_one = std::make_shared<const RowCache::Rows>(RowCache::Rows{{one, "row"}});
  RowCache cache;
  cache.OfferAll(prefix, 3, none);
  EXPECT_EQ(cache.FindAll(prefix, 2), nullptr);
  EXPECT_EQ(cache.FindAll(prefix, 4), none);

  cache.Put(one, 5, "row");

  EXPECT_EQ(cache.FindAll(prefix, 5), nullptr);
  cache.OfferAll(prefix, 4, none);
  EXPECT_EQ(cache.FindAll(prefix, 5), nullptr) << "an old view has read it";
  cache.OfferAll(prefix, 5, with_one);
  EXPECT_EQ(cache.FindAll(prefix, 5), with_one);
  cache.Put(keys::FollowUp(SubjectId::Of(CaseOf(2)), FollowUpId(BytesOf(0x30, 1))), 6, "of another");
  EXPECT_EQ(cache.FindAll(prefix, 6), with_one);
}

// One writer, several readers that look from views of any age, and far too little room. `history` is the database.
TEST(RowCacheTest, NobodySeesAStaleRow) {
  constexpr uint8_t kKeys = 40;
  constexpr uint64_t kChanges = 20'000;
  RowCache cache(4'000);
  absl::Mutex mutex;
  std::vector<std::map<uint64_t, std::string>> history(kKeys);  // row of a key since a size
  std::atomic<uint64_t> size = 0;
  std::atomic<uint64_t> hits = 0;
  const auto row_at = [&](uint8_t key, uint64_t at) {
    absl::MutexLock lock(&mutex);
    const auto after = history[key].upper_bound(at);
    return after == history[key].begin() ? RowCache::Row() : RowCache::Row(std::prev(after)->second);
  };
  const auto read = [&](uint32_t seed) {
    std::mt19937 random(seed);
    while (size < kChanges) {
      const uint64_t now = size;
      const uint64_t at = now - std::min<uint64_t>(now, random() % 4 == 0 ? random() % 50 : 0);
      const auto key = static_cast<uint8_t>(random() % kKeys);
      const std::string name = keys::Case(CaseOf(key));
      const RowCache::Row expected = row_at(key, at);
      if (const auto known = cache.Find(name, at)) {
        ++hits;
        ASSERT_EQ(*known, expected) << "seed " << seed << " key " << int{key} << " at " << at;
      } else {
        cache.Offer(name, at, expected);
      }
    }
  };
  std::vector<std::thread> readers;
  for (uint32_t seed = 1; seed <= 3; ++seed) readers.emplace_back(read, seed);

  std::mt19937 random(7);
  for (uint64_t next = 1; next <= kChanges; ++next) {
    const auto key = static_cast<uint8_t>(random() % kKeys);
    const std::string row = absl::StrCat("since ", next);
    {
      absl::MutexLock lock(&mutex);
      history[key][next] = row;
    }
    cache.Put(keys::Case(CaseOf(key)), next, row);
    size = next;
  }
  for (std::thread& reader : readers) reader.join();

  EXPECT_GT(hits, 0U);
}

}  // namespace
}  // namespace candor::store::row_cache_test
