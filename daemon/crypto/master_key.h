#ifndef CANDOR_DAEMON_CRYPTO_MASTER_KEY_H_
#define CANDOR_DAEMON_CRYPTO_MASTER_KEY_H_

#include <string>

#include "absl/status/statusor.h"
#include "daemon/crypto/secret_bytes.h"

// The one key that a practice has to keep: 32 random bytes in a file of mode 0600. Without it nothing in the data
// directory can be read. master_key_source.h says where else it may come from.
namespace candor::crypto {

// Reads the file. NOT_FOUND when there is none. FAILED_PRECONDITION, with what to do, when it is not a plain file
// (symbolic links included), belongs to another user, may be read or written by others, or does not hold exactly 32
// bytes.
absl::StatusOr<Key> LoadMasterKey(const std::string& path);

// The same for a file that systemd hands out as a credential: root may own it.
absl::StatusOr<Key> LoadMasterKeyCredential(const std::string& path);

// Makes the file durable, with a fresh key. ALREADY_EXISTS when something is there.
absl::StatusOr<Key> CreateMasterKey(const std::string& path);

// Load, or Create when there is no file. For a data directory that is new or may be; where records exist already,
// LoadMasterKey() says better what is missing.
absl::StatusOr<Key> LoadOrCreateMasterKey(const std::string& path);

}  // namespace candor::crypto

#endif  // CANDOR_DAEMON_CRYPTO_MASTER_KEY_H_
