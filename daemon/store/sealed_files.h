#ifndef CANDOR_DAEMON_STORE_SEALED_FILES_H_
#define CANDOR_DAEMON_STORE_SEALED_FILES_H_

#include <rocksdb/file_system.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/crypto/file_keys.h"
#include "daemon/store/kv.h"

// Private to this room: the database's files as they lie on the disk, each sealed under a data key of the registry
// (AES-256-CTR, a nonce of its own). FORMAT.md draws the prefix.
namespace candor::store {

// Stands before the content of every file. A page, so that what RocksDB aligns stays aligned; no smaller part of it is
// ever on the device without the rest.
inline constexpr size_t kSealedPrefixBytes = 4096;

// The machine's files, read and written through `keys`: new ones under the current key, others under the one whose
// number they have. A file whose prefix is damaged, or that is not sealed, or whose key the registry lacks, is
// rocksdb::Status::Corruption and named. Empty files stay empty. Thread-safe.
std::shared_ptr<rocksdb::FileSystem> NewSealedFileSystem(std::shared_ptr<const crypto::FileKeys> keys);

// The number of the key under which the file is sealed; 0 when it is not sealed, nullopt when it is empty or gone.
std::optional<uint32_t> SealedUnder(const std::string& path);

// How many files of the folder, and how many bytes, are under which key; in ascending order of the numbers.
absl::StatusOr<std::vector<FileKeyUse>> KeyUseIn(const std::string& folder);

// A log that was made just before a power failure may lie there without its prefix on the device. Nothing that was
// synced stands behind one, and what could not be synced nobody can read: such logs are made empty, so that recovery
// goes on to what HEAD says of the rest. REQUIRES: nobody has the database open.
absl::Status EmptyUnwrittenLogs(const std::string& folder);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_SEALED_FILES_H_
