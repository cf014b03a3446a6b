#ifndef CANDOR_DAEMON_RPC_LOG_TOKEN_H_
#define CANDOR_DAEMON_RPC_LOG_TOKEN_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/store.h"

// Tokens of the access log: where its next page begins, and how far it was looked through. Thread-safe.
namespace candor::rpc {

// Where the next page goes on, and up to where the first one had looked; numbers of records.
struct LogPlace {
  uint64_t before = 0;
  uint64_t seen_to = 0;

  bool operator==(const LogPlace&) const = default;
};

// Sealed, and of use to this caller and this ledger alone: by the number of a line whoever reviews the log would count
// what stands between two lines and is not told to them (ADR 0072). Another one each time.
std::string LogToken(const domain::Caller& caller, const LogPlace& place, const domain::Store& store);
// INVALID_ARGUMENT about "page_token" for anything that LogToken() has not made for the caller.
absl::StatusOr<LogPlace> ReadLogToken(const domain::Caller& caller, std::string_view token, const domain::Store& store);

// Before which record a listing ended, sealed likewise: whoever could say any number would go through the log one
// record at a time, and see at which nothing is told to them.
std::string SeenToken(const domain::Caller& caller, uint64_t seen_to, const domain::Store& store);
// INVALID_ARGUMENT about "seen_token" for anything that SeenToken() has not made for the caller.
absl::StatusOr<uint64_t> ReadSeenToken(const domain::Caller& caller, std::string_view token,
                                       const domain::Store& store);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_LOG_TOKEN_H_
