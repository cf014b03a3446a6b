#ifndef CANDOR_DAEMON_LEDGER_FRONTIER_H_
#define CANDOR_DAEMON_LEDGER_FRONTIER_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/ledger/merkle.h"
#include "daemon/ledger/tree.h"

namespace candor::ledger {

// The right edge of a growing Merkle tree: the roots of the full subtrees that its size falls into, largest first, one
// for each 1 in the size's binary form. Enough to append leaves and to give the root; at most 64 hashes whatever the
// size. A value: copy it to try an append and drop the copy to undo it. Thread-compatible.
class Frontier final {
 public:
  Frontier() = default;

  // On average less than one node hash. `completed`, where given, is called with each node above the leaves that the
  // leaf makes full, upwards.
  void Append(const Hash& leaf_hash, const std::function<void(const NodeId&, const Hash&)>& completed = nullptr);

  // Leaves appended so far.
  uint64_t size() const { return size_; }
  // At most 63 node hashes. EmptyRoot() when there are no leaves.
  Hash Root() const;

  // size u64 big-endian ‖ the hashes, largest subtree first.
  std::string Serialize() const;
  // DATA_LOSS when the length does not fit the size.
  static absl::StatusOr<Frontier> Parse(std::string_view bytes);

  bool operator==(const Frontier&) const = default;

 private:
  uint64_t size_ = 0;
  std::vector<Hash> subtrees_;  // as many as size_ has ones
};

}  // namespace candor::ledger

#endif  // CANDOR_DAEMON_LEDGER_FRONTIER_H_
