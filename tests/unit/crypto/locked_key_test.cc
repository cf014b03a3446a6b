#include "daemon/crypto/locked_key.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <set>
#include <utility>
#include <vector>

#include "daemon/base/bytes.h"
#include "daemon/crypto/hashing.h"

namespace candor::crypto::locked_key_test {
namespace {

int Allow(const void* /*start*/, size_t /*size*/) {
  return 0;
}

int Forbid(const void* /*start*/, size_t /*size*/) {
  errno = ENOMEM;
  return -1;
}

TEST(KeyPagesTest, KeepsMoreKeysThanAPageHolds) {
  KeyPages pages(Allow);
  std::vector<Key> keys(1000);
  std::vector<Key*> kept;
  for (Key& key : keys) {
    key = RandomKey();
    kept.push_back(pages.Put(key));
  }

  EXPECT_EQ(std::set<Key*>(kept.begin(), kept.end()).size(), keys.size());
  for (size_t i = 0; i < keys.size(); ++i) EXPECT_EQ(AsText(kept[i]->span()), AsText(keys[i].span()));
  EXPECT_EQ(pages.problem(), "");
  for (Key* key : kept) pages.Drop(key);
}

TEST(KeyPagesTest, WipesWhatIsDropped) {
  KeyPages pages(Allow);
  Key* const first = pages.Put(RandomKey());
  Key* const second = pages.Put(RandomKey());
  const auto* const bytes = reinterpret_cast<const volatile uint8_t*>(first);

  pages.Drop(first);

  for (size_t i = 0; i < Key::size(); ++i) EXPECT_EQ(bytes[i], 0) << i;
  pages.Drop(second);
}

TEST(KeyPagesTest, GivesAPlaceOutAgain) {
  KeyPages pages(Allow);
  Key* const first = pages.Put(RandomKey());
  pages.Drop(first);
  Key* const second = pages.Put(RandomKey());
  EXPECT_EQ(first, second);
  pages.Drop(second);
}

TEST(KeyPagesTest, SaysWhyItCannotLockAndKeepsTheKeyAllTheSame) {
  KeyPages pages(Forbid);
  const Key key = RandomKey();
  Key* const kept = pages.Put(key);
  EXPECT_EQ(AsText(kept->span()), AsText(key.span()));
  EXPECT_NE(pages.problem(), "");
  pages.Drop(kept);
}

TEST(LockedKeyTest, IsWhatItWasMadeOfWhereverItIsMoved) {
  const Key key = RandomKey();
  const Key other = RandomKey();
  LockedKey first(key);
  LockedKey second(std::move(first));
  LockedKey third(other);
  third = std::move(second);
  EXPECT_EQ(AsText((*third).span()), AsText(key.span()));
}

}  // namespace
}  // namespace candor::crypto::locked_key_test
