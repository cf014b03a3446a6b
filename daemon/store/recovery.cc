#include "daemon/store/recovery.h"

#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "daemon/base/log.h"
#include "daemon/base/status.h"
#include "daemon/base/way_back.h"
#include "daemon/store/codec.h"
#include "daemon/store/envelope.h"
#include "daemon/store/fold_ledger.h"
#include "daemon/store/keys.h"
#include "daemon/store/ledger_check.h"
#include "daemon/store/tree_nodes.h"

namespace candor::store {
namespace {

constexpr uint64_t kRecordsBetweenQuestions = 64;

// HEAD is there before the first record, and before the first key that is made for one.
bool LacksHead(DataDirectory& directory, uint64_t size) {
  constexpr uint64_t kKeysOfANewTable = 1;
  return !directory.head() && (size > 0 || directory.keys()->size() > kKeysOfANewTable);
}

// The accepted loss that is the last of `size` records.
absl::StatusOr<std::optional<domain::LossAccepted>> LastLoss(const KvReader& ledger, uint64_t size) {
  std::string value;
  if (size == 0) return std::nullopt;
  CANDOR_ASSIGN_OR_RETURN(const bool found, ledger.Get(Family::kLedger, keys::Ledger(size - 1), value));
  if (!found) return absl::DataLossError(absl::StrCat("the last record cannot be read; ", kPutFolderBack));
  CANDOR_ASSIGN_OR_RETURN(const Envelope envelope, ParseEnvelope(value));
  CANDOR_ASSIGN_OR_RETURN(const domain::FoldRecord record, DecodeForFold(envelope));
  const auto* loss = std::get_if<domain::LossAccepted>(&record.what);
  return loss == nullptr ? std::nullopt : std::optional(*loss);
}

absl::Status AnotherLedger() {
  return absl::DataLossError(absl::StrCat(
      "the ledger is not the one that HEAD names: its records have changed, or they are of another data directory; ",
      kPutFolderBack));
}

}  // namespace

absl::StatusOr<uint64_t> OwnSize(DataDirectory& directory, const std::string& path) {
  CANDOR_ASSIGN_OR_RETURN(const bool own, BelongTogether(*directory.kv(), directory.ledger_id(), *directory.keys()));
  if (own) return LedgerSize(*directory.kv());
  return absl::DataLossError(
      absl::StrCat("the records in ", path,
                   "/db do not open under the IDENTITY and the KEYS beside it, so one of the three is of another data "
                   "directory; ",
                   kPutFolderBack));
}

absl::Status CheckSize(DataDirectory& directory, uint64_t size, const std::string& path) {
  const std::string way_on = absl::StrCat(" by candord accept-loss --data-dir ", path, " --reason TEXT");
  if (LacksHead(directory, size)) {
    return absl::FailedPreconditionError(absl::StrCat(path, " holds ", size,
                                                      " records and no HEAD that says whether these are all; ",
                                                      kPutItBack, "; or go on with them", way_on));
  }
  if (directory.head() && size < directory.head()->size) {
    return absl::FailedPreconditionError(absl::StrCat(path, " holds ", size, " records where HEAD names ",
                                                      directory.head()->size, ": some are gone; ", kPutFolderBack,
                                                      "; or go on without them", way_on));
  }
  return absl::OkStatus();
}

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

absl::Status CheckPassed(Kv& kv, const Watermark& now, const std::optional<Head>& head) {
  if (!head || now.size <= head->size) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(ledger::NodePages pages, LoadPages(kv, kv, now.size));
  CANDOR_ASSIGN_OR_RETURN(const ledger::Hash root, ledger::RootAt(LedgerTree(kv, std::move(pages)), head->size));
  return root == head->root ? absl::OkStatus() : AnotherLedger();
}

absl::StatusOr<std::optional<domain::LossAccepted>> UnfinishedLoss(const KvReader& ledger, const Watermark& now,
                                                                   const std::optional<Head>& head) {
  if (!head || now.size != head->size || now.frontier.Root() == head->root) return std::nullopt;
  CANDOR_ASSIGN_OR_RETURN(std::optional<domain::LossAccepted> loss, LastLoss(ledger, now.size));
  if (loss && loss->lost_from + 1 == now.size && loss->lost_to == now.size) return loss;
  return std::nullopt;
}

absl::StatusOr<Watermark> Recover(Kv& kv, const std::optional<Head>& head, const domain::GoOn& go_on) {
  CANDOR_ASSIGN_OR_RETURN(const uint64_t size, LedgerSize(kv));
  CANDOR_ASSIGN_OR_RETURN(Watermark now, ReadWatermark(kv));
  if (now.size > size || (now.size == 0 && size > 0)) {
    // Ahead of a ledger that lost its end, not there (a young ledger's may have been in memory alone when the daemon
    // was killed), or of another version of the fold: made anew.
    log::Info(
        "the projections are not on the disk, or not those that this version of Candor makes of the ledger: they "
        "are made anew");
    CANDOR_RETURN_IF_ERROR(kv.DropFamily(Family::kProjections));
    CANDOR_RETURN_IF_ERROR(kv.DropFamily(Family::kCache));
    now = Watermark();
  }
  CANDOR_RETURN_IF_ERROR(CheckRoot(kv, now, head));
  CANDOR_RETURN_IF_ERROR(CheckPassed(kv, now, head));
  if (now.size < size) log::Info(absl::StrCat("folding ", size - now.size, " records behind the projections"));
  CANDOR_RETURN_IF_ERROR(FoldLedger(kv, size, kv, now, [&](const Watermark& passed) {
    if (absl::Status root = CheckRoot(kv, passed, head); !root.ok()) return root;
    return go_on && passed.size % kRecordsBetweenQuestions == 0 ? go_on({passed.size, size}) : absl::OkStatus();
  }));
  return now;
}

}  // namespace candor::store
