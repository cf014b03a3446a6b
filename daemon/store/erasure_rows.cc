#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/base/status.h"
#include "daemon/domain/erasure.h"
#include "daemon/store/codec.h"
#include "daemon/store/erasures.h"
#include "daemon/store/keys.h"
#include "daemon/store/rows.h"
#include "daemon/store/stored_projections.h"
#include "daemon/store/view.h"

// What is erased, what is held and which backups there are: how the fold keeps it, and how a view tells of it.
namespace candor::store {

std::optional<domain::ErasureRow> StoredProjections::GetErasure(const ErasureId& id) {
  return Decoded(keys::Erasure(id), DecodeErasureRow);
}

void StoredProjections::PutErasure(const ErasureId& id, const domain::ErasureRow& row) {
  rows_.Put(keys::Erasure(id), EncodeRow(row));
}

std::optional<domain::ErasedRow> StoredProjections::GetErased(const domain::SubjectId& subject,
                                                              domain::KeyClass key_class) {
  return Decoded(keys::Erased(subject, key_class), DecodeErasedRow);
}

void StoredProjections::PutErased(const domain::SubjectId& subject, domain::KeyClass key_class,
                                  const domain::ErasedRow& row) {
  rows_.Put(keys::Erased(subject, key_class), EncodeRow(row));
}

void StoredProjections::MarkErasedRecord(uint64_t number) {
  MarkRow(keys::ErasedRecord(number));
}

// Another case may have been given the code since, or have had it first.
void StoredProjections::ForgetCode(const CaseId& id) {
  std::optional<domain::CaseRow> row = GetCase(id);
  if (!row) return;
  std::string by_code = keys::CaseByCode(row->code_digest);
  if (IdAt(by_code) == id.bytes()) rows_.Delete(std::move(by_code));
  row->code_digest = {};
  rows_.Put(keys::Case(id), EncodeRow(*row));
}

std::optional<domain::HoldRow> StoredProjections::GetHold(const domain::SubjectId& subject, const HoldId& id) {
  return Decoded(keys::Hold(subject, id), DecodeHoldRow);
}

void StoredProjections::PutHold(const domain::SubjectId& subject, const HoldId& id, const domain::HoldRow& row) {
  rows_.Put(keys::Hold(subject, id), EncodeRow(row));
}

bool StoredProjections::HasHold(const domain::SubjectId& subject) {
  bool held = false;
  const std::string prefix = keys::HoldsOf(subject);
  Keep(rows_.Scan(prefix, PrefixEnd(prefix), [&](std::string_view, std::string_view value) {
    const auto row = DecodeHoldRow(value);
    Keep(row.status());
    held = row.ok() && row->state != domain::HoldState::kReleased;
    return row.ok() && !held;
  }));
  return held;
}

void StoredProjections::PutBackup(uint64_t number) {
  MarkRow(keys::BackupTaken(number));
}

absl::StatusOr<domain::Erasure> StoreView::GetErasure(const ErasureId& id) const {
  CANDOR_ASSIGN_OR_RETURN(const std::optional<std::string> row, Row(keys::Erasure(id)));
  if (!row) return absl::NotFoundError("there is no such erasure; check its name");
  CANDOR_ASSIGN_OR_RETURN(const domain::ErasureRow erasure, DecodeErasureRow(*row));
  return records_.ReadErasure(erasure.number);
}

absl::StatusOr<std::vector<uint64_t>> StoreView::NumbersIn(const std::string& prefix) const {
  std::vector<uint64_t> numbers;
  absl::Status bad;
  CANDOR_RETURN_IF_ERROR(Scan(prefix, PrefixEnd(prefix), [&](std::string_view key, std::string_view value) {
    // All of these rows begin with a number, but for those that are one.
    auto number = value.empty() ? absl::StatusOr<uint64_t>(keys::ParseBackupTaken(key).value_or(0))
                                : DecodeNumberRow(value.substr(0, sizeof(uint64_t)));
    bad.Update(number.status());
    if (number.ok()) numbers.push_back(*number);
    return bad.ok();
  }));
  CANDOR_RETURN_IF_ERROR(bad);
  return numbers;
}

absl::StatusOr<std::vector<domain::Erasure>> StoreView::ListErasures() const {
  CANDOR_ASSIGN_OR_RETURN(std::vector<uint64_t> numbers, NumbersIn(keys::AllErasures()));
  std::sort(numbers.begin(), numbers.end());
  std::vector<domain::Erasure> erasures;
  erasures.reserve(numbers.size());
  for (const uint64_t number : numbers) {
    CANDOR_ASSIGN_OR_RETURN(domain::Erasure erasure, records_.ReadErasure(number));
    erasures.push_back(std::move(erasure));
  }
  return erasures;
}

absl::StatusOr<bool> StoreView::HasErased(const domain::SubjectId& subject, domain::KeyClass key_class) const {
  if (source_.erasures != nullptr && source_.erasures->generation() == 0) return false;
  return Has(keys::Erased(subject, key_class));
}

absl::StatusOr<bool> StoreView::HasHold(const domain::SubjectId& subject) const {
  bool held = false;
  absl::Status bad;
  const std::string prefix = keys::HoldsOf(subject);
  CANDOR_RETURN_IF_ERROR(Scan(prefix, PrefixEnd(prefix), [&](std::string_view, std::string_view value) {
    const auto row = DecodeHoldRow(value);
    bad.Update(row.status());
    held = row.ok() && row->state != domain::HoldState::kReleased;
    return row.ok() && !held;
  }));
  CANDOR_RETURN_IF_ERROR(bad);
  return held;
}

absl::StatusOr<domain::LegalHold> StoreView::GetHold(const domain::SubjectId& subject, const HoldId& id) const {
  CANDOR_ASSIGN_OR_RETURN(const std::optional<std::string> row, Row(keys::Hold(subject, id)));
  if (!row) return absl::NotFoundError("there is no such hold; check its name");
  CANDOR_ASSIGN_OR_RETURN(const domain::HoldRow hold, DecodeHoldRow(*row));
  return records_.ReadHold(hold.number);
}

absl::StatusOr<std::vector<domain::LegalHold>> StoreView::ListHolds() const {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<uint64_t> numbers, NumbersIn(keys::AllHolds()));
  std::vector<domain::LegalHold> holds;
  holds.reserve(numbers.size());
  for (const uint64_t number : numbers) {
    CANDOR_ASSIGN_OR_RETURN(domain::LegalHold hold, records_.ReadHold(number));
    holds.push_back(std::move(hold));
  }
  return holds;
}

absl::StatusOr<std::vector<domain::BackupTaken>> StoreView::ListBackups() const {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<uint64_t> numbers, NumbersIn(keys::AllBackupsTaken()));
  std::vector<domain::BackupTaken> backups;
  backups.reserve(numbers.size());
  for (const uint64_t number : numbers) {
    CANDOR_ASSIGN_OR_RETURN(const domain::BackupTaken backup, records_.ReadBackupTaken(number));
    backups.push_back(backup);
  }
  return backups;
}

absl::Status StoreView::ListErased(Erasures& erasures) const {
  absl::Status bad;
  const std::string prefix = keys::AllErased();
  CANDOR_RETURN_IF_ERROR(Scan(prefix, PrefixEnd(prefix), [&](std::string_view key, std::string_view value) {
    const auto of = keys::ParseErased(key);
    const auto row = DecodeErasedRow(value);
    bad.Update(row.status());
    if (of && row.ok()) erasures.Add({of->first, of->second, row->number, row->check});
    return bad.ok();
  }));
  return bad;
}

}  // namespace candor::store
