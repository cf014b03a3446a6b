#ifndef CANDOR_DAEMON_BASE_STATUS_H_
#define CANDOR_DAEMON_BASE_STATUS_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Errors are absl::Status. What a person can mend carries the name of the field at fault; the text of a field never
// does (it may be the report itself). Messages say what was wrong, where, and what to do next.
namespace candor {

// What an error says about the request beside its message. `field` is a path as in the wire API ("facts.minutes");
// `reason` is a short lower_snake_case word a program can branch on ("future_date"). Either may be empty.
struct ErrorDetail {
  std::string field;
  std::string reason;

  bool operator==(const ErrorDetail&) const = default;
};

// Returns `status` with `detail` attached. REQUIRES: !status.ok().
absl::Status WithDetail(absl::Status status, const ErrorDetail& detail);

// The detail attached to `status`, or nullopt when there is none.
std::optional<ErrorDetail> DetailOf(const absl::Status& status);

// INVALID_ARGUMENT about one field. `message` names the kind of value and what to do instead, never the value.
absl::Status InvalidField(std::string_view field, std::string_view reason, std::string_view message);

// FAILED_PRECONDITION about one field.
absl::Status FailedField(std::string_view field, std::string_view reason, std::string_view message);

// Same code and detail, with `prefix` and ": " before the message.
absl::Status Annotate(const absl::Status& status, std::string_view prefix);

}  // namespace candor

// Names and meaning as in Abseil's later status_macros.h, so that these can be deleted once Debian carries it.
#define CANDOR_RETURN_IF_ERROR(expression)                                \
  do {                                                                    \
    if (absl::Status candor_status = (expression); !candor_status.ok()) { \
      return candor_status;                                               \
    }                                                                     \
  } while (false)

// A declaration takes no parentheses around it. NOLINTBEGIN(bugprone-macro-parentheses)
#define CANDOR_STATUS_CONCAT_INNER(a, b) a##b
#define CANDOR_STATUS_CONCAT(a, b) CANDOR_STATUS_CONCAT_INNER(a, b)
#define CANDOR_ASSIGN_OR_RETURN(declaration, expression)                \
  auto CANDOR_STATUS_CONCAT(candor_statusor_, __LINE__) = (expression); \
  if (!CANDOR_STATUS_CONCAT(candor_statusor_, __LINE__).ok()) {         \
    return CANDOR_STATUS_CONCAT(candor_statusor_, __LINE__).status();   \
  }                                                                     \
  declaration = std::move(CANDOR_STATUS_CONCAT(candor_statusor_, __LINE__)).value()
// NOLINTEND(bugprone-macro-parentheses)

#endif  // CANDOR_DAEMON_BASE_STATUS_H_
