#ifndef CANDOR_DAEMON_STORE_EPOCH_FILE_H_
#define CANDOR_DAEMON_STORE_EPOCH_FILE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/base/id.h"
#include "daemon/domain/evidence.h"

// How often the ledger of a data directory has gone on without something that it had held: after an accepted loss, or
// after a restore. Whoever keeps checkpoints learns from the origin that this was so, and does not take it for a
// fork.
namespace candor::store {

inline constexpr uint64_t kFirstEpoch = 1;

// The first epoch when there is no file; DATA_LOSS when it is damaged.
absl::StatusOr<uint64_t> ReadEpoch(const std::string& path);
// Whole or not at all, and durably. It began with a loss.
absl::Status WriteEpoch(const std::string& path, uint64_t epoch);

// The backup with which the epoch began; nullopt when it began otherwise. Errors of ReadEpoch().
absl::StatusOr<std::optional<domain::RestoredFrom>> ReadRestored(const std::string& path);
// As WriteEpoch(), of an epoch that began with a backup.
absl::Status WriteRestored(const std::string& path, uint64_t epoch, const domain::RestoredFrom& restored);

// The name under which the ledger signs: "candor/LEDGER/EPOCH".
std::string OriginOf(const LedgerId& ledger, uint64_t epoch);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_EPOCH_FILE_H_
