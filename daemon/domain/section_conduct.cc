#include <string_view>
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

// A figure of the period under the disclosure rule. `question`: what a small practice is told instead.
absl::StatusOr<ReportRow> CountedRow(const SectionInputs& inputs, Figure figure, const RowName& name,
                                     std::string_view question) {
  if (!inputs.written) return NotRecordedRow(name, Measure::kCount);
  if (inputs.answers_only) return AnswerRow({name.figure, name.breakdown, question}, inputs.opened.Count(figure) > 0);
  CANDOR_ASSIGN_OR_RETURN(const Cell cell, inputs.opened.CellOf(figure));
  return CountRowOf(name, cell);
}

}  // namespace

ReportSection BuildMatters(const SectionInputs& inputs) {
  ReportSection section = BeginSection(4, "Matters", inputs);
  section.notes.emplace_back(
      "Of what was reported in the period, none left out by number; what came of each is not recorded yet.");
  const auto count = [&](MatterKind kind) { return inputs.opened.Count(Figure::kMatter, BucketOf(kind)); };
  const auto add = [&](const RowName& name, int64_t matters) {
    section.rows.push_back(inputs.entries > 0 ? ExactCountRow(name, matters) : NotRecordedRow(name, Measure::kCount));
  };
  add({"allegations", "", "Allegations received: concerns, and acts told by others"},
      count(MatterKind::kActToldByOthers) + count(MatterKind::kConcern));
  add({"earlier_therapists", "", "Clients who told of an earlier therapist"}, count(MatterKind::kEarlierTherapist));
  add({"self_reported_acts", "", "Acts reported by the person concerned"}, count(MatterKind::kOwnAct));
  add({"complaints", "", "Complaints received"}, count(MatterKind::kComplaint));
  return NothingRecorded(
      std::move(section),
      {{{"client_care", "", "Plans for the client's care complete in time, of those due"}, Measure::kShare},
       {{"legal_reports", "", "Legal reports filed in time, of those due"}, Measure::kShare},
       {{"notices", "", "Carrier notices and complaints answered in time, of those due"}, Measure::kShare},
       {{"heard", "", "Subjects told, heard and decided about by someone independent"}, Measure::kShare}});
}

ReportSection BuildSupervision(const SectionInputs& inputs) {
  ReportSection section = BeginSection(7, "Supervision", inputs);
  section.notes.emplace_back(
      "A session of several people counts once for each supervisee, guidance outside a session and peer groups not at "
      "all. Answered: the supervisee has seen the newest version of the note, with or without a comment, or said that "
      "they will not.");
  const RowName held = {"supervision_sessions", "", "Sessions held"};
  const RowName written = {"notes_signed", "", "Sessions written down and signed within 7 days"};
  const RowName answered = {"notes_seen", "", "Notes answered by the supervisee within 14 days"};
  const int64_t sessions = inputs.occurred.Count(Figure::kSupervisionHeld);
  if (sessions == 0) {
    section = NothingRecorded(std::move(section),
                              {{held, Measure::kCount}, {written, Measure::kShare}, {answered, Measure::kShare}});
  } else {
    section.rows.push_back(ExactCountRow(held, sessions));
    section.rows.push_back(ExactShareRow(written, inputs.occurred.Count(Figure::kSupervisionWrittenSoon), sessions));
    section.rows.push_back(ExactShareRow(answered, inputs.occurred.Count(Figure::kSupervisionAnswered), sessions));
  }
  return NothingRecorded(std::move(section),
                         {{{"supervision_units", "", "Units given, of those due"}, Measure::kShare},
                          {{"directives", "", "Directives done by their date, of those due"}, Measure::kShare},
                          {{"agreements", "", "Supervision agreements and licences in order"}, Measure::kShare}});
}

absl::StatusOr<ReportSection> BuildBoundaries(const SectionInputs& inputs) {
  ReportSection section = BeginSection(8, "Boundaries and dual roles", inputs);
  CANDOR_ASSIGN_OR_RETURN(ReportRow matters,
                          CountedRow(inputs, Figure::kBoundaryMatter,
                                     {"boundary_matters", "", "Boundary matters and dual relationships written down"},
                                     "Was a boundary matter or a dual relationship written down?"));
  section.rows.push_back(std::move(matters));
  return NothingRecorded(
      std::move(section),
      {{{"boundary_situations", "", "Situations about boundaries and dual roles, per 1,000 client-months"},
        Measure::kRate},
       {{"standing_plans", "", "Standing plans that are current, of those due"}, Measure::kShare}});
}

absl::StatusOr<ReportSection> BuildDecisions(const SectionInputs& inputs) {
  ReportSection section = BeginSection(9, "Decisions", inputs);
  CANDOR_ASSIGN_OR_RETURN(ReportRow waived, WaivedRow(inputs));
  section.notes.emplace_back("Decisions about personal reactions are in no count.");
  const auto decided = [&](DecisionKind kind, const RowName& name) {
    const int64_t decisions = inputs.opened.Count(Figure::kDecisionMade, BucketOf(kind));
    section.rows.push_back(inputs.assessed ? ExactCountRow(name, decisions) : NotRecordedRow(name, Measure::kCount));
  };
  decided(DecisionKind::kWaive, {"waivers", "", "Waivers granted"});
  decided(DecisionKind::kDispose, {"dispositions", "", "Follow-ups closed by a decision"});
  section.rows.push_back(inputs.assessed ? std::move(waived) : NotRecordedRow(kWaivedShare, Measure::kShare));
  return NothingRecorded(std::move(section),
                         {{{"waivers_refused", "", "Waivers asked for, refused, expired"}, Measure::kCount},
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
  const RowName trained = {"trained", "", "Therapists trained in twelve months, of those who wrote"};
  const auto people = [&](Figure mark) { return static_cast<int64_t>(inputs.occurred_in_year.Therapists(mark)); };
  const int64_t active = people(Figure::kTherapistActive);
  section.rows.push_back(active == 0 ? NotRecordedRow(trained, Measure::kShare)
                                     : ExactShareRow(trained, people(Figure::kTherapistTrained), active));
  return NothingRecorded(std::move(section), {{{"welcomed", "", "New members who were shown Candor"}, Measure::kShare},
                                              {{"survey", "", "Survey held: invited, answered"}, Measure::kShare},
                                              {{"policy_reviewed", "", "The policy was reviewed"}, Measure::kAnswer}});
}

absl::StatusOr<ReportSection> BuildRecord(const SectionInputs& inputs) {
  ReportSection section = BeginSection(12, "Record", inputs);
  CANDOR_ASSIGN_OR_RETURN(
      ReportRow corrections,
      CountedRow(inputs, Figure::kCorrection, {"corrections", "", "Corrections"}, "Was an entry corrected?"));
  section.rows.push_back(std::move(corrections));
  return NothingRecorded(std::move(section),
                         {{{"late_written", "", "Acts written down late, median days"}, Measure::kDays},
                          {{"holds", "", "Holds in force"}, Measure::kCount},
                          {{"erased", "", "Erased by schedule"}, Measure::kCount},
                          {{"ledger_verified", "", "The ledger was verified, and a backup tried"}, Measure::kAnswer}});
}

}  // namespace candor::domain
