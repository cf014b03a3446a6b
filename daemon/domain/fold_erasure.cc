#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "daemon/domain/case_file.h"
#include "daemon/domain/fold.h"

// What becomes of the rows when something is erased. None of them says more than triage, so none is emptied; what leads
// to an erased case by its code goes, nobody holds it any more, and what was made of sealed parts stays as it was then.
// What was moved into it and stands there is erased where it stood before, too.
namespace candor::domain {
namespace {

Contribution HoldCounted() {
  return {CountBasis::kOpened, Figure::kHoldInForce, kUndated, 0, 0, MemberId(), CaseId()};
}

// Of an erased case nobody is asked what becomes of it, so nobody holds it.
void LetGo(const CaseId& id, Projections& rows) {
  const std::optional<CaseRow> row = rows.GetCase(id);
  const MemberId holder = row ? HolderIn(CourseOf(row->course)) : MemberId();
  if (!holder.empty()) rows.UnmarkHeld(holder, id);
}

}  // namespace

void Fold::Take(const FoldRecord& record, const ErasureRecorded& erasure) {
  // What becomes of a proposal is known by the call that made it.
  const std::optional<ErasureRow> proposal = rows_.GetErasure(erasure.id);
  rows_.PutErasure(erasure.id, {record.number, erasure.subject, erasure.classes, erasure.state,
                                proposal ? proposal->request : erasure.request});
  if (erasure.state != DecisionState::kInForce) return;
  for (const KeyClass key_class : erasure.classes) {
    const auto key = std::find_if(erasure.keys.begin(), erasure.keys.end(),
                                  [&](const ErasedKeyCheck& each) { return each.key_class == key_class; });
    ErasedRow row;
    row.number = record.number;
    if (key != erasure.keys.end()) row.check = key->check;
    rows_.PutErased(erasure.subject, key_class, row);
    if (key_class == KeyClass::kGeneral && erasure.subject.kind == SubjectKind::kCase) {
      LetGo(erasure.subject.case_id(), rows_);
      rows_.ForgetCode(erasure.subject.case_id());
    }
  }
  EraseEarlierPlaces(erasure.subject, erasure.classes);
  Freeze(erasure.subject, erasure.classes);
  rows_.Count({CountBasis::kOpened, Figure::kErasureMade, DayOf(record), static_cast<uint16_t>(erasure.why), 0,
               MemberId(), CaseId()},
              1);
}

void Fold::Freeze(const SubjectId& subject, const std::vector<KeyClass>& classes) {
  for (FollowUpRow row : rows_.FollowUpsOf(subject)) {
    if (row.erased || std::find(classes.begin(), classes.end(), row.clear.key_class) == classes.end()) continue;
    row.erased = true;
    rows_.PutFollowUp(row);
  }
  MarkChanged(subject);
  // Of a whole subject no policy is asked again; of private notes alone the next look goes without them.
  if (std::find(classes.begin(), classes.end(), KeyClass::kGeneral) == classes.end()) return;
  ProgressRow progress = rows_.GetProgress(subject);
  progress.next_timer.reset();
  progress.not_assessed.clear();
  rows_.PutProgress(subject, progress);
}

// What was moved is sealed twice: where it stands, and where it was first written, under the key of that. What was
// moved on from here only passed through: it goes with the record in which it stands, and stays as long as that.
void Fold::EraseEarlierPlaces(const SubjectId& subject, const std::vector<KeyClass>& classes) {
  std::map<SubjectId, std::set<EntryId>> earlier;
  for (const TimelineRow& row : rows_.TimelineRowsOf(subject)) {
    // An amendment names the same place as what it amends.
    if (!row.revises.empty() || row.moved()) continue;
    const std::optional<EntryHeader> header = rows_.HeaderAt(row.number);
    // What only covers the case stands elsewhere, and stays.
    if (!header || header->subject != subject || header->moved_from.entry.empty()) continue;
    const KeyClass key_class = KeyClassOf(*header);
    if (std::find(classes.begin(), classes.end(), key_class) != classes.end()) EraseAsItStood(*header, earlier);
  }
  for (const auto& [place, entries] : earlier) EraseAmendmentsOf(entries, place);
}

// One entry as it was first written, and where it had come from before. Adds each of these to `earlier`.
void Fold::EraseAsItStood(const EntryHeader& moved, std::map<SubjectId, std::set<EntryId>>& earlier) {
  EntryId next = moved.moved_from.entry;
  while (!next.empty()) {
    const std::optional<EntryRow> row = rows_.GetEntry(next);
    const std::optional<EntryHeader> first = row ? rows_.HeaderAt(row->number) : std::nullopt;
    if (!first) return;
    rows_.MarkErasedRecord(row->number);
    earlier[row->subject].insert(next);
    next = first->moved_from.entry;
  }
}

// Of all entries of a subject at once: a merge moves hundreds, and everybody who writes waits for this.
void Fold::EraseAmendmentsOf(const std::set<EntryId>& entries, const SubjectId& subject) {
  std::map<EntryId, EntryId> amends;
  std::map<EntryId, uint64_t> numbers;
  for (const TimelineRow& row : rows_.TimelineRowsOf(subject)) {
    if (row.revises.empty()) continue;
    const std::optional<EntryHeader> header = rows_.HeaderAt(row.number);
    if (!header || header->retracts) continue;
    amends.emplace(header->id, row.revises);
    numbers.emplace(header->id, row.number);
  }
  for (const auto& [id, number] : numbers) {
    // An amendment may amend an earlier one.
    auto next = amends.find(id);
    while (next != amends.end() && !entries.contains(next->second)) next = amends.find(next->second);
    if (next != amends.end()) rows_.MarkErasedRecord(number);
  }
}

void Fold::Take(const FoldRecord& record, const HoldRecorded& hold) {
  const std::optional<HoldRow> before = rows_.GetHold(hold.subject, hold.id);
  const auto in_force = [](HoldState state) { return state != HoldState::kReleased; };
  if (!before && in_force(hold.state)) rows_.Count(HoldCounted(), 1);
  if (before && in_force(before->state) && !in_force(hold.state)) rows_.Count(HoldCounted(), -1);
  rows_.PutHold(hold.subject, hold.id, {record.number, hold.state, before ? before->request : hold.request});
}

void Fold::Take(const FoldRecord& record, const BackupTaken& /*backup*/) {
  rows_.PutBackup(record.number);
}

}  // namespace candor::domain
