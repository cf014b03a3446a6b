#ifndef CANDOR_DAEMON_LEDGER_NOTE_H_
#define CANDOR_DAEMON_LEDGER_NOTE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/ledger/ed25519.h"

// Signed notes (c2sp.org/signed-note): a text, an empty line, and signature lines "— NAME BASE64".
// Parsers give INVALID_ARGUMENT with what is wrong for text that is not of the format.
namespace candor::ledger {

// Stands in the key id, so that one key never signs two things that could be taken for each other.
enum class SignatureType : uint8_t {
  kEd25519 = 0x01,      // the text as it stands
  kCosignature = 0x04,  // c2sp.org/tlog-cosignature, with a time
};

// Who a signature is from: what people pass on to each other, "NAME+KEYID+BASE64".
struct VerifierKey {
  std::string name;
  SignatureType type = SignatureType::kEd25519;
  PublicKey key{};

  // First four bytes of SHA-256(name ‖ line feed ‖ type ‖ key).
  uint32_t id() const;
  std::string ToString() const;
  bool operator==(const VerifierKey&) const = default;
};
absl::StatusOr<VerifierKey> ParseVerifierKey(std::string_view text);

// Whether a key may be called this: not empty, UTF-8 without control characters, spaces and "+".
bool IsKeyName(std::string_view name);

struct NoteSignature {
  std::string name;
  uint32_t key_id = 0;
  std::string bytes;  // after the key id

  bool operator==(const NoteSignature&) const = default;
};
// With its line feed.
std::string WriteSignatureLine(const NoteSignature& signature);
absl::StatusOr<NoteSignature> ParseSignatureLine(std::string_view line);

struct Note {
  static constexpr size_t kMaxBytes = 64 * 1024;
  static constexpr size_t kMaxSignatures = 64;

  std::string text;  // ends with a line feed
  std::vector<NoteSignature> signatures;

  // The signatures that this key may have made.
  std::vector<NoteSignature> From(const VerifierKey& key) const;
  bool operator==(const Note&) const = default;
};
// INVALID_ARGUMENT for more than `max_bytes`, too.
absl::StatusOr<Note> ParseNote(std::string_view bytes, size_t max_bytes = Note::kMaxBytes);
std::string WriteNote(const Note& note);

// REQUIRES: IsKeyName(name).
NoteSignature SignNote(std::string_view text, std::string_view name, const SigningKey& key);
// OK when the note carries a signature of this key that fits. NOT_FOUND when it carries none, DATA_LOSS when it does
// not fit. REQUIRES: key.type is kEd25519.
absl::Status VerifyNote(const Note& note, const VerifierKey& key);

}  // namespace candor::ledger

#endif  // CANDOR_DAEMON_LEDGER_NOTE_H_
