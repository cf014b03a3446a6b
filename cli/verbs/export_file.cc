#include "cli/verbs/export_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "cli/print/exit_codes.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

constexpr size_t kExportBuffer = size_t{256} * 1024;

absl::Status CannotWrite(std::string_view action, const std::string& path) {
  return LocalFileError(absl::StrCat("cannot ", ToAbsl(action), " ", path, ": ", std::strerror(errno)));
}

// The new name is on the device.
absl::Status SyncFolderOf(const std::string& path) {
  const std::filesystem::path parent = std::filesystem::path(path).parent_path();
  const std::string folder = parent.empty() ? "." : parent.string();
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return CannotWrite("open", folder);
  absl::Status synced = fsync(descriptor) == 0 ? absl::OkStatus() : CannotWrite("sync", folder);
  close(descriptor);
  return synced;
}

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
  ExportFile file(path, -1);
  // What an earlier one that was cut short has left may be readable for others.
  unlink(file.Unfinished().c_str());
  file.descriptor_ = open(file.Unfinished().c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file.descriptor_ < 0) return CannotWrite("make", file.Unfinished());
  return file;
}

ExportFile::ExportFile(ExportFile&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      buffer_(std::move(other.buffer_)) {}

ExportFile::~ExportFile() {
  if (descriptor_ < 0) return;
  close(descriptor_);
  unlink(Unfinished().c_str());
}

absl::Status ExportFile::WriteLine(std::string_view line) {
  buffer_.append(line);
  buffer_.push_back('\n');
  return buffer_.size() < kExportBuffer ? absl::OkStatus() : Flush();
}

absl::Status ExportFile::Flush() {
  size_t done = 0;
  while (done < buffer_.size()) {
    const ssize_t written = write(descriptor_, buffer_.data() + done, buffer_.size() - done);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return CannotWrite("write", Unfinished());
    done += static_cast<size_t>(written);
  }
  buffer_.clear();
  return absl::OkStatus();
}

absl::Status ExportFile::Keep() {
  CANDOR_RETURN_IF_ERROR(Flush());
  if (fsync(descriptor_) != 0) return CannotWrite("sync", Unfinished());
  if (std::rename(Unfinished().c_str(), path_.c_str()) != 0) return CannotWrite("replace", path_);
  close(std::exchange(descriptor_, -1));
  return SyncFolderOf(path_);
}

}  // namespace candor::cli
