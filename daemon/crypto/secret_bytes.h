#ifndef CANDOR_DAEMON_CRYPTO_SECRET_BYTES_H_
#define CANDOR_DAEMON_CRYPTO_SECRET_BYTES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace candor::crypto {

// Overwrites memory in a way that the compiler keeps.
void Wipe(void* bytes, size_t size);

// Key material of a fixed size: zero at first, overwritten when it goes. Every copy wipes itself. There is no
// comparison, no stream operator and no conversion to text, so that a key does not end up in a log or in the output of
// a test by accident. Thread-compatible.
template <size_t kSize>
class SecretBytes final {
 public:
  SecretBytes() = default;
  explicit SecretBytes(std::span<const uint8_t, kSize> bytes) {
    for (size_t i = 0; i < kSize; ++i) bytes_[i] = bytes[i];
  }
  SecretBytes(const SecretBytes&) = default;
  SecretBytes& operator=(const SecretBytes&) = default;
  ~SecretBytes() { Wipe(bytes_.data(), kSize); }

  static constexpr size_t size() { return kSize; }
  const uint8_t* data() const { return bytes_.data(); }
  uint8_t* data() { return bytes_.data(); }
  std::span<const uint8_t, kSize> span() const { return bytes_; }
  std::span<uint8_t, kSize> mutable_span() { return bytes_; }

 private:
  std::array<uint8_t, kSize> bytes_{};
};

// A key of AES-256, of HMAC-SHA-256, or one that others are derived from.
using Key = SecretBytes<32>;
// The two halves that AES-256-SIV needs.
using SivKey = SecretBytes<64>;

}  // namespace candor::crypto

#endif  // CANDOR_DAEMON_CRYPTO_SECRET_BYTES_H_
