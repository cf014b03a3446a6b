#include "cli/verbs/export_file.h"

#include <sys/stat.h>

#include "absl/strings/str_cat.h"
#include "cli/print/exit_codes.h"
#include "daemon/base/status.h"

namespace candor::cli {
namespace {

// What goes by the name is replaced in the end, whatever it is: of a device or a link that would be too much.
absl::Status CheckTarget(const std::string& path) {
  if (path == "-") {
    return InvalidField("--out", "stdout",
                        "takes the name of a file: an export is in the clear, and is not for a screen or a pipe");
  }
  struct stat there {};
  if (lstat(path.c_str(), &there) != 0 || S_ISREG(there.st_mode)) return absl::OkStatus();
  if (S_ISLNK(there.st_mode)) {
    return LocalFileError(absl::StrCat(path, " is a link, which the export would replace; name the file itself"));
  }
  return LocalFileError(absl::StrCat(path, " is no file that an export could replace; name a file"));
}

}  // namespace

absl::StatusOr<ExportFile> ExportFile::Create(const std::string& path) {
  CANDOR_RETURN_IF_ERROR(CheckTarget(path));
  CANDOR_ASSIGN_OR_RETURN(PartFile file, PartFile::Create(path));
  return ExportFile(std::move(file));
}

absl::Status ExportFile::WriteLine(std::string_view line) {
  CANDOR_RETURN_IF_ERROR(file_.Write(line));
  return file_.Write("\n");
}

}  // namespace candor::cli
