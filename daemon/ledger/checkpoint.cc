#include "daemon/ledger/checkpoint.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/ledger/lines.h"

namespace candor::ledger {
namespace {

absl::Status NoCheckpoint(std::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("this is no checkpoint: ", ToAbsl(why)));
}

}  // namespace

std::string WriteCheckpointText(const Checkpoint& checkpoint) {
  std::string text = absl::StrCat(checkpoint.origin, "\n", checkpoint.size, "\n", Base64(checkpoint.root), "\n");
  for (const std::string& line : checkpoint.extensions) absl::StrAppend(&text, line, "\n");
  return text;
}

absl::StatusOr<Checkpoint> ParseCheckpointText(std::string_view text) {
  Checkpoint checkpoint;
  const std::optional<std::string_view> origin = TakeLine(text);
  if (!origin || origin->empty()) return NoCheckpoint("it names no origin");
  checkpoint.origin = std::string(*origin);
  const std::optional<std::string_view> size_line = TakeLine(text);
  const std::optional<uint64_t> size = size_line ? ParseDecimal(*size_line) : std::nullopt;
  if (!size) return NoCheckpoint("its second line is no size");
  checkpoint.size = *size;
  const std::optional<std::string_view> root_line = TakeLine(text);
  const std::optional<Hash> root = root_line ? ParseHash(*root_line) : std::nullopt;
  if (!root) return NoCheckpoint("its third line is no root");
  checkpoint.root = *root;
  while (!text.empty()) {
    const std::optional<std::string_view> line = TakeLine(text);
    if (!line || line->empty()) return NoCheckpoint("it has an empty line, or does not end");
    checkpoint.extensions.emplace_back(*line);
  }
  if (checkpoint.size == 0 && checkpoint.root != EmptyRoot()) {
    return NoCheckpoint("an empty ledger has another root");
  }
  return checkpoint;
}

Note SignCheckpoint(const Checkpoint& checkpoint, const SigningKey& key) {
  Note note;
  note.text = WriteCheckpointText(checkpoint);
  note.signatures.push_back(SignNote(note.text, checkpoint.origin, key));
  return note;
}

absl::StatusOr<Checkpoint> OpenCheckpoint(const Note& note, const VerifierKey& key) {
  CANDOR_RETURN_IF_ERROR(VerifyNote(note, key));
  CANDOR_ASSIGN_OR_RETURN(Checkpoint checkpoint, ParseCheckpointText(note.text));
  if (checkpoint.origin != key.name) {
    return absl::DataLossError(absl::StrCat("the checkpoint is one of another ledger than that of ", key.name));
  }
  return checkpoint;
}

absl::StatusOr<Checkpoint> OpenCheckpoint(std::string_view note, const VerifierKey& key) {
  CANDOR_ASSIGN_OR_RETURN(const Note parsed, ParseNote(note));
  return OpenCheckpoint(parsed, key);
}

}  // namespace candor::ledger
