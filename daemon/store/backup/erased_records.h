#ifndef CANDOR_DAEMON_STORE_BACKUP_ERASED_RECORDS_H_
#define CANDOR_DAEMON_STORE_BACKUP_ERASED_RECORDS_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/domain/evidence.h"
#include "daemon/domain/view.h"
#include "daemon/store/backup/restore.h"

namespace candor::store {

// Of what the certificates say was erased where it stood, what a ledger that goes on from a backup with `records`
// records holds and shows still: numbers of entries and amendments, ascending, each once. A record counts by its number
// and leaf, so that one that has the number by now and is another stays. What came after the backup is not there.
// DATA_LOSS for what cannot be read. Thread-safe.
absl::StatusOr<std::vector<uint64_t>> RecordsToErase(const std::vector<ErasedKey>& erased, uint64_t records,
                                                     const domain::View& view, const domain::Evidence& evidence);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_BACKUP_ERASED_RECORDS_H_
