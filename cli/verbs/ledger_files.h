#ifndef CANDOR_CLI_VERBS_LEDGER_FILES_H_
#define CANDOR_CLI_VERBS_LEDGER_FILES_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/base/small_file.h"
#include "daemon/ledger/checkpoint.h"
#include "daemon/ledger/ed25519.h"
#include "daemon/ledger/note.h"

// The files that the verbs about evidence read and write. Errors are LocalFileError() unless said otherwise.
namespace candor::cli {

absl::StatusOr<std::string> ReadTextFile(const std::string& path);
// For the owner only; whole or not at all.
absl::Status WriteTextFile(const std::string& path, std::string_view text);
// While it lives no other `candor` holds `path`: for what is read, compared and written again. It is a file beside it,
// and goes with its holder.
absl::StatusOr<HeldFile> HoldFile(const std::string& path);

// A public key as typed: NAME+KEYID+BASE64, or the name of a file that holds it. Usage error for neither.
absl::StatusOr<ledger::VerifierKey> ReadKey(const std::string& typed, ledger::SignatureType type);

// A witness's key: "PRIVATE+KEY+NAME+KEYID+BASE64", as the first implementation of signed notes writes it.
struct WitnessKey {
  std::string name;
  ledger::SigningKey key;

  ledger::VerifierKey verifier() const { return {name, ledger::SignatureType::kCosignature, key.public_key()}; }
};
// Makes the file with a fresh key when there is none and `name` is not empty.
absl::StatusOr<WitnessKey> ReadOrMakeWitnessKey(const std::string& path, const std::string& name);

// A copy of all leaves under a checkpoint, for a check without a daemon: "candor ledger leaves 1", a line of base64 per
// leaf, an empty line, the checkpoint.
struct Leaves {
  std::vector<std::string> leaves;
  std::string checkpoint;
};
std::string WriteLeaves(const Leaves& leaves);
absl::StatusOr<Leaves> ParseLeaves(std::string_view text);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_LEDGER_FILES_H_
