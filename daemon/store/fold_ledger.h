#ifndef CANDOR_DAEMON_STORE_FOLD_LEDGER_H_
#define CANDOR_DAEMON_STORE_FOLD_LEDGER_H_

#include <cstdint>
#include <functional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/store/kv.h"
#include "daemon/store/rows.h"

namespace candor::store {

// Records in the ledger.
absl::StatusOr<uint64_t> LedgerSize(const KvReader& ledger);

// What the projections of `kv` are folded to; an empty watermark when there is none, when it cannot be read, or when
// the rows were made by another version of the fold: then they are to be made anew.
absl::StatusOr<Watermark> ReadWatermark(const KvReader& kv);

// Folds the records [now.size, to) of `ledger` into the projections of `into` and moves `now` along: recovery, rebuild
// and views of the past are all this. `passed`, where given, is called with the watermark after each record, and an
// error from it ends the fold. DATA_LOSS for records that are missing, out of place or cannot be read.
absl::Status FoldLedger(const KvReader& ledger, uint64_t to, Kv& into, Watermark& now,
                        const std::function<absl::Status(const Watermark&)>& passed = nullptr);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_FOLD_LEDGER_H_
