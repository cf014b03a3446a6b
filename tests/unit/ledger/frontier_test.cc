#include "daemon/ledger/frontier.h"

#include <gtest/gtest.h>

#include <bit>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"

namespace candor::ledger {
namespace {

std::string Hex(const Hash& hash) {
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(hash.data()), hash.size()));
}

// RFC 6962, section 2.1, word for word: the reference the frontier is held against.
Hash NaiveRoot(std::span<const std::string> leaves) {
  if (leaves.empty()) return EmptyRoot();
  if (leaves.size() == 1) return LeafHash(leaves[0]);
  const size_t k = std::bit_floor(leaves.size() - 1);
  return NodeHash(NaiveRoot(leaves.first(k)), NaiveRoot(leaves.subspan(k)));
}

// The leaves and roots that the Certificate Transparency implementations test with.
TEST(FrontierTest, GivesTheKnownRoots) {
  const std::vector<std::string> leaves = {
      "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
  const std::vector<std::string> roots = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  Frontier frontier;
  EXPECT_EQ(frontier.Root(), EmptyRoot());
  for (size_t i = 0; i < leaves.size(); ++i) {
    frontier.Append(LeafHash(absl::HexStringToBytes(leaves[i])));
    EXPECT_EQ(Hex(frontier.Root()), roots[i]) << i + 1 << " leaves";
    EXPECT_EQ(frontier.size(), i + 1);
  }
}

TEST(FrontierTest, EqualsTheNaiveTreeAtEverySize) {
  const uint32_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  std::vector<std::string> leaves;
  Frontier frontier;
  for (int i = 0; i < 600; ++i) {
    leaves.emplace_back(random() % 100, static_cast<char>(random()));
    frontier.Append(LeafHash(leaves.back()));
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
}  // namespace candor::ledger
