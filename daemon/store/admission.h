#ifndef CANDOR_DAEMON_STORE_ADMISSION_H_
#define CANDOR_DAEMON_STORE_ADMISSION_H_

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "daemon/domain/fold.h"
#include "daemon/domain/store.h"
#include "daemon/store/prepare.h"
#include "daemon/store/stored_projections.h"

// Decisions that depend on the state, the group so far included. Made in ledger order by the one sequencer.
namespace candor::store {

// What an earlier call or row made when the transaction repeats it; nullopt when it is new. ALREADY_EXISTS when a
// request id comes again with another call. Comes before every other check of the state.
absl::StatusOr<std::optional<domain::Appended>> FindRepetition(const PreparedTransaction& transaction,
                                                               StoredProjections& rows);

// OK when the record may be written at this point, as of `now`. Codes as Store::Append().
absl::Status CheckAgainstState(const PreparedRecord& record, StoredProjections& rows, absl::Time now);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_ADMISSION_H_
