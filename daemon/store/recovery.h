#ifndef CANDOR_DAEMON_STORE_RECOVERY_H_
#define CANDOR_DAEMON_STORE_RECOVERY_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/domain/change.h"
#include "daemon/domain/store.h"
#include "daemon/store/data_directory.h"
#include "daemon/store/head_file.h"
#include "daemon/store/kv.h"
#include "daemon/store/rows.h"

// Whether a data directory holds what it says that it holds, and the projections brought up to its ledger. Errors are
// one sentence each that says what to do.
namespace candor::store {

// How many records the directory holds, all of them its own: under another IDENTITY or another key table what is
// recorded from here on could not be read any more once the right one is back. DATA_LOSS for those of another.
absl::StatusOr<uint64_t> OwnSize(DataDirectory& directory, const std::string& path);

// Whether the ledger, of `size` records, holds what HEAD names. FAILED_PRECONDITION when it does not, or there is no
// HEAD.
absl::Status CheckSize(DataDirectory& directory, uint64_t size, const std::string& path);

// Where the tail passes the size that HEAD names, the root must be the one that HEAD names; DATA_LOSS else,
// FAILED_PRECONDITION where that is for UnfinishedLoss().
absl::Status CheckRoot(const KvReader& ledger, const Watermark& now, const std::optional<Head>& head);
// Where the projections are past that size already, it must be the one there too; DATA_LOSS else.
absl::Status CheckPassed(Kv& kv, const Watermark& now, const std::optional<Head>& head);

// The loss of one record that was put on record in its place while HEAD did not follow: candord accept-loss was cut
// short. nullopt: there is none. REQUIRES: `now` is all of `ledger`.
absl::StatusOr<std::optional<domain::LossAccepted>> UnfinishedLoss(const KvReader& ledger, const Watermark& now,
                                                                   const std::optional<Head>& head);

// Brings the projections up to the ledger, checked against `head` (nullopt: against nothing). There is no other
// recovery. `go_on`: empty, or asked now and then.
absl::StatusOr<Watermark> Recover(Kv& kv, const std::optional<Head>& head, const domain::GoOn& go_on = nullptr);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_RECOVERY_H_
