#include "daemon/store/rehearsal.h"

#include <optional>
#include <utility>
#include <variant>

#include "daemon/base/bytes.h"
#include "daemon/base/status.h"
#include "daemon/domain/compliance.h"
#include "daemon/domain/fold.h"
#include "daemon/store/admission.h"

namespace candor::store {
namespace {

constexpr size_t kCacheBytes = size_t{4} << 20;
// What is kept of one, about.
constexpr size_t kNameBytes = 18;
constexpr size_t kRowBytes = 400;

uint64_t Shortened(const EntryId& id) {
  return ReadBigEndian<uint64_t>(AsText(id.bytes()));
}

}  // namespace

StoreRehearsal::StoreRehearsal(std::shared_ptr<const StoreView> before, const LedgerId& id,
                               std::shared_ptr<crypto::KeyTable> keys, Clock& clock, size_t most_bytes)
    : before_(std::move(before)),
      keys_(std::move(keys)),
      most_bytes_(most_bytes),
      cache_(kCacheBytes),
      overlay_(*before_->source().rows, cache_, before_->source().size),
      rows_(overlay_, *before_->source().ledger),
      preparer_(
          id, *keys_, clock, [view = before_](const EntryId& entry) { return view->FindEntryRow(entry); },
          NewKeys::kNone, before_->source().erasures) {}

absl::StatusOr<domain::Appended> StoreRehearsal::Take(domain::Transaction transaction) {
  if (kept_bytes_ > most_bytes_) {
    return absl::ResourceExhaustedError("this is too much to be tried out at once; try the file in parts");
  }
  CANDOR_ASSIGN_OR_RETURN(PreparedTransaction prepared, preparer_.Prepare(std::move(transaction)));
  absl::StatusOr<domain::Appended> taken = Admit(prepared);
  if (!taken.ok()) overlay_.RollBack(0);
  overlay_.Settle();
  rows_.ClearStatus();
  return taken;
}

absl::StatusOr<domain::Appended> StoreRehearsal::Admit(PreparedTransaction& transaction) {
  CANDOR_ASSIGN_OR_RETURN(const auto repetition, FindRepetition(transaction, rows_));
  if (repetition) return *repetition;
  domain::Appended appended;
  std::optional<EntryId> named;
  for (const PreparedRecord& record : transaction.records) {
    const auto* entry = std::get_if<domain::EntryRecorded>(&record.what);
    if (entry == nullptr) continue;
    named = entry->header.id;
    appended.subject = entry->header.subject;
    appended.duplicate = entries_.contains(Shortened(*named));
    if (appended.duplicate) return appended;
  }
  size_t bytes = 0;
  for (PreparedRecord& record : transaction.records) {
    CANDOR_RETURN_IF_ERROR(CheckAgainstState(record, rows_, before_->last_recorded_at()));
    const size_t before = overlay_.Mark();
    CANDOR_RETURN_IF_ERROR(Keep(record));
    bytes += kRowBytes * (overlay_.Mark() - before);
  }
  if (named && entries_.insert(Shortened(*named)).second) bytes += kNameBytes;
  kept_bytes_ += bytes;
  return appended;
}

absl::Status StoreRehearsal::Keep(PreparedRecord& record) {
  if (const auto* entry = std::get_if<domain::EntryRecorded>(&record.what)) return KeepInCourse(entry->header);
  domain::Fold fold(rows_);
  return fold.Apply({before_->size(), before_->last_recorded_at(), std::move(record.what)});
}

absl::Status StoreRehearsal::KeepInCourse(const domain::EntryHeader& header) {
  if (header.subject.kind != domain::SubjectKind::kCase || !domain::IsCourseKind(header.kind)) return absl::OkStatus();
  const CaseId id = header.subject.case_id();
  std::optional<domain::CaseRow> row = rows_.GetCase(id);
  if (!row) return rows_.status();
  domain::InsertInOrder(header, row->course);
  rows_.PutCase(id, *row);
  return rows_.status();
}

}  // namespace candor::store
