#include "cli/verbs/backup_check.h"

#include <utility>

#include "cli/print/exit_codes.h"
#include "daemon/base/bytes.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/crypto/backup_key.h"
#include "daemon/crypto/chunk_sealing.h"
#include "daemon/ledger/backup_content.h"

namespace candor::cli {
namespace {

// What the file is refused with, as an error of this side.
absl::Status AboutBackup(const absl::Status& status) {
  if (absl::IsDataLoss(status)) return NotProvenError(ToStd(status.message()));
  if (absl::IsNotFound(status) || absl::IsInvalidArgument(status)) return LocalFileError(ToStd(status.message()));
  return status;
}

// What is sealed in the chunks, as they come.
class BackupContent {
 public:
  BackupContent(const ledger::BackupReader& reader, const crypto::Key& master, const crypto::Key& key)
      : reader_(reader), master_(master), key_(key) {}

  absl::Status Add(const ledger::BackupChunk& chunk) {
    std::string plain;
    const char last = chunk.last ? 1 : 0;
    CANDOR_RETURN_IF_ERROR(
        crypto::OpenChunk(key_, chunk.number, {AsText(reader_.header_digest()), {&last, 1}}, chunk.sealed, plain));
    items_.Add(plain);
    while (true) {
      CANDOR_ASSIGN_OR_RETURN(const std::optional<ledger::BackupItem> item, items_.Next());
      if (!item) return absl::OkStatus();
      if (item->kind == ledger::BackupItemKind::kKeys) key_table_.append(item->bytes);
      if (item->kind == ledger::BackupItemKind::kRecord) CANDOR_RETURN_IF_ERROR(tree_.Add(item->bytes));
    }
  }

  // The number of keys.
  absl::StatusOr<uint64_t> Finish() {
    if (!items_.AtEnd()) return absl::DataLossError("the last record of the backup ends too early; use another backup");
    CANDOR_RETURN_IF_ERROR(tree_.Check(reader_.checkpoint()));
    return crypto::CountKeys(std::move(key_table_), master_);
  }

 private:
  const ledger::BackupReader& reader_;
  const crypto::Key& master_;
  const crypto::Key& key_;
  ledger::BackupItems items_;
  ledger::BackupTree tree_;
  std::string key_table_;
};

absl::Status ReadAll(Terminal& terminal, ledger::BackupReader& reader, BackupContent* content) {
  Progress progress(terminal, "Checking the backup", static_cast<int64_t>(reader.file_bytes()));
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const std::optional<ledger::BackupChunk> chunk, reader.Next());
    if (!chunk) return absl::OkStatus();
    if (content != nullptr) CANDOR_RETURN_IF_ERROR(content->Add(*chunk));
    progress.Update(static_cast<int64_t>(reader.read_bytes()));
  }
}

absl::StatusOr<CheckedBackup> Check(Terminal& terminal, const std::string& path,
                                    const crypto::MasterKeySource& master_key) {
  CANDOR_ASSIGN_OR_RETURN(ledger::BackupReader reader, ledger::BackupReader::Open(path));
  CheckedBackup checked{reader.header(), reader.checkpoint(), std::nullopt};
  if (master_key.place == crypto::MasterKeyPlace::kDirectory) {
    CANDOR_RETURN_IF_ERROR(ReadAll(terminal, reader, nullptr));
    return checked;
  }
  const ledger::BackupHeader& header = checked.header;
  CANDOR_ASSIGN_OR_RETURN(const crypto::LockedKey master,
                          crypto::MasterKeyForBackup(master_key, header.passphrase, path));
  CANDOR_ASSIGN_OR_RETURN(const crypto::Key key, crypto::OpenBackupKey(*master, header.Bound(), header.sealed_key));
  BackupContent content(reader, *master, key);
  CANDOR_RETURN_IF_ERROR(ReadAll(terminal, reader, &content));
  CANDOR_ASSIGN_OR_RETURN(checked.keys, content.Finish());
  return checked;
}

}  // namespace

absl::StatusOr<CheckedBackup> CheckBackup(Terminal& terminal, const std::string& path,
                                          const crypto::MasterKeySource& master_key) {
  absl::StatusOr<CheckedBackup> checked = Check(terminal, path, master_key);
  if (!checked.ok()) return AboutBackup(checked.status());
  return checked;
}

}  // namespace candor::cli
