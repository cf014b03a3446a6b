#include "daemon/store/backup/restore.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "daemon/base/bytes.h"
#include "daemon/base/status.h"
#include "daemon/crypto/backup_key.h"
#include "daemon/crypto/chunk_sealing.h"
#include "daemon/domain/append.h"
#include "daemon/ledger/backup_content.h"
#include "daemon/store/backup/erased_records.h"
#include "daemon/store/building_folder.h"
#include "daemon/store/data_directory.h"
#include "daemon/store/epoch_file.h"
#include "daemon/store/erasures.h"
#include "daemon/store/fold_ledger.h"
#include "daemon/store/head_file.h"
#include "daemon/store/keys.h"
#include "daemon/store/ledger_check.h"
#include "daemon/store/open.h"
#include "daemon/store/record_reader.h"
#include "daemon/store/rows.h"
#include "daemon/store/scratch_folder.h"

namespace candor::store {
namespace {

constexpr size_t kBytesAtOnce = size_t{512} * 1024;
constexpr uint64_t kCheckedAtOnce = 1000;
constexpr uint64_t kFoldedAtOnce = 256;
constexpr char kClockText[] = "%Y-%m-%d %H:%M:%S UTC";

// Whoever types the passphrase does so once. A key that is not there is never made.
crypto::MasterKeySource AskedOnce(const crypto::MasterKeySource& source) {
  crypto::MasterKeySource once = source;
  once.make = false;
  if (source.passphrase == nullptr) return once;
  const auto known = std::make_shared<std::optional<crypto::Passphrase>>();
  once.passphrase = [ask = source.passphrase, known]() -> absl::StatusOr<crypto::Passphrase> {
    if (!known->has_value()) {
      CANDOR_ASSIGN_OR_RETURN(crypto::Passphrase typed, ask());
      known->emplace(std::move(typed));
    }
    return crypto::Passphrase(std::string((*known)->text()));
  };
  return once;
}

// A directory that is being made of a backup.
class Restoration {
 public:
  Restoration(const RestoreOptions& options, crypto::MasterKeySource master_key, BuildingFolder folder,
              ledger::BackupReader reader, const crypto::Key& key)
      : options_(options),
        master_key_(std::move(master_key)),
        folder_(std::move(folder)),
        reader_(std::move(reader)),
        key_(key) {
    restored_.header = reader_.header();
    // Whoever restores a backup a second time does not know of the first: no epoch comes twice, as CheckClock() has
    // seen to it that the clock goes on.
    const auto now = static_cast<uint64_t>(std::max<int64_t>(0, absl::ToUnixSeconds(options.clock->Now())));
    restored_.epoch = std::max(reader_.header().epoch + 1, now);
  }

  absl::StatusOr<RestoredLedger> Run(const std::vector<ErasedKey>& erased) {
    CANDOR_RETURN_IF_ERROR(ReadContent());
    CANDOR_RETURN_IF_ERROR(CheckContent());
    CANDOR_RETURN_IF_ERROR(MakeRows());
    CANDOR_RETURN_IF_ERROR(Close());
    CANDOR_RETURN_IF_ERROR(PutOnRecord(erased));
    CANDOR_RETURN_IF_ERROR(folder_.PutInPlace());
    return restored_;
  }

 private:
  absl::Status Tell(std::string_view step, uint64_t done, uint64_t of) const {
    return options_.progress ? options_.progress({step, done, of}) : absl::OkStatus();
  }

  absl::Status Damaged(absl::string_view what) const {
    return absl::DataLossError(
        absl::StrCat("the backup ", options_.file, " cannot be restored: ", what, "; use another backup"));
  }

  absl::Status ReadContent() {
    while (true) {
      CANDOR_ASSIGN_OR_RETURN(const std::optional<ledger::BackupChunk> chunk, reader_.Next());
      if (!chunk) break;
      std::string plain;
      const char last = chunk->last ? 1 : 0;
      CANDOR_RETURN_IF_ERROR(
          crypto::OpenChunk(key_, chunk->number, {AsText(reader_.header_digest()), {&last, 1}}, chunk->sealed, plain));
      items_.Add(plain);
      CANDOR_RETURN_IF_ERROR(TakeItems());
      CANDOR_RETURN_IF_ERROR(Tell("reading the records", tree_.size(), restored_.header.records));
    }
    if (!items_.AtEnd()) return Damaged("its last record ends too early");
    if (directory_ == nullptr) CANDOR_RETURN_IF_ERROR(MakeDirectory());
    CANDOR_RETURN_IF_ERROR(CheckCosigned());
    CANDOR_RETURN_IF_ERROR(tree_.Check(reader_.checkpoint()));
    if (cosigned_ && cosigned_->size > tree_.size()) return Damaged("a witness has cosigned more records than it has");
    CANDOR_RETURN_IF_ERROR(WriteOut());
    return directory_->kv()->SyncLog();
  }

  absl::Status TakeItems() {
    while (true) {
      CANDOR_ASSIGN_OR_RETURN(const std::optional<ledger::BackupItem> item, items_.Next());
      if (!item) return absl::OkStatus();
      switch (item->kind) {
        case ledger::BackupItemKind::kKeys:
          key_table_.append(item->bytes);
          break;
        case ledger::BackupItemKind::kCosigned:
          CANDOR_RETURN_IF_ERROR(TakeCosigned(item->bytes));
          break;
        case ledger::BackupItemKind::kRecord:
          CANDOR_RETURN_IF_ERROR(TakeRecord(item->bytes));
          break;
      }
    }
  }

  absl::Status TakeCosigned(std::string_view bytes) {
    const auto note = ledger::ParseNote(bytes);
    const auto checkpoint = note.ok() ? ledger::ParseCheckpointText(note->text) : note.status();
    if (!checkpoint.ok()) return Damaged("what a witness has cosigned cannot be read");
    cosigned_ = *checkpoint;
    restored_.cosigned = cosigned_->size;
    return absl::OkStatus();
  }

  // That the ledger is the one that the witness has seen, once it is as long.
  absl::Status CheckCosigned() const {
    if (!cosigned_ || cosigned_->size != tree_.size() || cosigned_->root == tree_.frontier().Root()) {
      return absl::OkStatus();
    }
    return Damaged(absl::StrCat("its first ", tree_.size(), " records are not those that a witness has cosigned"));
  }

  absl::Status TakeRecord(std::string_view value) {
    if (directory_ == nullptr) CANDOR_RETURN_IF_ERROR(MakeDirectory());
    CANDOR_RETURN_IF_ERROR(CheckCosigned());
    batch_.Put(Family::kLedger, keys::Ledger(tree_.size()), std::string(value));
    CANDOR_RETURN_IF_ERROR(tree_.Add(value));
    return batch_.bytes() < kBytesAtOnce ? absl::OkStatus() : WriteOut();
  }

  // Once all of the key table has come, which stands before the records.
  absl::Status MakeDirectory() {
    const RestoredParts parts{restored_.header.ledger, std::move(key_table_), restored_.header.passphrase};
    DirectoryOptions options;
    options.path = folder_.path();
    options.create = true;
    options.master_key = master_key_;
    options.restored = &parts;
    CANDOR_ASSIGN_OR_RETURN(directory_, DataDirectory::Open(options));
    return absl::OkStatus();
  }

  absl::Status WriteOut() {
    if (batch_.empty()) return absl::OkStatus();
    CANDOR_RETURN_IF_ERROR(directory_->kv()->Write(batch_, Durability::kLogged));
    batch_.Clear();
    return absl::OkStatus();
  }

  // Every record opens under its key and fits its commitment.
  absl::Status CheckContent() const {
    // What was erased before the backup was made has no key in it.
    Erasures erasures;
    CANDOR_RETURN_IF_ERROR(ReadErasures(*directory_->kv(), tree_.size(), erasures));
    for (uint64_t begin = 0; begin < tree_.size(); begin += kCheckedAtOnce) {
      CANDOR_RETURN_IF_ERROR(Tell("checking the records", begin, tree_.size()));
      const uint64_t end = std::min(tree_.size(), begin + kCheckedAtOnce);
      CANDOR_ASSIGN_OR_RETURN(
          const domain::CheckedRecords checked,
          CheckRecords(*directory_->kv(), directory_->ledger_id(), *directory_->keys(), &erasures, begin, end));
      if (checked.faults.empty()) continue;
      return Damaged(absl::StrCat(checked.faults[0].place, ": ", checked.faults[0].problem));
    }
    return absl::OkStatus();
  }

  absl::Status MakeRows() {
    Kv& kv = *directory_->kv();
    CANDOR_RETURN_IF_ERROR(FoldLedger(kv, tree_.size(), kv, now_, [this](const Watermark& folded) {
      return folded.size % kFoldedAtOnce == 0 ? Tell("making everything that follows", folded.size, tree_.size())
                                              : absl::OkStatus();
    }));
    return kv.Flush();
  }

  // Whether the ledger has had these keys erased itself, by that record or at a restore since: it destroyed every key
  // that there was, so that the one there is now was made later. By the time, as records that followed the same backup
  // have the same numbers; within a second only what is surely the same counts.
  static bool HasErased(const std::vector<domain::Erasure>& own, const ErasedKey& key) {
    return std::ranges::any_of(own, [&](const domain::Erasure& each) {
      if (each.state != domain::DecisionState::kInForce || each.subject != key.subject) return false;
      if (std::ranges::find(each.classes, key.key_class) == each.classes.end()) return false;
      const absl::Time second = absl::FromUnixSeconds(absl::ToUnixSeconds(each.recorded_at));
      const bool same = each.number == key.record || each.why == domain::ErasureWhy::kRestored;
      return second > key.erased_at || (second == key.erased_at && same);
    });
  }

  // The erasures of what the backup still holds keys of, one for each case or member.
  absl::StatusOr<std::vector<domain::Erasure>> Again(const std::vector<ErasedKey>& erased, DurableStore& store) {
    const crypto::KeyTable& keys = *store.backup_parts().keys;
    CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::Erasure> own, store.Latest()->ListErasures());
    std::map<domain::SubjectId, std::set<domain::KeyClass>> subjects;
    for (const ErasedKey& each : erased) {
      if (HasErased(own, each)) {
        ++restored_.erased_before;
        continue;
      }
      const bool whole = each.key_class == domain::KeyClass::kGeneral;
      bool there = false;
      for (const auto key_class : {domain::KeyClass::kGeneral, domain::KeyClass::kPersonal}) {
        if (key_class != each.key_class && !whole) continue;
        if (!keys.Get(KeyNameOf(each.subject, key_class)).ok()) continue;
        there = true;
        subjects[each.subject].insert(key_class);
      }
      if (!there) ++restored_.without_key;
    }
    std::vector<domain::Erasure> again;
    for (const auto& [subject, classes] : subjects) {
      domain::Erasure& erasure = again.emplace_back();
      erasure.id = ErasureId::Random();
      erasure.subject = subject;
      erasure.classes.assign(classes.begin(), classes.end());
      erasure.state = domain::DecisionState::kInForce;
      erasure.why = domain::ErasureWhy::kRestored;
    }
    return again;
  }

  absl::Status Close() {
    const Head head{now_.size, now_.frontier.Root(), directory_->keys()->size()};
    CANDOR_RETURN_IF_ERROR(WriteHead(directory_->head_path(), head));
    CANDOR_RETURN_IF_ERROR(
        WriteRestored(directory_->epoch_path(), restored_.epoch, {restored_.header.records, restored_.header.made_at}));
    directory_.reset();
    return absl::OkStatus();
  }

  static absl::Status Record(DurableStore& store, domain::Change change) {
    domain::Transaction transaction;
    transaction.changes.push_back(std::move(change));
    return domain::AppendAndWait(store, std::move(transaction)).status();
  }

  // What was erased after the backup was made goes again before anybody can ask for it.
  absl::Status PutOnRecord(const std::vector<ErasedKey>& erased) {
    OpenOptions options;
    options.data_dir = folder_.path();
    options.create = false;
    options.clock = options_.clock;
    options.min_free_bytes = 0;
    options.master_key = master_key_;
    CANDOR_ASSIGN_OR_RETURN(const std::unique_ptr<DurableStore> store, Open(options));
    CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::Erasure> again, Again(erased, *store));
    for (const domain::Erasure& each : again) restored_.erased_again += static_cast<uint32_t>(each.classes.size());
    CANDOR_ASSIGN_OR_RETURN(std::vector<uint64_t> records,
                            RecordsToErase(erased, restored_.header.records, *store->Latest(), store->evidence()));
    restored_.erased_records = records.size();
    CANDOR_RETURN_IF_ERROR(
        Record(*store, domain::Restored{restored_.epoch, restored_.header.records, restored_.header.made_at,
                                        restored_.header.id, restored_.erased_again, std::move(records)}));
    for (const domain::Erasure& each : again) CANDOR_RETURN_IF_ERROR(Record(*store, each));
    restored_.keys = store->backup_parts().keys->size();
    return store->Close();
  }

  const RestoreOptions& options_;
  const crypto::MasterKeySource master_key_;
  BuildingFolder folder_;  // gone after what lies in it is closed
  ledger::BackupReader reader_;
  const crypto::Key key_;
  RestoredLedger restored_;
  ledger::BackupItems items_;
  ledger::BackupTree tree_;
  std::string key_table_;
  std::optional<ledger::Checkpoint> cosigned_;
  std::unique_ptr<DataDirectory> directory_;
  WriteBatch batch_;
  Watermark now_;
};

// A clock that is behind would give the same epoch to two restores, and an erasure made again an earlier day than it
// had.
absl::Status CheckClock(absl::Time now, absl::Time then, absl::string_view what) {
  if (now >= then) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "the clock of this machine says ", absl::FormatTime(kClockText, now, absl::UTCTimeZone()), ", and ", what,
      " is of ", absl::FormatTime(kClockText, then, absl::UTCTimeZone()), "; set the clock right and restore again"));
}

absl::Status NotAsItWas(absl::string_view what) {
  return absl::DataLossError(
      absl::StrCat("what came of the backup is not what was backed up: ", what, "; keep it, and use another backup"));
}

// What a daemon on the restored directory shows.
absl::Status CompareRestored(const RestoreOptions& options, const ledger::Checkpoint& checkpoint, DrillResult& result) {
  OpenOptions open;
  open.data_dir = options.data_dir;
  open.create = false;
  open.clock = options.clock;
  open.min_free_bytes = 0;
  open.master_key = options.master_key;
  CANDOR_ASSIGN_OR_RETURN(const std::unique_ptr<DurableStore> store, Open(open));
  const std::shared_ptr<const domain::View> view = store->Latest();
  result.entries = view->entries();
  // The one that says that it was restored comes on top.
  if (view->size() != checkpoint.size + 1) return NotAsItWas("it has another number of records");
  CANDOR_ASSIGN_OR_RETURN(const domain::TreeHash root, store->evidence().RootHash(checkpoint.size));
  if (root != checkpoint.root) return NotAsItWas("its root is another one");
  CANDOR_ASSIGN_OR_RETURN(const domain::CheckedProjections checked, store->evidence().CheckProjections());
  result.rows = checked.rows;
  if (!checked.faults.empty()) {
    return NotAsItWas(absl::StrCat(checked.faults[0].place, ": ", checked.faults[0].problem));
  }
  return store->Close();
}

}  // namespace

absl::StatusOr<RestoredLedger> RestoreBackup(const RestoreOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(BuildingFolder folder, BuildingFolder::Begin(options.data_dir, "restore"));
  CANDOR_ASSIGN_OR_RETURN(ledger::BackupReader whole, ledger::BackupReader::Open(options.file));
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const std::optional<ledger::BackupChunk> chunk, whole.Next());
    if (!chunk) break;
    if (!options.progress) continue;
    CANDOR_RETURN_IF_ERROR(options.progress({"checking the file", whole.read_bytes(), whole.file_bytes()}));
  }
  const ledger::BackupHeader& header = whole.header();
  CANDOR_RETURN_IF_ERROR(CheckClock(options.clock->Now(), header.made_at, "the backup"));
  const crypto::MasterKeySource once = AskedOnce(options.master_key);
  CANDOR_ASSIGN_OR_RETURN(const crypto::LockedKey master,
                          crypto::MasterKeyForBackup(once, header.passphrase, options.file));
  CANDOR_ASSIGN_OR_RETURN(const crypto::Key key, crypto::OpenBackupKey(*master, header.Bound(), header.sealed_key));
  std::vector<ErasedKey> erased;
  if (options.erased) {
    CANDOR_ASSIGN_OR_RETURN(erased, options.erased(header));
  }
  for (const ErasedKey& each : erased) {
    CANDOR_RETURN_IF_ERROR(CheckClock(options.clock->Now(), each.erased_at, "a certificate"));
  }
  CANDOR_ASSIGN_OR_RETURN(ledger::BackupReader again, ledger::BackupReader::Open(options.file));
  Restoration restoration(options, once, std::move(folder), std::move(again), key);
  return restoration.Run(erased);
}

absl::StatusOr<DrillResult> DrillBackup(RestoreOptions options, const std::string& folder) {
  const absl::Time began = absl::Now();
  const std::unique_ptr<ScratchFolder> place = ScratchFolder::Make(folder, "candor-drill");
  if (place == nullptr) {
    return absl::PermissionDeniedError(
        absl::StrCat("cannot make a folder in ", folder, ": ", std::strerror(errno), "; name another one"));
  }
  options.data_dir = place->path() + "/data";
  options.erased = nullptr;
  options.master_key = AskedOnce(options.master_key);
  DrillResult result;
  CANDOR_ASSIGN_OR_RETURN(result.restored, RestoreBackup(options));
  CANDOR_ASSIGN_OR_RETURN(const ledger::BackupReader reader, ledger::BackupReader::Open(options.file));
  CANDOR_RETURN_IF_ERROR(CompareRestored(options, reader.checkpoint(), result));
  result.took = absl::Now() - began;
  return result;
}

}  // namespace candor::store
