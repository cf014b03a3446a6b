#ifndef CANDOR_DAEMON_CRYPTO_SEALING_H_
#define CANDOR_DAEMON_CRYPTO_SEALING_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "daemon/crypto/hashing.h"
#include "daemon/crypto/secret_bytes.h"

// Authenticated encryption of records and of projections. All functions are thread-safe; contexts are kept per thread.
// Nothing is padded here: whoever must hide a length pads before sealing.
namespace candor::crypto {

inline constexpr size_t kNonceSize = 12;
inline constexpr size_t kTagSize = 16;
// Sealed bytes are so much longer than the plain ones.
inline constexpr size_t kSealedOverhead = kNonceSize + kTagSize;
inline constexpr size_t kSealedDeterministicOverhead = kTagSize;

// AES-256-GCM under a fresh random nonce. Appends nonce 12 ‖ ciphertext ‖ tag 16 to `out`. `associated` is
// authenticated and not kept: whoever opens must bring the same bytes (how they are cut into parts does not matter).
void Seal(const Key& key, Parts associated, std::string_view plain, std::string& out);

// Appends the plain bytes to `plain`. DATA_LOSS, and `plain` as it was, when key, associated data or bytes are not
// those of the sealing.
absl::Status Open(const Key& key, Parts associated, std::string_view sealed, std::string& plain);

// AES-256-SIV (RFC 5297) with one component of associated data: the same input gives the same bytes. Appends
// synthetic IV 16 ‖ ciphertext to `out`. It tells whoever sees two sealed values under the same associated data
// whether they are equal, and nothing else. REQUIRES: plain is not empty.
void SealDeterministic(const SivKey& key, std::string_view associated, std::string_view plain, std::string& out);

// As Open().
absl::Status OpenDeterministic(const SivKey& key, std::string_view associated, std::string_view sealed,
                               std::string& plain);

}  // namespace candor::crypto

#endif  // CANDOR_DAEMON_CRYPTO_SEALING_H_
