#ifndef CANDOR_DAEMON_LEDGER_RECEIPT_H_
#define CANDOR_DAEMON_LEDGER_RECEIPT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/ledger/checkpoint.h"
#include "daemon/ledger/merkle.h"

// Files that carry a proof together with the checkpoint that it leads to. Parsers give INVALID_ARGUMENT with what is
// wrong for text that is not of the format.
namespace candor::ledger {

// c2sp.org/tlog-proof: that a leaf stands in a ledger. In our receipts `extra` is the leaf's data, so that whoever has
// the file and the public key needs nothing else.
struct Receipt {
  std::optional<std::string> extra;  // bytes; shows nothing by itself
  uint64_t index = 0;
  std::vector<Hash> path;
  Note checkpoint;

  bool operator==(const Receipt&) const = default;
};
std::string WriteReceipt(const Receipt& receipt);
absl::StatusOr<Receipt> ParseReceipt(std::string_view text);

// The checkpoint that the receipt leads to, once its signature fits and the leaf stands in it. INVALID_ARGUMENT when
// the receipt brings no leaf; errors of OpenCheckpoint() and VerifyInclusion().
absl::StatusOr<Checkpoint> VerifyReceipt(const Receipt& receipt, const VerifierKey& key);

// What a witness is asked (the body of `add-checkpoint` in c2sp.org/tlog-witness): that the checkpoint goes on from the
// one of size `old_size`.
struct WitnessRequest {
  uint64_t old_size = 0;
  std::vector<Hash> proof;
  Note checkpoint;

  bool operator==(const WitnessRequest&) const = default;
};
std::string WriteWitnessRequest(const WitnessRequest& request);
absl::StatusOr<WitnessRequest> ParseWitnessRequest(std::string_view text);

}  // namespace candor::ledger

#endif  // CANDOR_DAEMON_LEDGER_RECEIPT_H_
