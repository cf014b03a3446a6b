#include "daemon/store/open.h"

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "daemon/base/log.h"
#include "daemon/base/status.h"
#include "daemon/crypto/hashing.h"
#include "daemon/crypto/key_table.h"
#include "daemon/store/codec.h"
#include "daemon/store/data_directory.h"
#include "daemon/store/envelope.h"
#include "daemon/store/epoch_file.h"
#include "daemon/store/fold_ledger.h"
#include "daemon/store/head_file.h"
#include "daemon/store/keys.h"
#include "daemon/store/ledger_check.h"
#include "daemon/store/ledger_store.h"
#include "daemon/store/memory_kv.h"
#include "daemon/store/tree_nodes.h"

namespace candor::store {
namespace {

// A ledger store and what it lives on.
class Opened final : public DurableStore {
 public:
  Opened(std::unique_ptr<DataDirectory> directory, std::unique_ptr<HeadWriter> head, LedgerStore::Parts parts,
         Watermark start)
      : directory_(std::move(directory)), head_(std::move(head)), store_(std::move(parts), std::move(start)) {}

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
  absl::Status Close() override {
    CANDOR_RETURN_IF_ERROR(store_.Close());
    return head_ == nullptr ? absl::OkStatus() : head_->Stop();
  }

 private:
  // Destroyed last to first: the store before what it writes to.
  std::unique_ptr<DataDirectory> directory_;
  std::unique_ptr<HeadWriter> head_;
  LedgerStore store_;
};

// How many records the directory holds, all of them its own: under another IDENTITY or another key table what is
// recorded from here on could not be read any more once the right one is back.
absl::StatusOr<uint64_t> OwnSize(DataDirectory& directory, const std::string& path) {
  CANDOR_ASSIGN_OR_RETURN(const bool own, BelongTogether(*directory.kv(), directory.ledger_id(), *directory.keys()));
  if (own) return LedgerSize(*directory.kv());
  return absl::DataLossError(
      absl::StrCat("the records in ", path,
                   "/db do not open under the IDENTITY and the KEYS beside it, so one of the three is of another data "
                   "directory; restore IDENTITY, master.key, KEYS, HEAD and db together from one backup"));
}

// HEAD is there before the first record, and before the first key that is made for one.
bool LacksHead(DataDirectory& directory, uint64_t size) {
  constexpr uint64_t kKeysOfANewTable = 1;
  return !directory.head() && (size > 0 || directory.keys()->size() > kKeysOfANewTable);
}

// Whether the ledger holds what HEAD names.
absl::Status CheckSize(DataDirectory& directory, uint64_t size, const std::string& path) {
  const std::string way_on = absl::StrCat(" by candord accept-loss --data-dir ", path, " --reason TEXT");
  if (LacksHead(directory, size)) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, " holds ", size,
                     " records and no HEAD that says whether these are all; restore HEAD, or go on with them", way_on));
  }
  if (directory.head() && size < directory.head()->size) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, " holds ", size, " records where HEAD names ", directory.head()->size,
                     ": some are gone; restore a backup, or go on without them", way_on));
  }
  return absl::OkStatus();
}

// The accepted loss that is the last of `size` records.
absl::StatusOr<std::optional<domain::LossAccepted>> LastLoss(const KvReader& ledger, uint64_t size) {
  std::string value;
  if (size == 0) return std::nullopt;
  CANDOR_ASSIGN_OR_RETURN(const bool found, ledger.Get(Family::kLedger, keys::Ledger(size - 1), value));
  if (!found) return absl::DataLossError("the last record cannot be read; restore the data directory from a backup");
  CANDOR_ASSIGN_OR_RETURN(const Envelope envelope, ParseEnvelope(value));
  CANDOR_ASSIGN_OR_RETURN(const domain::FoldRecord record, DecodeForFold(envelope));
  const auto* loss = std::get_if<domain::LossAccepted>(&record.what);
  return loss == nullptr ? std::nullopt : std::optional(*loss);
}

// The loss of one record that was put on record in its place while HEAD did not follow: candord accept-loss was cut
// short. REQUIRES: `now` is all of `ledger`.
absl::StatusOr<std::optional<domain::LossAccepted>> UnfinishedLoss(const KvReader& ledger, const Watermark& now,
                                                                   const std::optional<Head>& head) {
  if (!head || now.size != head->size || now.frontier.Root() == head->root) return std::nullopt;
  CANDOR_ASSIGN_OR_RETURN(std::optional<domain::LossAccepted> loss, LastLoss(ledger, now.size));
  if (loss && loss->lost_from + 1 == now.size && loss->lost_to == now.size) return loss;
  return std::nullopt;
}

absl::Status AnotherLedger() {
  return absl::DataLossError(
      "the ledger is not the one that HEAD names: its records have changed, or they are of another data directory; "
      "restore HEAD and db together from one backup");
}

// Where the tail passes the size that HEAD names, the root must be the one that HEAD names.
absl::Status CheckRoot(const KvReader& ledger, const Watermark& now, const std::optional<Head>& head) {
  if (!head || now.size != head->size || now.frontier.Root() == head->root) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const uint64_t size, LedgerSize(ledger));
  CANDOR_ASSIGN_OR_RETURN(const auto unfinished, size == now.size ? UnfinishedLoss(ledger, now, head) : std::nullopt);
  if (unfinished) {
    return absl::FailedPreconditionError(
        "a loss is on record that HEAD does not know of yet; let candord accept-loss finish what it began");
  }
  return AnotherLedger();
}

// Where the projections are past that size already, it must be the one there too.
absl::Status CheckPassed(Kv& kv, const Watermark& now, const std::optional<Head>& head) {
  if (!head || now.size <= head->size) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(ledger::NodePages pages, LoadPages(kv, kv, now.size));
  CANDOR_ASSIGN_OR_RETURN(const ledger::Hash root, ledger::RootAt(LedgerTree(kv, std::move(pages)), head->size));
  return root == head->root ? absl::OkStatus() : AnotherLedger();
}

// Brings the projections up to the ledger. There is no other recovery.
absl::StatusOr<Watermark> Recover(Kv& kv, const std::optional<Head>& head) {
  CANDOR_ASSIGN_OR_RETURN(const uint64_t size, LedgerSize(kv));
  CANDOR_ASSIGN_OR_RETURN(Watermark now, ReadWatermark(kv));
  if (now.size > size || (now.size == 0 && size > 0)) {
    // Ahead of a ledger that lost its end, not there, or of another version of the fold: made anew.
    log::Info("the projections are not those that this version of Candor makes of the ledger: they are made anew");
    CANDOR_RETURN_IF_ERROR(kv.DropFamily(Family::kProjections));
    CANDOR_RETURN_IF_ERROR(kv.DropFamily(Family::kCache));
    now = Watermark();
  }
  CANDOR_RETURN_IF_ERROR(CheckRoot(kv, now, head));
  CANDOR_RETURN_IF_ERROR(CheckPassed(kv, now, head));
  if (now.size < size) log::Info(absl::StrCat("folding ", size - now.size, " records behind the projections"));
  CANDOR_RETURN_IF_ERROR(
      FoldLedger(kv, size, kv, now, [&](const Watermark& passed) { return CheckRoot(kv, passed, head); }));
  return now;
}

// What a store over the directory is made of, but for whoever keeps HEAD. Takes over the database.
absl::StatusOr<LedgerStore::Parts> PartsOf(DataDirectory& directory, const Watermark& start, Clock* clock) {
  CANDOR_ASSIGN_OR_RETURN(const uint64_t epoch, ReadEpoch(directory.epoch_path()));
  LedgerStore::Parts parts;
  CANDOR_ASSIGN_OR_RETURN(parts.pages, LoadPages(*directory.kv(), *directory.kv(), start.size));
  parts.id = directory.ledger_id();
  parts.notary.origin = OriginOf(parts.id, epoch);
  parts.notary.head_path = directory.head_path();
  parts.notary.cosigned_path = directory.cosigned_path();
  parts.kv = std::move(directory.kv());
  parts.keys = directory.keys();
  parts.clock = clock;
  return parts;
}

absl::StatusOr<std::unique_ptr<DurableStore>> Start(std::unique_ptr<DataDirectory> directory,
                                                    const OpenOptions& options, Watermark start) {
  CANDOR_ASSIGN_OR_RETURN(LedgerStore::Parts parts, PartsOf(*directory, start, options.clock));
  auto head =
      std::make_unique<HeadWriter>(directory->head_path(), directory->head().value_or(Head()), options.head_interval);
  parts.notary.write_head = [writer = head.get()] { return writer->Flush(); };
  parts.sequencing = options.sequencing;
  parts.lost = options.lost;
  parts.synced = [writer = head.get(), keys = directory->keys()](const Watermark& synced) {
    writer->Note(synced.frontier, keys->size());
  };
  // Everything that was read back is on the device.
  parts.synced(start);
  return std::make_unique<Opened>(std::move(directory), std::move(head), std::move(parts), std::move(start));
}

// Puts the loss on record, and nothing else. Returns what the ledger holds then, all of it on the device.
absl::StatusOr<Watermark> RecordLoss(LedgerStore::Parts parts, Watermark start, const domain::LossAccepted& loss) {
  Watermark synced = start;
  parts.synced = [&synced](const Watermark& now) { synced = now; };
  LedgerStore store(std::move(parts), std::move(start));
  absl::Notification recorded;
  absl::Status result;
  store.Append({{loss}}, [&](const absl::StatusOr<domain::Appended>& appended) {
    result = appended.status();
    recorded.Notify();
  });
  recorded.WaitForNotification();
  CANDOR_RETURN_IF_ERROR(result);
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

absl::StatusOr<std::unique_ptr<DataDirectory>> OpenExisting(const std::string& data_dir) {
  return DataDirectory::Open({.path = data_dir, .create = false, .min_free_bytes = 0});
}

// The table's file lives as long as it is open; its name is gone at once.
absl::StatusOr<std::shared_ptr<crypto::KeyTable>> TemporaryKeyTable() {
  std::string folder = (std::filesystem::temp_directory_path() / "candor-keys-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) return absl::InternalError("cannot make a temporary folder");
  auto table = crypto::KeyTable::Create(folder + "/KEYS", crypto::RandomKey());
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  if (!table.ok()) return table.status();
  return std::shared_ptr<crypto::KeyTable>(*std::move(table));
}

}  // namespace

absl::StatusOr<std::unique_ptr<DurableStore>> Open(const OpenOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(auto directory, DataDirectory::Open({.path = options.data_dir,
                                                               .create = options.create,
                                                               .min_free_bytes = options.min_free_bytes}));
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
  CANDOR_ASSIGN_OR_RETURN(parts.keys, TemporaryKeyTable());
  return std::make_unique<Opened>(nullptr, nullptr, std::move(parts), Watermark());
}

absl::StatusOr<uint64_t> Rebuild(const std::string& data_dir) {
  CANDOR_ASSIGN_OR_RETURN(const auto directory, OpenExisting(data_dir));
  Kv& kv = *directory->kv();
  CANDOR_ASSIGN_OR_RETURN(const uint64_t size, OwnSize(*directory, data_dir));
  CANDOR_RETURN_IF_ERROR(CheckSize(*directory, size, data_dir));
  CANDOR_RETURN_IF_ERROR(kv.DropFamily(Family::kProjections));
  CANDOR_RETURN_IF_ERROR(kv.DropFamily(Family::kCache));
  CANDOR_ASSIGN_OR_RETURN(const Watermark now, Recover(kv, directory->head()));
  CANDOR_RETURN_IF_ERROR(kv.Flush());
  return now.size;
}

// The record first: a loss that is not on record is refused by the next start as before.
absl::StatusOr<domain::LossAccepted> AcceptLoss(const std::string& data_dir, std::string_view reason, Clock& clock) {
  CANDOR_ASSIGN_OR_RETURN(const auto directory, OpenExisting(data_dir));
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

}  // namespace candor::store
