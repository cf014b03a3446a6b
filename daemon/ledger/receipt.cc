#include "daemon/ledger/receipt.h"

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/ledger/lines.h"
#include "daemon/ledger/proof.h"

namespace candor::ledger {
namespace {

constexpr std::string_view kFirstLine = "c2sp.org/tlog-proof@v1";
constexpr std::string_view kExtra = "extra ";
constexpr std::string_view kIndex = "index ";
constexpr std::string_view kOld = "old ";
// A tree of 2^64 leaves has no longer path or proof.
constexpr size_t kMaxPath = 64;
constexpr size_t kMaxProof = 63;

absl::Status NoReceipt(std::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("this is no receipt: ", ToAbsl(why)));
}

absl::Status NoRequest(std::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("this is no request to a witness: ", ToAbsl(why)));
}

// The number on a line that begins with `name`.
std::optional<uint64_t> NumberAfter(std::string_view name, const std::optional<std::string_view>& line) {
  if (!line || !line->starts_with(name)) return std::nullopt;
  return ParseDecimal(line->substr(name.size()));
}

}  // namespace

std::string WriteReceipt(const Receipt& receipt) {
  std::string out = absl::StrCat(ToAbsl(kFirstLine), "\n");
  if (receipt.extra) absl::StrAppend(&out, ToAbsl(kExtra), Base64(*receipt.extra), "\n");
  absl::StrAppend(&out, ToAbsl(kIndex), receipt.index, "\n");
  AppendHashes(receipt.path, out);
  absl::StrAppend(&out, "\n", WriteNote(receipt.checkpoint));
  return out;
}

absl::StatusOr<Receipt> ParseReceipt(std::string_view text) {
  if (TakeLine(text) != kFirstLine) return NoReceipt("its first line is another one");
  Receipt receipt;
  std::optional<std::string_view> line = TakeLine(text);
  if (line && line->starts_with(kExtra)) {
    receipt.extra = ParseBase64(line->substr(kExtra.size()));
    if (!receipt.extra) return NoReceipt("what it brings along cannot be read");
    line = TakeLine(text);
  }
  const std::optional<uint64_t> index = NumberAfter(kIndex, line);
  if (!index) return NoReceipt("it names no index");
  receipt.index = *index;
  std::optional<std::vector<Hash>> path = TakeHashes(text, kMaxPath);
  if (!path) return NoReceipt("its hashes cannot be read");
  receipt.path = *std::move(path);
  CANDOR_ASSIGN_OR_RETURN(receipt.checkpoint, ParseNote(text));
  return receipt;
}

absl::StatusOr<Checkpoint> VerifyReceipt(const Receipt& receipt, const VerifierKey& key) {
  if (!receipt.extra) return NoReceipt("it does not bring the leaf that it speaks of");
  CANDOR_ASSIGN_OR_RETURN(Checkpoint checkpoint, OpenCheckpoint(receipt.checkpoint, key));
  CANDOR_RETURN_IF_ERROR(
      VerifyInclusion(LeafHash(*receipt.extra), receipt.index, checkpoint.size, receipt.path, checkpoint.root));
  return checkpoint;
}

std::string WriteWitnessRequest(const WitnessRequest& request) {
  std::string out = absl::StrCat(ToAbsl(kOld), request.old_size, "\n");
  AppendHashes(request.proof, out);
  absl::StrAppend(&out, "\n", WriteNote(request.checkpoint));
  return out;
}

absl::StatusOr<WitnessRequest> ParseWitnessRequest(std::string_view text) {
  WitnessRequest request;
  const std::optional<uint64_t> old_size = NumberAfter(kOld, TakeLine(text));
  if (!old_size) return NoRequest("it names no earlier size");
  request.old_size = *old_size;
  std::optional<std::vector<Hash>> proof = TakeHashes(text, kMaxProof);
  if (!proof) return NoRequest("its hashes cannot be read");
  request.proof = *std::move(proof);
  CANDOR_ASSIGN_OR_RETURN(request.checkpoint, ParseNote(text));
  return request;
}

}  // namespace candor::ledger
