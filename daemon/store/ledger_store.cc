#include "daemon/store/ledger_store.h"

#include <algorithm>
#include <variant>

#include "absl/strings/str_cat.h"
#include "daemon/base/bytes.h"
#include "daemon/base/sensitive.h"
#include "daemon/base/status.h"
#include "daemon/base/way_back.h"
#include "daemon/store/epoch_file.h"
#include "daemon/store/fold_ledger.h"
#include "daemon/store/keys.h"
#include "daemon/store/memory_kv.h"
#include "daemon/store/names.h"
#include "daemon/store/record_reader.h"
#include "daemon/store/rehearsal.h"
#include "daemon/store/trial.h"

namespace candor::store {
namespace {

constexpr size_t kPastViews = 4;
constexpr uint64_t kRecordsPerQuestion = 256;  // some milliseconds
constexpr size_t kFoldsAtOnce = 256 * 1024;    // bytes

// In order, in as many batches as it takes: one subject alone may have more than fits into one.
absl::Status WriteFolds(const WriteBatch& folds, Kv& kv) {
  WriteBatch piece;
  for (const WriteBatch::Operation& operation : folds.operations()) {
    piece.Append(operation);
    if (piece.bytes() < kFoldsAtOnce) continue;
    CANDOR_RETURN_IF_ERROR(kv.Write(piece, Durability::kUnlogged));
    piece.Clear();
  }
  return piece.empty() ? absl::OkStatus() : kv.Write(piece, Durability::kUnlogged);
}

bool HasAssessment(const domain::Transaction& transaction) {
  return std::any_of(transaction.changes.begin(), transaction.changes.end(),
                     [](const domain::Change& change) { return std::holds_alternative<domain::Assessment>(change); });
}

}  // namespace

LedgerStore::LedgerStore(Parts parts, Watermark start)
    : parts_(std::move(parts)),
      preparer_(
          parts_.id, *parts_.keys, *parts_.clock, [this](const EntryId& id) { return Newest()->FindEntryRow(id); },
          NewKeys::kKept, erasures_),
      folds_(*parts_.kv, *parts_.keys, FoldCache::kMemoryBytes, erasures_),
      feed_(start.size, [this] { return Newest(); }),
      tree_(*parts_.kv, std::move(parts_.pages)) {
  Publish(start);
  waiting_known_ = Newest()->ListWaiting(waiting_);
  waiting_known_.Update(FinishErasures(start));
  Publish(start);
  Notary::Options notary = std::move(parts_.notary);
  notary.ledger = parts_.id;
  notary.erasures = erasures_;
  if (notary.origin.empty()) notary.origin = OriginOf(parts_.id, kFirstEpoch);
  notary_ = std::make_unique<Notary>(*parts_.kv, *parts_.keys, tree_, start, std::move(notary));
  Sequencer::Events events;
  events.folded = [this](const Watermark& now) {
    Publish(now);
    feed_.NoteShown(now.size);
  };
  events.synced = [this](const Watermark& synced) {
    if (parts_.synced) parts_.synced(synced);
    notary_->Note(synced);
    feed_.NoteDurable(synced.size);
  };
  events.erase = [this](const Watermark& now, const std::vector<ErasedClass>& erased) { return Erase(now, erased); };
  events.lost = parts_.lost;
  sequencer_ = std::make_unique<Sequencer>(
      Sequencer::Parts{*parts_.kv, *parts_.keys, tree_, *parts_.clock, waiting_, *opened_, *rows_, *erasures_},
      std::move(start), parts_.sequencing, std::move(events));
}

LedgerStore::~LedgerStore() {
  Close().IgnoreError();
}

void LedgerStore::Append(domain::Transaction transaction, domain::AppendCallback done) {
  const bool assessed = HasAssessment(transaction);
  absl::StatusOr<PreparedTransaction> prepared = preparer_.Prepare(std::move(transaction));
  if (!prepared.ok()) {
    done(prepared.status());
    return;
  }
  prepared->done = std::move(done);
  // Folds that have to make room are sealed here, on the assessor's thread, and written beside what they led to.
  if (FoldCache::Rows surplus = assessed ? folds_.TakeSurplus() : FoldCache::Rows(); !surplus.subjects.empty()) {
    prepared->cache = std::move(surplus.batch);
    prepared->done = [this, subjects = std::move(surplus.subjects),
                      done = std::move(prepared->done)](absl::StatusOr<domain::Appended> appended) {
      if (appended.ok()) folds_.Written(subjects);
      done(std::move(appended));
    };
  }
  sequencer_->Submit(*std::move(prepared));
}

std::shared_ptr<const StoreView> LedgerStore::Newest() const {
  absl::MutexLock lock(&view_mutex_);
  return latest_;
}

std::shared_ptr<const domain::View> LedgerStore::Latest() const {
  return Newest();
}

void LedgerStore::Publish(const Watermark& now) {
  std::shared_ptr<const KvReader> snapshot = parts_.kv->Snapshot();
  auto view = std::make_shared<const StoreView>(
      StoreView::Source{snapshot, snapshot, now.size, now.entries, waiting_.entries(), now.recorded_at, opened_, rows_,
                        nullptr, erasures_, courses_},
      parts_.id, parts_.keys);
  absl::MutexLock lock(&view_mutex_);
  latest_.swap(view);
}

absl::StatusOr<std::shared_ptr<const domain::View>> LedgerStore::AsOf(absl::Time as_of,
                                                                      const domain::GoOn& go_on) const {
  std::shared_ptr<const StoreView> latest = Newest();
  if (as_of >= latest->last_recorded_at()) return latest;
  std::shared_ptr<const KvReader> ledger = parts_.kv->Snapshot();
  CANDOR_ASSIGN_OR_RETURN(const uint64_t size, SizeAt(*ledger, as_of, latest->size()));
  {
    absl::MutexLock lock(&past_mutex_);
    const auto known = std::find_if(past_.begin(), past_.end(), [&](const auto& view) { return view->size() == size; });
    if (known != past_.end()) return *known;
  }
  CANDOR_ASSIGN_OR_RETURN(std::shared_ptr<const StoreView> past, FoldPast(std::move(ledger), size, go_on));
  absl::MutexLock lock(&past_mutex_);
  past_.push_back(past);
  if (past_.size() > kPastViews) past_.pop_front();
  return past;
}

std::unique_ptr<domain::Trial> LedgerStore::Try() const {
  return std::make_unique<StoreTrial>(Newest(), parts_.id, parts_.keys, *parts_.clock);
}

std::unique_ptr<domain::Rehearsal> LedgerStore::Rehearse(size_t most_bytes) const {
  return std::make_unique<StoreRehearsal>(Newest(), parts_.id, parts_.keys, *parts_.clock, most_bytes);
}

absl::StatusOr<uint64_t> LedgerStore::SizeAt(const KvReader& ledger, absl::Time as_of, uint64_t size) const {
  uint64_t low = 0;
  uint64_t high = size;
  std::string value;
  while (low < high) {
    const uint64_t middle = low + (high - low) / 2;
    CANDOR_ASSIGN_OR_RETURN(const bool found, ledger.Get(Family::kLedger, keys::Ledger(middle), value));
    if (!found || value.size() < kEnvelopeBytes) {
      return absl::DataLossError(absl::StrCat("a ledger record is missing; ", kPutFolderBack));
    }
    if (RecordedAtOf(value) <= as_of) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

LedgerStore::PastFold LedgerStore::TakePastFold(uint64_t size) const {
  absl::MutexLock lock(&past_mutex_);
  if (!past_fold_ || past_fold_->now.size > size) return {std::make_shared<MemoryKv>(), Watermark()};
  return *std::exchange(past_fold_, std::nullopt);
}

void LedgerStore::KeepPastFold(PastFold fold) const {
  absl::MutexLock lock(&past_mutex_);
  if (!past_fold_ || past_fold_->now.size < fold.now.size) past_fold_ = std::move(fold);
}

absl::StatusOr<std::shared_ptr<const StoreView>> LedgerStore::FoldPast(std::shared_ptr<const KvReader> ledger,
                                                                       uint64_t size, const domain::GoOn& go_on) const {
  PastFold fold = TakePastFold(size);
  // Before the first record too: whoever asks may have waited for others.
  absl::Status status = go_on({fold.now.size, size});
  if (status.ok()) {
    status = FoldLedger(*ledger, size, *fold.rows, fold.now, [&](const Watermark& folded) {
      return folded.size % kRecordsPerQuestion == 0 ? go_on({folded.size, size}) : absl::OkStatus();
    });
  }
  // A fold that was cut short in the middle of a chunk is ahead of its rows, and nobody goes on from it.
  CANDOR_RETURN_IF_ERROR(status);
  const Watermark now = fold.now;
  StoreView::Source source{fold.rows->Snapshot(), std::move(ledger), now.size, now.entries, 0,
                           now.recorded_at,       opened_,           nullptr,  nullptr,     erasures_};
  KeepPastFold(std::move(fold));
  WaitingList waiting;
  CANDOR_RETURN_IF_ERROR(StoreView(source, parts_.id, parts_.keys).ListWaiting(waiting));
  source.waiting = waiting.entries();
  return std::make_shared<const StoreView>(std::move(source), parts_.id, parts_.keys);
}

domain::NamingKeys LedgerStore::naming_keys() const {
  const crypto::PracticeKeys& keys = parts_.keys->practice_keys();
  const auto text = [](const crypto::Key& key) { return Sensitive<std::string>(std::string(AsText(key.span()))); };
  return {text(keys.order), text(keys.id), text(keys.lookup)};
}

IdBytes LedgerStore::NameRequested(const domain::Caller& caller, std::string_view thing,
                                   std::string_view request_id) const {
  return IdOfRequest(parts_.keys->practice_keys(), caller, thing, request_id);
}

FollowUpId LedgerStore::NameFollowUp(const domain::SubjectId& subject, std::string_view rule,
                                     std::string_view key) const {
  return NameOfFollowUp(parts_.keys->practice_keys(), subject, rule, key);
}

absl::Status LedgerStore::Close() {
  sequencer_->Stop();
  notary_->Stop();
  for (auto folds = folds_.TakeUnwritten(kFoldsAtOnce); !folds.subjects.empty();
       folds = folds_.TakeUnwritten(kFoldsAtOnce)) {
    CANDOR_RETURN_IF_ERROR(WriteFolds(folds.batch, *parts_.kv));
    folds_.Written(folds.subjects);
  }
  return parts_.kv->Flush();
}

absl::StatusOr<std::vector<domain::PluginFold>> LedgerStore::Folds(const domain::SubjectId& subject,
                                                                   std::string_view plugin,
                                                                   std::string_view parameter_set) const {
  return folds_.Folds(subject, plugin, parameter_set);
}

absl::StatusOr<std::vector<domain::KeptFold>> LedgerStore::KeptFolds(const domain::SubjectId& subject,
                                                                     std::string_view plugin,
                                                                     std::string_view parameter_set) const {
  return folds_.KeptFolds(subject, plugin, parameter_set);
}

absl::StatusOr<std::shared_ptr<const domain::PluginFold>> LedgerStore::NewestFold(
    const domain::SubjectId& subject, std::string_view plugin, std::string_view parameter_set) const {
  return folds_.NewestFold(subject, plugin, parameter_set);
}

absl::StatusOr<std::vector<domain::KeptFold>> LedgerStore::NewestFolds(const domain::SubjectId& subject,
                                                                       const std::vector<domain::PluginInfo>& plugins,
                                                                       std::string_view parameter_set) const {
  return folds_.NewestFolds(subject, plugins, parameter_set);
}

void LedgerStore::SaveFolds(const domain::SubjectId& subject, std::string_view plugin, std::string_view parameter_set,
                            const domain::Place& from, std::vector<domain::PluginFold> folds) {
  folds_.SaveFolds(subject, plugin, parameter_set, from, std::move(folds));
}

void LedgerStore::SaveAllFolds(const domain::SubjectId& subject, std::string_view parameter_set,
                               std::vector<NewFolds> all) {
  folds_.SaveAllFolds(subject, parameter_set, std::move(all));
}

absl::StatusOr<std::vector<domain::AssessmentSource::Waiting>> LedgerStore::Unassessed(size_t limit) const {
  CANDOR_RETURN_IF_ERROR(waiting_known_);
  return waiting_.Oldest(limit);
}

absl::StatusOr<std::vector<domain::AssessmentSource::Waiting>> LedgerStore::UnassessedOf(
    const std::set<domain::SubjectId>& subjects) const {
  CANDOR_RETURN_IF_ERROR(waiting_known_);
  return waiting_.Of(subjects);
}

absl::StatusOr<std::vector<domain::SubjectId>> LedgerStore::TimersBefore(int32_t day, size_t limit) const {
  return Newest()->TimersBefore(day, limit);
}

}  // namespace candor::store
