#include "daemon/crypto/backup_key.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "daemon/base/bytes.h"
#include "daemon/base/status.h"
#include "daemon/crypto/append_file.h"
#include "daemon/crypto/key_table.h"
#include "daemon/crypto/passphrase.h"
#include "daemon/crypto/sealing.h"

namespace candor::crypto {
namespace {

constexpr std::string_view kBackupKeyLabel = "candor backup key";

// A file that is nowhere.
class FileInMemory final : public AppendFile {
 public:
  explicit FileInMemory(std::string bytes) : bytes_(std::move(bytes)) {}

  absl::StatusOr<std::string> ReadAll() override { return bytes_; }
  absl::Status WriteAt(uint64_t offset, std::string_view bytes) override {
    bytes_.resize(offset);
    bytes_.append(bytes);
    return absl::OkStatus();
  }
  absl::Status Truncate(uint64_t size) override {
    bytes_.resize(size);
    return absl::OkStatus();
  }
  absl::Status Sync() override { return absl::OkStatus(); }

 private:
  std::string bytes_;
};

}  // namespace

std::string SealBackupKey(const Key& master_key, std::string_view bound, const Key& key) {
  std::string sealed;
  Seal(master_key, {kBackupKeyLabel, bound}, AsText(key.span()), sealed);
  return sealed;
}

absl::StatusOr<Key> OpenBackupKey(const Key& master_key, std::string_view bound, std::string_view sealed) {
  std::string plain;
  if (!Open(master_key, {kBackupKeyLabel, bound}, sealed, plain).ok() || plain.size() != Key::size()) {
    return absl::FailedPreconditionError(
        "the master key does not open this backup, which was made under another one; give the key that the practice "
        "had when it was made");
  }
  const Key key{AsBytes(plain).first<Key::size()>()};
  Wipe(plain.data(), plain.size());
  return key;
}

absl::StatusOr<LockedKey> MasterKeyForBackup(const MasterKeySource& source, std::string_view passphrase_file,
                                             const std::string& path) {
  if (source.place == MasterKeyPlace::kDirectory) {
    return absl::InvalidArgumentError(
        "a backup holds no master key; say where the practice keeps it: --master-key FILE, or --master-key passphrase");
  }
  if (source.place != MasterKeyPlace::kPassphrase) {
    CANDOR_ASSIGN_OR_RETURN(MasterKey master, LoadMasterKeyFrom(source, ""));
    return std::move(master.key);
  }
  if (passphrase_file.empty()) {
    return absl::FailedPreconditionError(absl::StrCat(
        path,
        " was made of a data directory whose master key is under no passphrase; give its file: --master-key FILE"));
  }
  CANDOR_ASSIGN_OR_RETURN(const Passphrase passphrase, source.passphrase());
  CANDOR_ASSIGN_OR_RETURN(const PassphraseMaster master, OpenUnderPassphrase(passphrase_file, path, passphrase));
  return LockedKey(master.master);
}

absl::StatusOr<uint64_t> CountKeys(std::string key_table, const Key& master_key) {
  CANDOR_ASSIGN_OR_RETURN(
      const std::unique_ptr<KeyTable> table,
      KeyTable::OpenOn(std::make_unique<FileInMemory>(std::move(key_table)), "of the backup", master_key));
  return table->size();
}

}  // namespace candor::crypto
