#ifndef CANDOR_DAEMON_IMPORT_RECORDS_H_
#define CANDOR_DAEMON_IMPORT_RECORDS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "daemon/base/id.h"
#include "daemon/crypto/master_key_source.h"

namespace candor {

struct ImportedRecords {
  uint64_t records = 0;
  std::string from;  // the origin that the file's checkpoint names
  LedgerId ledger;   // the new one's
};

// candord import: makes a data directory of a file that `candor export --all` wrote. The file is read twice: nothing is
// made before all of it has been seen to be there, in order, up to a checkpoint that fits. Errors of the file name its
// line. Codes: NOT_FOUND (no file), INVALID_ARGUMENT (no whole export of a whole ledger), FAILED_PRECONDITION (the
// directory is not empty), and those of store::Open() for a new directory.
absl::StatusOr<ImportedRecords> ImportRecords(const std::string& data_dir, const std::string& file,
                                              const crypto::MasterKeySource& master_key = {});

}  // namespace candor

#endif  // CANDOR_DAEMON_IMPORT_RECORDS_H_
