#ifndef CANDOR_DAEMON_STORE_DATA_DIRECTORY_H_
#define CANDOR_DAEMON_STORE_DATA_DIRECTORY_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/id.h"
#include "daemon/crypto/file_keys.h"
#include "daemon/crypto/key_table.h"
#include "daemon/crypto/master_key_source.h"
#include "daemon/crypto/rekey.h"
#include "daemon/store/head_file.h"
#include "daemon/store/kv.h"

namespace candor::store {

// Raised with every change of keys, rows or records that an older program would misread.
inline constexpr uint32_t kSchema = 2;

// From this one on the database's files are sealed, and FILEKEYS is there.
inline constexpr uint32_t kSealedSchema = 2;

// For so long a start waits for the LOCK of a process that may be ending.
inline constexpr absl::Duration kLockPatience = absl::Seconds(5);

// What a directory that is made of a backup takes over from it.
struct RestoredParts {
  LedgerId ledger;
  std::string key_table;        // the file KEYS
  std::string passphrase_file;  // the file PASSPHRASE; empty: there was none
};

struct DirectoryOptions {
  std::string path;
  bool create = false;                 // make it when it is missing or empty
  uint64_t min_free_bytes = 64 << 20;  // with less free space the start is refused, with less than half every append
  const crypto::NamingKeys* adopted = nullptr;  // of a key table that is made now, as KeyTable::Create(); not owned
  crypto::MasterKeySource master_key = {};
  // Of a directory that is made now: it goes on as the ledger of a backup. Not owned; nullptr: it is a new ledger.
  const RestoredParts* restored = nullptr;
  absl::Duration lock_patience = kLockPatience;
};

// An open data directory:
//   LOCK         held as long as it is open; whoever comes while another process has it waits for a moment
//   IDENTITY     ledger id and schema version; written once, and when an older schema is raised
//   master.key   the master key, mode 0600; not there where it comes from elsewhere
//   PASSPHRASE   the master key under a passphrase, instead
//   REKEY        a change from one master key to another that is under way
//   KEYS         the key table
//   FILEKEYS     the keys of the database's files
//   HEAD         what the ledger is known to hold
//   EPOCH        how often it has gone on without something that it had held; from the second time on
//   COSIGNED     the largest checkpoint that a witness has cosigned
//   PROVEN       what is known of the plugins' scenarios; not read or written here
//   authority.pem, authority.key, tls/
//                what the daemon is reached with over a network; not read or written here
//   db/          the database, its files sealed
//   db.sealed/   a sealed copy of a database from before, while the first start of this version makes it
// What was being put in the place of one of these files when a process was killed is taken away at the next start.
// Thread-compatible.
class DataDirectory final {
 public:
  // Every error is one sentence that says what to do. Codes: NOT_FOUND (nothing there and !create),
  // FAILED_PRECONDITION (in use, and still so after `lock_patience`; foreign, open to the writes of other users, of a
  // newer schema, another key),
  // DATA_LOSS (damaged; a file is missing, or something else stands in its place), RESOURCE_EXHAUSTED (no space),
  // PERMISSION_DENIED.
  static absl::StatusOr<std::unique_ptr<DataDirectory>> Open(const DirectoryOptions& options);
  ~DataDirectory();
  DataDirectory(const DataDirectory&) = delete;
  DataDirectory& operator=(const DataDirectory&) = delete;

  const LedgerId& ledger_id() const { return ledger_id_; }
  // Both can be taken over once.
  std::unique_ptr<Kv>& kv() { return kv_; }
  std::shared_ptr<crypto::KeyTable>& keys() { return keys_; }
  std::shared_ptr<crypto::FileKeys>& file_keys() { return file_keys_; }
  crypto::MasterKey& master_key() { return *master_; }
  // A change of the master key that was found under way. Everything is under the new key by now; what is left is to put
  // it in place and on record, and to take REKEY away.
  std::optional<crypto::Rekey>& unfinished_rekey() { return rekey_; }
  const std::string& path() const { return path_; }
  // As it was found; nullopt when there was none.
  const std::optional<Head>& head() const { return head_; }
  std::string head_path() const;
  std::string epoch_path() const;
  std::string cosigned_path() const;

 private:
  explicit DataDirectory(std::string path) : path_(std::move(path)) {}

  absl::Status FindFolder(bool create) const;
  absl::Status Lock(absl::Duration patience);
  absl::Status CheckSpace(uint64_t min_free_bytes) const;
  absl::Status Identify(const RestoredParts* restored);
  absl::Status OpenKeys(const DirectoryOptions& options);
  absl::Status TakeOver(const DirectoryOptions& options) const;
  absl::Status OpenMasterKey(const DirectoryOptions& options, bool fresh);
  absl::Status OpenKeyTable(const DirectoryOptions& options, bool fresh);
  absl::Status OpenFileKeys();
  absl::Status WrongKey(const absl::Status& why) const;
  absl::Status SealDatabase();
  absl::Status OpenDatabase(uint64_t min_free_bytes);

  const std::string path_;
  int lock_ = -1;
  LedgerId ledger_id_;
  uint32_t schema_ = kSchema;  // as IDENTITY has it
  std::optional<Head> head_;
  std::optional<crypto::MasterKey> master_;
  std::optional<crypto::Rekey> rekey_;
  std::shared_ptr<crypto::KeyTable> keys_;
  std::shared_ptr<crypto::FileKeys> file_keys_;
  std::unique_ptr<Kv> kv_;
};

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_DATA_DIRECTORY_H_
