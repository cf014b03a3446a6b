#ifndef CANDOR_DAEMON_RPC_ERRORS_H_
#define CANDOR_DAEMON_RPC_ERRORS_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "daemon/domain/vocabulary.h"
#include "grpcpp/support/status.h"

// The one place where errors become what a client sees: the code and message as they are, and, when the status carries
// one, an ErrorDetail in the binary details.
namespace candor::rpc {

grpc::Status ToGrpc(const absl::Status& status);

// "entry.note" for ("entry", "note"); `name` alone when `path` is empty.
std::string Below(std::string_view path, std::string_view name);
// The same error about the field as the request names it. As it is when it is about no field.
absl::Status AboutField(const absl::Status& status, std::string_view field);
// What the store says about an entry of `kind` that the request has at `path`. The store names the fields of an entry
// by themselves ("note"), its facts "facts.minutes", and the entry that is corrected "revises": the request's `name`.
// `parent` and `request_id` are the same on both sides.
absl::Status AboutEntry(const absl::Status& status, domain::Kind kind, std::string_view path);

// NOT_FOUND about one field: what it names is not there, or not for this caller.
absl::Status NotFoundField(std::string_view field, std::string_view message);
// INVALID_ARGUMENT: the field is required.
absl::Status MissingField(std::string_view field, std::string_view what_to_do);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_ERRORS_H_
