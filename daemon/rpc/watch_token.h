#ifndef CANDOR_DAEMON_RPC_WATCH_TOKEN_H_
#define CANDOR_DAEMON_RPC_WATCH_TOKEN_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/store.h"

namespace candor::rpc {

// Where a stream of the caller's goes on: with record `next`. Opaque, and of use to this caller and this ledger alone:
// it holds a keyed hash of the caller, and of the record before that place, so that a ledger that has lost records
// since is told from the one that was followed. DATA_LOSS for a record that cannot be read.
absl::StatusOr<std::string> WatchToken(const domain::Caller& caller, uint64_t next, domain::Store& store);

// The place that the token names; `store` has `durable` records on the device. INVALID_ARGUMENT about "resume_token"
// for anything that WatchToken() has not made for the caller, FAILED_PRECONDITION when the ledger is not the same any
// more.
absl::StatusOr<uint64_t> ReadWatchToken(const domain::Caller& caller, std::string_view token, uint64_t durable,
                                        domain::Store& store);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_WATCH_TOKEN_H_
