#include "daemon/store/open.h"

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "daemon/base/log.h"
#include "daemon/base/status.h"
#include "daemon/crypto/hashing.h"
#include "daemon/crypto/key_table.h"
#include "daemon/store/data_directory.h"
#include "daemon/store/epoch_file.h"
#include "daemon/store/fold_ledger.h"
#include "daemon/store/head_file.h"
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
  absl::StatusOr<std::shared_ptr<const domain::View>> AsOf(absl::Time as_of) const override {
    return store_.AsOf(as_of);
  }
  domain::AssessmentSource& assessments() override { return store_.assessments(); }
  domain::Evidence& evidence() override { return store_.evidence(); }
  const LedgerId& ledger_id() const override { return store_.ledger_id(); }
  FollowUpId NameFollowUp(const domain::SubjectId& subject, std::string_view rule,
                          std::string_view key) const override {
    return store_.NameFollowUp(subject, rule, key);
  }
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

// Where the tail passes the size that HEAD names, the root must be the one that HEAD names.
absl::Status CheckRoot(const Watermark& now, const std::optional<Head>& head) {
  if (!head || now.size != head->size || now.frontier.Root() == head->root) return absl::OkStatus();
  return absl::DataLossError(
      "the ledger is not the one that HEAD names: its records have changed; restore the data directory from a backup");
}

// Brings the projections up to the ledger. There is no other recovery.
absl::StatusOr<Watermark> Recover(Kv& kv, const std::optional<Head>& head) {
  CANDOR_ASSIGN_OR_RETURN(const uint64_t size, LedgerSize(kv));
  CANDOR_ASSIGN_OR_RETURN(Watermark now, ReadWatermark(kv));
  if (now.size > size || (now.size == 0 && size > 0)) {
    // Ahead of a ledger that lost its end, or not there: made anew.
    CANDOR_RETURN_IF_ERROR(kv.DropFamily(Family::kProjections));
    CANDOR_RETURN_IF_ERROR(kv.DropFamily(Family::kCache));
    now = Watermark();
  }
  CANDOR_RETURN_IF_ERROR(CheckRoot(now, head));
  if (now.size < size) log::Info(absl::StrCat("folding ", size - now.size, " records behind the projections"));
  CANDOR_RETURN_IF_ERROR(
      FoldLedger(kv, size, kv, now, [&](const Watermark& passed) { return CheckRoot(passed, head); }));
  return now;
}

absl::StatusOr<std::unique_ptr<DurableStore>> Start(std::unique_ptr<DataDirectory> directory,
                                                    const OpenOptions& options, Watermark start) {
  CANDOR_ASSIGN_OR_RETURN(const uint64_t epoch, ReadEpoch(directory->epoch_path()));
  LedgerStore::Parts parts;
  CANDOR_ASSIGN_OR_RETURN(parts.pages, LoadPages(*directory->kv(), *directory->kv(), start.size));
  auto head =
      std::make_unique<HeadWriter>(directory->head_path(), directory->head().value_or(Head()), options.head_interval);
  parts.id = directory->ledger_id();
  parts.notary.origin = OriginOf(parts.id, epoch);
  parts.notary.write_head = [writer = head.get()] { return writer->Flush(); };
  parts.notary.head_path = directory->head_path();
  parts.notary.cosigned_path = directory->cosigned_path();
  parts.kv = std::move(directory->kv());
  parts.keys = directory->keys();
  parts.clock = options.clock;
  parts.sequencing = options.sequencing;
  parts.lost = options.lost;
  parts.synced = [writer = head.get(), keys = directory->keys()](const Watermark& synced) {
    writer->Note(synced.frontier, keys->size());
  };
  // Everything that was read back is on the device.
  parts.synced(start);
  return std::make_unique<Opened>(std::move(directory), std::move(head), std::move(parts), std::move(start));
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
  CANDOR_ASSIGN_OR_RETURN(const uint64_t size, LedgerSize(*directory->kv()));
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
  CANDOR_ASSIGN_OR_RETURN(const uint64_t size, LedgerSize(kv));
  CANDOR_RETURN_IF_ERROR(CheckSize(*directory, size, data_dir));
  CANDOR_RETURN_IF_ERROR(kv.DropFamily(Family::kProjections));
  CANDOR_RETURN_IF_ERROR(kv.DropFamily(Family::kCache));
  CANDOR_ASSIGN_OR_RETURN(const Watermark now, Recover(kv, directory->head()));
  CANDOR_RETURN_IF_ERROR(kv.Flush());
  return now.size;
}

absl::StatusOr<domain::LossAccepted> AcceptLoss(const std::string& data_dir, std::string_view reason, Clock& clock) {
  CANDOR_ASSIGN_OR_RETURN(auto directory, OpenExisting(data_dir));
  CANDOR_ASSIGN_OR_RETURN(const uint64_t size, LedgerSize(*directory->kv()));
  if (CheckSize(*directory, size, data_dir).ok()) {
    return absl::FailedPreconditionError(
        absl::StrCat(data_dir, " holds everything that HEAD names; nothing is missing"));
  }
  const uint64_t lost_to = directory->head() ? directory->head()->size : size;
  // Checkpoints may have left that the ledger no longer goes on from: from here on it signs under another name.
  CANDOR_ASSIGN_OR_RETURN(const uint64_t epoch, ReadEpoch(directory->epoch_path()));
  CANDOR_RETURN_IF_ERROR(WriteEpoch(directory->epoch_path(), epoch + 1));
  // Folds of plugins may know entries that are gone.
  CANDOR_RETURN_IF_ERROR(directory->kv()->DropFamily(Family::kCache));
  CANDOR_ASSIGN_OR_RETURN(Watermark start, Recover(*directory->kv(), std::nullopt));
  OpenOptions options;
  options.data_dir = data_dir;
  options.clock = &clock;
  CANDOR_ASSIGN_OR_RETURN(const std::unique_ptr<DurableStore> store,
                          Start(std::move(directory), options, std::move(start)));
  domain::LossAccepted loss{size, lost_to, std::string(reason)};
  absl::Notification recorded;
  absl::Status result;
  store->Append({{loss}}, [&](absl::StatusOr<domain::Appended> appended) {
    result = appended.status();
    recorded.Notify();
  });
  recorded.WaitForNotification();
  CANDOR_RETURN_IF_ERROR(result);
  CANDOR_RETURN_IF_ERROR(store->Close());
  return loss;
}

}  // namespace candor::store
