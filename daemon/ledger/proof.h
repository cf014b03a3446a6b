#ifndef CANDOR_DAEMON_LEDGER_PROOF_H_
#define CANDOR_DAEMON_LEDGER_PROOF_H_

#include <cstdint>
#include <span>

#include "absl/status/status.h"
#include "daemon/ledger/merkle.h"

// Checks proofs with nothing but hashes: what a client, a witness or a court does (RFC 9162, sections 2.1.3.2 and
// 2.1.4.2). Both give DATA_LOSS, with what does not fit, for a proof that shows nothing.
namespace candor::ledger {

// That the leaf with this hash stands at `index` of the tree of `size` leaves with this root.
absl::Status VerifyInclusion(const Hash& leaf_hash, uint64_t index, uint64_t size, std::span<const Hash> proof,
                             const Hash& root);

// That the tree of `from` leaves with root `from_root` is the beginning of the tree of `to` leaves with `to_root`. The
// tree without leaves is the beginning of every other.
absl::Status VerifyConsistency(uint64_t from, const Hash& from_root, uint64_t to, const Hash& to_root,
                               std::span<const Hash> proof);

}  // namespace candor::ledger

#endif  // CANDOR_DAEMON_LEDGER_PROOF_H_
