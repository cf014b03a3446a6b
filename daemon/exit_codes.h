#ifndef CANDOR_DAEMON_EXIT_CODES_H_
#define CANDOR_DAEMON_EXIT_CODES_H_

#include "absl/status/status.h"

namespace candor {

// What `candord` ends with: the numbers of the one published table (cli/EXIT_CODES.md), which `candor` uses too.
inline constexpr int kExitDone = 0;
inline constexpr int kExitInternal = 1;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitInvalid = 3;
inline constexpr int kExitNotFound = 4;
inline constexpr int kExitNotAllowed = 5;
inline constexpr int kExitConflict = 6;
inline constexpr int kExitUnreachable = 7;
inline constexpr int kExitNoRoom = 12;
// Of candord only: it could not write, and whoever watches over it is to start it again (EX_TEMPFAIL of sysexits.h).
inline constexpr int kExitStartAgain = 75;

inline int ExitCodeOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return kExitDone;
    case absl::StatusCode::kInvalidArgument:
      return kExitInvalid;
    case absl::StatusCode::kNotFound:
      return kExitNotFound;
    case absl::StatusCode::kPermissionDenied:
      return kExitNotAllowed;
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kFailedPrecondition:
    // What is damaged or missing in a data directory: it must not be used either.
    case absl::StatusCode::kDataLoss:
      return kExitConflict;
    case absl::StatusCode::kUnavailable:
      return kExitUnreachable;
    case absl::StatusCode::kResourceExhausted:
      return kExitNoRoom;
    default:
      return kExitInternal;
  }
}

}  // namespace candor

#endif  // CANDOR_DAEMON_EXIT_CODES_H_
