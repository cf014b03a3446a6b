#include "cli/print/exit_codes.h"

#include <string>

#include "cli/print/table.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

constexpr std::string_view kUsageReason = "usage";
constexpr std::string_view kLocalFileReason = "local_file";
constexpr std::string_view kNotProvenReason = "not_proven";

constexpr ExitCodeInfo kCodes[] = {
    {ExitCode::kDone, "done", "It was done, or there was nothing to do."},
    {ExitCode::kInternal, "internal", "Something went wrong that the caller cannot mend; the message says what."},
    {ExitCode::kUsage, "usage", "A word or an option is unknown, missing or at odds with another; see --help."},
    {ExitCode::kInvalid, "invalid", "A value was refused; the message names the field and what to give instead."},
    {ExitCode::kNotFound, "not_found", "What was asked for is not there, or not for this caller."},
    {ExitCode::kNotAllowed, "not_allowed", "The caller has no right to do this."},
    {ExitCode::kConflict, "conflict", "It does not go with what is recorded already."},
    {ExitCode::kUnreachable, "unreachable", "No daemon answers at that address."},
    {ExitCode::kTimeout, "timeout", "The answer did not come in time; a change may have been made all the same."},
    {ExitCode::kRowsRefused, "rows_refused", "The import was done, and some rows were refused; they are listed."},
    {ExitCode::kLocalFile, "local_file", "A file on this side cannot be read or written, or is no CSV or map."},
    {ExitCode::kNotConfirmed, "not_confirmed", "Nothing was stored, because it was not confirmed."},
    {ExitCode::kNoRoom, "no_room", "The daemon has no room left, or is asked too much at once."},
    {ExitCode::kNotProven, "not_proven", "A signature or a proof does not fit, or what is stored has changed."},
    {ExitCode::kUnexpected, "unexpected", "The policies say something else than a scenario expects."},
    {ExitCode::kStartAgain, "start_again", "candord alone: its disk could not be written; start it again."},
};

}  // namespace

std::span<const ExitCodeInfo> AllExitCodes() {
  return kCodes;
}

ExitCode ExitCodeOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return ExitCode::kDone;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange: {
      const auto detail = DetailOf(status);
      if (detail && detail->reason == kUsageReason) return ExitCode::kUsage;
      if (detail && detail->reason == kLocalFileReason) return ExitCode::kLocalFile;
      return ExitCode::kInvalid;
    }
    case absl::StatusCode::kNotFound:
      return ExitCode::kNotFound;
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
      return ExitCode::kNotAllowed;
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kAborted:
      return ExitCode::kConflict;
    case absl::StatusCode::kUnavailable:
      return ExitCode::kUnreachable;
    case absl::StatusCode::kDeadlineExceeded:
      return ExitCode::kTimeout;
    case absl::StatusCode::kCancelled:
      return ExitCode::kNotConfirmed;
    case absl::StatusCode::kResourceExhausted:
      return ExitCode::kNoRoom;
    case absl::StatusCode::kDataLoss: {
      const auto detail = DetailOf(status);
      return detail && detail->reason == kNotProvenReason ? ExitCode::kNotProven : ExitCode::kInternal;
    }
    default:
      return ExitCode::kInternal;
  }
}

void PrintExitCodes(std::ostream& out) {
  Table table({"CODE", "NAME", "MEANING"});
  for (const ExitCodeInfo& info : kCodes) {
    table.Add({std::to_string(static_cast<int>(info.code)), std::string(info.name), std::string(info.meaning)});
  }
  table.Print(out);
}

absl::Status UsageError(std::string_view message) {
  return WithDetail(absl::InvalidArgumentError(ToAbsl(message)), {"", std::string(kUsageReason)});
}

absl::Status LocalFileError(std::string_view message) {
  return WithDetail(absl::InvalidArgumentError(ToAbsl(message)), {"", std::string(kLocalFileReason)});
}

absl::Status NotProvenError(std::string_view message) {
  return WithDetail(absl::DataLossError(ToAbsl(message)), {"", std::string(kNotProvenReason)});
}

}  // namespace candor::cli
