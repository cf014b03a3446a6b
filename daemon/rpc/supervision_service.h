#ifndef CANDOR_DAEMON_RPC_SUPERVISION_SERVICE_H_
#define CANDOR_DAEMON_RPC_SUPERVISION_SERVICE_H_

#include "daemon/rpc/method.h"
#include "daemon/rpc/rooms.h"

namespace candor::rpc {

// Supervision notes: signing, reading and amending them; then the parts of the service in files of their own.
void AddSupervisionService(const Rooms& rooms, MethodTable& methods);
// That a note was seen, and sessions that did not take place.
void AddSupervisionAnswers(const Rooms& rooms, MethodTable& methods);
// The supervisor's week, and what sessions count for.
void AddSupervisionWeek(const Rooms& rooms, MethodTable& methods);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_SUPERVISION_SERVICE_H_
