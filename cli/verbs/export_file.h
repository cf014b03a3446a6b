#ifndef CANDOR_CLI_VERBS_EXPORT_FILE_H_
#define CANDOR_CLI_VERBS_EXPORT_FILE_H_

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/verbs/part_file.h"

namespace candor::cli {

// A file that only its owner may read. It is written beside its name, and gets it once it is whole; a file that stood
// there before is replaced then. Errors are LocalFileError(). Thread-compatible.
class ExportFile final {
 public:
  // Nothing is to be written yet where this is an error. What is there and no regular file, a link included, is one;
  // INVALID_ARGUMENT for "-".
  static absl::StatusOr<ExportFile> Create(const std::string& path);
  // Without Keep() nothing is left.
  ~ExportFile() = default;
  ExportFile(ExportFile&& other) noexcept = default;
  ExportFile& operator=(ExportFile&&) = delete;

  // With a line feed behind it.
  absl::Status WriteLine(std::string_view line);
  // Puts it on the device and in its place. To be called once.
  absl::Status Keep() { return file_.Keep(); }

 private:
  explicit ExportFile(PartFile file) : file_(std::move(file)) {}

  PartFile file_;
};

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_EXPORT_FILE_H_
