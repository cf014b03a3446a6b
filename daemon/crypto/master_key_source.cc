#include "daemon/crypto/master_key_source.h"

#include <cstdlib>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "daemon/base/small_file.h"
#include "daemon/base/status.h"
#include "daemon/crypto/append_file.h"
#include "daemon/crypto/hashing.h"
#include "daemon/crypto/master_key.h"

namespace candor::crypto {
namespace {

constexpr std::string_view kCredentialPrefix = "credential:";
constexpr std::string_view kAskedFor = "passphrase";

std::string In(const std::string& data_dir, const char* name) {
  return (std::filesystem::path(data_dir) / name).string();
}

bool IsThere(const std::string& path) {
  std::error_code error;
  return std::filesystem::exists(path, error) || error;
}

// Where systemd has put the credential for this process.
absl::StatusOr<std::string> CredentialPath(const std::string& name) {
  const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
  if (folder == nullptr || *folder == '\0') {
    return absl::NotFoundError(absl::StrCat("CREDENTIALS_DIRECTORY is not set, so there is no credential ", name,
                                            "; start candord by a unit with LoadCredential=", name, ":FILE"));
  }
  return In(folder, name.c_str());
}

absl::StatusOr<std::string> PathOf(const MasterKeySource& source, const std::string& data_dir) {
  switch (source.place) {
    case MasterKeyPlace::kDirectory:
      return In(data_dir, kMasterKeyFile);
    case MasterKeyPlace::kFile:
      return source.name;
    case MasterKeyPlace::kCredential:
      return CredentialPath(source.name);
    case MasterKeyPlace::kPassphrase:
      return In(data_dir, kPassphraseFile);
  }
  return absl::InternalError("the master key has no place");
}

// A directory whose key lies under a passphrase is not opened with a file beside it, nor the other way round: the next
// start would not know which of the two is meant.
absl::Status CheckPlace(const MasterKeySource& source, const std::string& data_dir) {
  const bool under_passphrase = IsThere(In(data_dir, kPassphraseFile));
  if (under_passphrase && source.place == MasterKeyPlace::kDirectory) {
    return absl::FailedPreconditionError(
        absl::StrCat("the master key of ", data_dir,
                     " lies under a passphrase; give it with --passphrase-file FILE or --master-key passphrase"));
  }
  if (!under_passphrase && source.place == MasterKeyPlace::kPassphrase && IsThere(In(data_dir, kMasterKeyFile))) {
    return absl::FailedPreconditionError(absl::StrCat("the master key of ", data_dir,
                                                      " is its file master.key and under no passphrase; leave out "
                                                      "--passphrase-file and --master-key"));
  }
  return absl::OkStatus();
}

absl::StatusOr<MasterKey> LoadUnderPassphrase(const MasterKeySource& source, std::string path) {
  CANDOR_ASSIGN_OR_RETURN(const std::optional<std::string> file, ReadSmallFile(path));
  if (!file) return absl::NotFoundError(absl::StrCat("there is no file ", path));
  CANDOR_ASSIGN_OR_RETURN(const Passphrase passphrase, source.passphrase());
  CANDOR_ASSIGN_OR_RETURN(const PassphraseMaster opened, OpenUnderPassphrase(*file, path, passphrase));
  return MasterKey{LockedKey(opened.master), source.place, std::move(path), LockedKey(opened.wrapping)};
}

absl::StatusOr<MasterKey> MakeUnderPassphrase(const MasterKeySource& source, std::string path) {
  CANDOR_ASSIGN_OR_RETURN(const Passphrase passphrase, source.passphrase());
  CANDOR_ASSIGN_OR_RETURN(const std::string file, SealUnderPassphrase(RandomKey(), passphrase));
  CANDOR_RETURN_IF_ERROR(CreateDurableFile(path, file));
  CANDOR_ASSIGN_OR_RETURN(const PassphraseMaster opened, OpenUnderPassphrase(file, path, passphrase));
  return MasterKey{LockedKey(opened.master), source.place, std::move(path), LockedKey(opened.wrapping)};
}

absl::StatusOr<MasterKey> MakeAt(const MasterKeySource& source, std::string path) {
  if (source.place == MasterKeyPlace::kPassphrase) return MakeUnderPassphrase(source, std::move(path));
  CANDOR_ASSIGN_OR_RETURN(const Key key, CreateMasterKey(path));
  return MasterKey{LockedKey(key), source.place, std::move(path), std::nullopt};
}

bool MayMake(const MasterKeySource& source) {
  if (source.place == MasterKeyPlace::kCredential) return false;
  return source.make || source.place == MasterKeyPlace::kDirectory;
}

}  // namespace

absl::StatusOr<MasterKeySource> ParseMasterKeySource(std::string_view master_key, std::string_view passphrase_file,
                                                     std::function<absl::StatusOr<Passphrase>()> ask) {
  MasterKeySource source;
  if (!passphrase_file.empty()) {
    if (!master_key.empty() && master_key != kAskedFor) {
      return absl::InvalidArgumentError(
          "--passphrase-file and --master-key name two places of the master key; give one of them");
    }
    source.place = MasterKeyPlace::kPassphrase;
    source.passphrase = [path = std::string(passphrase_file)] { return ReadPassphraseFile(path); };
    return source;
  }
  if (master_key.empty()) return source;
  if (master_key == kAskedFor) {
    source.place = MasterKeyPlace::kPassphrase;
    source.passphrase = std::move(ask);
    return source;
  }
  const bool credential = master_key.starts_with(kCredentialPrefix);
  source.place = credential ? MasterKeyPlace::kCredential : MasterKeyPlace::kFile;
  source.name = master_key.substr(credential ? kCredentialPrefix.size() : 0);
  if (credential && (source.name.empty() || source.name.find('/') != std::string::npos || source.name == "..")) {
    return absl::InvalidArgumentError(
        "--master-key credential:NAME takes the name that the unit gives it, without a slash");
  }
  return source;
}

absl::StatusOr<MasterKey> LoadMasterKeyFrom(const MasterKeySource& source, const std::string& data_dir) {
  CANDOR_RETURN_IF_ERROR(CheckPlace(source, data_dir));
  CANDOR_ASSIGN_OR_RETURN(std::string path, PathOf(source, data_dir));
  if (source.place == MasterKeyPlace::kPassphrase) return LoadUnderPassphrase(source, std::move(path));
  auto key = source.place == MasterKeyPlace::kCredential ? LoadMasterKeyCredential(path) : LoadMasterKey(path);
  if (!key.ok()) return key.status();
  return MasterKey{LockedKey(*key), source.place, std::move(path), std::nullopt};
}

absl::StatusOr<MasterKey> LoadOrMakeMasterKeyFrom(const MasterKeySource& source, const std::string& data_dir) {
  auto loaded = LoadMasterKeyFrom(source, data_dir);
  if (!absl::IsNotFound(loaded.status()) || !MayMake(source)) return loaded;
  CANDOR_ASSIGN_OR_RETURN(std::string path, PathOf(source, data_dir));
  auto made = MakeAt(source, std::move(path));
  // Somebody else was faster.
  return absl::IsAlreadyExists(made.status()) ? LoadMasterKeyFrom(source, data_dir) : std::move(made);
}

}  // namespace candor::crypto
