#ifndef CANDOR_DAEMON_RPC_EMERGENCY_CONTACTS_H_
#define CANDOR_DAEMON_RPC_EMERGENCY_CONTACTS_H_

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "candor/v1/emergency.pb.h"
#include "daemon/base/civil.h"
#include "daemon/domain/view.h"

namespace candor::rpc {

// Who can be called in an emergency: directors, owners, independent reviewers, their deputies, and the practice's
// consultants. Errors are the view's. Thread-safe.
absl::StatusOr<v1::GetEmergencyContactsResponse> ContactsIn(const domain::View& view, Day today);

// The same, as it was read last: told when the ledger can be read no more. It is in memory alone, and writes nothing.
// Thread-safe.
class EmergencyContacts final {
 public:
  // What is read now, or why it cannot be. Where it cannot, what was known, and since when; the error where nothing
  // was.
  absl::StatusOr<v1::GetEmergencyContactsResponse> Answer(absl::StatusOr<v1::GetEmergencyContactsResponse> read,
                                                          absl::Time now);

 private:
  absl::Mutex mutex_;
  v1::GetEmergencyContactsResponse known_ ABSL_GUARDED_BY(mutex_);
  absl::Time known_at_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
};

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_EMERGENCY_CONTACTS_H_
