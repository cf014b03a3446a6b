#include "daemon/ledger/proof.h"

#include <bit>

namespace candor::ledger {
namespace {

absl::Status WrongLength() {
  return absl::DataLossError("the proof does not have the length that the tree asks for");
}

absl::Status CheckRoots(uint64_t from, const Hash& from_root, uint64_t to, const Hash& to_root) {
  if (from > to) return absl::DataLossError("the later tree is smaller than the earlier one");
  if (from == 0 && from_root != EmptyRoot()) return absl::DataLossError("the root of the empty tree is another one");
  if (from == to && from_root != to_root) return absl::DataLossError("two trees of the same size have different roots");
  return absl::OkStatus();
}

}  // namespace

absl::Status VerifyInclusion(const Hash& leaf_hash, uint64_t index, uint64_t size, std::span<const Hash> proof,
                             const Hash& root) {
  if (index >= size) return absl::DataLossError("the tree is too small to hold a leaf at that index");
  // Of the path from the leaf, `node` is where it stands in its level and `last` the last node of that level.
  uint64_t node = index;
  uint64_t last = size - 1;
  Hash hash = leaf_hash;
  for (const Hash& sibling : proof) {
    if (last == 0) return WrongLength();
    if ((node & 1) != 0 || node == last) {
      hash = NodeHash(sibling, hash);
      // A right edge without a sibling goes up to the level where it has one.
      const int up = (node & 1) != 0 ? 0 : std::countr_zero(node);
      node >>= up;
      last >>= up;
    } else {
      hash = NodeHash(hash, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  if (last != 0) return WrongLength();
  if (hash != root) return absl::DataLossError("the proof does not lead from the leaf to the root");
  return absl::OkStatus();
}

absl::Status VerifyConsistency(uint64_t from, const Hash& from_root, uint64_t to, const Hash& to_root,
                               std::span<const Hash> proof) {
  if (absl::Status roots = CheckRoots(from, from_root, to, to_root); !roots.ok()) return roots;
  if (from == 0 || from == to) return proof.empty() ? absl::OkStatus() : WrongLength();
  // From the largest subtree that both trees share whole and that ends where the earlier one does.
  const int up = std::countr_one(from - 1);
  uint64_t node = (from - 1) >> up;
  uint64_t last = (to - 1) >> up;
  Hash start = from_root;
  if (!std::has_single_bit(from)) {
    if (proof.empty()) return WrongLength();
    start = proof.front();
    proof = proof.subspan(1);
  }
  Hash earlier = start;
  Hash later = start;
  for (const Hash& part : proof) {
    if (last == 0) return WrongLength();
    if ((node & 1) != 0 || node == last) {
      earlier = NodeHash(part, earlier);
      later = NodeHash(part, later);
      const int edge = (node & 1) != 0 ? 0 : std::countr_zero(node);
      node >>= edge;
      last >>= edge;
    } else {
      later = NodeHash(later, part);
    }
    node >>= 1;
    last >>= 1;
  }
  if (last != 0) return WrongLength();
  if (earlier != from_root) return absl::DataLossError("the proof does not lead to the earlier root");
  if (later != to_root) return absl::DataLossError("the proof does not lead to the later root");
  return absl::OkStatus();
}

}  // namespace candor::ledger
