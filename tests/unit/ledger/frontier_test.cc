#include "daemon/ledger/frontier.h"

#include <gtest/gtest.h>

#include <bit>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "tests/unit/ledger/memory_tree.h"

namespace candor::ledger::frontier_test {
namespace {

TEST(FrontierTest, GivesTheKnownRoots) {
  Frontier frontier;
  EXPECT_EQ(frontier.Root(), EmptyRoot());
  for (size_t i = 0; i < kKnownLeaves.size(); ++i) {
    frontier.Append(LeafHash(absl::HexStringToBytes(kKnownLeaves[i])));
    EXPECT_EQ(Hex(frontier.Root()), kKnownRoots[i]) << i + 1 << " leaves";
    EXPECT_EQ(frontier.size(), i + 1);
  }
}

TEST(FrontierTest, EqualsTheNaiveTreeAtEverySize) {
  const uint32_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  std::vector<Hash> leaves;
  Frontier frontier;
  for (int i = 0; i < 600; ++i) {
    leaves.push_back(LeafHash(std::string(random() % 100, static_cast<char>(random()))));
    frontier.Append(leaves.back());
    ASSERT_EQ(frontier.Root(), NaiveRoot(leaves)) << leaves.size() << " leaves";
  }
}

TEST(FrontierTest, GoesOnFromItsSerialisedFormAtEverySize) {
  Frontier frontier;
  for (int i = 0; i < 300; ++i) {
    const std::string bytes = frontier.Serialize();
    EXPECT_EQ(bytes.size(), 8 + 32 * static_cast<size_t>(std::popcount(frontier.size())));
    auto parsed = Frontier::Parse(bytes);
    ASSERT_TRUE(parsed.ok()) << parsed.status();
    EXPECT_EQ(*parsed, frontier);
    EXPECT_EQ(parsed->Root(), frontier.Root());
    frontier.Append(LeafHash(std::to_string(i)));
    parsed->Append(LeafHash(std::to_string(i)));
    EXPECT_EQ(*parsed, frontier);
  }
}

TEST(FrontierTest, WritesSizeAndThenTheLargestSubtreeFirst) {
  Frontier frontier;
  for (const char* leaf : {"a", "b", "c"}) frontier.Append(LeafHash(leaf));
  const Hash pair = NodeHash(LeafHash("a"), LeafHash("b"));
  const Hash last = LeafHash("c");
  EXPECT_EQ(frontier.Serialize(), std::string("\0\0\0\0\0\0\0\3", 8) + std::string(pair.begin(), pair.end()) +
                                      std::string(last.begin(), last.end()));
}

TEST(FrontierTest, RefusesLengthsThatDoNotFitTheSize) {
  Frontier frontier;
  for (int i = 0; i < 3; ++i) frontier.Append(LeafHash(""));
  const std::string bytes = frontier.Serialize();
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_TRUE(absl::IsDataLoss(Frontier::Parse(bytes.substr(0, size)).status())) << size;
  }
  EXPECT_TRUE(absl::IsDataLoss(Frontier::Parse(bytes + "x").status()));
  EXPECT_TRUE(absl::IsDataLoss(Frontier::Parse(bytes + std::string(32, 'x')).status()));
  EXPECT_TRUE(Frontier::Parse(bytes).ok());
}

TEST(FrontierTest, TellsWhichNodesALeafMakesFull) {
  const MemoryTree tree(64);
  Frontier frontier;
  size_t told = 0;
  for (size_t i = 0; i < tree.size(); ++i) {
    uint32_t level = 0;
    frontier.Append(tree.Leaf(i), [&](const NodeId& node, const Hash& hash) {
      EXPECT_EQ(node, (NodeId{++level, i >> level}));
      EXPECT_EQ(hash, *tree.Read(node));
      ++told;
    });
    EXPECT_EQ(level, static_cast<uint32_t>(std::countr_zero(i + 1)));
  }
  EXPECT_EQ(told, 63U);
}

TEST(FrontierTest, IsAValueThatACopyLeavesAlone) {
  Frontier frontier;
  for (int i = 0; i < 7; ++i) frontier.Append(LeafHash("x"));
  const Hash before = frontier.Root();
  Frontier tried = frontier;
  tried.Append(LeafHash("y"));
  EXPECT_EQ(frontier.Root(), before);
  EXPECT_NE(tried.Root(), before);
}

}  // namespace
}  // namespace candor::ledger::frontier_test
