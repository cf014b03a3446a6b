#ifndef CANDOR_CLI_PRINT_EXIT_CODES_H_
#define CANDOR_CLI_PRINT_EXIT_CODES_H_

#include <ostream>
#include <span>
#include <string_view>

#include "absl/status/status.h"

namespace candor::cli {

// What `candor` and `candord` end with. Numbers are for ever; scripts branch on them. cli/EXIT_CODES.md is the
// published table of both; daemon/exit_codes.h has those that `candord` uses.
enum class ExitCode {
  kDone = 0,
  kInternal = 1,
  kUsage = 2,
  kInvalid = 3,
  kNotFound = 4,
  kNotAllowed = 5,
  kConflict = 6,
  kUnreachable = 7,
  kTimeout = 8,
  kRowsRefused = 9,
  kLocalFile = 10,
  kNotConfirmed = 11,
  kNoRoom = 12,
  kNotProven = 13,
  kUnexpected = 14,
  kStartAgain = 75,  // of candord only (EX_TEMPFAIL of sysexits.h)
};

struct ExitCodeInfo {
  ExitCode code;
  std::string_view name;
  std::string_view meaning;
};

// All of them, in order.
std::span<const ExitCodeInfo> AllExitCodes();

ExitCode ExitCodeOf(const absl::Status& status);

// The table as `candor help exit-codes` prints it.
void PrintExitCodes(std::ostream& out);

// Errors that arise on this side. A command line with a word or an option that is unknown, missing or at odds with
// another; a value that is refused is no such thing but INVALID_ARGUMENT without more (InvalidField in
// daemon/base/status.h). A file that cannot be read or written.
absl::Status UsageError(std::string_view message);
absl::Status LocalFileError(std::string_view message);
// Something that was to be proven is not: a signature or a proof does not fit, or what is stored has changed.
absl::Status NotProvenError(std::string_view message);

}  // namespace candor::cli

#endif  // CANDOR_CLI_PRINT_EXIT_CODES_H_
