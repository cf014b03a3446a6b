#ifndef CANDOR_CLI_VERBS_KNOWN_LEDGER_H_
#define CANDOR_CLI_VERBS_KNOWN_LEDGER_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cli/wire/connection.h"
#include "daemon/ledger/checkpoint.h"
#include "daemon/ledger/merkle.h"
#include "daemon/ledger/note.h"
#include "google/protobuf/repeated_field.h"

// What this side remembers of a ledger: its key and the last checkpoint seen. Whoever shows less, or something else,
// later is refused: that is what makes a checkpoint worth signing.
namespace candor::cli {

// The backup with which a ledger's epoch began, as the daemon tells it.
struct RestoredBackup {
  uint64_t records = 0;
  absl::Time made_at;
};

struct KnownLedger {
  ledger::VerifierKey key;
  ledger::Note note;
  ledger::Checkpoint checkpoint;
  std::optional<RestoredBackup> restored = {};  // of one that is shown; not remembered
};

// `$XDG_STATE_HOME/candor`, or the same under ~/.local/state.
std::string DefaultStateFolder();
// The file that remembers the ledger behind `server`; the folder is made.
absl::StatusOr<std::string> KnownLedgerFile(const std::string& state_folder, std::string_view server);
// nullopt when nothing is remembered. A local-file error, with what to do, when the file is damaged.
absl::StatusOr<std::optional<KnownLedger>> ReadKnownLedger(const std::string& path);
// Only while HoldFile() holds the file, from before the ledger was asked: nobody else can have remembered more since.
absl::Status WriteKnownLedger(const std::string& path, const KnownLedger& known);

// Gives the proof that the ledger of size `from` is the beginning of that of size `to`.
using ConsistencySource = std::function<absl::StatusOr<std::vector<ledger::Hash>>(uint64_t from, uint64_t to)>;

// That `shown` goes on from what is known. NotProvenError() says what does not fit and what to do: an older checkpoint,
// a changed past, another key, a ledger that has been restored, and then whether what is known is still in it.
absl::Status CheckGoesOn(const KnownLedger& known, const KnownLedger& shown, const ConsistencySource& proof);

// NotProvenError() for what OpenCheckpoint() and the like refuse.
absl::Status AsNotProven(const absl::Status& status);

// The hashes of an answer. NotProvenError() when one does not have 32 bytes.
absl::StatusOr<std::vector<ledger::Hash>> HashesOf(const google::protobuf::RepeatedPtrField<std::string>& wire);
absl::StatusOr<std::vector<ledger::Hash>> AskForConsistency(Connection& connection, uint64_t from, uint64_t to);

// The newest checkpoint of the daemon behind `connection`, held against what is remembered in `state_folder`, and
// remembered in its place. Waits for any other `candor` that does so.
absl::StatusOr<KnownLedger> AskForCheckpoint(Connection& connection, const std::string& state_folder);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_KNOWN_LEDGER_H_
