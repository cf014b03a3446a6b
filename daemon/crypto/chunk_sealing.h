#ifndef CANDOR_DAEMON_CRYPTO_CHUNK_SEALING_H_
#define CANDOR_DAEMON_CRYPTO_CHUNK_SEALING_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "daemon/crypto/hashing.h"
#include "daemon/crypto/sealing.h"
#include "daemon/crypto/secret_bytes.h"

// Authenticated encryption of one long text in numbered pieces. Thread-safe.
namespace candor::crypto {

// Sealed pieces are so much longer than the plain ones.
inline constexpr size_t kChunkOverhead = kTagSize;

// AES-256-GCM with the piece's number as the nonce (32 zero bits ‖ number u64), so that pieces open in their own places
// only. Appends ciphertext ‖ tag 16 to `out`. REQUIRES: under this key every number is used once, whatever it seals:
// make a key for each text.
void SealChunk(const Key& key, uint64_t number, Parts associated, std::string_view plain, std::string& out);

// Appends the plain bytes to `plain`. DATA_LOSS, and `plain` as it was, when key, number, associated data or bytes are
// not those of the sealing.
absl::Status OpenChunk(const Key& key, uint64_t number, Parts associated, std::string_view sealed, std::string& plain);

}  // namespace candor::crypto

#endif  // CANDOR_DAEMON_CRYPTO_CHUNK_SEALING_H_
