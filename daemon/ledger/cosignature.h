#ifndef CANDOR_DAEMON_LEDGER_COSIGNATURE_H_
#define CANDOR_DAEMON_LEDGER_COSIGNATURE_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/ledger/note.h"

// Cosignatures (c2sp.org/tlog-cosignature, Ed25519): a witness says that at a time this was the largest checkpoint of
// the ledger it had seen, and that it goes on from all it had seen before.
namespace candor::ledger {

// `text` is that of a checkpoint's note. `time` is cut to whole seconds. REQUIRES: IsKeyName(name), `time` is not
// before 1970.
NoteSignature Cosign(std::string_view text, absl::Time time, std::string_view name, const SigningKey& key);

// When this witness cosigned the note last. NOT_FOUND when it has not, DATA_LOSS when a cosignature does not fit.
// REQUIRES: key.type is kCosignature.
absl::StatusOr<absl::Time> VerifyCosignature(const Note& note, const VerifierKey& key);

}  // namespace candor::ledger

#endif  // CANDOR_DAEMON_LEDGER_COSIGNATURE_H_
