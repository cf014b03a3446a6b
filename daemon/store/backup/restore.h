#ifndef CANDOR_DAEMON_STORE_BACKUP_RESTORE_H_
#define CANDOR_DAEMON_STORE_BACKUP_RESTORE_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/clock.h"
#include "daemon/crypto/master_key_source.h"
#include "daemon/domain/evidence.h"
#include "daemon/domain/subject.h"
#include "daemon/ledger/backup_file.h"

namespace candor::store {

// A key that a certificate says was destroyed. Where that was after a backup was made, it is to be destroyed in what is
// made of the backup too; where the backup holds the erasure itself, a key of that name is one that was made since, and
// stays. Every certificate says all of this, so nothing else here has a default.
struct ErasedKey {
  domain::SubjectId subject;
  domain::KeyClass key_class;
  uint64_t record;       // that put the erasure in force, in the ledger that signed
  absl::Time erased_at;  // in whole seconds
  // What was erased with it where it stood, under keys that stay. Certificates of earlier versions do not say so.
  std::vector<domain::NamedRecord> elsewhere = {};

  bool operator==(const ErasedKey&) const = default;
};

// How far it has come with one of its steps, as in "checking the file".
struct RestoreProgress {
  std::string_view step;
  uint64_t done = 0;
  uint64_t of = 0;
};

struct RestoreOptions {
  std::string file;
  std::string data_dir;  // not there, or an empty folder
  crypto::MasterKeySource
      master_key;          // of the practice, as it was when the backup was made; a passphrase is asked once
  Clock* clock = nullptr;  // not owned
  // Asked once all of the file has been seen to be there, and before anything is made. An error ends it.
  std::function<absl::StatusOr<std::vector<ErasedKey>>(const ledger::BackupHeader&)> erased;
  // Told now and then, where given; an error ends it, and nothing is left.
  std::function<absl::Status(const RestoreProgress&)> progress;
};

struct RestoredLedger {
  ledger::BackupHeader header;
  uint64_t epoch = 0;           // as which it goes on
  uint64_t keys = 0;            // that are left in the key table
  uint32_t erased_again = 0;    // of the keys that were to be erased, those that were there
  uint32_t erased_before = 0;   // certificates of what the backup itself says is erased: nothing came of them
  uint32_t without_key = 0;     // certificates of what the backup has no key of: nothing came of their keys either
  uint64_t erased_records = 0;  // entries and amendments that the certificates name beside, and that are erased now
  uint64_t cosigned = 0;        // records under the largest checkpoint of a witness that the backup brings; 0: none
};

// Makes a data directory of a backup: the same ledger under a new epoch, with a record that says so. All of it or
// nothing: a file that is cut off, changed or no backup is refused whole. Every record is opened and held against its
// commitment, all of them against the checkpoint, and everything else is made of them anew. Codes: NOT_FOUND (no file),
// INVALID_ARGUMENT (no backup; no place of the master key), DATA_LOSS (damaged), FAILED_PRECONDITION (another master
// key; the folder is not empty; the clock is before the backup or an erasure), and those of store::Open().
absl::StatusOr<RestoredLedger> RestoreBackup(const RestoreOptions& options);

struct DrillResult {
  RestoredLedger restored;
  uint64_t entries = 0;
  uint64_t rows = 0;  // made of the records, and compared with what they are when they are made once more
  absl::Duration took;
};

// Restores into a folder of its own in `folder`, compares what came of it, and takes it away again, whatever comes of
// it. `options.data_dir` and `options.erased` are not used. Codes as RestoreBackup().
absl::StatusOr<DrillResult> DrillBackup(RestoreOptions options, const std::string& folder);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_BACKUP_RESTORE_H_
