#ifndef CANDOR_DAEMON_CRYPTO_HASHING_H_
#define CANDOR_DAEMON_CRYPTO_HASHING_H_

#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

#include "daemon/crypto/secret_bytes.h"

// SHA-256 and what is made of it. All functions are thread-safe; contexts are kept per thread. A library that cannot
// hash (out of memory, no provider) ends the process: there is nothing right to do without it.
namespace candor::crypto {

using Digest = std::array<uint8_t, 32>;

// Bytes in pieces: the parts one after another, nothing between them.
using Parts = std::initializer_list<std::string_view>;

Digest Sha256(Parts parts);
inline Digest Sha256(std::string_view bytes) {
  return Sha256({bytes});
}

// RFC 2104 with SHA-256.
Digest HmacSha256(std::span<const uint8_t> key, Parts parts);
inline Digest HmacSha256(const Key& key, Parts parts) {
  return HmacSha256(key.span(), parts);
}

// RFC 5869 with SHA-256; fills `out`. REQUIRES: out.size() <= 255 * 32.
void HkdfSha256(std::span<const uint8_t> key, std::string_view salt, std::string_view info, std::span<uint8_t> out);

// From OpenSSL's generator, which the operating system seeds.
void RandomBytes(std::span<uint8_t> out);
Key RandomKey();

// Takes as long for equal as for different contents. Different lengths are different.
bool EqualInConstantTime(std::string_view a, std::string_view b);

}  // namespace candor::crypto

#endif  // CANDOR_DAEMON_CRYPTO_HASHING_H_
