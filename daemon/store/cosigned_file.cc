#include "daemon/store/cosigned_file.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "daemon/base/bytes.h"
#include "daemon/base/small_file.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/crypto/hashing.h"
#include "daemon/ledger/checkpoint.h"

namespace candor::store {
namespace {

std::string FirstLine(std::string_view note) {
  const crypto::Digest digest = crypto::Sha256(note);
  return absl::StrCat("candor cosigned 1 ", absl::BytesToHexString(ToAbsl(AsText(digest).substr(0, 8))), "\n");
}

}  // namespace

absl::StatusOr<std::string> ReadCosigned(const std::string& path) {
  CANDOR_ASSIGN_OR_RETURN(const std::optional<std::string> text, ReadSmallFile(path));
  if (!text) return absl::NotFoundError("no witness has cosigned a checkpoint yet");
  const size_t end = text->find('\n');
  if (end == std::string::npos || text->substr(0, end + 1) != FirstLine(text->substr(end + 1))) {
    return absl::DataLossError(absl::StrCat("the cosigned checkpoint in ", path,
                                            " is damaged; remove the file and let the witness cosign again"));
  }
  return text->substr(end + 1);
}

absl::Status WriteCosigned(const std::string& path, std::string_view note) {
  return ReplaceFile(path, absl::StrCat(FirstLine(note), ToAbsl(note)));
}

absl::StatusOr<std::string> JoinCosigned(const std::string& path, std::string_view kept, ledger::Note fresh) {
  std::string earlier(kept);
  if (!path.empty()) {
    auto read = ReadCosigned(path);
    if (!read.ok() && !absl::IsNotFound(read.status())) return read.status();
    if (read.ok()) earlier = *std::move(read);
  }
  if (earlier.empty()) return WriteNote(fresh);
  CANDOR_ASSIGN_OR_RETURN(ledger::Note known, ledger::ParseNote(earlier));
  if (known.text != fresh.text) {
    CANDOR_ASSIGN_OR_RETURN(const ledger::Checkpoint old_one, ledger::ParseCheckpointText(known.text));
    CANDOR_ASSIGN_OR_RETURN(const ledger::Checkpoint new_one, ledger::ParseCheckpointText(fresh.text));
    return new_one.size > old_one.size ? WriteNote(fresh) : earlier;
  }
  for (ledger::NoteSignature& signature : fresh.signatures) {
    if (known.signatures.size() == ledger::Note::kMaxSignatures) break;
    if (std::ranges::find(known.signatures, signature) == known.signatures.end()) {
      known.signatures.push_back(std::move(signature));
    }
  }
  return WriteNote(known);
}

}  // namespace candor::store
