#ifndef CANDOR_DAEMON_RPC_RECEIPTS_H_
#define CANDOR_DAEMON_RPC_RECEIPTS_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "daemon/rpc/rooms.h"

namespace candor::rpc {

// A receipt for a record that is durable, under a checkpoint that covers it. `done` is called once, now or from a
// thread of the store. Errors are those of domain::Evidence.
void MakeReceipt(const Rooms& rooms, uint64_t number, std::function<void(absl::StatusOr<std::string>)> done);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_RECEIPTS_H_
