#ifndef CANDOR_DAEMON_RPC_EMERGENCY_WIRE_H_
#define CANDOR_DAEMON_RPC_EMERGENCY_WIRE_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "candor/v1/emergency.pb.h"
#include "daemon/domain/emergency.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/subject.h"
#include "daemon/domain/view.h"

// What was opened in an emergency, on the wire. Thread-safe.
namespace candor::rpc {

// Metadata of a call that reads under an emergency.
inline constexpr char kEmergencyField[] = "candor-emergency";

// What is opened to the caller at `now` under that name, in a view of the present. About kEmergencyField: NOT_FOUND for
// none, and for somebody else's; FAILED_PRECONDITION "not_in_force" for one that has not begun or is over, also where
// the clock was set back since. Errors are the view's.
absl::StatusOr<domain::SubjectId> OpenedSubject(const domain::View& view, const EmergencyId& id,
                                                const domain::Caller& caller, absl::Time now);

// What is on record of it: the same whenever it is asked.
void WriteRecorded(const domain::Emergency& emergency, v1::Emergency* out);
// As it stands at `now`.
void ToWire(const domain::Emergency& emergency, absl::Time now, v1::Emergency* out);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_EMERGENCY_WIRE_H_
