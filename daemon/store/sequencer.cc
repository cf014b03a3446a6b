#include "daemon/store/sequencer.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "daemon/base/bytes.h"
#include "daemon/base/log.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/store/admission.h"
#include "daemon/store/codec.h"
#include "daemon/store/envelope.h"
#include "daemon/store/keys.h"

namespace candor::store {
namespace {

// A group stops growing here, so that its projections fit into one atomic batch, with what Finish() adds to them.
constexpr size_t kGroupProjectionBytes = 384 * 1024;
// So many transactions at once mean that many write.
constexpr size_t kManyTransactions = 8;

std::string Line(std::string_view what, const absl::Status& status) {
  return absl::StrCat(ToAbsl(what), ": ", status.message());
}

bool IsAssessment(const PreparedTransaction& transaction) {
  return !transaction.records.empty() && transaction.records.front().type == RecordType::kAssessment;
}

}  // namespace

Sequencer::Sequencer(const Parts& parts, Watermark start, Options options, Events events)
    : kv_(parts.kv),
      keys_(parts.keys),
      tree_(parts.tree),
      clock_(parts.clock),
      waiting_(parts.waiting),
      opened_(parts.opened),
      erasures_(parts.erasures),
      options_(options),
      events_(std::move(events)),
      overlay_(kv_, parts.rows, start.size),
      rows_(overlay_, kv_),
      now_(std::move(start)) {
  rows_.SetPending([this](uint64_t number) { return PendingHeader(number); });
  rows_.SetWaitingAdded([this](const domain::WaitingEntry& entry) { waiting_changes_.emplace_back(entry); });
  thread_ = std::thread([this] { Run(); });
}

Sequencer::~Sequencer() {
  Stop();
}

void Sequencer::Submit(PreparedTransaction transaction) {
  absl::Status refused;
  {
    absl::MutexLock lock(&mutex_);
    if (stopping_) {
      refused = absl::UnavailableError("the daemon is stopping; try again when it is back");
    } else if (queue_.size() >= options_.queue_limit) {
      refused = absl::UnavailableError("too much waits to be written; try again in a moment");
    } else {
      has_assessment_ |= IsAssessment(transaction);
      queue_.push_back(std::move(transaction));
      return;
    }
  }
  counts_.NoteAnswer(refused.code());
  transaction.done(refused);
}

void Sequencer::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void Sequencer::Run() {
  bool stopping = false;
  while (!stopping) {
    std::deque<PreparedTransaction> waiting = Take(stopping);
    while (!waiting.empty()) RunGroup(waiting);
    SyncIfDue(stopping);
  }
}

std::deque<PreparedTransaction> Sequencer::Take(bool& stopping) {
  absl::MutexLock lock(&mutex_);
  const auto work = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return !queue_.empty() || stopping_; };
  if (unsynced_since_) {
    mutex_.AwaitWithTimeout(absl::Condition(&work), options_.idle_sync);
  } else {
    mutex_.Await(absl::Condition(&work));
  }
  Gather();
  stopping = stopping_ && queue_.empty();
  has_assessment_ = false;
  // All of it, though it may be more than one group takes.
  if (!queue_.empty()) taken_last_ = queue_.size();
  return std::exchange(queue_, {});
}

// A group costs a write, a sync, a view and a trip to the policies, whatever is in it, so that many small ones cost a
// busy daemon more than their entries do. An assessment waits for nobody, since callers wait for it already; and when
// nobody comes in a quarter of the time, nobody is waited for any more, so that whoever writes alone is held up once at
// most, by that, as the first after many.
void Sequencer::Gather() {
  if (taken_last_ < kManyTransactions || queue_.empty()) return;
  const auto enough = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return stopping_ || has_assessment_ || queue_.size() >= options_.gather_transactions;
  };
  constexpr int kLooks = 4;
  size_t seen = 0;
  for (int i = 0; i < kLooks && queue_.size() > seen; ++i) {
    seen = queue_.size();
    if (mutex_.AwaitWithTimeout(absl::Condition(&enough), options_.gather / kLooks)) return;
  }
}

void Sequencer::RunGroup(std::deque<PreparedTransaction>& waiting) {
  Group group(rows_);
  group.now = now_;
  pending_.clear();
  waiting_changes_.clear();
  group.now.recorded_at = std::max(now_.recorded_at, FromMicros(ToMicros(clock_.Now())));
  std::vector<PreparedTransaction> admitted;  // keeps what `pending_` points to
  size_t bytes = 0;
  while (!waiting.empty() && group.records.operations().size() < options_.group_records &&
         bytes + waiting.front().bytes <= std::max(options_.group_bytes, waiting.front().bytes) &&
         overlay_.changed_bytes() < kGroupProjectionBytes && !group.erases()) {
    PreparedTransaction transaction = std::move(waiting.front());
    waiting.pop_front();
    bytes += transaction.bytes;
    domain::AppendCallback done = std::move(transaction.done);
    absl::StatusOr<domain::Appended> result = Admit(transaction, group);
    group.answers.push_back({std::move(done), std::move(result)});
    admitted.push_back(std::move(transaction));
  }
  if (group.now.size > now_.size) {
    Commit(group);
  } else {
    overlay_.Discard();
  }
  for (Answer& answer : group.answers) {
    counts_.NoteAnswer(answer.result.status().code());
    answer.done(std::move(answer.result));
  }
}

absl::StatusOr<domain::Appended> Sequencer::Admit(PreparedTransaction& transaction, Group& group) {
  CANDOR_RETURN_IF_ERROR(broken_);
  const size_t mark = overlay_.Mark();
  const size_t pending = pending_.size();
  const size_t waiting = waiting_changes_.size();
  absl::StatusOr<domain::Appended> appended = AdmitRecords(transaction, group);
  if (!appended.ok()) {
    overlay_.RollBack(mark);
    pending_.resize(pending);
    waiting_changes_.resize(waiting);
    rows_.ClearStatus();
    return appended;
  }
  if (!appended->duplicate) Stamp(transaction, group);
  return appended;
}

absl::StatusOr<domain::Appended> Sequencer::AdmitRecords(PreparedTransaction& transaction, Group& group) {
  CANDOR_ASSIGN_OR_RETURN(auto repetition, FindRepetition(transaction, rows_));
  if (repetition) return *repetition;
  CANDOR_RETURN_IF_ERROR(CheckKeysStand(transaction));
  domain::Appended appended;
  appended.first_number = group.now.size;
  appended.records = transaction.records.size();
  appended.recorded_at = group.now.recorded_at;
  uint64_t number = group.now.size;
  for (PreparedRecord& record : transaction.records) {
    CANDOR_RETURN_IF_ERROR(CheckAgainstState(record, rows_, group.now.recorded_at));
    domain::FoldRecord folded{number, group.now.recorded_at, std::move(record.what)};
    const absl::Status applied = group.fold.Apply(folded);
    record.what = std::move(folded.what);
    CANDOR_RETURN_IF_ERROR(applied);
    if (const auto* entry = std::get_if<domain::EntryRecorded>(&record.what)) {
      appended.entry = entry->header.id;
      appended.subject = entry->header.subject;
      pending_.emplace_back(number, &entry->header);
    }
    if (const auto* assessment = std::get_if<domain::AssessmentRecorded>(&record.what)) {
      for (const domain::SubjectProgress& progress : assessment->progress) {
        waiting_changes_.emplace_back(std::pair(progress.subject, progress.assessed_to));
      }
    }
    ++number;
  }
  return appended;
}

absl::Status Sequencer::CheckKeysStand(const PreparedTransaction& transaction) const {
  if (erasures_.generation() == transaction.erasures) return absl::OkStatus();
  const auto gone = [&](const domain::SubjectId& subject, domain::KeyClass key_class) {
    return erasures_.AddedSince(transaction.erasures, subject, key_class);
  };
  for (const PreparedRecord& record : transaction.records) {
    CANDOR_ASSIGN_OR_RETURN(const Envelope envelope, ParseEnvelope(record.value));
    CANDOR_ASSIGN_OR_RETURN(const KeySlot slot, DecodeKeySlot(envelope.header));
    bool any_gone = gone(slot.subject, slot.key_class);
    if (const auto* assessment = std::get_if<domain::AssessmentRecorded>(&record.what)) {
      any_gone |= std::any_of(assessment->sections.begin(), assessment->sections.end(),
                              [&](const domain::FollowUpClear& each) { return gone(each.subject, each.key_class); });
    }
    if (any_gone) return absl::AbortedError("what this is about was erased meanwhile; look at it and send this again");
  }
  return absl::OkStatus();
}

// From here on the transaction is part of the group.
void Sequencer::Stamp(PreparedTransaction& transaction, Group& group) {
  for (PreparedRecord& record : transaction.records) {
    if (const auto* erasure = std::get_if<domain::ErasureRecorded>(&record.what)) {
      for (const ErasedClass& each : ErasedBy(group.now.size, *erasure)) group.erased.push_back(each);
    }
    if (const auto* restored = std::get_if<domain::Restored>(&record.what)) {
      group.erases_records |= !restored->erased_records.empty();
    }
    const crypto::Digest commitment = CommitmentOf(*record.keys, group.now.recorded_at, record.inner);
    StampRecord(group.now.size, group.now.recorded_at, commitment, record.value);
    group.now.frontier.Append(
        LeafOf(record.type, AsText(commitment)),
        [&group](const ledger::NodeId& node, const ledger::Hash& hash) { group.nodes.emplace_back(node, hash); });
    group.records.Put(Family::kLedger, keys::Ledger(group.now.size), std::move(record.value));
    group.needs_sync |= record.type != RecordType::kAssessment;
    if (record.type == RecordType::kEntry) ++group.now.entries;
    if (record.opened.entry != nullptr) {
      record.opened.entry->number = group.now.size;
      record.opened.entry->recorded_at = group.now.recorded_at;
    }
    group.opened.emplace_back(group.now.size, std::move(record.opened));
    ++group.now.size;
  }
  group.cache.Append(transaction.cache);
}

std::optional<domain::EntryHeader> Sequencer::PendingHeader(uint64_t number) const {
  for (const auto& [pending, header] : pending_) {
    if (pending == number) return *header;
  }
  return std::nullopt;
}

absl::Status Sequencer::WriteRecords(const Group& group) {
  // Keys first: a record whose key is lost is lost.
  CANDOR_RETURN_IF_ERROR(keys_.Sync());
  const absl::Time began = absl::Now();
  CANDOR_RETURN_IF_ERROR(kv_.Write(group.records, group.needs_sync ? Durability::kSynced : Durability::kLogged));
  counts_.NoteGroup(group.records.operations().size());
  if (group.needs_sync) counts_.NoteSync(absl::Now() - began);
  return absl::OkStatus();
}

// One atomic batch. What a change of settings does to every case may not fit: then the watermark goes first and comes
// last, and a crash between the two means a rebuild.
absl::Status Sequencer::WriteProjections(const Group& group) {
  WriteBatch batch = overlay_.Batch();
  tree_.Add(group.nodes, batch);
  batch.Append(group.cache);
  if (batch.bytes() <= kMaxBatchBytes) return kv_.Write(batch, Durability::kUnlogged);
  return WriteInPieces(batch, keys::Watermark(), kv_);
}

// A repetition of what was to be written fails with it.
void Sequencer::Fail(const absl::Status& status, Group& group) {
  overlay_.Discard();
  rows_.ClearStatus();
  for (Answer& answer : group.answers) {
    if (answer.result.ok() && answer.result->first_number >= now_.size) answer.result = status;
  }
}

void Sequencer::Lose(const absl::Status& why) {
  log::Error(Line("the ledger could not be written", why));
  broken_ = absl::UnavailableError(
      "the daemon could not write to its disk and has to be started again; then send this again with its request id");
  if (events_.lost) events_.lost(why);
}

void Sequencer::UpdateWaiting() {
  for (const WaitingChange& change : waiting_changes_) {
    if (const auto* entry = std::get_if<domain::WaitingEntry>(&change)) {
      waiting_.Add(*entry);
    } else {
      const auto& [subject, assessed_to] = std::get<1>(change);
      waiting_.Assessed(subject, assessed_to);
    }
  }
}

// Who asks for it next need not open what was sealed a moment ago.
void Sequencer::KeepOpened(Group& group) {
  for (auto& [number, parts] : group.opened) {
    if (parts.entry != nullptr) opened_.Put(std::move(parts.entry));
    for (uint32_t section = 0; section < parts.sections.size(); ++section) {
      opened_.Put(number, section, std::move(parts.sections[section]));
    }
  }
}

// The record comes first: a crash before the keys are gone leaves the next start to do it. The transaction that erases
// is the group's last.
void Sequencer::Erase(Group& group) {
  if (!group.erases() || !events_.erase) return;
  absl::Status erased = events_.erase(now_, group.erased);
  if (!erased.ok()) group.answers.back().result = std::move(erased);
}

void Sequencer::Commit(Group& group) {
  if (absl::Status folded = group.fold.Finish(); !folded.ok()) {
    log::Error(Line("a group of records could not be folded", folded));
    Fail(folded, group);
    return;
  }
  rows_.PutWatermark(group.now);
  absl::Status written = WriteRecords(group);
  if (absl::IsResourceExhausted(written) || absl::IsInvalidArgument(written)) {
    Fail(written, group);  // refused before anything was written
    return;
  }
  if (written.ok()) written = WriteProjections(group);
  if (!written.ok()) {
    Lose(written);
    Fail(broken_, group);
    return;
  }
  overlay_.Written(group.now.size);
  UpdateWaiting();
  KeepOpened(group);
  tree_.Written();
  now_ = group.now;
  Erase(group);
  if (group.needs_sync) {
    unsynced_since_.reset();
    events_.synced(now_);
  } else if (!unsynced_since_) {
    unsynced_since_ = absl::Now();
  }
  events_.folded(now_);
}

void Sequencer::SyncIfDue(bool now) {
  if (!unsynced_since_ || (!now && absl::Now() - *unsynced_since_ < options_.idle_sync)) return;
  unsynced_since_.reset();
  if (absl::Status synced = kv_.SyncLog(); !synced.ok()) {
    Lose(synced);
    return;
  }
  events_.synced(now_);
}

}  // namespace candor::store
