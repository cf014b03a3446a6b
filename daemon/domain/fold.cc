#include "daemon/domain/fold.h"

#include <map>
#include <optional>

namespace candor::domain {
namespace {

// Which one does not matter.
Contribution CaseKnown() {
  return {CountBasis::kOpened, Figure::kCaseKnown, kUndated, 0, 0, MemberId(), CaseId()};
}

}  // namespace

absl::Status Fold::Apply(const FoldRecord& record) {
  std::visit([&](const auto& what) { Take(record, what); }, record.what);
  return rows_.status();
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

void Fold::Take(const FoldRecord& record, const AssessmentRecorded& assessment) {
  uint32_t index = 0;
  for (const FollowUpClear& section : assessment.sections) {
    FollowUpRow row{section, record.number, index++, false, false, std::nullopt, false};
    if (section.shadow) {
      rows_.PutShadow(row);
      continue;
    }
    if (const auto before = rows_.GetFollowUp(section.subject, section.id)) {
      if (before->erased) continue;
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

// What a backup held is folded like anything else, and what it did not hold is not there: that the backup itself was
// taken stands behind what it holds.
void Fold::Take(const FoldRecord& record, const Restored& restored) {
  rows_.PutBackup(record.number);
  // It does not hold either that these were moved and erased where they went.
  for (const uint64_t number : restored.erased_records) {
    if (number < record.number) rows_.MarkErasedRecord(number);
  }
}

// What is recorded says the same, whatever it is sealed under.
void Fold::Take(const FoldRecord& /*record*/, const KeyEvent& /*event*/) {}

void Fold::Take(const FoldRecord& record, const FirstRead& read) {
  CountRead(record, read);
  rows_.MarkRead(read.entry, read.reader);
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
