#include "daemon/domain/erasure_reach.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <set>
#include <utility>
#include <variant>

#include "daemon/base/status.h"
#include "daemon/domain/change.h"
#include "daemon/domain/ledger_record.h"
#include "daemon/domain/order.h"
#include "daemon/domain/original.h"

namespace candor::domain {
namespace {

constexpr size_t kReachPage = 256;

absl::Status ForEachEntryIn(const View& view, const SubjectId& subject,
                            const std::function<absl::Status(const RecordedEntry&)>& take) {
  Place after = Place::First();
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const TimelinePage page, view.Timeline(subject, after, kReachPage));
    for (const RecordedEntry& recorded : page.entries) {
      CANDOR_RETURN_IF_ERROR(take(recorded));
    }
    if (!page.next) return absl::OkStatus();
    after = *page.next;
  }
}

// Whether it was moved here from another record, stands here, and is of one of the classes. An amendment names the same
// place as what it amends; what was moved on is reached from where it stands.
bool StandsHereByAMove(const RecordedEntry& recorded, const SubjectId& subject, const std::vector<KeyClass>& classes) {
  const EntryHeader& header = recorded.entry.header;
  if (header.subject != subject || !header.revises.empty() || recorded.moved()) return false;
  const KeyClass key_class = KeyClassOf(header);
  return !header.moved_from.entry.empty() && std::find(classes.begin(), classes.end(), key_class) != classes.end();
}

// Walks back from what was moved into one record.
class EarlierPlaces {
 public:
  EarlierPlaces(const View& view, const SubjectId& subject, const std::vector<KeyClass>& classes, ErasureReach& reach)
      : view_(view), subject_(subject), classes_(classes), reach_(reach) {}

  absl::Status Take(const RecordedEntry& recorded) {
    if (!StandsHereByAMove(recorded, subject_, classes_)) return absl::OkStatus();
    const EntryHeader& moved = recorded.entry.header;
    const KeyClass key_class = KeyClassOf(moved);
    CANDOR_ASSIGN_OR_RETURN(const std::set<SubjectId> before, PlacesBefore(view_, moved));
    for (const SubjectId& each : before) {
      CANDOR_ASSIGN_OR_RETURN(const bool stays, KeyStays(each, key_class));
      if (stays) ++reach_.sealed_elsewhere[each];
    }
    return absl::OkStatus();
  }

 private:
  absl::StatusOr<bool> KeyStays(const SubjectId& subject, KeyClass key_class) const {
    if (subject == subject_) return false;
    const bool merged = subject.kind == SubjectKind::kCase &&
                        std::binary_search(reach_.merged.begin(), reach_.merged.end(), subject.case_id());
    if (merged) return false;
    CANDOR_ASSIGN_OR_RETURN(const bool erased, view_.HasErased(subject, key_class));
    return !erased;
  }

  const View& view_;
  const SubjectId& subject_;
  const std::vector<KeyClass>& classes_;
  ErasureReach& reach_;
};

// What the fold does (fold_erasure.cc), found again in a view.
class ErasedRecordFinder {
 public:
  ErasedRecordFinder(const View& view, const Erasure& erasure, const std::vector<KeyClass>& classes)
      : view_(view), erasure_(erasure), classes_(classes) {}

  absl::StatusOr<std::vector<uint64_t>> Find() {
    if (erasure_.why == ErasureWhy::kRestored) CANDOR_RETURN_IF_ERROR(TakeRestored());
    CANDOR_RETURN_IF_ERROR(ForEachEntryIn(view_, erasure_.subject, [this](const RecordedEntry& recorded) {
      const bool erased = recorded.number < erasure_.number && StandsHereByAMove(recorded, erasure_.subject, classes_);
      return erased ? TakeEarlier(recorded.entry.header.moved_from.entry) : absl::OkStatus();
    }));
    for (const auto& [place, entries] : earlier_) CANDOR_RETURN_IF_ERROR(TakeAmendments(place, entries));
    return std::vector<uint64_t>(numbers_.begin(), numbers_.end());
  }

 private:
  // A restore says what it has erased, and then makes the erasures, one after the other.
  absl::Status TakeRestored() {
    for (uint64_t number = erasure_.number; number > 0; --number) {
      CANDOR_ASSIGN_OR_RETURN(const LedgerRecord record, view_.RecordAt(number - 1));
      if (const auto* restored = std::get_if<Restored>(&record.what)) return TakeErasedBy(*restored);
      if (!std::holds_alternative<KeptErasure>(record.what)) return absl::OkStatus();
    }
    return absl::OkStatus();
  }

  absl::Status TakeErasedBy(const Restored& restored) {
    for (const uint64_t number : restored.erased_records) {
      CANDOR_ASSIGN_OR_RETURN(const std::shared_ptr<const RecordedEntry> entry, view_.EntryAt(number));
      const KeyClass key_class = KeyClassOf(entry->entry.header);
      if (std::find(classes_.begin(), classes_.end(), key_class) != classes_.end()) numbers_.insert(number);
    }
    return absl::OkStatus();
  }

  // An entry as it was first written, and where it had come from before.
  absl::Status TakeEarlier(EntryId next) {
    while (!next.empty()) {
      const absl::StatusOr<RecordedEntry> before = view_.GetEntry(next);
      if (absl::IsNotFound(before.status())) return absl::OkStatus();
      CANDOR_RETURN_IF_ERROR(before.status());
      numbers_.insert(before->number);
      earlier_[before->entry.header.subject].insert(next);
      next = before->entry.header.moved_from.entry;
    }
    return absl::OkStatus();
  }

  absl::Status TakeAmendments(const SubjectId& place, const std::set<EntryId>& entries) {
    std::map<EntryId, EntryId> amends;
    std::map<EntryId, uint64_t> numbers;
    CANDOR_RETURN_IF_ERROR(ForEachEntryIn(view_, place, [&](const RecordedEntry& recorded) {
      const EntryHeader& header = recorded.entry.header;
      if (header.revises.empty() || header.retracts || recorded.number >= erasure_.number) return absl::OkStatus();
      amends.emplace(header.id, header.revises);
      numbers.emplace(header.id, recorded.number);
      return absl::OkStatus();
    }));
    for (const auto& [id, number] : numbers) {
      // An amendment may amend an earlier one.
      auto next = amends.find(id);
      while (next != amends.end() && !entries.contains(next->second)) next = amends.find(next->second);
      if (next != amends.end()) numbers_.insert(number);
    }
    return absl::OkStatus();
  }

  const View& view_;
  const Erasure& erasure_;
  const std::vector<KeyClass>& classes_;
  std::map<SubjectId, std::set<EntryId>> earlier_;
  std::set<uint64_t> numbers_;
};

}  // namespace

absl::StatusOr<ErasureReach> ReachOf(const View& view, const SubjectId& subject, const std::vector<KeyClass>& classes) {
  ErasureReach reach;
  if (subject.kind == SubjectKind::kCase) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<CaseId> merged, view.CasesMergedInto(subject.case_id()));
    for (const CaseId& each : merged) {
      CANDOR_ASSIGN_OR_RETURN(const bool erased, view.HasErased(SubjectId::Of(each), KeyClass::kGeneral));
      if (!erased) reach.merged.push_back(each);
    }
  }
  EarlierPlaces places(view, subject, classes, reach);
  CANDOR_RETURN_IF_ERROR(
      ForEachEntryIn(view, subject, [&places](const RecordedEntry& recorded) { return places.Take(recorded); }));
  return reach;
}

absl::StatusOr<std::vector<uint64_t>> RecordsErasedElsewhere(const View& view, const Erasure& erasure,
                                                             const std::vector<KeyClass>& classes) {
  return ErasedRecordFinder(view, erasure, classes).Find();
}

}  // namespace candor::domain
