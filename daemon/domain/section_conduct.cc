#include <utility>

#include "daemon/base/status.h"
#include "daemon/domain/report_parts.h"
#include "daemon/domain/report_sections.h"

// Sections 4 and 7 to 12: what the practice does about matters, supervision, decisions, access, learning and its
// record.
namespace candor::domain {
namespace {

constexpr RowName kWaivedShare = {"ended_by_waiver", "", "Situations due that ended by a waiver before their date"};

// Of all that would have been due: what was waived before its date stands beside the denominator of section 3.
absl::StatusOr<ReportRow> WaivedRow(const SectionInputs& inputs) {
  const auto waived_bucket = BucketOf(ExcludedReason::kWaived);
  const int64_t waived = inputs.due.Count(Figure::kSituationExcluded, waived_bucket);
  const int64_t due = inputs.due.Count(Figure::kSituationDue);
  if (inputs.answers_only) {
    return AnswerRow({"ended_by_waiver", "", "Did anything due end by a waiver before its date?"}, waived > 0);
  }
  CANDOR_ASSIGN_OR_RETURN(const Cell waived_cell, inputs.due.CellOf(Figure::kSituationExcluded, waived_bucket));
  CANDOR_ASSIGN_OR_RETURN(const Cell due_cell, inputs.due.CellOf(Figure::kSituationDue));
  Cell whole = due_cell;
  whole.count = due + waived;
  return ShareRow(kWaivedShare, waived_cell, due_cell, whole);
}

}  // namespace

ReportSection BuildMatters(const SectionInputs& inputs) {
  ReportSection section = BeginSection(4, "Matters", inputs);
  return NothingRecorded(
      std::move(section),
      {{{"allegations", "", "Allegations received: substantiated, not substantiated, unfounded, pending"},
        Measure::kCount},
       {{"self_reported_acts", "", "Acts reported by the person concerned"}, Measure::kCount},
       {{"client_care", "", "Plans for the client's care complete in time, of those due"}, Measure::kShare},
       {{"legal_reports", "", "Legal reports filed in time, of those due"}, Measure::kShare},
       {{"notices", "", "Carrier notices and complaints answered in time, of those due"}, Measure::kShare},
       {{"heard", "", "Subjects told, heard and decided about by someone independent"}, Measure::kShare}});
}

ReportSection BuildSupervision(const SectionInputs& inputs) {
  ReportSection section = BeginSection(7, "Supervision", inputs);
  return NothingRecorded(std::move(section),
                         {{{"supervision_units", "", "Units given, of those due"}, Measure::kShare},
                          {{"notes_signed", "", "Notes signed within 7 days, of sessions held"}, Measure::kShare},
                          {{"notes_seen", "", "Notes seen by the supervisee within 14 days"}, Measure::kShare},
                          {{"directives", "", "Directives done by their date, of those due"}, Measure::kShare},
                          {{"agreements", "", "Supervision agreements and licences in order"}, Measure::kShare}});
}

ReportSection BuildBoundaries(const SectionInputs& inputs) {
  ReportSection section = BeginSection(8, "Boundaries and dual roles", inputs);
  return NothingRecorded(
      std::move(section),
      {{{"boundary_situations", "", "Situations about boundaries and dual roles, per 1,000 client-months"},
        Measure::kRate},
       {{"standing_plans", "", "Standing plans that are current, of those due"}, Measure::kShare}});
}

absl::StatusOr<ReportSection> BuildDecisions(const SectionInputs& inputs) {
  ReportSection section = BeginSection(9, "Decisions", inputs);
  CANDOR_ASSIGN_OR_RETURN(ReportRow waived, WaivedRow(inputs));
  section.rows.push_back(inputs.assessed ? std::move(waived) : NotRecordedRow(kWaivedShare, Measure::kShare));
  return NothingRecorded(std::move(section),
                         {{{"waivers", "", "Waivers asked for, granted, refused, expired"}, Measure::kCount},
                          {{"changed_dates", "", "Due dates changed by a decision"}, Measure::kCount},
                          {{"rules_switched", "", "Rules switched and thresholds changed"}, Measure::kCount},
                          {{"repeat_waivers", "", "Waivers again for the same rule and therapist"}, Measure::kCount}});
}

ReportSection BuildAccess(const SectionInputs& inputs) {
  ReportSection section = BeginSection(10, "Access", inputs);
  return NothingRecorded(std::move(section),
                         {{{"narrative_reads", "", "Reads of what others wrote, by role"}, Measure::kCount},
                          {{"break_glass", "", "Emergency access, and reviews of it"}, Measure::kCount},
                          {{"releases", "", "Exports and matters released"}, Measure::kCount},
                          {{"log_reviews", "", "Reviews of the access log by the director"}, Measure::kCount},
                          {{"questioned_reads", "", "Reads that a reporter questioned"}, Measure::kCount}});
}

ReportSection BuildLearning(const SectionInputs& inputs) {
  ReportSection section = BeginSection(11, "Learning", inputs);
  return NothingRecorded(std::move(section), {{{"trained", "", "Members trained in twelve months"}, Measure::kShare},
                                              {{"welcomed", "", "New members who were shown Candor"}, Measure::kShare},
                                              {{"survey", "", "Survey held: invited, answered"}, Measure::kShare},
                                              {{"policy_reviewed", "", "The policy was reviewed"}, Measure::kAnswer}});
}

ReportSection BuildRecord(const SectionInputs& inputs) {
  ReportSection section = BeginSection(12, "Record", inputs);
  return NothingRecorded(std::move(section),
                         {{{"late_written", "", "Acts written down late, median days"}, Measure::kDays},
                          {{"corrections", "", "Corrections"}, Measure::kCount},
                          {{"holds", "", "Holds in force"}, Measure::kCount},
                          {{"erased", "", "Erased by schedule"}, Measure::kCount},
                          {{"ledger_verified", "", "The ledger was verified, and a backup tried"}, Measure::kAnswer}});
}

}  // namespace candor::domain
