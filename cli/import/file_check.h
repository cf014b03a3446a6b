#ifndef CANDOR_CLI_IMPORT_FILE_CHECK_H_
#define CANDOR_CLI_IMPORT_FILE_CHECK_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"

namespace candor::cli {

struct FileFacts {
  std::string digest;   // SHA-256 of the bytes
  int64_t records = 0;  // the header not counted
};

// Reads a CSV file to its end before anything of it is sent, so that one that cannot be read imports nothing. Errors as
// of CsvReader::Next, NOT_FOUND when it cannot be opened; INVALID_ARGUMENT when it is empty.
absl::StatusOr<FileFacts> CheckFile(const std::string& path, char delimiter);

// All of a small file. Errors as above.
absl::StatusOr<std::string> ReadSmallFile(const std::string& path);

}  // namespace candor::cli

#endif  // CANDOR_CLI_IMPORT_FILE_CHECK_H_
