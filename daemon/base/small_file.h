#ifndef CANDOR_DAEMON_BASE_SMALL_FILE_H_
#define CANDOR_DAEMON_BASE_SMALL_FILE_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Small files, read and replaced whole. Thread-safe. Errors: PERMISSION_DENIED, RESOURCE_EXHAUSTED for no space, else
// INTERNAL; all name the file.
namespace candor {

// The whole file; nullopt when there is none. One that is there and cannot be read is an error, never an absent one.
absl::StatusOr<std::optional<std::string>> ReadSmallFile(const std::string& path);

// Puts a file of mode 0600 in place of whatever is at `path`: whole or not at all, and durably.
absl::Status ReplaceFile(const std::string& path, std::string_view content);

// Takes the file away, durably; that there is none is fine.
absl::Status RemoveFile(const std::string& path);

}  // namespace candor

#endif  // CANDOR_DAEMON_BASE_SMALL_FILE_H_
