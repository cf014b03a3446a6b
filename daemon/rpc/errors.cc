#include "daemon/rpc/errors.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "candor/v1/error.pb.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

namespace candor::rpc {
namespace {

grpc::StatusCode CodeOf(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kOk:
      return grpc::StatusCode::OK;
    case absl::StatusCode::kCancelled:
      return grpc::StatusCode::CANCELLED;
    case absl::StatusCode::kUnknown:
      return grpc::StatusCode::UNKNOWN;
    case absl::StatusCode::kInvalidArgument:
      return grpc::StatusCode::INVALID_ARGUMENT;
    case absl::StatusCode::kDeadlineExceeded:
      return grpc::StatusCode::DEADLINE_EXCEEDED;
    case absl::StatusCode::kNotFound:
      return grpc::StatusCode::NOT_FOUND;
    case absl::StatusCode::kAlreadyExists:
      return grpc::StatusCode::ALREADY_EXISTS;
    case absl::StatusCode::kPermissionDenied:
      return grpc::StatusCode::PERMISSION_DENIED;
    case absl::StatusCode::kResourceExhausted:
      return grpc::StatusCode::RESOURCE_EXHAUSTED;
    case absl::StatusCode::kFailedPrecondition:
      return grpc::StatusCode::FAILED_PRECONDITION;
    case absl::StatusCode::kAborted:
      return grpc::StatusCode::ABORTED;
    case absl::StatusCode::kOutOfRange:
      return grpc::StatusCode::OUT_OF_RANGE;
    case absl::StatusCode::kUnimplemented:
      return grpc::StatusCode::UNIMPLEMENTED;
    case absl::StatusCode::kInternal:
      return grpc::StatusCode::INTERNAL;
    case absl::StatusCode::kUnavailable:
      return grpc::StatusCode::UNAVAILABLE;
    case absl::StatusCode::kDataLoss:
      return grpc::StatusCode::DATA_LOSS;
    case absl::StatusCode::kUnauthenticated:
      return grpc::StatusCode::UNAUTHENTICATED;
    default:
      return grpc::StatusCode::UNKNOWN;
  }
}

}  // namespace

grpc::Status ToGrpc(const absl::Status& status) {
  const grpc::StatusCode code = CodeOf(status.code());
  if (code == grpc::StatusCode::OK) return grpc::Status::OK;
  const std::string message(status.message());
  const std::optional<ErrorDetail> detail = DetailOf(status);
  if (!detail) return {code, message};
  v1::ErrorDetail wire;
  wire.set_field(detail->field);
  wire.set_reason(detail->reason);
  v1::ErrorStatus details;
  details.set_code(code);
  details.set_message(message);
  v1::ErrorDetailAny* any = details.add_details();
  any->set_type_url("type.googleapis.com/candor.v1.ErrorDetail");
  any->set_value(wire.SerializeAsString());
  return {code, message, details.SerializeAsString()};
}

std::string Below(std::string_view path, std::string_view name) {
  return path.empty() ? std::string(name) : absl::StrCat(ToAbsl(path), ".", ToAbsl(name));
}

absl::Status AboutField(const absl::Status& status, std::string_view field) {
  const std::optional<ErrorDetail> detail = DetailOf(status);
  if (!detail || detail->field.empty() || detail->field == field) return status;
  std::string message(status.message());
  if (message.starts_with(detail->field + ": ")) message.replace(0, detail->field.size(), field);
  return WithDetail(absl::Status(status.code(), message), {std::string(field), detail->reason});
}

absl::Status AboutEntry(const absl::Status& status, domain::Kind kind, std::string_view path) {
  constexpr std::string_view kFacts = "facts.";
  const std::optional<ErrorDetail> detail = DetailOf(status);
  const domain::KindInfo* info = domain::FindKind(kind);
  if (!detail || info == nullptr) return status;
  const std::string_view field = detail->field;
  if (field == "parent" || field == "request_id") return status;
  if (field == "revises") return AboutField(status, "name");
  const std::string facts = Below(path, info->slug);
  if (field == "entry") return AboutField(status, path.empty() ? facts : path);
  if (field == "facts") return AboutField(status, facts);
  if (field.starts_with(kFacts)) return AboutField(status, Below(facts, field.substr(kFacts.size())));
  return AboutField(status, Below(path, field));
}

absl::Status NotFoundField(std::string_view field, std::string_view message) {
  return WithDetail(absl::NotFoundError(absl::StrCat(ToAbsl(field), ": ", ToAbsl(message))),
                    {std::string(field), "not_found"});
}

absl::Status MissingField(std::string_view field, std::string_view what_to_do) {
  return InvalidField(field, "missing", absl::StrCat("missing; ", ToAbsl(what_to_do)));
}

}  // namespace candor::rpc
