#ifndef CANDOR_DAEMON_CRYPTO_APPEND_FILE_H_
#define CANDOR_DAEMON_CRYPTO_APPEND_FILE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace candor::crypto {

// A small file that grows at its end. The seam at which tests let operations go wrong. Thread-compatible.
// Errors: RESOURCE_EXHAUSTED for no space (or quota, or size limit), INTERNAL for everything else; they name the file.
class AppendFile {
 public:
  virtual ~AppendFile() = default;

  virtual absl::StatusOr<std::string> ReadAll() = 0;
  // Writes at `offset`, which is the end as the caller knows it. After an error any part may have been written.
  virtual absl::Status WriteAt(uint64_t offset, std::string_view bytes) = 0;
  virtual absl::Status Truncate(uint64_t size) = 0;
  // Returns when content and size are on the device.
  virtual absl::Status Sync() = 0;
};

// Opens an existing file for reading and writing. NOT_FOUND when there is none; symbolic links are not followed.
absl::StatusOr<std::unique_ptr<AppendFile>> OpenAppendFile(const std::string& path);

// Puts a new file of mode 0600 with this content at `path`: whole and durable, or not at all. ALREADY_EXISTS when
// something is there.
absl::Status CreateDurableFile(const std::string& path, std::string_view content);

}  // namespace candor::crypto

#endif  // CANDOR_DAEMON_CRYPTO_APPEND_FILE_H_
