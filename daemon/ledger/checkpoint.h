#ifndef CANDOR_DAEMON_LEDGER_CHECKPOINT_H_
#define CANDOR_DAEMON_LEDGER_CHECKPOINT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/ledger/merkle.h"
#include "daemon/ledger/note.h"

// Checkpoints (c2sp.org/tlog-checkpoint): what a ledger says about its size and root, as the text of a signed note.
// Parsers give INVALID_ARGUMENT with what is wrong for text that is not of the format.
namespace candor::ledger {

struct Checkpoint {
  std::string origin;  // one ledger, as long as it only grows
  uint64_t size = 0;
  Hash root = EmptyRoot();
  std::vector<std::string> extensions;  // lines that we know nothing of; never empty

  bool operator==(const Checkpoint&) const = default;
};

// The text of a note.
std::string WriteCheckpointText(const Checkpoint& checkpoint);
absl::StatusOr<Checkpoint> ParseCheckpointText(std::string_view text);

// Signed as its origin. REQUIRES: IsKeyName(checkpoint.origin).
Note SignCheckpoint(const Checkpoint& checkpoint, const SigningKey& key);
// The checkpoint of a note that the ledger of this key has signed. Errors of VerifyNote(); DATA_LOSS when the origin is
// not the key's name.
absl::StatusOr<Checkpoint> OpenCheckpoint(const Note& note, const VerifierKey& key);
// The same for the note as it is written.
absl::StatusOr<Checkpoint> OpenCheckpoint(std::string_view note, const VerifierKey& key);

}  // namespace candor::ledger

#endif  // CANDOR_DAEMON_LEDGER_CHECKPOINT_H_
