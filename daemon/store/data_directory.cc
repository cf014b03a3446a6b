#include "daemon/store/data_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "daemon/base/small_file.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/crypto/master_key.h"
#include "daemon/store/rocks_kv.h"

namespace candor::store {
namespace {

namespace fs = std::filesystem;

constexpr char kFirstLine[] = "candor data directory";
// Written and taken away at each start.
constexpr char kProbe[] = "PROBE";
constexpr off_t kProbeBytes = 1 << 20;

std::string Join(const std::string& folder, const char* name) {
  return (fs::path(folder) / name).string();
}

std::string EncodeIdentity(const LedgerId& id) {
  return absl::StrCat(kFirstLine, "\nschema ", kSchema, "\nledger ", id.ToString(), "\n");
}

absl::StatusOr<LedgerId> ParseIdentity(const std::string& text, const std::string& path) {
  const absl::Status bad =
      absl::DataLossError(absl::StrCat("the file IDENTITY in ", path, " is damaged; restore it from a backup"));
  const std::vector<std::string> lines = absl::StrSplit(text, '\n');
  if (lines.size() < 3 || lines[0] != kFirstLine) return bad;
  absl::string_view schema_text = lines[1];
  uint32_t schema = 0;
  if (!absl::ConsumePrefix(&schema_text, "schema ") || !absl::SimpleAtoi(schema_text, &schema)) return bad;
  if (schema > kSchema) {
    return absl::FailedPreconditionError(absl::StrCat(path, " was written by a newer version of Candor (schema ",
                                                      schema, ", this one knows ", kSchema,
                                                      "); start that version instead"));
  }
  absl::string_view id_text = lines[2];
  if (schema == 0 || !absl::ConsumePrefix(&id_text, "ledger ")) return bad;
  auto id = LedgerId::Parse(ToStd(id_text));
  return id.ok() ? *id : absl::StatusOr<LedgerId>(bad);
}

// What cannot be looked at is there.
bool Exists(const std::string& path) {
  std::error_code error;
  return fs::exists(path, error) || error;
}

// What a new directory may hold beside our lock.
bool IsEmptyButForLock(const std::string& path) {
  std::error_code bad;
  for (const auto& item : fs::directory_iterator(path, bad)) {
    const std::string name = item.path().filename().string();
    if (name != "LOCK" && name != "lost+found" && name != "IDENTITY.new" && name != kProbe) return false;
  }
  return !bad;
}

// Whether somebody else's files are there. The first that a new directory gets is its IDENTITY, so one that another
// daemon is making at this moment has it, if looked for last.
bool IsForeign(const std::string& path) {
  return !IsEmptyButForLock(path) && !Exists(Join(path, "IDENTITY"));
}

absl::Status NoDataDirectory(const std::string& path) {
  return absl::NotFoundError(absl::StrCat("there is no data directory at ", path,
                                          "; check the path, or start candord on it first, which makes one"));
}

absl::Status FileMissing(absl::string_view what, const std::string& path) {
  return absl::DataLossError(
      absl::StrCat(what, " is missing in ", path, "; restore it from the newest backup of this data directory"));
}

absl::Status Foreign(const std::string& path) {
  if (Exists(Join(path, "KEYS")) && Exists(Join(path, "master.key"))) return FileMissing("the file IDENTITY", path);
  return absl::FailedPreconditionError(
      absl::StrCat(path, " holds files but no IDENTITY, so it is not a data directory of Candor; name an empty one"));
}

// What stands where one of our files belongs and is none cannot be read, and nothing is written in its place.
absl::Status CheckIsFile(const std::string& folder, const char* name) {
  std::error_code unknown;
  const fs::file_status found = fs::status(Join(folder, name), unknown);
  if (!fs::exists(found) || fs::is_regular_file(found)) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(name, " in ", folder, " is ",
                                          fs::is_directory(found) ? "a directory" : "no file",
                                          " where a file belongs; move it away, and restore the file ", name,
                                          " from the newest backup of this data directory"));
}

// Whether a database was there: its first log and its first table are made after CURRENT.
bool HoldsRecords(const std::string& database) {
  std::error_code none;
  for (const auto& item : fs::directory_iterator(database, none)) {
    const fs::path extension = item.path().extension();
    if (extension == ".log" || extension == ".sst") return true;
  }
  return false;
}

// Whether there is room, as the file system, a quota and a limit of the process see it: RocksDB ends the process on
// some writes that fail.
absl::Status TryToWrite(const std::string& path) {
  const std::string probe = Join(path, kProbe);
  const int file = open(probe.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  const int problem = file < 0 ? errno : posix_fallocate(file, 0, kProbeBytes);
  if (file >= 0) close(file);
  unlink(probe.c_str());
  if (problem == 0) return absl::OkStatus();
  const std::string message = absl::StrCat("cannot write in ", path, ": ", std::strerror(problem));
  if (problem == ENOSPC || problem == EDQUOT || problem == EFBIG) {
    return absl::ResourceExhaustedError(absl::StrCat(message, "; free some space, or raise the limit"));
  }
  return absl::PermissionDeniedError(message + "; run candord as the owner of that folder, or name another one");
}

}  // namespace

absl::StatusOr<std::unique_ptr<DataDirectory>> DataDirectory::Open(const DirectoryOptions& options) {
  std::unique_ptr<DataDirectory> directory(new DataDirectory(options.path));
  CANDOR_RETURN_IF_ERROR(directory->FindFolder(options.create));
  CANDOR_RETURN_IF_ERROR(directory->Lock());
  CANDOR_RETURN_IF_ERROR(directory->CheckSpace(options.min_free_bytes));
  CANDOR_RETURN_IF_ERROR(directory->Identify());
  CANDOR_ASSIGN_OR_RETURN(directory->head_, ReadHead(directory->head_path()));
  CANDOR_RETURN_IF_ERROR(directory->OpenKeys(options.adopted));
  CANDOR_RETURN_IF_ERROR(directory->OpenDatabase(options.min_free_bytes));
  return directory;
}

DataDirectory::~DataDirectory() {
  kv_.reset();
  if (lock_ >= 0) close(lock_);
}

std::string DataDirectory::head_path() const {
  return Join(path_, "HEAD");
}

std::string DataDirectory::epoch_path() const {
  return Join(path_, "EPOCH");
}

std::string DataDirectory::cosigned_path() const {
  return Join(path_, "COSIGNED");
}

// Nothing is made in a folder that is not ours, not even a lock.
absl::Status DataDirectory::FindFolder(bool create) const {
  if (!Exists(path_)) {
    if (!create) return NoDataDirectory(path_);
    std::error_code bad;
    if (!fs::create_directories(path_, bad) || bad) {
      return absl::PermissionDeniedError(absl::StrCat("cannot create ", path_, ": ", bad.message(),
                                                      "; name a folder that you may write to, or make it yourself"));
    }
    fs::permissions(path_, fs::perms::owner_all, bad);
  }
  std::error_code unknown;
  if (!fs::is_directory(path_, unknown)) {
    return absl::FailedPreconditionError(absl::StrCat(path_, " is not a directory; name another one"));
  }
  if (IsForeign(path_)) return Foreign(path_);
  if (!create && !Exists(Join(path_, "IDENTITY"))) {
    return NoDataDirectory(path_);
  }
  for (const char* name : {"IDENTITY", "master.key", "KEYS", "HEAD", "EPOCH", "COSIGNED"}) {
    CANDOR_RETURN_IF_ERROR(CheckIsFile(path_, name));
  }
  return absl::OkStatus();
}

absl::Status DataDirectory::Lock() {
  lock_ = open(Join(path_, "LOCK").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (lock_ < 0) {
    const std::string message = absl::StrCat("cannot use ", path_, ": ", std::strerror(errno));
    if (errno == ENOSPC || errno == EDQUOT) return absl::ResourceExhaustedError(message + "; free some space");
    return absl::PermissionDeniedError(message + "; run candord as the owner of that folder, or name another one");
  }
  if (flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    return absl::FailedPreconditionError(absl::StrCat("another candord uses ", path_, "; stop it first"));
  }
  return absl::OkStatus();
}

absl::Status DataDirectory::CheckSpace(uint64_t min_free_bytes) const {
  struct statvfs space {};
  if (statvfs(path_.c_str(), &space) != 0) return TryToWrite(path_);
  const uint64_t free = static_cast<uint64_t>(space.f_bavail) * space.f_frsize;
  if (free >= min_free_bytes) return TryToWrite(path_);
  return absl::ResourceExhaustedError(absl::StrCat("the disk of ", path_, " is full: ", free >> 20,
                                                   " MiB are free and ", min_free_bytes >> 20,
                                                   " MiB are needed; free some space"));
}

absl::Status DataDirectory::Identify() {
  const std::string path = Join(path_, "IDENTITY");
  CANDOR_ASSIGN_OR_RETURN(const std::optional<std::string> text, ReadSmallFile(path));
  if (text) {
    CANDOR_ASSIGN_OR_RETURN(ledger_id_, ParseIdentity(*text, path_));
    return absl::OkStatus();
  }
  // It names the ledger in whatever is sealed: beside anything else a new one would make all of that unreadable.
  if (!IsEmptyButForLock(path_)) return Foreign(path_);
  ledger_id_ = LedgerId::Random();
  return ReplaceFile(path, EncodeIdentity(ledger_id_));
}

// A start that was cut short leaves some of the files; as long as there is no database the next one makes the rest.
absl::Status DataDirectory::OpenKeys(const crypto::NamingKeys* adopted) {
  const std::string master_path = Join(path_, "master.key");
  const std::string table_path = Join(path_, "KEYS");
  const Head head = head_.value_or(Head());
  const bool fresh = !Exists(Join(path_, "db")) && !Exists(table_path) && head == Head();
  const auto master = fresh ? crypto::LoadOrCreateMasterKey(master_path) : crypto::LoadMasterKey(master_path);
  if (absl::IsNotFound(master.status())) {
    return absl::DataLossError(
        absl::StrCat("the file master.key is missing in ", path_,
                     ", and without it nothing there can be read; restore it from the copy that the practice keeps"));
  }
  if (!master.ok()) return master.status();
  auto table = fresh ? crypto::KeyTable::Create(table_path, *master, adopted)
                     : crypto::KeyTable::Open(table_path, *master, head.key_slots);
  if (absl::IsNotFound(table.status())) return FileMissing("the key table KEYS", path_);
  if (!table.ok()) return table.status();
  keys_ = *std::move(table);
  return absl::OkStatus();
}

// Half of what a start needs is kept: the log that the database sets room aside for comes out of the other half.
absl::Status DataDirectory::OpenDatabase(uint64_t min_free_bytes) {
  const std::string path = Join(path_, "db");
  // A database that should be there and is not shows as one below HEAD, or without it.
  const bool create = !Exists(Join(path, "CURRENT"));
  // A new one among what is left of another would take that away.
  if (create && HoldsRecords(path)) return FileMissing("the file db/CURRENT", path_);
  auto kv = OpenRocksKv({.path = path, .create = create, .min_free_bytes = min_free_bytes / 2});
  if (absl::IsNotFound(kv.status())) return FileMissing("a file of the database db, MANIFEST or another one,", path_);
  if (!kv.ok()) return kv.status();
  kv_ = *std::move(kv);
  return absl::OkStatus();
}

}  // namespace candor::store
