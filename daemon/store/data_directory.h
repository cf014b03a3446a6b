#ifndef CANDOR_DAEMON_STORE_DATA_DIRECTORY_H_
#define CANDOR_DAEMON_STORE_DATA_DIRECTORY_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/base/id.h"
#include "daemon/crypto/key_table.h"
#include "daemon/store/head_file.h"
#include "daemon/store/kv.h"

namespace candor::store {

// Raised with every change of keys, rows or records that an older program would misread.
inline constexpr uint32_t kSchema = 1;

struct DirectoryOptions {
  std::string path;
  bool create = false;                 // make it when it is missing or empty
  uint64_t min_free_bytes = 64 << 20;  // with less free space the start is refused, with less than half every append
  const crypto::NamingKeys* adopted = nullptr;  // of a key table that is made now, as KeyTable::Create(); not owned
};

// An open data directory:
//   LOCK         held as long as it is open
//   IDENTITY     ledger id and schema version; written once
//   master.key   wraps the key table's key; mode 0600
//   KEYS         the key table
//   HEAD         what the ledger is known to hold
//   EPOCH        how often it has gone on without something that it had held; from the second time on
//   COSIGNED     the largest checkpoint that a witness has cosigned
//   PROVEN       what is known of the plugins' scenarios; not read or written here
//   db/          the database
// Thread-compatible.
class DataDirectory final {
 public:
  // Every error is one sentence that says what to do. Codes: NOT_FOUND (nothing there and !create),
  // FAILED_PRECONDITION (in use, foreign, of a newer schema, another key), DATA_LOSS (damaged; a file is missing, or
  // something else stands in its place), RESOURCE_EXHAUSTED (no space), PERMISSION_DENIED.
  static absl::StatusOr<std::unique_ptr<DataDirectory>> Open(const DirectoryOptions& options);
  ~DataDirectory();
  DataDirectory(const DataDirectory&) = delete;
  DataDirectory& operator=(const DataDirectory&) = delete;

  const LedgerId& ledger_id() const { return ledger_id_; }
  // Both can be taken over once.
  std::unique_ptr<Kv>& kv() { return kv_; }
  std::shared_ptr<crypto::KeyTable>& keys() { return keys_; }
  // As it was found; nullopt when there was none.
  const std::optional<Head>& head() const { return head_; }
  std::string head_path() const;
  std::string epoch_path() const;
  std::string cosigned_path() const;

 private:
  explicit DataDirectory(std::string path) : path_(std::move(path)) {}

  absl::Status FindFolder(bool create) const;
  absl::Status Lock();
  absl::Status CheckSpace(uint64_t min_free_bytes) const;
  absl::Status Identify();
  absl::Status OpenKeys(const crypto::NamingKeys* adopted);
  absl::Status OpenDatabase(uint64_t min_free_bytes);

  const std::string path_;
  int lock_ = -1;
  LedgerId ledger_id_;
  std::optional<Head> head_;
  std::shared_ptr<crypto::KeyTable> keys_;
  std::unique_ptr<Kv> kv_;
};

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_DATA_DIRECTORY_H_
