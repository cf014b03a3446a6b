#ifndef CANDOR_DAEMON_LEDGER_ED25519_H_
#define CANDOR_DAEMON_LEDGER_ED25519_H_

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

// Ed25519 as of RFC 8032, by OpenSSL.
namespace candor::ledger {

using PublicKey = std::array<uint8_t, 32>;
using Signature = std::array<uint8_t, 64>;
inline constexpr size_t kSeedBytes = 32;

// A key that signs. OpenSSL overwrites it when it goes. Thread-safe; moves only.
class SigningKey final {
 public:
  // The key that RFC 8032 makes of a seed. The seed stays the caller's to wipe.
  explicit SigningKey(std::span<const uint8_t, kSeedBytes> seed);
  SigningKey(SigningKey&&) noexcept;
  SigningKey& operator=(SigningKey&&) noexcept;
  ~SigningKey();

  const PublicKey& public_key() const { return public_key_; }
  // The same message gives the same signature.
  Signature Sign(std::string_view message) const;

 private:
  struct Held;
  std::unique_ptr<Held> held_;
  PublicKey public_key_{};
};

// Whether the signature is one of this key over this message. Thread-safe.
bool VerifySignature(const PublicKey& key, std::string_view message, std::span<const uint8_t> signature);

}  // namespace candor::ledger

#endif  // CANDOR_DAEMON_LEDGER_ED25519_H_
