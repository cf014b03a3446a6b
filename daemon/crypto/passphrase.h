#ifndef CANDOR_DAEMON_CRYPTO_PASSPHRASE_H_
#define CANDOR_DAEMON_CRYPTO_PASSPHRASE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/crypto/secret_bytes.h"
#include "daemon/crypto/secret_text.h"

// A master key that lies in the data directory sealed under a passphrase: the file PASSPHRASE, which FORMAT.md draws.
namespace candor::crypto {

inline constexpr size_t kMinPassphraseBytes = 12;
inline constexpr size_t kMaxPassphraseBytes = 1024;

// What somebody typed, as it was typed.
using Passphrase = SecretText;

// INVALID_ARGUMENT for one that is too short, too long, no UTF-8 or has a line break in it.
absl::Status CheckPassphrase(const Passphrase& passphrase);

// The first line of a file of mode 0600 that belongs to this user. NOT_FOUND; FAILED_PRECONDITION with what to do for a
// file that others may reach or that is no plain file; INVALID_ARGUMENT as CheckPassphrase().
absl::StatusOr<Passphrase> ReadPassphraseFile(const std::string& path);

// What scrypt costs (RFC 7914): N = 2^log2_n. The default takes 128 MiB and some tenths of a second.
struct ScryptCost {
  uint8_t log2_n = 17;
  uint16_t r = 8;
  uint16_t p = 1;

  bool operator==(const ScryptCost&) const = default;
};

// RFC 7914; fills `out`. RESOURCE_EXHAUSTED when there is not enough memory.
absl::Status Scrypt(std::string_view passphrase, std::string_view salt, const ScryptCost& cost, std::span<uint8_t> out);

// What the file holds once it is open.
struct PassphraseMaster {
  Key master;
  Key wrapping;  // what scrypt made of the passphrase
};

// A new file's content: `master` under a fresh salt.
absl::StatusOr<std::string> SealUnderPassphrase(const Key& master, const Passphrase& passphrase,
                                                const ScryptCost& cost = {});
// The same file for another master key under the same passphrase. FAILED_PRECONDITION when `wrapping` is not what its
// passphrase makes.
absl::StatusOr<std::string> ResealUnderPassphrase(std::string_view file, const Key& wrapping, const Key& master);

// `path` is for messages. FAILED_PRECONDITION for another passphrase or a newer format; DATA_LOSS for damage.
absl::StatusOr<PassphraseMaster> OpenUnderPassphrase(std::string_view file, const std::string& path,
                                                     const Passphrase& passphrase);

}  // namespace candor::crypto

#endif  // CANDOR_DAEMON_CRYPTO_PASSPHRASE_H_
