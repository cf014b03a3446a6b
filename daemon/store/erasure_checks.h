#ifndef CANDOR_DAEMON_STORE_ERASURE_CHECKS_H_
#define CANDOR_DAEMON_STORE_ERASURE_CHECKS_H_

#include "absl/status/status.h"
#include "daemon/domain/fold.h"
#include "daemon/store/stored_projections.h"

// Whether the state has room for what erases and for what forbids it. Codes and reasons (ErrorDetail):
//   NOT_FOUND            no such case or member: "not_found"
//   ALREADY_EXISTS       the name is another erasure's, or it was decided: "id_taken"
//   FAILED_PRECONDITION  a hold forbids it: "held"; it was erased before: "erased"; the hold has changed: "other_state"
namespace candor::store {

absl::Status CheckErasure(const domain::ErasureRecorded& erasure, StoredProjections& rows);
absl::Status CheckHold(const domain::HoldRecorded& hold, StoredProjections& rows);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_ERASURE_CHECKS_H_
