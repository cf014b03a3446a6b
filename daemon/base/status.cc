#include "daemon/base/status.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "daemon/base/text.h"

namespace candor {
namespace {

constexpr char kFieldPayload[] = "candor.v1/field";
constexpr char kReasonPayload[] = "candor.v1/reason";

}  // namespace

absl::Status WithDetail(absl::Status status, const ErrorDetail& detail) {
  status.SetPayload(kFieldPayload, absl::Cord(detail.field));
  status.SetPayload(kReasonPayload, absl::Cord(detail.reason));
  return status;
}

std::optional<ErrorDetail> DetailOf(const absl::Status& status) {
  auto field = status.GetPayload(kFieldPayload);
  auto reason = status.GetPayload(kReasonPayload);
  if (!field.has_value() || !reason.has_value()) return std::nullopt;
  return ErrorDetail{std::string(*field), std::string(*reason)};
}

absl::Status InvalidField(std::string_view field, std::string_view reason, std::string_view message) {
  return WithDetail(absl::InvalidArgumentError(absl::StrCat(ToAbsl(field), ": ", ToAbsl(message))),
                    {std::string(field), std::string(reason)});
}

absl::Status FailedField(std::string_view field, std::string_view reason, std::string_view message) {
  return WithDetail(absl::FailedPreconditionError(absl::StrCat(ToAbsl(field), ": ", ToAbsl(message))),
                    {std::string(field), std::string(reason)});
}

absl::Status Annotate(const absl::Status& status, std::string_view prefix) {
  absl::Status annotated(status.code(), absl::StrCat(ToAbsl(prefix), ": ", status.message()));
  if (auto detail = DetailOf(status)) return WithDetail(annotated, *detail);
  return annotated;
}

}  // namespace candor
