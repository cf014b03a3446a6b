#ifndef CANDOR_DAEMON_CRYPTO_CTR_CIPHER_H_
#define CANDOR_DAEMON_CRYPTO_CTR_CIPHER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "daemon/crypto/locked_key.h"
#include "daemon/crypto/secret_bytes.h"

namespace candor::crypto {

// Where the counter of one file starts. Drawn at random for each file and never used for another.
using CtrNonce = std::array<uint8_t, 16>;

// AES-256 in counter mode (NIST SP 800-38A, 6.5) with one key, at any place of a file: block i of 16 bytes is mixed
// with the encryption of nonce + i, both taken as big-endian numbers of 128 bits. It hides and does not authenticate:
// what is written under it has checks of its own. Thread-safe; a context is kept per thread.
class CtrCipher final {
 public:
  explicit CtrCipher(const Key& key);
  CtrCipher(const CtrCipher&) = delete;
  CtrCipher& operator=(const CtrCipher&) = delete;

  // Turns plain bytes that stand `offset` bytes into the file into sealed ones, in place, and sealed ones into plain.
  // REQUIRES: no two different contents are ever sealed at the same offset under the same nonce.
  void Apply(const CtrNonce& nonce, uint64_t offset, std::span<char> bytes) const;

  // To be wrapped under another key, and for nothing else.
  const Key& key() const { return *key_; }

 private:
  const LockedKey key_;
  const uint64_t id_;  // of this object and no other of this process
};

}  // namespace candor::crypto

#endif  // CANDOR_DAEMON_CRYPTO_CTR_CIPHER_H_
