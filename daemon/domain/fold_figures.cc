#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "daemon/domain/away.h"
#include "daemon/domain/fold.h"

// What records add to the figures of the compliance report.
namespace candor::domain {

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
    FollowUp follow_up = FollowUpOf(row);
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

// Whom the newest of what was written names.
MemberId Fold::ReaderOf(const EntryRow& row, const EntryHeader& first) {
  const std::optional<TimelineRow> line = rows_.GetTimeline(row.subject, row.place);
  if (!line || line->revised_by.empty()) return first.first_reader;
  const std::optional<EntryRow> newest = rows_.GetEntry(line->revised_by);
  const std::optional<EntryHeader> header = newest ? rows_.HeaderAt(newest->number) : std::nullopt;
  return header ? header->first_reader : first.first_reader;
}

// Of each reader once, like the record. Whoever supervises somebody in training is one that its author was told of.
void Fold::CountRead(const FoldRecord& record, const FirstRead& read) {
  if (read.supervises_training) return;
  const std::optional<EntryRow> row = rows_.GetEntry(read.entry);
  const std::optional<EntryHeader> header = row ? rows_.HeaderAt(row->number) : std::nullopt;
  if (!header || (!read.reader.empty() && read.reader == ReaderOf(*row, *header))) return;
  rows_.Count(
      {CountBasis::kOpened, Figure::kReadByOthers, DayOf(record), 0, header->partition, header->therapist, CaseId()},
      1);
}

}  // namespace candor::domain
