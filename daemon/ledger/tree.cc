#include "daemon/ledger/tree.h"

#include <algorithm>
#include <bit>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"

namespace candor::ledger {
namespace {

// Leaves [begin, end). `begin` is a multiple of the largest power of two that is not above end - begin.
struct Range {
  uint64_t begin = 0;
  uint64_t end = 0;

  uint64_t size() const { return end - begin; }
  // Where RFC 6962 splits it. REQUIRES: size() > 1.
  uint64_t middle() const { return begin + std::bit_floor(size() - 1); }
};

// MTH of the range's leaves: its full subtrees, joined from the right.
absl::StatusOr<Hash> RootOf(const NodeReader& nodes, Range range) {
  std::vector<Hash> subtrees;
  while (range.size() > 0) {
    const auto level = static_cast<uint32_t>(std::bit_width(range.size()) - 1);
    CANDOR_ASSIGN_OR_RETURN(const Hash hash, nodes.Read({level, range.begin >> level}));
    subtrees.push_back(hash);
    range.begin += uint64_t{1} << level;
  }
  if (subtrees.empty()) return EmptyRoot();
  Hash root = subtrees.back();
  for (size_t i = subtrees.size() - 1; i > 0; --i) root = NodeHash(subtrees[i - 1], root);
  return root;
}

// The hashes of `downwards`, which are in order from the root, in order towards it.
absl::StatusOr<std::vector<Hash>> ProofOf(const NodeReader& nodes, const std::vector<Range>& downwards) {
  std::vector<Hash> proof;
  proof.reserve(downwards.size());
  for (auto range = downwards.rbegin(); range != downwards.rend(); ++range) {
    CANDOR_ASSIGN_OR_RETURN(const Hash hash, RootOf(nodes, *range));
    proof.push_back(hash);
  }
  return proof;
}

}  // namespace

absl::StatusOr<Hash> RootAt(const NodeReader& nodes, uint64_t size) {
  return RootOf(nodes, {0, size});
}

absl::StatusOr<std::vector<Hash>> InclusionProof(const NodeReader& nodes, uint64_t index, uint64_t size) {
  if (index >= size) {
    return absl::OutOfRangeError(absl::StrCat("a tree of ", size, " leaves has no leaf ", index));
  }
  std::vector<Range> siblings;
  Range range{0, size};
  while (range.size() > 1) {
    const uint64_t middle = range.middle();
    if (index < middle) {
      siblings.push_back({middle, range.end});
      range.end = middle;
    } else {
      siblings.push_back({range.begin, middle});
      range.begin = middle;
    }
  }
  return ProofOf(nodes, siblings);
}

absl::StatusOr<std::vector<Hash>> ConsistencyProof(const NodeReader& nodes, uint64_t from, uint64_t to) {
  if (from > to) {
    return absl::OutOfRangeError(absl::StrCat("a tree of ", to, " leaves holds none of ", from, " leaves"));
  }
  std::vector<Range> parts;
  if (from == 0) return ProofOf(nodes, parts);
  Range range{0, to};
  while (range.end != from) {
    const uint64_t middle = range.middle();
    if (from <= middle) {
      parts.push_back({middle, range.end});
      range.end = middle;
    } else {
      parts.push_back({range.begin, middle});
      range.begin = middle;
    }
  }
  // What begins at 0 is the earlier tree itself, whose root the verifier has.
  if (range.begin != 0) parts.push_back(range);
  return ProofOf(nodes, parts);
}

}  // namespace candor::ledger
