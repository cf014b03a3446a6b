#ifndef CANDOR_DAEMON_DOMAIN_APPEND_H_
#define CANDOR_DAEMON_DOMAIN_APPEND_H_

#include "absl/status/statusor.h"
#include "daemon/domain/change.h"
#include "daemon/domain/store.h"

namespace candor::domain {

// Store::Append() for whoever has a thread to wait on: returns what `done` is called with, with the same codes. Never
// on a thread of the store's, nor on a handler's.
absl::StatusOr<Appended> AppendAndWait(Store& store, Transaction transaction);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_APPEND_H_
