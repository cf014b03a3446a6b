#include "daemon/domain/fold.h"

#include <algorithm>
#include <map>
#include <utility>

#include "daemon/domain/fields.h"

namespace candor::domain {

std::vector<CaseId> CoversOf(const EntryHeader& header) {
  std::vector<CaseId> covers;
  if (header.kind != Kind::kSupervision) return covers;
  for (const Fact& fact : header.facts.all()) {
    if (fact.field != fields::kSupervisionCovers) continue;
    if (const auto* id = std::get_if<IdBytes>(&fact.value)) covers.emplace_back(*id);
  }
  return covers;
}

std::vector<SubjectId> SubjectsOf(const EntryHeader& header) {
  std::vector<SubjectId> subjects = {header.subject};
  for (const CaseId& covered : CoversOf(header)) {
    const SubjectId subject = SubjectId::Of(covered);
    if (std::find(subjects.begin(), subjects.end(), subject) == subjects.end()) subjects.push_back(subject);
  }
  return subjects;
}

void InsertInOrder(const EntryHeader& header, std::vector<EntryHeader>& course) {
  const Place place = PlaceOf(header);
  const auto after =
      std::find_if(course.begin(), course.end(), [&](const EntryHeader& other) { return place < PlaceOf(other); });
  course.insert(after, header);
}

absl::Status Fold::Apply(const FoldRecord& record) {
  std::visit([&](const auto& what) { Take(record, what); }, record.what);
  return rows_.status();
}

absl::Status Fold::Finish() {
  if (every_case_changed_) {
    for (const CaseId& id : rows_.AllCases()) changed_cases_.insert(id);
  }
  if (!changed_cases_.empty()) {
    const Settings settings = rows_.GetSettings();
    for (const CaseId& id : changed_cases_) {
      const std::optional<CaseRow> row = rows_.GetCase(id);
      if (!row) continue;
      std::vector<FollowUp> follow_ups;
      for (FollowUpRow& follow_up : rows_.FollowUpsOf(SubjectId::Of(id))) {
        if (follow_up.clear.undone) continue;
        follow_ups.push_back({std::move(follow_up.clear), std::nullopt, follow_up.acknowledged, follow_up.disposed,
                              follow_up.waived_until});
      }
      const std::vector<Contribution> before = rows_.ContributionsOf(id);
      const std::vector<Contribution> after =
          ContributionsOf(id, row->course, follow_ups, EndingsNotAssessed(SubjectId::Of(id), row->course), settings);
      if (before != after) rows_.PutContributions(id, before, after);
    }
  }
  changed_cases_.clear();
  every_case_changed_ = false;
  return rows_.status();
}

// Those that wait, and those that some policy could not judge. What waits is told by the floor alone, not by how far
// the subject has come ahead of it, since only the floor's rise brings the figures up to date.
std::vector<EntryId> Fold::EndingsNotAssessed(const SubjectId& subject, const std::vector<EntryHeader>& course) {
  std::vector<EntryId> not_assessed;
  std::optional<std::vector<NotAssessed>> faults;  // read once an ending asks for them
  for (const EntryHeader& header : course) {
    if (header.kind != Kind::kTermination) continue;
    const std::optional<EntryRow> row = rows_.GetEntry(header.id);
    if (row && row->number >= rows_.GetFloor()) {
      not_assessed.push_back(header.id);
      continue;
    }
    if (!faults) faults = rows_.GetProgress(subject).not_assessed;
    if (faults->empty()) continue;
    std::vector<Revised> earlier;
    AddAncestors(header.revises, earlier);
    const bool fault_stands = std::any_of(faults->begin(), faults->end(), [&](const NotAssessed& fault) {
      // It may be among those that are not listed any more; else it names the entry first written.
      return fault.older > 0 || fault.entry == header.id ||
             std::any_of(earlier.begin(), earlier.end(), [&](const Revised& one) { return one.id == fault.entry; });
    });
    if (fault_stands) not_assessed.push_back(header.id);
  }
  return not_assessed;
}

void Fold::Take(const FoldRecord& record, const MemberRecorded& member) {
  IdBytes request = member.request;
  if (const auto before = rows_.GetMember(member.id); before && request == IdBytes{}) request = before->request;
  rows_.PutMember(member.id, {record.number, member.name_digest, request});
}

void Fold::Take(const FoldRecord& record, const Supervision& supervision) {
  rows_.PutSupervision(supervision, record.number);
}

void Fold::Take(const FoldRecord& record, const CaseRecorded& recorded) {
  rows_.PutCase(recorded.id, {record.number, recorded.code_digest, {}, recorded.request});
}

void Fold::Take(const FoldRecord& record, const EntryRecorded& entry) {
  const EntryHeader& header = entry.header;
  const Place place = PlaceOf(header);
  const std::vector<Revised> revised = RevisedBy(header);
  for (const SubjectId& subject : SubjectsOf(header)) {
    rows_.PutTimeline(subject, place, {record.number, header.revises, EntryId(), false, TakeBack::kPlain});
    if (subject.kind != SubjectKind::kCase) continue;
    rows_.MarkOnCase(subject.case_id(), header.therapist);
    if (header.author != header.therapist) rows_.MarkOnCase(subject.case_id(), header.author);
  }
  rows_.PutEntry(header.id, {record.number, record.recorded_at, header.subject, place, entry.content});
  // To take something back is no work with a client.
  if (!header.retracts) rows_.MarkActive(header.therapist, header.occurred.day, header.partition);
  MarkRevised(revised, header);
  LetWait(record.number, header, revised);
  UpdateCourse(header, revised);
}

// The one that the header names, what that one revised before, and whatever had put these out of force until now.
std::vector<Fold::Revised> Fold::RevisedBy(const EntryHeader& header) {
  std::vector<Revised> revised;
  if (header.revises.empty()) return revised;
  AddAncestors(header.revises, revised);
  if (revised.empty()) return revised;
  const std::optional<TimelineRow> named = rows_.GetTimeline(header.subject, revised.front().row.place);
  if (named && !named->revised_by.empty()) AddAncestors(named->revised_by, revised);
  return revised;
}

void Fold::AddAncestors(const EntryId& id, std::vector<Revised>& revised) {
  EntryId next = id;
  while (!next.empty()) {
    if (std::any_of(revised.begin(), revised.end(), [&](const Revised& other) { return other.id == next; })) return;
    std::optional<EntryRow> row = rows_.GetEntry(next);
    if (!row) return;
    std::optional<EntryHeader> header = rows_.HeaderAt(row->number);
    if (!header) return;
    const EntryId before = header->revises;
    revised.push_back({next, *std::move(row), *std::move(header)});
    next = before;
  }
}

void Fold::MarkRevised(const std::vector<Revised>& revised, const EntryHeader& by) {
  for (const Revised& old : revised) {
    for (const SubjectId& subject : SubjectsOf(old.header)) {
      std::optional<TimelineRow> row = rows_.GetTimeline(subject, old.row.place);
      if (!row) continue;
      row->revised_by = by.id;
      row->retracted = by.retracts;
      row->take_back = by.take_back;
      rows_.PutTimeline(subject, old.row.place, *row);
    }
  }
}

// A revision touches the timeline where the revised entries stand, also in cases that it covers no longer.
void Fold::LetWait(uint64_t number, const EntryHeader& header, const std::vector<Revised>& revised) {
  std::map<SubjectId, Place> earliest;
  const auto touch = [&](const SubjectId& subject, const Place& place) {
    auto [known, added] = earliest.emplace(subject, place);
    if (!added) known->second = std::min(known->second, place);
  };
  for (const SubjectId& subject : SubjectsOf(header)) touch(subject, PlaceOf(header));
  for (const Revised& old : revised) {
    for (const SubjectId& subject : SubjectsOf(old.header)) touch(subject, old.row.place);
  }
  for (const auto& [subject, place] : earliest) rows_.AddWaiting({number, subject, place});
}

void Fold::UpdateCourse(const EntryHeader& header, const std::vector<Revised>& revised) {
  if (header.subject.kind != SubjectKind::kCase) return;
  const auto in_course = [](const Revised& old) { return IsCourseKind(old.header.kind); };
  if (!IsCourseKind(header.kind) && std::none_of(revised.begin(), revised.end(), in_course)) return;
  const CaseId id = header.subject.case_id();
  std::optional<CaseRow> row = rows_.GetCase(id);
  if (!row) return;
  std::vector<EntryHeader>& course = row->course;
  for (const Revised& old : revised) {
    std::erase_if(course, [&](const EntryHeader& other) { return other.id == old.id; });
  }
  if (IsCourseKind(header.kind)) InsertInOrder(header, course);
  rows_.PutCase(id, *row);
  changed_cases_.insert(id);
}

void Fold::Take(const FoldRecord& record, const DecisionRecorded& decision) {
  rows_.PutDecision(decision.id, {record.number, decision.subject, decision.follow_up, decision.request});
  std::optional<FollowUpRow> row = rows_.GetFollowUp(decision.subject, decision.follow_up);
  if (!row || decision.state != DecisionState::kInForce) return;
  switch (decision.kind) {
    case DecisionKind::kAcknowledge:
      row->acknowledged = true;
      break;
    case DecisionKind::kWaive:
      row->waived_until = decision.until;
      break;
    case DecisionKind::kDispose:
      row->disposed = true;
      break;
  }
  rows_.PutFollowUp(*row);
  if (decision.subject.kind == SubjectKind::kCase) changed_cases_.insert(decision.subject.case_id());
}

void Fold::Take(const FoldRecord& record, const AssessmentRecorded& assessment) {
  uint32_t index = 0;
  for (const FollowUpClear& section : assessment.sections) {
    FollowUpRow row{section, record.number, index++, false, false, std::nullopt};
    if (const auto before = rows_.GetFollowUp(section.subject, section.id)) {
      row.acknowledged = before->acknowledged;
      row.disposed = before->disposed;
      row.waived_until = before->waived_until;
    } else if (const auto carried = rows_.GetCarried(section.subject, section.id)) {
      row.acknowledged = carried->acknowledged;
      row.disposed = carried->disposed;
      row.waived_until = carried->waived_until;
    }
    rows_.PutFollowUp(row);
    if (section.subject.kind == SubjectKind::kCase) changed_cases_.insert(section.subject.case_id());
  }
  TakeProgress(assessment.progress);
}

// Waiting entries are not ticked off one by one: the floor rises over all that are assessed, and a subject keeps a row
// of its own only while it is ahead of the floor. So an assessment of all that waits writes no row per subject.
void Fold::TakeProgress(const std::vector<SubjectProgress>& progress) {
  if (progress.empty()) return;
  std::map<SubjectId, uint64_t> assessed_to;
  for (const SubjectProgress& subject : progress) assessed_to[subject.subject] = subject.assessed_to;
  const uint64_t before = rows_.GetFloor();
  const int ending_rank = FindKind(Kind::kTermination)->rank;
  uint64_t floor = before;
  bool everything = true;
  rows_.ScanWaiting([&](const WaitingEntry& entry) {
    auto known = assessed_to.find(entry.subject);
    if (known == assessed_to.end()) {
      known = assessed_to.emplace(entry.subject, rows_.GetProgress(entry.subject).assessed_to).first;
    }
    everything = entry.number < known->second;
    // An ending that waits no more is counted as what it is.
    if (everything && entry.earliest.rank == ending_rank && entry.subject.kind == SubjectKind::kCase) {
      changed_cases_.insert(entry.subject.case_id());
    }
    floor = everything ? entry.number + 1 : entry.number;
    return everything;
  });
  if (floor > before) rows_.PutFloor(floor);
  for (const SubjectProgress& subject : progress) {
    ProgressRow row{everything ? 0 : subject.assessed_to, subject.next_timer, subject.not_assessed};
    if (row.assessed_to <= floor) row.assessed_to = 0;
    const ProgressRow known = rows_.GetProgress(subject.subject);
    if (row == known) continue;
    if (row.not_assessed != known.not_assessed && subject.subject.kind == SubjectKind::kCase) {
      changed_cases_.insert(subject.subject.case_id());
    }
    rows_.PutProgress(subject.subject, row);
  }
}

void Fold::Take(const FoldRecord& /*record*/, const Activation& activation) {
  rows_.PutActivation(activation);
}

void Fold::Take(const FoldRecord& /*record*/, const Batch& batch) {
  rows_.PutBatch(batch);
}

// Closed days shift due dates, and with them the figures of every case.
void Fold::Take(const FoldRecord& /*record*/, const Settings& settings) {
  const Settings before = rows_.GetSettings();
  if (settings.closed_weekends != before.closed_weekends || settings.closed_dates != before.closed_dates) {
    every_case_changed_ = true;
  }
  rows_.PutSettings(settings);
}

// The numbers that were lost are given out again; nothing else follows from it.
void Fold::Take(const FoldRecord& /*record*/, const LossAccepted& /*loss*/) {}

void Fold::Take(const FoldRecord& /*record*/, const FirstRead& read) {
  rows_.MarkRead(read.entry, read.reader);
}

// The entries follow as records of their own.
void Fold::Take(const FoldRecord& /*record*/, const CaseMerged& merged) {
  rows_.PutMerged(merged.from, {merged.into, merged.request});
  for (const auto& [from, into] : merged.follow_ups) {
    const std::optional<FollowUpRow> row = rows_.GetFollowUp(SubjectId::Of(merged.from), from);
    const bool decided = row && (row->acknowledged || row->disposed || row->waived_until);
    if (decided) rows_.CarryFollowUp(*row, SubjectId::Of(merged.into), into);
  }
}

}  // namespace candor::domain
