#include "daemon/store/seal_database.h"

#include <fcntl.h>
#include <rocksdb/file_system.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/store/rocks_words.h"
#include "daemon/store/sealed_files.h"

namespace candor::store {
namespace {

namespace fs = std::filesystem;

constexpr size_t kPieceBytes = 1 << 20;
// Left free beside the copy.
constexpr uint64_t kSpareBytes = 64 << 20;

struct PlainFile {
  std::string name;
  uint64_t bytes = 0;
};

absl::Status SealingFailed(std::string_view what, const std::string& path, int error) {
  const std::string message = absl::StrCat("cannot ", ToAbsl(what), " ", path, ": ", std::strerror(error));
  if (error == ENOSPC || error == EDQUOT) return absl::ResourceExhaustedError(message + "; free some space");
  return absl::InternalError(message);
}

// Of the database itself: its lock is made by whoever opens it, and its text log may hold keys of rows.
absl::StatusOr<std::vector<PlainFile>> PlainFilesIn(const std::string& folder) {
  std::vector<PlainFile> files;
  std::error_code error;
  for (const auto& file : fs::directory_iterator(folder, error)) {
    const std::string name = file.path().filename().string();
    std::error_code unknown;
    if (!file.is_regular_file(unknown) || name == "LOCK" || absl::StartsWith(name, "LOG")) continue;
    files.push_back({name, file.file_size(unknown)});
    if (unknown) return SealingFailed("look at", file.path().string(), unknown.value());
  }
  if (error) return SealingFailed("look into", folder, error.value());
  return files;
}

absl::Status CheckRoomFor(uint64_t bytes, const std::string& folder) {
  struct statvfs space {};
  if (statvfs(folder.c_str(), &space) != 0) return absl::OkStatus();
  const uint64_t free = static_cast<uint64_t>(space.f_bavail) * space.f_frsize;
  if (free >= bytes + kSpareBytes) return absl::OkStatus();
  return absl::ResourceExhaustedError(
      absl::StrCat("the database in ", folder,
                   " is to be sealed, which takes room for a second copy of it: ", (bytes + kSpareBytes) >> 20,
                   " MiB are needed and ", free >> 20, " MiB are free; free some space and start again"));
}

absl::Status SyncFolderAt(const std::string& path) {
  const int folder = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return SealingFailed("open", path, errno);
  const int error = fsync(folder) == 0 ? 0 : errno;
  close(folder);
  return error == 0 ? absl::OkStatus() : SealingFailed("sync", path, error);
}

std::string ParentOf(const std::string& path) {
  const fs::path parent = fs::path(path).parent_path();
  return parent.empty() ? "." : parent.string();
}

// Reads a file from its start to its end, in pieces.
class PieceReader {
 public:
  absl::Status Open(rocksdb::FileSystem& files, const std::string& path) {
    return FromRocks(files.NewSequentialFile(path, rocksdb::FileOptions(), &file_, nullptr));
  }
  // Empty at the end. Good until the next call.
  absl::StatusOr<std::string_view> Next() {
    size_t have = 0;
    while (have < kPieceBytes) {
      rocksdb::Slice piece;
      CANDOR_RETURN_IF_ERROR(
          FromRocks(file_->Read(kPieceBytes - have, rocksdb::IOOptions(), &piece, buffer_.data() + have, nullptr)));
      if (piece.empty()) break;
      // It may lie elsewhere than where there was room for it.
      std::memmove(buffer_.data() + have, piece.data(), piece.size());
      have += piece.size();
    }
    return std::string_view(buffer_.data(), have);
  }

 private:
  std::unique_ptr<rocksdb::FSSequentialFile> file_;
  std::vector<char> buffer_ = std::vector<char>(kPieceBytes);
};

// Where a copying stands.
struct Copying {
  const SealProgress& progress;
  uint64_t total = 0;
  uint64_t done = 0;
};

absl::Status WriteSealedFile(rocksdb::FileSystem& sealed_files, const std::string& from, const std::string& to,
                             Copying& copying) {
  PieceReader plain;
  CANDOR_RETURN_IF_ERROR(plain.Open(*rocksdb::FileSystem::Default(), from));
  std::unique_ptr<rocksdb::FSWritableFile> sealed;
  CANDOR_RETURN_IF_ERROR(FromRocks(sealed_files.NewWritableFile(to, rocksdb::FileOptions(), &sealed, nullptr)));
  const rocksdb::IOOptions options;
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const std::string_view piece, plain.Next());
    if (piece.empty()) break;
    CANDOR_RETURN_IF_ERROR(FromRocks(sealed->Append(rocksdb::Slice(piece.data(), piece.size()), options, nullptr)));
    copying.done += piece.size();
    CANDOR_RETURN_IF_ERROR(copying.progress(copying.done, copying.total));
  }
  CANDOR_RETURN_IF_ERROR(FromRocks(sealed->Fsync(options, nullptr)));
  return FromRocks(sealed->Close(options, nullptr));
}

// The plain file goes for ever: what took its place is read as the database will read it.
absl::Status CompareSealedFile(rocksdb::FileSystem& sealed_files, const std::string& from, const std::string& to) {
  PieceReader plain;
  PieceReader sealed;
  CANDOR_RETURN_IF_ERROR(plain.Open(*rocksdb::FileSystem::Default(), from));
  CANDOR_RETURN_IF_ERROR(sealed.Open(sealed_files, to));
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const std::string_view wanted, plain.Next());
    CANDOR_ASSIGN_OR_RETURN(const std::string_view got, sealed.Next());
    if (wanted != got) {
      return absl::DataLossError(absl::StrCat(to,
                                              " does not hold what was written to it; nothing has been taken away, "
                                              "so mend the disk and start again"));
    }
    if (wanted.empty()) return absl::OkStatus();
  }
}

}  // namespace

absl::Status CopySealed(const std::string& plain, const std::string& sealed,
                        const std::shared_ptr<const crypto::FileKeys>& keys, const SealProgress& progress) {
  std::error_code error;
  fs::remove_all(sealed, error);
  if (error) return SealingFailed("remove", sealed, error.value());
  CANDOR_ASSIGN_OR_RETURN(const std::vector<PlainFile> files, PlainFilesIn(plain));
  Copying copying{progress};
  for (const PlainFile& file : files) copying.total += file.bytes;
  CANDOR_RETURN_IF_ERROR(CheckRoomFor(copying.total + files.size() * kSealedPrefixBytes, ParentOf(sealed)));
  fs::create_directory(sealed, error);
  if (error) return SealingFailed("make", sealed, error.value());
  fs::permissions(sealed, fs::perms::owner_all, error);

  const std::shared_ptr<rocksdb::FileSystem> sealed_files = NewSealedFileSystem(keys);
  CANDOR_RETURN_IF_ERROR(progress(0, copying.total));
  for (const PlainFile& file : files) {
    const std::string from = absl::StrCat(plain, "/", file.name);
    const std::string to = absl::StrCat(sealed, "/", file.name);
    CANDOR_RETURN_IF_ERROR(WriteSealedFile(*sealed_files, from, to, copying));
    CANDOR_RETURN_IF_ERROR(CompareSealedFile(*sealed_files, from, to));
  }
  CANDOR_RETURN_IF_ERROR(SyncFolderAt(sealed));
  return SyncFolderAt(ParentOf(sealed));
}

absl::Status PutSealedInPlace(const std::string& plain, const std::string& sealed) {
  std::error_code error;
  if (!fs::exists(sealed, error)) {
    return error ? SealingFailed("look at", sealed, error.value()) : absl::OkStatus();
  }
  if (SealedUnder(plain + "/CURRENT").value_or(0) != 0) {
    return absl::FailedPreconditionError(absl::StrCat("both ", plain, " and ", sealed,
                                                      " hold a sealed database; move the one away that is not of this "
                                                      "data directory"));
  }
  fs::remove_all(plain, error);
  if (error) return SealingFailed("remove", plain, error.value());
  fs::rename(sealed, plain, error);
  if (error) return SealingFailed("put in place", sealed, error.value());
  return SyncFolderAt(ParentOf(plain));
}

}  // namespace candor::store
