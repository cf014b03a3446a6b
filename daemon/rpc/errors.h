#ifndef CANDOR_DAEMON_RPC_ERRORS_H_
#define CANDOR_DAEMON_RPC_ERRORS_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "grpcpp/support/status.h"

// The one place where errors become what a client sees: the code and message as they are, and, when the status carries
// one, an ErrorDetail in the binary details.
namespace candor::rpc {

grpc::Status ToGrpc(const absl::Status& status);

// The reason of the status' detail; empty when it has none.
std::string ReasonOf(const absl::Status& status);

// NOT_FOUND about one field: what it names is not there, or not for this caller.
absl::Status NotFoundField(std::string_view field, std::string_view message);
// INVALID_ARGUMENT: the field is required.
absl::Status MissingField(std::string_view field, std::string_view what_to_do);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_ERRORS_H_
