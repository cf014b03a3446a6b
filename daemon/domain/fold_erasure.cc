#include <algorithm>
#include <optional>

#include "daemon/domain/case_file.h"
#include "daemon/domain/fold.h"

// What becomes of the rows when something is erased. None of them says more than triage, so none is emptied; what leads
// to an erased case by its code goes, nobody holds it any more, and what was made of sealed parts stays as it was then.
// What was moved into it is erased where it stood before, too.
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

// Whether what is revised is the entry, or an amendment of it.
bool LeadsTo(const EntryId& entry, EntryId revised, Projections& rows) {
  while (!revised.empty() && revised != entry) {
    const std::optional<EntryRow> row = rows.GetEntry(revised);
    const std::optional<EntryHeader> header = row ? rows.HeaderAt(row->number) : std::nullopt;
    revised = header ? header->revises : EntryId();
  }
  return revised == entry;
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

// What was moved is sealed twice: where it stands, and where it was first written, under the key of that.
void Fold::EraseEarlierPlaces(const SubjectId& subject, const std::vector<KeyClass>& classes) {
  for (const TimelineRow& row : rows_.TimelineRowsOf(subject)) {
    const std::optional<EntryHeader> header = rows_.HeaderAt(row.number);
    // What only covers the case stands elsewhere, and stays.
    if (!header || header->subject != subject || header->moved_from.entry.empty()) continue;
    const KeyClass key_class = header->personal ? KeyClass::kPersonal : KeyClass::kGeneral;
    if (std::find(classes.begin(), classes.end(), key_class) != classes.end()) EraseAsItStood(*header);
  }
}

// One entry and its amendments there, and where it had come from before.
void Fold::EraseAsItStood(const EntryHeader& moved) {
  EntryId next = moved.moved_from.entry;
  while (!next.empty()) {
    const std::optional<EntryRow> row = rows_.GetEntry(next);
    const std::optional<EntryHeader> first = row ? rows_.HeaderAt(row->number) : std::nullopt;
    if (!first) return;
    rows_.MarkErasedRecord(row->number);
    for (const TimelineRow& other : rows_.TimelineRowsOf(row->subject)) {
      if (other.revises.empty() || !LeadsTo(next, other.revises, rows_)) continue;
      const std::optional<EntryHeader> amendment = rows_.HeaderAt(other.number);
      if (amendment && !amendment->retracts) rows_.MarkErasedRecord(other.number);
    }
    next = first->moved_from.entry;
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
