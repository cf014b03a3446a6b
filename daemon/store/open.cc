#include "daemon/store/open.h"

#include <filesystem>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/crypto/key_table.h"
#include "daemon/domain/append.h"
#include "daemon/store/data_directory.h"
#include "daemon/store/epoch_file.h"
#include "daemon/store/head_file.h"
#include "daemon/store/key_custodian.h"
#include "daemon/store/ledger_store.h"
#include "daemon/store/memory_kv.h"
#include "daemon/store/recovery.h"
#include "daemon/store/scratch_folder.h"
#include "daemon/store/tree_nodes.h"

namespace candor::store {
namespace {

// A ledger store and what it lives on.
class Opened final : public DurableStore {
 public:
  Opened(std::unique_ptr<DataDirectory> directory, std::unique_ptr<HeadWriter> head, LedgerStore::Parts parts,
         Watermark start)
      : directory_(std::move(directory)), head_(std::move(head)), store_(std::move(parts), std::move(start)) {}

  // `kv` is what the store lives on. REQUIRES: there is a directory.
  void LookAfterKeys(Kv& kv, Clock* clock) {
    custodian_ = std::make_unique<KeyCustodian>(
        KeyCustodian::Parts{.data_dir = directory_->path(),
                            .kv = &kv,
                            .keys = directory_->keys(),
                            .file_keys = directory_->file_keys(),
                            .master = std::move(directory_->master_key()),
                            .rekey = std::move(directory_->unfinished_rekey()),
                            .clock = clock,
                            .append = [this](domain::Transaction transaction, domain::AppendCallback done) {
                              store_.Append(std::move(transaction), std::move(done));
                            }});
  }

  // Of a store that lives in memory.
  void KeepMasterKey(const crypto::Key& master) { master_ = master; }

  void Append(domain::Transaction transaction, domain::AppendCallback done) override {
    store_.Append(std::move(transaction), std::move(done));
  }
  std::shared_ptr<const domain::View> Latest() const override { return store_.Latest(); }
  absl::StatusOr<std::shared_ptr<const domain::View>> AsOf(absl::Time as_of, const domain::GoOn& go_on) const override {
    return store_.AsOf(as_of, go_on);
  }
  std::unique_ptr<domain::Trial> Try() const override { return store_.Try(); }
  std::unique_ptr<domain::Rehearsal> Rehearse(size_t most_bytes) const override { return store_.Rehearse(most_bytes); }
  domain::AssessmentSource& assessments() override { return store_.assessments(); }
  domain::Evidence& evidence() override { return store_.evidence(); }
  const LedgerId& ledger_id() const override { return store_.ledger_id(); }
  domain::NamingKeys naming_keys() const override { return store_.naming_keys(); }
  IdBytes NameRequested(const domain::Caller& caller, std::string_view thing,
                        std::string_view request_id) const override {
    return store_.NameRequested(caller, thing, request_id);
  }
  FollowUpId NameFollowUp(const domain::SubjectId& subject, std::string_view rule,
                          std::string_view key) const override {
    return store_.NameFollowUp(subject, rule, key);
  }
  domain::LedgerFeed& feed() override { return store_.feed(); }
  domain::KeyCustody& custody() override { return custodian_ ? *custodian_ : *no_custody_; }
  BackupParts backup_parts() override {
    BackupParts parts;
    parts.ledger = store_.ledger_id();
    parts.snapshot = [this] { return store_.kv().Snapshot(); };
    parts.keys = &store_.keys();
    parts.evidence = &store_.evidence();
    parts.master = [this] { return custodian_ == nullptr ? master_ : custodian_->Master(); };
    if (directory_ != nullptr) {
      const std::filesystem::path folder = directory_->path();
      parts.passphrase_path = (folder / crypto::kPassphraseFile).string();
      parts.rekey_path = (folder / crypto::kRekeyFile).string();
    }
    return parts;
  }
  const WriteCounts& write_counts() const override { return store_.write_counts(); }
  const crypto::Key& code_key() const override { return store_.keys().practice_keys().codes; }
  absl::Status Close() override {
    if (custodian_ != nullptr) custodian_->Stop();
    CANDOR_RETURN_IF_ERROR(store_.Close());
    return head_ == nullptr ? absl::OkStatus() : head_->Stop();
  }

 private:
  // Destroyed last to first: the store before what it writes to.
  std::unique_ptr<DataDirectory> directory_;
  std::unique_ptr<HeadWriter> head_;
  LedgerStore store_;
  crypto::Key master_;                       // of a store in memory
  std::unique_ptr<KeyCustodian> custodian_;  // it records what it does
  const std::unique_ptr<domain::KeyCustody> no_custody_ = NoKeyCustody();
};

// What a store over the directory is made of, but for whoever keeps HEAD. Takes over the database.
absl::StatusOr<LedgerStore::Parts> PartsOf(DataDirectory& directory, const Watermark& start, Clock* clock) {
  CANDOR_ASSIGN_OR_RETURN(const uint64_t epoch, ReadEpoch(directory.epoch_path()));
  LedgerStore::Parts parts;
  CANDOR_ASSIGN_OR_RETURN(parts.pages, LoadPages(*directory.kv(), *directory.kv(), start.size));
  parts.id = directory.ledger_id();
  parts.notary.origin = OriginOf(parts.id, epoch);
  parts.notary.head_path = directory.head_path();
  parts.notary.cosigned_path = directory.cosigned_path();
  CANDOR_ASSIGN_OR_RETURN(parts.notary.restored, ReadRestored(directory.epoch_path()));
  parts.kv = std::move(directory.kv());
  parts.keys = directory.keys();
  parts.clock = clock;
  return parts;
}

absl::StatusOr<std::unique_ptr<DurableStore>> Start(std::unique_ptr<DataDirectory> directory,
                                                    const OpenOptions& options, Watermark start) {
  Kv* const kv = directory->kv().get();
  CANDOR_ASSIGN_OR_RETURN(LedgerStore::Parts parts, PartsOf(*directory, start, options.clock));
  auto head =
      std::make_unique<HeadWriter>(directory->head_path(), directory->head().value_or(Head()), options.head_interval);
  parts.notary.write_head = [writer = head.get()] { return writer->Flush(); };
  parts.sequencing = options.sequencing;
  parts.lost = options.lost;
  parts.synced = [writer = head.get(), keys = directory->keys()](const Watermark& synced) {
    writer->Note(synced.frontier, keys->size());
  };
  parts.fewer_keys = [writer = head.get()](const Watermark& synced, uint64_t key_slots) {
    writer->Note(synced.frontier, key_slots);
    return writer->Flush();
  };
  // Everything that was read back is on the device.
  parts.synced(start);
  auto opened = std::make_unique<Opened>(std::move(directory), std::move(head), std::move(parts), std::move(start));
  opened->LookAfterKeys(*kv, options.clock);
  return opened;
}

// Puts the loss on record, and nothing else. Returns what the ledger holds then, all of it on the device.
absl::StatusOr<Watermark> RecordLoss(LedgerStore::Parts parts, Watermark start, const domain::LossAccepted& loss) {
  Watermark synced = start;
  parts.synced = [&synced](const Watermark& now) { synced = now; };
  LedgerStore store(std::move(parts), std::move(start));
  CANDOR_RETURN_IF_ERROR(domain::AppendAndWait(store, {{loss}}).status());
  CANDOR_RETURN_IF_ERROR(store.Close());
  return synced;
}

// From here on the ledger is taken as it is. Checkpoints may have left that it no longer goes on from: it signs under
// another name first.
absl::Status LowerHead(DataDirectory& directory, const Watermark& now) {
  CANDOR_ASSIGN_OR_RETURN(const uint64_t epoch, ReadEpoch(directory.epoch_path()));
  CANDOR_RETURN_IF_ERROR(WriteEpoch(directory.epoch_path(), epoch + 1));
  return WriteHead(directory.head_path(), {now.size, now.frontier.Root(), directory.keys()->size()});
}

absl::StatusOr<std::unique_ptr<DataDirectory>> OpenExisting(const std::string& data_dir,
                                                            const crypto::MasterKeySource& master_key) {
  return DataDirectory::Open({.path = data_dir, .create = false, .min_free_bytes = 0, .master_key = master_key});
}

// A key table in a folder that goes with it.
class TemporaryKeys final {
 public:
  static absl::StatusOr<std::shared_ptr<crypto::KeyTable>> Make(const crypto::Key& master) {
    const auto made = std::make_shared<TemporaryKeys>();
    made->folder_ = ScratchFolder::Make(std::filesystem::temp_directory_path(), "candor-keys");
    if (made->folder_ == nullptr) return absl::InternalError("cannot make a temporary folder");
    CANDOR_ASSIGN_OR_RETURN(made->table_, crypto::KeyTable::Create(made->folder_->path() + "/KEYS", master));
    return std::shared_ptr<crypto::KeyTable>(made, made->table_.get());
  }

 private:
  std::unique_ptr<ScratchFolder> folder_;  // gone after the table in it is closed
  std::unique_ptr<crypto::KeyTable> table_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<DurableStore>> Open(const OpenOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(auto directory, DataDirectory::Open({.path = options.data_dir,
                                                               .create = options.create,
                                                               .min_free_bytes = options.min_free_bytes,
                                                               .master_key = options.master_key}));
  CANDOR_ASSIGN_OR_RETURN(const uint64_t size, OwnSize(*directory, options.data_dir));
  CANDOR_RETURN_IF_ERROR(CheckSize(*directory, size, options.data_dir));
  if (!directory->head()) {
    CANDOR_RETURN_IF_ERROR(WriteHead(directory->head_path(), Head()));
  }
  CANDOR_ASSIGN_OR_RETURN(Watermark start, Recover(*directory->kv(), directory->head()));
  return Start(std::move(directory), options, std::move(start));
}

absl::StatusOr<std::unique_ptr<DurableStore>> OpenInMemory(Clock& clock) {
  LedgerStore::Parts parts;
  parts.id = LedgerId::Random();
  parts.kv = std::make_unique<MemoryKv>();
  parts.clock = &clock;
  const crypto::Key master = crypto::RandomKey();
  CANDOR_ASSIGN_OR_RETURN(parts.keys, TemporaryKeys::Make(master));
  auto opened = std::make_unique<Opened>(nullptr, nullptr, std::move(parts), Watermark());
  opened->KeepMasterKey(master);
  return opened;
}

// The cache goes first: it may know only what the projections say.
absl::StatusOr<uint64_t> Rebuild(const std::string& data_dir, const crypto::MasterKeySource& master_key,
                                 const domain::GoOn& go_on) {
  CANDOR_ASSIGN_OR_RETURN(const auto directory, OpenExisting(data_dir, master_key));
  Kv& kv = *directory->kv();
  CANDOR_ASSIGN_OR_RETURN(const uint64_t size, OwnSize(*directory, data_dir));
  CANDOR_RETURN_IF_ERROR(CheckSize(*directory, size, data_dir));
  CANDOR_RETURN_IF_ERROR(kv.DropFamily(Family::kCache));
  CANDOR_RETURN_IF_ERROR(kv.DropFamily(Family::kProjections));
  CANDOR_ASSIGN_OR_RETURN(const Watermark now, Recover(kv, directory->head(), go_on));
  CANDOR_RETURN_IF_ERROR(kv.Flush());
  return now.size;
}

// The record first: a loss that is not on record is refused by the next start as before.
absl::StatusOr<domain::LossAccepted> AcceptLoss(const std::string& data_dir, std::string_view reason, Clock& clock,
                                                const crypto::MasterKeySource& master_key) {
  CANDOR_ASSIGN_OR_RETURN(const auto directory, OpenExisting(data_dir, master_key));
  CANDOR_ASSIGN_OR_RETURN(const uint64_t size, OwnSize(*directory, data_dir));
  const bool missing = !CheckSize(*directory, size, data_dir).ok();
  // Folds of plugins may know entries that are gone.
  if (missing) CANDOR_RETURN_IF_ERROR(directory->kv()->DropFamily(Family::kCache));
  CANDOR_ASSIGN_OR_RETURN(Watermark now, Recover(*directory->kv(), std::nullopt));
  CANDOR_ASSIGN_OR_RETURN(std::optional<domain::LossAccepted> loss,
                          UnfinishedLoss(*directory->kv(), now, directory->head()));
  if (!missing && !loss) {
    CANDOR_RETURN_IF_ERROR(CheckRoot(*directory->kv(), now, directory->head()));
    CANDOR_RETURN_IF_ERROR(CheckPassed(*directory->kv(), now, directory->head()));
    return absl::FailedPreconditionError(
        absl::StrCat(data_dir, " holds everything that HEAD names; nothing is missing"));
  }
  if (missing) {
    loss = domain::LossAccepted{size, directory->head() ? directory->head()->size : size, std::string(reason)};
    CANDOR_ASSIGN_OR_RETURN(LedgerStore::Parts parts, PartsOf(*directory, now, &clock));
    CANDOR_ASSIGN_OR_RETURN(now, RecordLoss(std::move(parts), now, *loss));
  }
  CANDOR_RETURN_IF_ERROR(LowerHead(*directory, now));
  return *loss;
}

absl::StatusOr<Begun> Init(const std::string& data_dir, const crypto::MasterKeySource& master_key, Clock& clock) {
  std::error_code unknown;
  if (std::filesystem::exists(std::filesystem::path(data_dir) / "KEYS", unknown)) {
    return absl::FailedPreconditionError(
        absl::StrCat(data_dir, " holds a ledger already; name a folder that is empty or not there yet"));
  }
  OpenOptions options;
  options.data_dir = data_dir;
  options.master_key = master_key;
  options.master_key.make = true;
  options.clock = &clock;
  CANDOR_ASSIGN_OR_RETURN(const std::unique_ptr<DurableStore> store, Open(options));
  CANDOR_ASSIGN_OR_RETURN(const domain::KeyStatus status, store->custody().Status());
  domain::KeyEvent made;
  made.place = status.place;
  made.table_generation = status.table_generation;
  made.file_key = status.file_keys.back().number;
  CANDOR_RETURN_IF_ERROR(domain::AppendAndWait(*store, {{made}}).status());
  Begun begun{store->ledger_id(), store->evidence().PublicKey(), status.place, status.path};
  CANDOR_RETURN_IF_ERROR(store->Close());
  return begun;
}

}  // namespace candor::store
