#ifndef CANDOR_DAEMON_CRYPTO_TLS_KEY_H_
#define CANDOR_DAEMON_CRYPTO_TLS_KEY_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/crypto/secret_text.h"

// The private key of a certificate. Ours are ECDSA over P-256 (FIPS 186-4), which every TLS library takes; a practice
// that brings its own authority may have P-384, or RSA of 2048 to 8192 bits. As text they are PEM (RFC 7468) of PKCS #8
// (RFC 5958).
namespace candor::crypto {

inline constexpr size_t kMaxKeyFileBytes = 16 * 1024;

// OpenSSL overwrites the key when it goes. Moves only; after a move the old one may only be destroyed or assigned to.
// The const functions are thread-safe.
class TlsKey final {
 public:
  // A new P-256 key.
  static TlsKey Make();
  // The first private key in the text; whatever else there is in it is passed over. `what` begins every message: "the
  // authority's key". FAILED_PRECONDITION, with what to do, for a text without one, one under a passphrase, and a kind
  // that is not taken.
  static absl::StatusOr<TlsKey> FromPem(std::string_view pem, std::string_view what);
  // From a file of mode 0600 that belongs to this user. NOT_FOUND when there is none; FAILED_PRECONDITION as
  // FromPem(), and when it is not a plain file, belongs to somebody else or can be reached by others.
  static absl::StatusOr<TlsKey> Load(const std::string& path, std::string_view what);

  TlsKey(TlsKey&&) noexcept;
  TlsKey& operator=(TlsKey&&) noexcept;
  ~TlsKey();

  // Makes a file of mode 0600, durably. ALREADY_EXISTS when something is there.
  absl::Status CreateFile(const std::string& path) const;
  SecretText ToPem() const;

  // SubjectPublicKeyInfo of RFC 5280 in DER.
  const std::string& public_key() const { return public_key_; }

  // For this room: what OpenSSL is handed.
  struct Held;
  const Held& held() const { return *held_; }

 private:
  explicit TlsKey(std::unique_ptr<Held> held);

  std::unique_ptr<Held> held_;
  std::string public_key_;
};

}  // namespace candor::crypto

#endif  // CANDOR_DAEMON_CRYPTO_TLS_KEY_H_
