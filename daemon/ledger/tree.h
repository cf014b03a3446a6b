#ifndef CANDOR_DAEMON_LEDGER_TREE_H_
#define CANDOR_DAEMON_LEDGER_TREE_H_

#include <compare>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/ledger/merkle.h"

// What can be said about a tree by reading few of its nodes: its root at any size, and the proofs of RFC 6962. The
// other side, which needs no tree, is proof.h.
namespace candor::ledger {

// The root of the full subtree over the leaves [index << level, (index + 1) << level). Level 0 are the leaf hashes.
struct NodeId {
  uint32_t level = 0;
  uint64_t index = 0;

  auto operator<=>(const NodeId&) const = default;
};

// Where hashes of full subtrees come from.
class NodeReader {
 public:
  virtual ~NodeReader() = default;

  // NOT_FOUND when the subtree is not full, DATA_LOSS when its hash cannot be read.
  virtual absl::StatusOr<Hash> Read(const NodeId& node) const = 0;
};

// MTH(D[size]). Reads a node for each 1 in the binary form of `size`.
absl::StatusOr<Hash> RootAt(const NodeReader& nodes, uint64_t size);

// PATH(index, D[size]), from the leaf's sibling upwards. At most 2 * log2(size) + 1 reads. OUT_OF_RANGE unless
// index < size. Other errors of this and the next are the reader's.
absl::StatusOr<std::vector<Hash>> InclusionProof(const NodeReader& nodes, uint64_t index, uint64_t size);

// PROOF(from, D[to]); empty for from == 0 and from == to. At most 2 * log2(to) + 1 reads. OUT_OF_RANGE unless
// from <= to.
absl::StatusOr<std::vector<Hash>> ConsistencyProof(const NodeReader& nodes, uint64_t from, uint64_t to);

}  // namespace candor::ledger

#endif  // CANDOR_DAEMON_LEDGER_TREE_H_
