#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "daemon/domain/away.h"
#include "daemon/domain/case_file.h"
#include "daemon/domain/entries_about.h"
#include "daemon/domain/fields.h"
#include "daemon/domain/fold.h"

// What an entry does to the rows: where it stands, what it puts out of force, and what of a case, of who is there and
// of what was written about a member follows from it.
namespace candor::domain {
namespace {

// Whose the case is, if it is open. Empty: nobody's, or it is closed.
MemberId OpenHolderOf(const std::vector<EntryHeader>& course) {
  CaseFile file;
  CaseCourse told = CourseOf(course);
  file.episodes = std::move(told.episodes);
  file.parts = std::move(told.parts);
  return file.open() ? file.holder() : MemberId();
}

}  // namespace

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

std::vector<SubjectId> SubjectsJudgedBy(const EntryHeader& header, const EntryHeader& first) {
  std::vector<SubjectId> subjects = SubjectsOf(header);
  // A correction may have named somebody else.
  for (const EntryHeader* each : {&first, &header}) {
    if (!IsAboutSomebody(*each) && !IsResponse(*each)) continue;
    const SubjectId member = SubjectId::Of(each->therapist);
    if (std::find(subjects.begin(), subjects.end(), member) == subjects.end()) subjects.push_back(member);
  }
  return subjects;
}

void InsertInOrder(const EntryHeader& header, std::vector<EntryHeader>& course) {
  const Place place = PlaceOf(header);
  const auto after =
      std::find_if(course.begin(), course.end(), [&](const EntryHeader& other) { return place < PlaceOf(other); });
  course.insert(after, header);
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
  CountEntry(header, revised);
  MarkRevised(revised, header);
  if (header.take_back == TakeBack::kRecalled) RecallEarlierPlaces(record.number, FirstOf(header, revised));
  LetWait(record.number, header, revised);
  UpdateCourse(header, revised);
  UpdateStaffing(header, revised);
  UpdateAbout(header, revised);
  if (IsOwnReport(header)) rows_.MarkReport(header.author, {record.number, header.reported.day});
}

const EntryHeader& Fold::FirstOf(const EntryHeader& header, const std::vector<Revised>& revised) {
  const auto written =
      std::find_if(revised.begin(), revised.end(), [](const Revised& old) { return old.header.revises.empty(); });
  return written == revised.end() ? header : written->header;
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
    const std::optional<EntryRow> row = rows_.GetEntry(next);
    if (!row) return;
    std::optional<EntryHeader> header = rows_.HeaderAt(row->number);
    if (!header) return;
    const EntryId before = header->revises;
    revised.push_back({next, *row, *std::move(header)});
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

// What was called back is so wherever it stood before. Its amendments there share its fate as they are read.
void Fold::RecallEarlierPlaces(uint64_t number, const EntryHeader& first) {
  EntryId next = first.moved_from.entry;
  while (!next.empty()) {
    const std::optional<EntryRow> row = rows_.GetEntry(next);
    // Each was written before the one that it became.
    if (!row || row->number >= number) return;
    const std::optional<EntryHeader> header = rows_.HeaderAt(row->number);
    std::optional<TimelineRow> line = rows_.GetTimeline(row->subject, row->place);
    if (!header || !line) return;
    line->take_back = TakeBack::kMovedThenRecalled;
    rows_.PutTimeline(row->subject, row->place, *line);
    number = row->number;
    next = header->moved_from.entry;
  }
}

// A revision touches the timeline where the revised entries stand, also in cases that it covers no longer.
void Fold::LetWait(uint64_t number, const EntryHeader& header, const std::vector<Revised>& revised) {
  std::map<SubjectId, Place> earliest;
  const auto touch = [&](const SubjectId& subject, const Place& place) {
    auto [known, added] = earliest.emplace(subject, place);
    if (!added) known->second = std::min(known->second, place);
  };
  const EntryHeader& first = FirstOf(header, revised);
  for (const SubjectId& subject : SubjectsJudgedBy(header, first)) touch(subject, PlaceOf(header));
  for (const Revised& old : revised) {
    for (const SubjectId& subject : SubjectsJudgedBy(old.header, first)) touch(subject, old.row.place);
  }
  for (const auto& [subject, place] : earliest) rows_.AddWaiting({number, subject, place});
}

void Fold::PutIntoCourse(const EntryHeader& header, const std::vector<Revised>& revised,
                         std::vector<EntryHeader>& course) {
  for (const Revised& old : revised) {
    std::erase_if(course, [&](const EntryHeader& other) { return other.id == old.id; });
  }
  if (IsCourseKind(header.kind)) InsertInOrder(header, course);
}

std::vector<EntryHeader> Fold::CourseAfter(const EntryHeader& header, std::vector<EntryHeader> course) {
  PutIntoCourse(header, RevisedBy(header), course);
  return course;
}

void Fold::UpdateCourse(const EntryHeader& header, const std::vector<Revised>& revised) {
  if (header.subject.kind != SubjectKind::kCase) return;
  const auto in_course = [](const Revised& old) { return IsCourseKind(old.header.kind); };
  if (!IsCourseKind(header.kind) && std::none_of(revised.begin(), revised.end(), in_course)) return;
  const CaseId id = header.subject.case_id();
  std::optional<CaseRow> row = rows_.GetCase(id);
  if (!row) return;
  std::vector<EntryHeader>& course = row->course;
  const MemberId before = OpenHolderOf(course);
  PutIntoCourse(header, revised, course);
  rows_.PutCase(id, *row);
  changed_cases_.insert(id);
  const MemberId after = OpenHolderOf(course);
  if (before == after) return;
  if (!before.empty()) rows_.UnmarkHeld(before, id);
  if (!after.empty()) rows_.MarkHeld(after, id);
}

// Days on which somebody is away move the dates of what is theirs, and with them the figures of those cases.
void Fold::UpdateStaffing(const EntryHeader& header, const std::vector<Revised>& revised) {
  if (header.subject.kind != SubjectKind::kMember) return;
  const auto tells = [](const Revised& old) { return IsStaffingKind(old.header.kind); };
  if (!IsStaffingKind(header.kind) && std::none_of(revised.begin(), revised.end(), tells)) return;
  const MemberId member = header.subject.member_id();
  std::vector<EntryHeader> staffing = rows_.GetStaffing(member);
  for (const Revised& old : revised) {
    std::erase_if(staffing, [&](const EntryHeader& other) { return other.id == old.id; });
  }
  if (IsStaffingKind(header.kind)) InsertInOrder(header, staffing);
  rows_.PutStaffing(member, staffing);
  for (const CaseId& id : rows_.CasesWithDuties(member)) changed_cases_.insert(id);
  changed_members_.insert(member);
}

// It is kept under the id that it was first written with, for whoever it is about as it stands: a correction may name
// somebody else, until another names the first again.
void Fold::UpdateAbout(const EntryHeader& header, const std::vector<Revised>& revised) {
  const EntryHeader& first = FirstOf(header, revised);
  if (IsResponse(first)) return UpdateAnswers(header, first);
  for (const Revised& old : revised) {
    if (IsAboutSomebody(old.header)) rows_.UnmarkAbout(old.header.therapist, first.id);
  }
  if (IsAboutSomebody(header)) rows_.MarkAbout(header.therapist, first.id);
}

// An answer is its writer's, and is found with whoever the entry was about when it was first written.
void Fold::UpdateAnswers(const EntryHeader& header, const EntryHeader& first) {
  std::set<MemberId> members = {first.therapist};
  const std::optional<EntryRow> row = rows_.GetEntry(first.responds_to.entry);
  const std::optional<EntryHeader> answered = row ? rows_.HeaderAt(row->number) : std::nullopt;
  if (answered) members.insert(answered->therapist);
  for (const MemberId& member : members) {
    if (header.retracts) {
      rows_.UnmarkAbout(member, first.id);
    } else {
      rows_.MarkAbout(member, first.id);
    }
  }
}

}  // namespace candor::domain
