#ifndef CANDOR_DAEMON_STORE_SEAL_DATABASE_H_
#define CANDOR_DAEMON_STORE_SEAL_DATABASE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "daemon/crypto/file_keys.h"

// Private to this room: a database from before files were sealed (schema 1) becomes a sealed one. Each step may be cut
// short at any point and is done again, or gone on with, by the next start.
namespace candor::store {

// Bytes sealed so far, and all there are. An error ends the copying with it.
using SealProgress = std::function<absl::Status(uint64_t done, uint64_t total)>;

// Makes the folder `sealed`, which is taken away first if it is there, with a sealed copy of every file of the folder
// `plain`, read back and durable. RocksDB's text log is left out. Codes: RESOURCE_EXHAUSTED (no space for a second
// copy; nothing has been written then), DATA_LOSS (what was read back is not what was written), INTERNAL.
// REQUIRES: nobody has the database open.
absl::Status CopySealed(const std::string& plain, const std::string& sealed,
                        const std::shared_ptr<const crypto::FileKeys>& keys, const SealProgress& progress);

// Takes the folder `plain` away and puts `sealed` in its place. Nothing to do when there is no `sealed`.
// FAILED_PRECONDITION, and nothing touched, when `plain` holds a sealed database itself.
absl::Status PutSealedInPlace(const std::string& plain, const std::string& sealed);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_SEAL_DATABASE_H_
