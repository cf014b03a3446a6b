#ifndef CANDOR_TESTS_UNIT_STORE_SEALED_DATABASE_H_
#define CANDOR_TESTS_UNIT_STORE_SEALED_DATABASE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "daemon/base/status.h"
#include "daemon/crypto/file_keys.h"
#include "daemon/crypto/master_key.h"
#include "daemon/store/rocks_kv.h"

namespace candor::store {

// Of a data directory whose master key lies in it.
inline absl::StatusOr<std::shared_ptr<crypto::FileKeys>> FileKeysOf(const std::string& data_dir) {
  CANDOR_ASSIGN_OR_RETURN(const crypto::Key master, crypto::LoadMasterKey(data_dir + "/master.key"));
  CANDOR_ASSIGN_OR_RETURN(std::unique_ptr<crypto::FileKeys> keys,
                          crypto::FileKeys::Open(data_dir + "/FILEKEYS", master));
  return std::shared_ptr<crypto::FileKeys>(std::move(keys));
}

// The database of such a directory, which nobody has open, past the store and its checks.
inline absl::StatusOr<std::unique_ptr<Kv>> OpenDatabaseOf(const std::string& data_dir) {
  CANDOR_ASSIGN_OR_RETURN(const std::shared_ptr<crypto::FileKeys> keys, FileKeysOf(data_dir));
  return OpenRocksKv({.path = data_dir + "/db", .keys = keys});
}

}  // namespace candor::store

#endif  // CANDOR_TESTS_UNIT_STORE_SEALED_DATABASE_H_
