#include "daemon/store/backup/backup_source.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "daemon/base/bytes.h"
#include "daemon/base/small_file.h"
#include "daemon/base/status.h"
#include "daemon/crypto/backup_key.h"
#include "daemon/crypto/chunk_sealing.h"
#include "daemon/crypto/hashing.h"
#include "daemon/ledger/backup_content.h"
#include "daemon/ledger/backup_file.h"
#include "daemon/ledger/checkpoint.h"
#include "daemon/ledger/lines.h"
#include "daemon/ledger/note.h"
#include "daemon/store/envelope.h"
#include "daemon/store/erasures.h"
#include "daemon/store/keys.h"

namespace candor::store {
namespace {

// Plain bytes of a chunk, give or take an item.
constexpr size_t kChunkBytes = size_t{256} * 1024;
constexpr size_t kRecordsAtOnce = 4096;

// A backup as it is handed out: header, chunks, trailer. What it takes from the store besides the records is taken with
// the first bytes, when the checkpoint is made already: the key table of a later moment has every key that is needed.
class StoreBackup final : public domain::Backup {
 public:
  StoreBackup(const BackupParts& parts, domain::SignedCheckpoint checkpoint, absl::Time now)
      : parts_(parts), snapshot_(parts.snapshot()), checkpoint_(std::move(checkpoint)), made_at_(now) {}

  uint64_t records() const override { return checkpoint_.size; }
  uint64_t done() const override { return tree_.size(); }
  bool complete() const override { return complete_; }
  domain::BackupTaken Taken() const override { return {id_, FromMicros(ToMicros(made_at_)), checkpoint_.size, {}}; }

  absl::StatusOr<std::string> Next() override {
    if (ended_) return std::string();
    if (!writer_) return Begin();
    if (complete_) return End();
    CANDOR_RETURN_IF_ERROR(Fill());
    const bool last = tree_.size() == checkpoint_.size && plain_.size() <= kChunkBytes;
    const std::string_view piece = std::string_view(plain_).substr(0, kChunkBytes);
    std::string sealed;
    const char last_byte = last ? 1 : 0;
    crypto::SealChunk(*key_, writer_->chunks(), {AsText(writer_->header_digest()), {&last_byte, 1}}, piece, sealed);
    plain_.erase(0, piece.size());
    complete_ = last;
    return writer_->Write(sealed, last);
  }

 private:
  absl::StatusOr<std::string> Begin() {
    CANDOR_ASSIGN_OR_RETURN(const crypto::Key master, parts_.master());
    CANDOR_ASSIGN_OR_RETURN(const std::string keys, parts_.keys->Copy());
    // Between two steps of a change of the master key they do not fit, and nobody could restore it.
    if (const auto opened = crypto::CountKeys(keys, master); !opened.ok()) {
      return absl::IsFailedPrecondition(opened.status()) ? KeyIsChanging() : opened.status();
    }
    // Then the keys lack one that records under the checkpoint are sealed under, and nothing in the backup says why.
    CANDOR_RETURN_IF_ERROR(CheckNothingErased());
    CANDOR_ASSIGN_OR_RETURN(ledger::BackupHeader header, HeaderOf());
    CANDOR_RETURN_IF_ERROR(CheckSameKey(master));
    key_ = std::make_unique<const crypto::Key>(crypto::RandomKey());
    header.sealed_key = crypto::SealBackupKey(master, header.Bound(), *key_);
    CANDOR_RETURN_IF_ERROR(AddKeys(keys, header.key.name));
    writer_.emplace(header);
    return writer_->Begin();
  }

  absl::Status CheckNothingErased() const {
    CANDOR_ASSIGN_OR_RETURN(const bool erased, ErasesSince(*parts_.snapshot(), checkpoint_.size));
    if (!erased) return absl::OkStatus();
    return absl::AbortedError("something was erased while the backup was made; begin the backup again");
  }

  static absl::Status KeyIsChanging() {
    return absl::AbortedError("the master key is being changed at this moment; begin the backup again");
  }

  // What was taken belongs to one master key: none was put in its place meanwhile, and none is about to be.
  absl::Status CheckSameKey(const crypto::Key& master) const {
    std::error_code unknown;
    if (!parts_.rekey_path.empty() && std::filesystem::exists(parts_.rekey_path, unknown)) return KeyIsChanging();
    CANDOR_ASSIGN_OR_RETURN(const crypto::Key now, parts_.master());
    return crypto::EqualInConstantTime(AsText(now.span()), AsText(master.span())) ? absl::OkStatus() : KeyIsChanging();
  }

  absl::StatusOr<ledger::BackupHeader> HeaderOf() const {
    ledger::BackupHeader header;
    CANDOR_ASSIGN_OR_RETURN(header.key, ledger::ParseVerifierKey(parts_.evidence->PublicKey()));
    const std::string_view origin = header.key.name;
    const std::optional<uint64_t> epoch = ledger::ParseDecimal(origin.substr(origin.rfind('/') + 1));
    if (!epoch) return absl::InternalError("the ledger has no epoch");
    header.ledger = parts_.ledger;
    header.epoch = *epoch;
    header.made_at = FromMicros(ToMicros(made_at_));
    header.records = checkpoint_.size;
    header.id = id_;
    header.checkpoint = checkpoint_.note;
    if (!parts_.passphrase_path.empty()) {
      CANDOR_ASSIGN_OR_RETURN(const std::optional<std::string> file, ReadSmallFile(parts_.passphrase_path));
      header.passphrase = file.value_or("");
    }
    return header;
  }

  absl::Status AddKeys(std::string_view keys, std::string_view origin) {
    for (; !keys.empty(); keys.remove_prefix(std::min(keys.size(), ledger::kMaxItemBytes))) {
      AppendBackupItem(ledger::BackupItemKind::kKeys, keys.substr(0, ledger::kMaxItemBytes), plain_);
    }
    const auto cosigned = parts_.evidence->Cosigned();
    if (absl::IsNotFound(cosigned.status())) return absl::OkStatus();
    CANDOR_RETURN_IF_ERROR(cosigned.status());
    CANDOR_ASSIGN_OR_RETURN(const ledger::Note note, ledger::ParseNote(*cosigned));
    CANDOR_ASSIGN_OR_RETURN(const ledger::Checkpoint checkpoint, ledger::ParseCheckpointText(note.text));
    // One of a later moment, or from before a loss, says nothing about these records.
    const bool fits = checkpoint.origin == origin && checkpoint.size <= checkpoint_.size;
    if (fits && cosigned->size() <= ledger::kMaxItemBytes) {
      AppendBackupItem(ledger::BackupItemKind::kCosigned, *cosigned, plain_);
    }
    return absl::OkStatus();
  }

  // Records until there is enough for a chunk.
  absl::Status Fill() {
    if (plain_.size() >= kChunkBytes) return absl::OkStatus();
    const uint64_t before = tree_.size();
    absl::Status status;
    CANDOR_RETURN_IF_ERROR(snapshot_->Scan(Family::kLedger, keys::Ledger(before), keys::Ledger(checkpoint_.size),
                                           kRecordsAtOnce, [&](std::string_view, std::string_view value) {
                                             status = tree_.Add(value);
                                             if (!status.ok()) return false;
                                             AppendBackupItem(ledger::BackupItemKind::kRecord, value, plain_);
                                             return plain_.size() < kChunkBytes;
                                           }));
    if (status.ok() && before < checkpoint_.size && tree_.size() == before) {
      status = absl::DataLossError(absl::StrCat("record ", before, " is missing"));
    }
    return status.ok() ? status : Damaged(status);
  }

  // Nothing is signed that is not what the checkpoint says.
  absl::StatusOr<std::string> End() {
    if (absl::Status fits = tree_.Check({"", checkpoint_.size, checkpoint_.root, {}}); !fits.ok()) return Damaged(fits);
    // A certificate from before it was on record that there is this backup does not name it.
    CANDOR_RETURN_IF_ERROR(CheckNothingErased());
    const ledger::SigningKey signing(parts_.keys->practice_keys().signing.span());
    ended_ = true;
    return writer_->End(signing);
  }

  static absl::Status Damaged(const absl::Status& why) {
    return absl::DataLossError(
        absl::StrCat("the ledger cannot be backed up as it is: ", why.message(),
                     "; see `candor ledger verify`, keep the earlier backups and restore one of them"));
  }

  const BackupParts parts_;
  const std::shared_ptr<const KvReader> snapshot_;
  const domain::SignedCheckpoint checkpoint_;
  const absl::Time made_at_;
  const IdBytes id_ = RandomIdBytes();
  std::unique_ptr<const crypto::Key> key_;
  std::optional<ledger::BackupWriter> writer_;
  ledger::BackupTree tree_;
  std::string plain_;  // and not sealed yet
  bool complete_ = false;
  bool ended_ = false;
};

}  // namespace

void StoreBackups::Begin(std::function<void(absl::StatusOr<std::unique_ptr<domain::Backup>>)> done) {
  const absl::Time now = clock_.Now();
  parts_.evidence->Checkpoint(store_.Latest()->size(), [parts = parts_, now, done = std::move(done)](
                                                           absl::StatusOr<domain::SignedCheckpoint> checkpoint) {
    if (!checkpoint.ok()) return done(checkpoint.status());
    done(std::make_unique<StoreBackup>(parts, *std::move(checkpoint), now));
  });
}

}  // namespace candor::store
