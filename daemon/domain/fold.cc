#include "daemon/domain/fold.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "daemon/domain/away.h"
#include "daemon/domain/case_file.h"
#include "daemon/domain/entries_about.h"
#include "daemon/domain/fields.h"

namespace candor::domain {

namespace {

// Which one does not matter.
Contribution CaseKnown() {
  return {CountBasis::kOpened, Figure::kCaseKnown, kUndated, 0, 0, MemberId(), CaseId()};
}

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

absl::Status Fold::Apply(const FoldRecord& record) {
  std::visit([&](const auto& what) { Take(record, what); }, record.what);
  return rows_.status();
}

absl::Status Fold::Finish() {
  if (everything_changed_) {
    for (const CaseId& id : rows_.AllCases()) changed_cases_.insert(id);
    for (const MemberId& id : rows_.AllMembers()) changed_members_.insert(id);
  }
  if (!changed_cases_.empty() || !changed_members_.empty()) {
    const Settings settings = rows_.GetSettings();
    std::map<MemberId, std::vector<AwayPeriod>> away;
    for (const CaseId& id : changed_cases_) {
      const std::optional<CaseRow> row = rows_.GetCase(id);
      if (!row) continue;
      const SubjectId subject = SubjectId::Of(id);
      const std::vector<FollowUp> follow_ups = CountedFollowUps(subject, away);
      Contribute(id, ContributionsOf(id, row->course, follow_ups, EndingsNotAssessed(subject, row->course), settings));
    }
    for (const MemberId& id : changed_members_) {
      const CaseId unit = UnitOf(id);
      Contribute(unit, ContributionsOf(unit, {}, CountedFollowUps(SubjectId::Of(id), away), {}, settings));
    }
  }
  changed_cases_.clear();
  changed_members_.clear();
  everything_changed_ = false;
  return rows_.status();
}

void Fold::Contribute(const CaseId& unit, const std::vector<Contribution>& now) {
  const std::vector<Contribution> before = rows_.ContributionsOf(unit);
  if (before != now) rows_.PutContributions(unit, before, now);
}

void Fold::MarkChanged(const SubjectId& subject) {
  if (subject.kind == SubjectKind::kCase) changed_cases_.insert(subject.case_id());
  if (subject.kind == SubjectKind::kMember) changed_members_.insert(subject.member_id());
}

// Those of a subject that figures are made of, with what moves their dates. `away`: of the members looked up so far.
std::vector<FollowUp> Fold::CountedFollowUps(const SubjectId& subject,
                                             std::map<MemberId, std::vector<AwayPeriod>>& away) {
  std::vector<FollowUp> follow_ups;
  for (const FollowUpRow& row : rows_.FollowUpsOf(subject)) {
    // Of a restricted matter no figure tells.
    if (row.clear.undone || row.clear.restricted) continue;
    FollowUp follow_up;
    follow_up.clear = row.clear;
    follow_up.acknowledged = row.acknowledged;
    follow_up.disposed = row.disposed;
    follow_up.waived_until = row.waived_until;
    if (follow_up.clear.due) {
      const auto [known, added] = away.try_emplace(follow_up.clear.therapist);
      if (added) known->second = AwayPeriodsOf(rows_.GetStaffing(follow_up.clear.therapist));
      follow_up.away = known->second;
    }
    follow_ups.push_back(std::move(follow_up));
  }
  return follow_ups;
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
  rows_.Count(CaseKnown(), 1);
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

// What stood until now goes out of the figures, and the new one comes in. A correction is counted for itself.
// REQUIRES: the revised ones are not marked yet.
void Fold::CountEntry(const EntryHeader& header, const std::vector<Revised>& revised) {
  const EntryHeader& first = FirstOf(header, revised);
  for (const Revised& old : revised) {
    const std::optional<TimelineRow> row = rows_.GetTimeline(old.header.subject, old.row.place);
    if (!row || !row->revised_by.empty()) continue;
    for (const Contribution& contribution : ContributionsOfEntry(old.header, first)) rows_.Count(contribution, -1);
  }
  for (const Contribution& contribution : ContributionsOfEntry(header, first)) rows_.Count(contribution, 1);
  if (const std::optional<Contribution> correction = CorrectionOf(header, first)) rows_.Count(*correction, 1);
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

void Fold::Take(const FoldRecord& record, const DecisionRecorded& decision) {
  // What becomes of a proposal is known by the call that made it.
  const std::optional<DecisionRow> proposal = rows_.GetDecision(decision.id);
  rows_.PutDecision(decision.id, {record.number, decision.subject, decision.follow_up,
                                  proposal ? proposal->request : decision.request, decision.state});
  CountDecision(record, decision);
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
  MarkChanged(decision.subject);
}

// The day on which it was recorded; a later change of the practice's zone does not move it.
Day Fold::DayOf(const FoldRecord& record) {
  const absl::StatusOr<absl::TimeZone> zone = LoadZone(rows_.GetSettings().zone);
  return DayAt(record.recorded_at, zone.value_or(absl::UTCTimeZone()));
}

void Fold::CountDecision(const FoldRecord& record, const DecisionRecorded& decision) {
  if (decision.state != DecisionState::kInForce || decision.key_class == KeyClass::kPersonal) return;
  const CaseId case_id = decision.subject.kind == SubjectKind::kCase ? decision.subject.case_id() : CaseId();
  const std::optional<FollowUpRow> about = rows_.GetFollowUp(decision.subject, decision.follow_up);
  if (about && about->clear.restricted) return;
  const MemberId therapist = about ? about->clear.therapist : MemberId();
  rows_.Count({CountBasis::kOpened, Figure::kDecisionMade, DayOf(record), static_cast<uint16_t>(decision.kind), 0,
               therapist, case_id},
              1);
  if (decision.kind != DecisionKind::kWaive || !decision.until) return;
  rows_.Count({CountBasis::kDue, Figure::kWaiverEnding, *decision.until, 0, 0, therapist, case_id}, 1);
}

void Fold::Take(const FoldRecord& record, const AssessmentRecorded& assessment) {
  uint32_t index = 0;
  for (const FollowUpClear& section : assessment.sections) {
    FollowUpRow row{section, record.number, index++, false, false, std::nullopt};
    if (section.shadow) {
      rows_.PutShadow(row);
      continue;
    }
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
    MarkChanged(section.subject);
    if (section.subject.kind != SubjectKind::kCase) continue;
    rows_.MarkDuty(section.therapist, section.subject.case_id());
  }
  TakeProgress(assessment.progress);
  if (!assessment.reassessment) return;
  // A later change of the policies begins anew.
  const std::optional<Reassessment> asked_for = rows_.GetReassessment();
  if (asked_for && asked_for->of == assessment.reassessment->of) rows_.PutReassessment(*assessment.reassessment);
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

void Fold::Take(const FoldRecord& record, const Activation& activation) {
  // What stood before the first one was judged by none.
  if (rows_.HasActivation()) {
    Reassessment asked_for;
    asked_for.of = activation.id;
    rows_.PutReassessment(asked_for);
  }
  rows_.PutActivation(activation, record.number);
  rows_.Count({CountBasis::kOpened, Figure::kPolicyInForce, DayOf(record), 0, 0, MemberId(), CaseId()}, 1);
}

void Fold::Take(const FoldRecord& /*record*/, const Batch& batch) {
  rows_.PutBatch(batch);
}

// Closed days shift due dates, and with them the figures of every case and member.
void Fold::Take(const FoldRecord& /*record*/, const Settings& settings) {
  const Settings before = rows_.GetSettings();
  if (settings.closed_weekends != before.closed_weekends || settings.closed_dates != before.closed_dates) {
    everything_changed_ = true;
  }
  rows_.PutSettings(settings);
}

// The numbers that were lost are given out again; nothing else follows from it.
void Fold::Take(const FoldRecord& /*record*/, const LossAccepted& /*loss*/) {}

void Fold::Take(const FoldRecord& record, const FirstRead& read) {
  CountRead(record, read);
  rows_.MarkRead(read.entry, read.reader);
}

// Whom the newest of what was written names.
MemberId Fold::ReaderOf(const EntryRow& row, const EntryHeader& first) {
  const std::optional<TimelineRow> line = rows_.GetTimeline(row.subject, row.place);
  if (!line || line->revised_by.empty()) return first.first_reader;
  const std::optional<EntryRow> newest = rows_.GetEntry(line->revised_by);
  const std::optional<EntryHeader> header = newest ? rows_.HeaderAt(newest->number) : std::nullopt;
  return header ? header->first_reader : first.first_reader;
}

// Of each reader once, like the record.
void Fold::CountRead(const FoldRecord& record, const FirstRead& read) {
  const std::optional<EntryRow> row = rows_.GetEntry(read.entry);
  const std::optional<EntryHeader> header = row ? rows_.HeaderAt(row->number) : std::nullopt;
  if (!header || (!read.reader.empty() && read.reader == ReaderOf(*row, *header))) return;
  rows_.Count(
      {CountBasis::kOpened, Figure::kReadByOthers, DayOf(record), 0, header->partition, header->therapist, CaseId()},
      1);
}

void Fold::Take(const FoldRecord& record, const ReportSignedRecorded& signature) {
  rows_.PutSignature(signature.from, signature.to, record.number, {signature.id, signature.request});
}

// The entries follow as records of their own.
void Fold::Take(const FoldRecord& /*record*/, const CaseMerged& merged) {
  rows_.Count(CaseKnown(), -1);
  rows_.PutMerged(merged.from, {merged.into, merged.request});
  for (const auto& [from, into] : merged.follow_ups) {
    const std::optional<FollowUpRow> row = rows_.GetFollowUp(SubjectId::Of(merged.from), from);
    const bool decided = row && (row->acknowledged || row->disposed || row->waived_until);
    if (decided) rows_.CarryFollowUp(*row, SubjectId::Of(merged.into), into);
  }
}

}  // namespace candor::domain
