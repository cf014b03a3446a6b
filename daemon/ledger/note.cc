#include "daemon/ledger/note.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "daemon/base/bytes.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/base/utf8.h"
#include "daemon/ledger/lines.h"
#include "daemon/ledger/merkle.h"

namespace candor::ledger {
namespace {

constexpr std::string_view kDash = "\xE2\x80\x94 ";  // U+2014 and a space
constexpr size_t kKeyIdBytes = sizeof(uint32_t);

// The spaces of Unicode beyond ASCII, in UTF-8.
constexpr std::string_view kWideSpaces[] = {
    "\xC2\x85",     "\xC2\xA0",     "\xE1\x9A\x80", "\xE2\x80\x80", "\xE2\x80\x81", "\xE2\x80\x82", "\xE2\x80\x83",
    "\xE2\x80\x84", "\xE2\x80\x85", "\xE2\x80\x86", "\xE2\x80\x87", "\xE2\x80\x88", "\xE2\x80\x89", "\xE2\x80\x8A",
    "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80"};

bool IsControl(char c) {
  return static_cast<unsigned char>(c) < 0x20;
}

absl::Status NoNote(std::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("this is no signed note: ", ToAbsl(why)));
}

absl::Status NoKey() {
  return absl::InvalidArgumentError("a public key is written NAME+KEYID+BASE64, as `candor ledger key` prints it");
}

bool IsKnownType(uint8_t type) {
  return type == static_cast<uint8_t>(SignatureType::kEd25519) ||
         type == static_cast<uint8_t>(SignatureType::kCosignature);
}

absl::StatusOr<std::vector<NoteSignature>> ParseSignatures(std::string_view lines) {
  std::vector<NoteSignature> signatures;
  while (!lines.empty()) {
    const std::optional<std::string_view> line = TakeLine(lines);
    if (!line) return NoNote("its last line does not end");
    if (signatures.size() == Note::kMaxSignatures) return NoNote("it has too many signatures");
    CANDOR_ASSIGN_OR_RETURN(NoteSignature signature, ParseSignatureLine(*line));
    signatures.push_back(std::move(signature));
  }
  if (signatures.empty()) return NoNote("it has no signature");
  return signatures;
}

}  // namespace

uint32_t VerifierKey::id() const {
  std::string bytes = absl::StrCat(name, "\n");
  bytes.push_back(static_cast<char>(type));
  bytes.append(AsText(key));
  return ReadBigEndian<uint32_t>(AsText(Sha256(bytes)));
}

std::string VerifierKey::ToString() const {
  std::string bytes(1, static_cast<char>(type));
  bytes.append(AsText(key));
  return absl::StrCat(name, "+", absl::StrFormat("%08x", id()), "+", Base64(bytes));
}

absl::StatusOr<VerifierKey> ParseVerifierKey(std::string_view text) {
  const size_t first = text.find('+');
  if (first == std::string_view::npos) return NoKey();
  const size_t second = text.find('+', first + 1);
  if (second == std::string_view::npos) return NoKey();
  const std::optional<std::string> bytes = ParseBase64(text.substr(second + 1));
  if (!bytes || bytes->size() != 1 + sizeof(PublicKey) || !IsKnownType(static_cast<uint8_t>((*bytes)[0]))) {
    return NoKey();
  }
  VerifierKey key;
  key.name = std::string(text.substr(0, first));
  key.type = static_cast<SignatureType>((*bytes)[0]);
  std::ranges::copy(AsBytes(*bytes).subspan(1), key.key.begin());
  // Its own spelling of the id is the only one that is taken.
  if (!IsKeyName(key.name) || key.ToString() != text) return NoKey();
  return key;
}

bool IsKeyName(std::string_view name) {
  if (name.empty() || !IsUtf8(name)) return false;
  if (std::ranges::any_of(name, [](char c) { return IsControl(c) || c == ' ' || c == '+'; })) return false;
  return std::ranges::none_of(kWideSpaces,
                              [&](std::string_view space) { return name.find(space) != std::string_view::npos; });
}

std::string WriteSignatureLine(const NoteSignature& signature) {
  std::string bytes;
  AppendBigEndian(signature.key_id, bytes);
  bytes += signature.bytes;
  return absl::StrCat(ToAbsl(kDash), signature.name, " ", Base64(bytes), "\n");
}

absl::StatusOr<NoteSignature> ParseSignatureLine(std::string_view line) {
  if (!line.starts_with(kDash)) return NoNote("a line after the last empty one is no signature");
  line.remove_prefix(kDash.size());
  const size_t space = line.find(' ');
  if (space == std::string_view::npos) return NoNote("a signature line has no signature");
  const std::string_view name = line.substr(0, space);
  const std::optional<std::string> bytes = ParseBase64(line.substr(space + 1));
  if (!IsKeyName(name) || !bytes || bytes->size() <= kKeyIdBytes) return NoNote("a signature line cannot be read");
  return NoteSignature{std::string(name), ReadBigEndian<uint32_t>(*bytes), bytes->substr(kKeyIdBytes)};
}

std::vector<NoteSignature> Note::From(const VerifierKey& key) const {
  std::vector<NoteSignature> from;
  std::ranges::copy_if(signatures, std::back_inserter(from), [&, id = key.id()](const NoteSignature& each) {
    return each.key_id == id && each.name == key.name;
  });
  return from;
}

absl::StatusOr<Note> ParseNote(std::string_view bytes, size_t max_bytes) {
  if (bytes.size() > max_bytes) return NoNote("it is too long");
  if (!IsUtf8(bytes)) return NoNote("it is not UTF-8");
  if (std::ranges::any_of(bytes, [](char c) { return IsControl(c) && c != '\n'; })) {
    return NoNote("it holds control characters");
  }
  const size_t split = bytes.rfind("\n\n");
  if (split == std::string_view::npos) return NoNote("it has no empty line before its signatures");
  Note note;
  note.text = std::string(bytes.substr(0, split + 1));
  CANDOR_ASSIGN_OR_RETURN(note.signatures, ParseSignatures(bytes.substr(split + 2)));
  return note;
}

std::string WriteNote(const Note& note) {
  std::string out = absl::StrCat(note.text, "\n");
  for (const NoteSignature& signature : note.signatures) out += WriteSignatureLine(signature);
  return out;
}

NoteSignature SignNote(std::string_view text, std::string_view name, const SigningKey& key) {
  const VerifierKey verifier{std::string(name), SignatureType::kEd25519, key.public_key()};
  return {verifier.name, verifier.id(), std::string(AsText(key.Sign(text)))};
}

absl::Status VerifyNote(const Note& note, const VerifierKey& key) {
  const std::vector<NoteSignature> signatures = note.From(key);
  if (signatures.empty()) {
    return absl::NotFoundError(absl::StrCat("it is not signed by the key ", key.ToString()));
  }
  for (const NoteSignature& signature : signatures) {
    if (VerifySignature(key.key, note.text, AsBytes(signature.bytes))) continue;
    return absl::DataLossError(absl::StrCat("the signature of ", key.name, " does not fit: the text was changed, or ",
                                            "somebody else signed it"));
  }
  return absl::OkStatus();
}

}  // namespace candor::ledger
