#ifndef CANDOR_TESTS_UNIT_LEDGER_MEMORY_TREE_H_
#define CANDOR_TESTS_UNIT_LEDGER_MEMORY_TREE_H_

#include <bit>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/escaping.h"
#include "daemon/ledger/merkle.h"
#include "daemon/ledger/tree.h"

namespace candor::ledger {

inline std::string Hex(const Hash& hash) {
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(hash.data()), hash.size()));
}

inline std::vector<std::string> Hex(const std::vector<Hash>& hashes) {
  std::vector<std::string> out;
  for (const Hash& hash : hashes) out.push_back(Hex(hash));
  return out;
}

// RFC 6962, section 2.1, word for word over leaf hashes: the reference that everything is held against.
inline Hash NaiveRoot(std::span<const Hash> leaves) {
  if (leaves.empty()) return EmptyRoot();
  if (leaves.size() == 1) return leaves[0];
  const size_t k = std::bit_floor(leaves.size() - 1);
  return NodeHash(NaiveRoot(leaves.first(k)), NaiveRoot(leaves.subspan(k)));
}

inline std::vector<Hash> Joined(std::vector<Hash> proof, const Hash& last) {
  proof.push_back(last);
  return proof;
}

inline std::vector<Hash> NaivePath(size_t m, std::span<const Hash> leaves) {
  if (leaves.size() <= 1) return {};
  const size_t k = std::bit_floor(leaves.size() - 1);
  if (m < k) return Joined(NaivePath(m, leaves.first(k)), NaiveRoot(leaves.subspan(k)));
  return Joined(NaivePath(m - k, leaves.subspan(k)), NaiveRoot(leaves.first(k)));
}

inline std::vector<Hash> NaiveSubproof(size_t m, std::span<const Hash> leaves, bool whole) {
  if (m == leaves.size()) return whole ? std::vector<Hash>() : std::vector<Hash>{NaiveRoot(leaves)};
  const size_t k = std::bit_floor(leaves.size() - 1);
  if (m <= k) return Joined(NaiveSubproof(m, leaves.first(k), whole), NaiveRoot(leaves.subspan(k)));
  return Joined(NaiveSubproof(m - k, leaves.subspan(k), false), NaiveRoot(leaves.first(k)));
}

// A tree of leaves in memory that counts what is read of it.
class MemoryTree final : public NodeReader {
 public:
  MemoryTree() = default;
  explicit MemoryTree(size_t size) {
    for (size_t i = 0; i < size; ++i) leaves_.push_back(LeafHash("leaf " + std::to_string(i)));
  }
  static MemoryTree OfHex(const std::vector<std::string>& leaves) {
    MemoryTree tree;
    for (const std::string& leaf : leaves) tree.leaves_.push_back(LeafHash(absl::HexStringToBytes(leaf)));
    return tree;
  }

  absl::StatusOr<Hash> Read(const NodeId& node) const override {
    ++reads_;
    if (node.level >= 64 || ((node.index + 1) << node.level) > leaves_.size()) {
      return absl::NotFoundError("the subtree is not full");
    }
    return NaiveRoot(std::span(leaves_).subspan(node.index << node.level, size_t{1} << node.level));
  }

  std::span<const Hash> First(size_t size) const { return std::span(leaves_).first(size); }
  const Hash& Leaf(size_t index) const { return leaves_[index]; }
  size_t size() const { return leaves_.size(); }
  size_t TakeReads() const { return std::exchange(reads_, 0); }

 private:
  std::vector<Hash> leaves_;
  mutable size_t reads_ = 0;
};

// The leaves and roots that the implementations of Certificate Transparency publish and test with.
inline const std::vector<std::string> kKnownLeaves = {
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
inline const std::vector<std::string> kKnownRoots = {
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

}  // namespace candor::ledger

#endif  // CANDOR_TESTS_UNIT_LEDGER_MEMORY_TREE_H_
