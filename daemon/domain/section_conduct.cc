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
  // Section 3 tells what was due: beside that the whole alone would tell what was waived, personal reactions included.
  if (FormOfShare(waived_cell, due_cell, whole) != ShareForm::kExact) return HiddenRow(kWaivedShare, Measure::kShare);
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

constexpr RowName kLateWritten = {"late_written", "", "Acts, median days until they were written down"};

// Of so few that there is no median not even that there are few.
absl::StatusOr<ReportRow> LateWrittenRow(const SectionInputs& inputs) {
  if (!inputs.written) return NotRecordedRow(kLateWritten, Measure::kDays);
  CANDOR_ASSIGN_OR_RETURN(const Cell acts, inputs.opened.CellOf(Figure::kActWritten));
  if (inputs.answers_only || acts.count < kFewestForMedian) return HiddenRow(kLateWritten, Measure::kDays);
  int64_t so_far = 0;
  int64_t median = 0;
  for (const auto& [bucket, count] : inputs.opened.Buckets(Figure::kActWritten)) {
    median = bucket - 1;
    so_far += count;
    if (so_far * 2 >= acts.count) break;
  }
  return DaysRow(kLateWritten, acts, median);
}

constexpr RowName kUnits = {"supervision_units", "", "Units given, of those due, to the nearest whole unit"};
constexpr RowName kWeeksMet = {"supervision_weeks", "", "Weeks with all units given, of those with hours on record"};
constexpr RowName kWeeksUnknown = {"supervision_hours_unknown", "", "Weeks with sessions and no hours on record"};
constexpr RowName kDirectives = {"directives", "", "Directives done by their date, of those due"};

int64_t WholeUnits(int64_t hundredths) {
  return (hundredths + 50) / 100;
}

// What is short is a licensing fact, and no feeling: exact in a small practice too.
void AddUnits(const SupervisionFigures& figures, ReportSection& section) {
  if (figures.weeks == 0) {
    section.rows.push_back(NotRecordedRow(kUnits, Measure::kShare));
    section.rows.push_back(NotRecordedRow(kWeeksMet, Measure::kShare));
  } else {
    section.rows.push_back(
        ExactShareRow(kUnits, WholeUnits(figures.given_hundredths), WholeUnits(figures.due_hundredths)));
    section.rows.push_back(ExactShareRow(kWeeksMet, figures.weeks_met, figures.weeks));
  }
  const bool any = figures.weeks + figures.weeks_without_hours > 0;
  section.rows.push_back(any ? ExactCountRow(kWeeksUnknown, figures.weeks_without_hours)
                             : NotRecordedRow(kWeeksUnknown, Measure::kCount));
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
      "they will not. Units and weeks: of those whose licence asks for units by the hours of a week, in weeks that "
      "begin in the period and are over; what one week has above its need makes up for no other. Directives of the "
      "last twelve months, by the date that they were last moved to, without those that were dropped: done by it is "
      "what the first session after it says at the latest.");
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
  const SupervisionFigures& figures = inputs.supervision;
  AddUnits(figures, section);
  section.rows.push_back(figures.directives == 0
                             ? NotRecordedRow(kDirectives, Measure::kShare)
                             : ExactShareRow(kDirectives, figures.directives_done, figures.directives));
  return NothingRecorded(std::move(section),
                         {{{"agreements", "", "Supervision agreements and licences in order"}, Measure::kShare}});
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
  const RowName welcomed = {"welcomed", "", "Therapists who were shown Candor in twelve months, of those who wrote"};
  const int64_t shown = people(Figure::kTherapistWelcomed);
  section.rows.push_back(shown == 0 ? NotRecordedRow(welcomed, Measure::kShare)
                                    : ExactShareRow(welcomed, shown, active));
  return NothingRecorded(std::move(section), {{{"survey", "", "Survey held: invited, answered"}, Measure::kShare},
                                              {{"policy_reviewed", "", "The policy was reviewed"}, Measure::kAnswer}});
}

absl::StatusOr<ReportSection> BuildRecord(const SectionInputs& inputs) {
  ReportSection section = BeginSection(12, "Record", inputs);
  CANDOR_ASSIGN_OR_RETURN(
      ReportRow corrections,
      CountedRow(inputs, Figure::kCorrection, {"corrections", "", "Corrections"}, "Was an entry corrected?"));
  CANDOR_ASSIGN_OR_RETURN(ReportRow late_written, LateWrittenRow(inputs));
  section.rows.push_back(std::move(late_written));
  section.rows.push_back(std::move(corrections));
  return NothingRecorded(std::move(section),
                         {{{"holds", "", "Holds in force"}, Measure::kCount},
                          {{"erased", "", "Erased by schedule"}, Measure::kCount},
                          {{"ledger_verified", "", "The ledger was verified, and a backup tried"}, Measure::kAnswer}});
}

}  // namespace candor::domain
