#ifndef CANDOR_CLI_VERBS_BACKUP_CHECK_H_
#define CANDOR_CLI_VERBS_BACKUP_CHECK_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/print/terminal.h"
#include "daemon/crypto/master_key_source.h"
#include "daemon/ledger/backup_file.h"
#include "daemon/ledger/checkpoint.h"

// What this side can say of a backup's file, without a daemon.
namespace candor::cli {

struct CheckedBackup {
  ledger::BackupHeader header;
  ledger::Checkpoint checkpoint;
  std::optional<uint64_t> keys;  // in its key table, once the content was looked at
};

// Reads all of the file: that it is there whole, as it was written, and signed by the key in it. With a master key also
// that every chunk opens, that the records are those of the checkpoint, and that the key table opens; a
// source that names no place outside a data directory is none. NotProvenError() for what is cut off or changed,
// LocalFileError() for what cannot be read or is no backup, FAILED_PRECONDITION for another master key.
absl::StatusOr<CheckedBackup> CheckBackup(Terminal& terminal, const std::string& path,
                                          const crypto::MasterKeySource& master_key);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_BACKUP_CHECK_H_
