#ifndef CANDOR_CLI_VERBS_PART_FILE_H_
#define CANDOR_CLI_VERBS_PART_FILE_H_

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace candor::cli {

// LocalFileError() where something goes by that name, a link included; `what` is what replaces nothing: "a backup".
absl::Status CheckIsNew(const std::string& path, std::string_view what);

// A file that only its owner may read. It is written beside its name, and gets it once it is whole; a file that stood
// there before is replaced then. Errors are LocalFileError(). Thread-compatible.
class PartFile final {
 public:
  // Refused while another process writes it; what one that was killed has left is taken away.
  static absl::StatusOr<PartFile> Create(const std::string& path);
  // Without Keep() nothing is left.
  ~PartFile();
  PartFile(PartFile&& other) noexcept;
  PartFile& operator=(PartFile&&) = delete;

  absl::Status Write(std::string_view bytes);
  // Puts what was written on the device, where it can be read under part_path().
  absl::Status Sync();
  // Puts it in its place. To be called once.
  absl::Status Keep();

  std::string part_path() const { return path_ + ".part"; }

 private:
  PartFile(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}

  absl::Status Flush();

  std::string path_;
  int descriptor_;
  std::string buffer_;
};

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_PART_FILE_H_
