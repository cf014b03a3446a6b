#ifndef CANDOR_DAEMON_RPC_ENROLMENT_WIRE_H_
#define CANDOR_DAEMON_RPC_ENROLMENT_WIRE_H_

#include "candor/v1/identity.pb.h"
#include "daemon/domain/identity.h"

namespace candor::rpc {

// How one member stands on one machine, for the member and for who looks after machines. Pure; thread-safe.
void ToWire(const domain::MachineEnrolled& machine, v1::Enrolment* out);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_ENROLMENT_WIRE_H_
