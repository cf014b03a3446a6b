#ifndef CANDOR_DAEMON_STORE_ROCKS_REWRITE_H_
#define CANDOR_DAEMON_STORE_ROCKS_REWRITE_H_

#include <rocksdb/db.h>
#include <rocksdb/env.h>

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "daemon/store/kv.h"

// Private to this room: how an open database gets all of its files under the newest key.
namespace candor::store {

// The largest manifest. A larger one is written anew with the next change of files, which is how a rotation gets the
// manifest under a new key without closing the database.
inline constexpr uint64_t kManifestBytes = 1 << 20;

// An open database, as a rewriting needs it. Nothing is owned.
struct RewriteTarget {
  rocksdb::DB* db = nullptr;
  rocksdb::Env* env = nullptr;  // with the sealed files
  std::string folder;
  rocksdb::ColumnFamilyHandle* fallback = nullptr;     // "default"
  std::vector<rocksdb::ColumnFamilyHandle*> families;  // all of them, "default" too
};

// Kv::RewriteFiles(), for every file below key number `current`.
absl::Status RewriteFilesBelow(const RewriteTarget& target, uint32_t current, const RewriteProgress& progress,
                               std::atomic<bool>& stop);

// Takes away what a rewriting that was cut short has left among the rows. Cheap when there is nothing.
absl::Status RemoveRewriteRest(const RewriteTarget& target);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_ROCKS_REWRITE_H_
