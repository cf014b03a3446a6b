#include "daemon/ledger/tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/ledger/memory_tree.h"

namespace candor::ledger::tree_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char k0[] = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";
constexpr char k1[] = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
constexpr char k01[] = "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125";
constexpr char k23[] = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
constexpr char k4[] = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
constexpr char k45[] = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";
constexpr char k67[] = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
constexpr char k0to3[] = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7";
constexpr char k4to7[] = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";

TEST(TreeTest, GivesTheKnownRoots) {
  const MemoryTree tree = MemoryTree::OfHex(kKnownLeaves);
  EXPECT_EQ(*RootAt(tree, 0), EmptyRoot());
  for (size_t size = 1; size <= kKnownRoots.size(); ++size) {
    EXPECT_EQ(Hex(*RootAt(tree, size)), kKnownRoots[size - 1]) << size << " leaves";
  }
}

TEST(TreeTest, GivesTheKnownInclusionProofs) {
  const MemoryTree tree = MemoryTree::OfHex(kKnownLeaves);
  EXPECT_THAT(Hex(*InclusionProof(tree, 0, 1)), IsEmpty());
  EXPECT_THAT(Hex(*InclusionProof(tree, 0, 8)), ElementsAre(k1, k23, k4to7));
  EXPECT_THAT(Hex(*InclusionProof(tree, 5, 8)), ElementsAre(k4, k67, k0to3));
  EXPECT_THAT(Hex(*InclusionProof(tree, 2, 3)), ElementsAre(k01));
  EXPECT_THAT(Hex(*InclusionProof(tree, 1, 5)), ElementsAre(k0, k23, k4));
}

TEST(TreeTest, GivesTheKnownConsistencyProofs) {
  const MemoryTree tree = MemoryTree::OfHex(kKnownLeaves);
  EXPECT_THAT(Hex(*ConsistencyProof(tree, 1, 1)), IsEmpty());
  EXPECT_THAT(Hex(*ConsistencyProof(tree, 1, 8)), ElementsAre(k1, k23, k4to7));
  EXPECT_THAT(Hex(*ConsistencyProof(tree, 6, 8)), ElementsAre(k45, k67, k0to3));
  EXPECT_THAT(Hex(*ConsistencyProof(tree, 2, 5)), ElementsAre(k23, k4));
}

// The tree of seven leaves that RFC 6962 (section 2.1.3) and RFC 9162 (section 2.1.5) draw, with their letters.
TEST(TreeTest, GivesTheProofsOfTheExampleInBothStandards) {
  const MemoryTree tree(7);
  const Hash a = tree.Leaf(0);
  const Hash b = tree.Leaf(1);
  const Hash c = tree.Leaf(2);
  const Hash d = tree.Leaf(3);
  const Hash e = tree.Leaf(4);
  const Hash f = tree.Leaf(5);
  const Hash j = tree.Leaf(6);
  const Hash g = NodeHash(a, b);
  const Hash h = NodeHash(c, d);
  const Hash i = NodeHash(e, f);
  const Hash k = NodeHash(g, h);
  const Hash l = NodeHash(i, j);
  EXPECT_EQ(*RootAt(tree, 7), NodeHash(k, l));

  EXPECT_THAT(*InclusionProof(tree, 0, 7), ElementsAre(b, h, l));
  EXPECT_THAT(*InclusionProof(tree, 3, 7), ElementsAre(c, g, l));
  EXPECT_THAT(*InclusionProof(tree, 4, 7), ElementsAre(f, j, k));
  EXPECT_THAT(*InclusionProof(tree, 6, 7), ElementsAre(i, k));
  EXPECT_THAT(*ConsistencyProof(tree, 3, 7), ElementsAre(c, d, g, l));
  EXPECT_THAT(*ConsistencyProof(tree, 4, 7), ElementsAre(l));
  EXPECT_THAT(*ConsistencyProof(tree, 6, 7), ElementsAre(i, j, k));
}

TEST(TreeTest, EqualsTheDefinitionsForEverySmallTree) {
  const MemoryTree tree(70);
  for (size_t size = 0; size <= tree.size(); ++size) {
    ASSERT_EQ(*RootAt(tree, size), NaiveRoot(tree.First(size))) << size;
    for (size_t index = 0; index < size; ++index) {
      ASSERT_EQ(*InclusionProof(tree, index, size), NaivePath(index, tree.First(size))) << index << " of " << size;
    }
    for (size_t from = 1; from <= size; ++from) {
      ASSERT_EQ(*ConsistencyProof(tree, from, size), NaiveSubproof(from, tree.First(size), true))
          << from << " to " << size;
    }
  }
}

TEST(TreeTest, ReadsAtMostTwoNodesForEachLevel) {
  const MemoryTree tree(1500);
  for (size_t size = 2; size <= tree.size(); size += 1 + size / 7) {
    const size_t limit = 2 * static_cast<size_t>(std::bit_width(size - 1));
    for (size_t index = 0; index < size; index += 1 + size / 40) {
      tree.TakeReads();
      ASSERT_TRUE(InclusionProof(tree, index, size).ok());
      ASSERT_LE(tree.TakeReads(), limit) << index << " of " << size;
      ASSERT_TRUE(ConsistencyProof(tree, index + 1, size).ok());
      ASSERT_LE(tree.TakeReads(), limit) << index + 1 << " to " << size;
    }
  }
}

TEST(TreeTest, RefusesWhatIsNotInTheTree) {
  const MemoryTree tree(5);
  EXPECT_TRUE(absl::IsOutOfRange(InclusionProof(tree, 5, 5).status()));
  EXPECT_TRUE(absl::IsOutOfRange(InclusionProof(tree, 0, 0).status()));
  EXPECT_TRUE(absl::IsOutOfRange(ConsistencyProof(tree, 5, 4).status()));
  EXPECT_TRUE(absl::IsNotFound(RootAt(tree, 6).status()));
  EXPECT_THAT(*ConsistencyProof(tree, 0, 5), IsEmpty());
}

}  // namespace
}  // namespace candor::ledger::tree_test
