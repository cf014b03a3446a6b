#include "daemon/ledger/cosignature.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/base/bytes.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

namespace candor::ledger {
namespace {

constexpr size_t kTimeBytes = sizeof(uint64_t);

std::string Message(uint64_t time, std::string_view text) {
  return absl::StrCat("cosignature/v1\ntime ", time, "\n", ToAbsl(text));
}

absl::StatusOr<absl::Time> TimeOf(const NoteSignature& signature, std::string_view text, const VerifierKey& key) {
  const absl::Status bad = absl::DataLossError(absl::StrCat("the cosignature of ", key.name, " does not fit"));
  if (signature.bytes.size() != kTimeBytes + sizeof(Signature)) return bad;
  const auto seconds = ReadBigEndian<uint64_t>(signature.bytes);
  if (seconds > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) return bad;
  const std::string_view signed_bytes = std::string_view(signature.bytes).substr(kTimeBytes);
  if (!VerifySignature(key.key, Message(seconds, text), AsBytes(signed_bytes))) return bad;
  return absl::FromUnixSeconds(static_cast<int64_t>(seconds));
}

}  // namespace

NoteSignature Cosign(std::string_view text, absl::Time time, std::string_view name, const SigningKey& key) {
  const VerifierKey verifier{std::string(name), SignatureType::kCosignature, key.public_key()};
  const auto seconds = static_cast<uint64_t>(absl::ToUnixSeconds(time));
  NoteSignature signature{verifier.name, verifier.id(), ""};
  AppendBigEndian(seconds, signature.bytes);
  signature.bytes.append(AsText(key.Sign(Message(seconds, text))));
  return signature;
}

absl::StatusOr<absl::Time> VerifyCosignature(const Note& note, const VerifierKey& key) {
  const std::vector<NoteSignature> signatures = note.From(key);
  if (signatures.empty()) {
    return absl::NotFoundError(absl::StrCat("it is not cosigned by the key ", key.ToString()));
  }
  absl::Time last = absl::InfinitePast();
  for (const NoteSignature& signature : signatures) {
    CANDOR_ASSIGN_OR_RETURN(const absl::Time time, TimeOf(signature, note.text, key));
    last = std::max(last, time);
  }
  return last;
}

}  // namespace candor::ledger
