#ifndef CANDOR_DAEMON_STORE_EMERGENCY_CHECKS_H_
#define CANDOR_DAEMON_STORE_EMERGENCY_CHECKS_H_

#include "absl/status/status.h"
#include "daemon/domain/emergency.h"
#include "daemon/store/stored_projections.h"

// What an emergency has to be.
namespace candor::store {

// Its shape alone. INVALID_ARGUMENT naming the field.
absl::Status CheckShape(const domain::Emergency& emergency);

// Whether the state has room for it: each step follows from the one before it. Codes and reasons (ErrorDetail):
//   NOT_FOUND            nobody has asked for it: "not_found"
//   ALREADY_EXISTS       another one has that name: "id_taken"
//   FAILED_PRECONDITION  somebody was faster: "other_state"
absl::Status CheckEmergency(const domain::Emergency& emergency, StoredProjections& rows);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_EMERGENCY_CHECKS_H_
