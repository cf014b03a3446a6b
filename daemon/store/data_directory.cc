#include "daemon/store/data_directory.h"

#include <fcntl.h>
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
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "daemon/base/log.h"
#include "daemon/base/small_file.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/base/way_back.h"
#include "daemon/store/directory_lock.h"
#include "daemon/store/rocks_kv.h"
#include "daemon/store/seal_database.h"

namespace candor::store {
namespace {

namespace fs = std::filesystem;

constexpr char kFirstLine[] = "candor data directory";
// Written and taken away at each start.
constexpr char kProbe[] = "PROBE";
constexpr off_t kProbeBytes = 1 << 20;
// The database, and a sealed copy of one from before files were sealed that is being made.
constexpr char kDatabase[] = "db";
constexpr char kSealedCopy[] = "db.sealed";
constexpr absl::Duration kBetweenProgressLines = absl::Seconds(5);

std::string Join(const std::string& folder, const char* name) {
  return (fs::path(folder) / name).string();
}

std::string EncodeIdentity(const LedgerId& id) {
  return absl::StrCat(kFirstLine, "\nschema ", kSchema, "\nledger ", id.ToString(), "\n");
}

struct Identity {
  LedgerId ledger;
  uint32_t schema = 0;
};

absl::StatusOr<Identity> ParseIdentity(const std::string& text, const std::string& path) {
  const absl::Status bad =
      absl::DataLossError(absl::StrCat("the file IDENTITY in ", path, " is damaged; ", kPutItBack));
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
  if (!id.ok()) return bad;
  return Identity{*id, schema};
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
  return absl::DataLossError(absl::StrCat(what, " is missing in ", path, "; ", kPutItBack));
}

// Without its master key nothing in a data directory can be read, and nothing is made in its place.
absl::Status NoMasterKey(const crypto::MasterKeySource& source, const std::string& path, bool fresh,
                         const absl::Status& why) {
  if (source.place == crypto::MasterKeyPlace::kDirectory) {
    return absl::DataLossError(
        absl::StrCat("the file master.key is missing in ", path,
                     ", and without it nothing there can be read; restore it from the copy that the practice keeps"));
  }
  if (fresh) {
    return absl::FailedPreconditionError(absl::StrCat("there is no master key where it was said to be: ", why.message(),
                                                      "; bring it there, or have candord init make a new ledger"));
  }
  return absl::FailedPreconditionError(absl::StrCat("without its master key nothing in ", path, " can be read: ",
                                                    why.message(), "; bring the one that the practice keeps"));
}

absl::Status Foreign(const std::string& path) {
  if (Exists(Join(path, "KEYS")) && Exists(Join(path, "master.key"))) return FileMissing("the file IDENTITY", path);
  return absl::FailedPreconditionError(
      absl::StrCat(path, " holds files but no IDENTITY, so it is not a data directory of Candor; name an empty one"));
}

// Whoever may write there can put a file of theirs in the place of one of ours. Where rights are given to single users,
// what stands for the group is the most that any of them has.
absl::Status CheckOthersMayNotWrite(const std::string& path) {
  std::error_code unknown;
  const fs::perms rights = fs::status(path, unknown).permissions();
  if ((rights & (fs::perms::group_write | fs::perms::others_write)) == fs::perms::none) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("other users may write in ", path, "; close it to them with chmod 700"));
}

// What stands where one of our files belongs and is none cannot be read, and nothing is written in its place.
absl::Status CheckIsFile(const std::string& folder, const char* name) {
  std::error_code unknown;
  const fs::file_status found = fs::status(Join(folder, name), unknown);
  if (!fs::exists(found) || fs::is_regular_file(found)) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(name, " in ", folder, " is ",
                                          fs::is_directory(found) ? "a directory" : "no file",
                                          " where a file belongs; move it away, and then: ", kPutItBack));
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

SealProgress LoggedProgress() {
  return [last = absl::Now()](uint64_t done, uint64_t total) mutable {
    const absl::Time now = absl::Now();
    if (done == total || now - last >= kBetweenProgressLines) {
      last = now;
      log::Info(absl::StrCat("sealed ", done >> 20, " of ", total >> 20, " MiB of the database"));
    }
    return absl::OkStatus();
  };
}

}  // namespace

absl::StatusOr<std::unique_ptr<DataDirectory>> DataDirectory::Open(const DirectoryOptions& options) {
  std::unique_ptr<DataDirectory> directory(new DataDirectory(options.path));
  CANDOR_RETURN_IF_ERROR(directory->FindFolder(options.create));
  CANDOR_RETURN_IF_ERROR(directory->Lock(options.lock_patience));
  CANDOR_RETURN_IF_ERROR(directory->CheckSpace(options.min_free_bytes));
  TakeAwayUnfinished(directory->path());
  CANDOR_RETURN_IF_ERROR(directory->Identify(options.restored));
  CANDOR_ASSIGN_OR_RETURN(directory->head_, ReadHead(directory->head_path()));
  CANDOR_RETURN_IF_ERROR(directory->OpenKeys(options));
  CANDOR_RETURN_IF_ERROR(directory->SealDatabase());
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
  CANDOR_RETURN_IF_ERROR(CheckOthersMayNotWrite(path_));
  if (IsForeign(path_)) return Foreign(path_);
  if (!create && !Exists(Join(path_, "IDENTITY"))) {
    return NoDataDirectory(path_);
  }
  for (const char* name :
       {"IDENTITY", "master.key", "PASSPHRASE", "REKEY", "KEYS", "FILEKEYS", "HEAD", "EPOCH", "COSIGNED"}) {
    CANDOR_RETURN_IF_ERROR(CheckIsFile(path_, name));
  }
  return absl::OkStatus();
}

absl::Status DataDirectory::Lock(absl::Duration patience) {
  lock_ = open(Join(path_, "LOCK").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (lock_ < 0) {
    const std::string message = absl::StrCat("cannot use ", path_, ": ", std::strerror(errno));
    if (errno == ENOSPC || errno == EDQUOT) return absl::ResourceExhaustedError(message + "; free some space");
    return absl::PermissionDeniedError(message + "; run candord as the owner of that folder, or name another one");
  }
  if (TakeDirectoryLock(lock_, path_, patience)) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat("another candord uses ", path_, "; stop it first"));
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

absl::Status DataDirectory::Identify(const RestoredParts* restored) {
  const std::string path = Join(path_, "IDENTITY");
  CANDOR_ASSIGN_OR_RETURN(const std::optional<std::string> text, ReadSmallFile(path));
  if (text) {
    CANDOR_ASSIGN_OR_RETURN(const Identity identity, ParseIdentity(*text, path_));
    ledger_id_ = identity.ledger;
    schema_ = identity.schema;
    return absl::OkStatus();
  }
  // It names the ledger in whatever is sealed: beside anything else a new one would make all of that unreadable.
  if (!IsEmptyButForLock(path_)) return Foreign(path_);
  ledger_id_ = restored != nullptr ? restored->ledger : LedgerId::Random();
  return ReplaceFile(path, EncodeIdentity(ledger_id_));
}

// A start that was cut short leaves some of the files; as long as there is no database the next one makes the rest.
absl::Status DataDirectory::OpenKeys(const DirectoryOptions& options) {
  const bool fresh =
      !Exists(Join(path_, kDatabase)) && !Exists(Join(path_, "KEYS")) && head_.value_or(Head()) == Head();
  if (fresh && options.restored != nullptr) CANDOR_RETURN_IF_ERROR(TakeOver(options));
  CANDOR_RETURN_IF_ERROR(OpenMasterKey(options, fresh));
  CANDOR_RETURN_IF_ERROR(OpenKeyTable(options, fresh));
  return OpenFileKeys();
}

// The files of a backup that keys come from.
absl::Status DataDirectory::TakeOver(const DirectoryOptions& options) const {
  if (options.master_key.place == crypto::MasterKeyPlace::kPassphrase) {
    CANDOR_RETURN_IF_ERROR(ReplaceFile(Join(path_, crypto::kPassphraseFile), options.restored->passphrase_file));
  }
  return ReplaceFile(Join(path_, "KEYS"), options.restored->key_table);
}

absl::Status DataDirectory::OpenMasterKey(const DirectoryOptions& options, bool fresh) {
  auto master = fresh ? crypto::LoadOrMakeMasterKeyFrom(options.master_key, path_)
                      : crypto::LoadMasterKeyFrom(options.master_key, path_);
  if (absl::IsNotFound(master.status())) return NoMasterKey(options.master_key, path_, fresh, master.status());
  if (!master.ok()) return master.status();
  master_ = *std::move(master);
  const std::string path = Join(path_, crypto::kRekeyFile);
  CANDOR_ASSIGN_OR_RETURN(const std::optional<std::string> file, ReadSmallFile(path));
  if (!file) return absl::OkStatus();
  auto rekey = crypto::OpenRekey(*file, path, *master_->key);
  if (!rekey.ok()) return WrongKey(rekey.status());
  rekey_ = *std::move(rekey);
  return absl::OkStatus();
}

// Where the master key was being changed, the table may be under either; it is under the new one when this returns.
absl::Status DataDirectory::OpenKeyTable(const DirectoryOptions& options, bool fresh) {
  const std::string path = Join(path_, "KEYS");
  const uint64_t at_least = head_.value_or(Head()).key_slots;
  const crypto::Key& master = rekey_ ? *rekey_->new_key : *master_->key;
  auto table = fresh && options.restored == nullptr ? crypto::KeyTable::Create(path, master, options.adopted)
                                                    : crypto::KeyTable::Open(path, master, at_least);
  if (rekey_ && absl::IsFailedPrecondition(table.status())) {
    table = crypto::KeyTable::Open(path, *rekey_->old_key, at_least);
    if (table.ok()) CANDOR_RETURN_IF_ERROR((*table)->Rewrap(*rekey_->new_key));
  }
  if (absl::IsNotFound(table.status())) return FileMissing("the key table KEYS", path_);
  if (!table.ok()) return WrongKey(table.status());
  keys_ = *std::move(table);
  return absl::OkStatus();
}

// Likewise. A directory from before files were sealed has no registry yet.
absl::Status DataDirectory::OpenFileKeys() {
  const std::string path = Join(path_, "FILEKEYS");
  const crypto::Key& master = rekey_ ? *rekey_->new_key : *master_->key;
  auto registry = crypto::FileKeys::Open(path, master);
  if (rekey_ && absl::IsFailedPrecondition(registry.status())) {
    registry = crypto::FileKeys::Open(path, *rekey_->old_key);
    if (registry.ok()) CANDOR_RETURN_IF_ERROR((*registry)->Rewrap(*rekey_->new_key));
  }
  if (absl::IsNotFound(registry.status())) {
    const bool has_sealed =
        schema_ >= kSealedSchema &&
        (Exists(Join(path_, kDatabase)) || Exists(Join(path_, kSealedCopy)) || head_.value_or(Head()) != Head());
    if (has_sealed) return FileMissing("the registry of file keys FILEKEYS", path_);
    registry = crypto::FileKeys::Create(path, master, absl::Now());
  }
  if (!registry.ok()) return WrongKey(registry.status());
  file_keys_ = *std::move(registry);
  return absl::OkStatus();
}

// Where the last change of the master key has left the new one beside the data, that is the likeliest reason.
absl::Status DataDirectory::WrongKey(const absl::Status& why) const {
  const std::string left = Join(path_, crypto::kNewMasterKeyFile);
  if (!absl::IsFailedPrecondition(why) || !Exists(left)) return why;
  return absl::FailedPreconditionError(absl::StrCat(why.message(), "; the last `candor key rekey` left the new one in ",
                                                    left, ", to be put where the old one was"));
}

// A directory from before files were sealed gets a sealed copy of its database beside the plain one. From the moment on
// at which IDENTITY says so the copy is the database, and this start or a later one takes the plain one away.
absl::Status DataDirectory::SealDatabase() {
  const std::string plain = Join(path_, kDatabase);
  const std::string sealed = Join(path_, kSealedCopy);
  if (schema_ < kSealedSchema) {
    if (HoldsRecords(plain) && !Exists(Join(plain, "CURRENT"))) return FileMissing("the file db/CURRENT", path_);
    if (Exists(plain)) {
      log::Info(
          absl::StrCat("sealing the files of the database ", plain, ", once; nothing is served until it is done"));
      CANDOR_RETURN_IF_ERROR(CopySealed(plain, sealed, file_keys_, LoggedProgress()));
    }
    CANDOR_RETURN_IF_ERROR(ReplaceFile(Join(path_, "IDENTITY"), EncodeIdentity(ledger_id_)));
    schema_ = kSchema;
  }
  return PutSealedInPlace(plain, sealed);
}

// Half of what a start needs is kept: the log that the database sets room aside for comes out of the other half.
absl::Status DataDirectory::OpenDatabase(uint64_t min_free_bytes) {
  const std::string path = Join(path_, kDatabase);
  // A database that should be there and is not shows as one below HEAD, or without it.
  const bool create = !Exists(Join(path, "CURRENT"));
  // A new one among what is left of another would take that away.
  if (create && HoldsRecords(path)) return FileMissing("the file db/CURRENT", path_);
  auto kv = OpenRocksKv({.path = path, .keys = file_keys_, .create = create, .min_free_bytes = min_free_bytes / 2});
  if (absl::IsNotFound(kv.status())) return FileMissing("a file of the database db, MANIFEST or another one,", path_);
  if (!kv.ok()) return kv.status();
  kv_ = *std::move(kv);
  return absl::OkStatus();
}

}  // namespace candor::store
