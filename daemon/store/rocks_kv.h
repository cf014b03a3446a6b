#ifndef CANDOR_DAEMON_STORE_ROCKS_KV_H_
#define CANDOR_DAEMON_STORE_ROCKS_KV_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "daemon/crypto/file_keys.h"
#include "daemon/store/kv.h"

namespace candor::store {

struct RocksOptions {
  std::string path;  // the folder of the database
  // Under which its files are sealed. Needed.
  std::shared_ptr<const crypto::FileKeys> keys = nullptr;
  bool create = false;         // make it when there is none
  uint64_t fencing_token = 1;  // refused when the database has been opened with a newer one
  size_t block_cache_bytes = 32 << 20;
  uint64_t min_free_bytes = 0;  // with less free space logged writes are RESOURCE_EXHAUSTED
};

// Opens the database. rocksdb::Status stops here. Codes: NOT_FOUND (nothing there and !create), FAILED_PRECONDITION
// (another process has it open, a family this program does not know, a newer fencing token), DATA_LOSS (damage, or a
// file that is not sealed under one of the keys; with the file), RESOURCE_EXHAUSTED (no space), INVALID_ARGUMENT (no
// keys).
absl::StatusOr<std::unique_ptr<Kv>> OpenRocksKv(const RocksOptions& options);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_ROCKS_KV_H_
