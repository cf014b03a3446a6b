#include "daemon/ledger/merkle.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"

namespace candor::ledger::merkle_test {
namespace {

std::string Hex(const Hash& hash) {
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(hash.data()), hash.size()));
}

TEST(MerkleTest, GivesTheHashesOfRfc6962) {
  EXPECT_EQ(Hex(EmptyRoot()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Hex(LeafHash("")), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  EXPECT_EQ(Hex(LeafHash("L123456")), "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56");
}

TEST(MerkleTest, TellsLeavesFromNodes) {
  const Hash left = LeafHash("a");
  const Hash right = LeafHash("b");
  const std::string both(std::string(left.begin(), left.end()) + std::string(right.begin(), right.end()));
  EXPECT_NE(NodeHash(left, right), LeafHash(both));
  EXPECT_NE(NodeHash(left, right), NodeHash(right, left));
}

}  // namespace
}  // namespace candor::ledger::merkle_test
