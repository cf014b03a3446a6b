#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "daemon/base/status.h"
#include "daemon/domain/erasure.h"
#include "daemon/domain/report_parts.h"
#include "daemon/domain/report_sections.h"
#include "daemon/domain/role.h"

// Sections 7 to 12: what the practice does about supervision, decisions, access, learning and its record.
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

// Who decided is known anyway, but in a practice of few a number would point at one of them.
ReportRow CountOrAnswer(const SectionInputs& inputs, const RowName& name, std::string_view question, int64_t count) {
  if (!inputs.written) return NotRecordedRow(name, Measure::kCount);
  if (inputs.answers_only) return AnswerRow({name.figure, name.breakdown, question}, count > 0);
  return ExactCountRow(name, count);
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
constexpr RowName kMonthsMet = {"supervision_months", "", "Months with all hours given, of those with hours asked for"};
constexpr RowName kAgreements = {"agreements", "", "Supervisions with an agreement in time that has not run out"};
constexpr RowName kSpan = {"supervision_span", "", "Supervisors of no more than six associates and trainees"};
constexpr RowName kLicences = {"licences", "", "Supervisors' licences that hold, by supervision, where it is told"};
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

// Of what was never there, nothing is told.
ReportRow ShareOrNothing(const RowName& name, int64_t count, int64_t of) {
  return of == 0 ? NotRecordedRow(name, Measure::kShare) : ExactShareRow(name, count, of);
}

constexpr RowName kBoundarySituations = {"boundary_situations", "",
                                         "Situations about boundaries and dual roles, per 1,000 cases on record"};

// Who knows what all situations are knows what the others are.
absl::StatusOr<ReportRow> BoundarySituationsRow(const SectionInputs& inputs) {
  if (!inputs.assessed || !inputs.written) return NotRecordedRow(kBoundarySituations, Measure::kRatePerThousand);
  if (inputs.answers_only) {
    return AnswerRow({"boundary_situations", "", "Did a boundary or a dual role call for anything?"},
                     inputs.opened.Count(Figure::kBoundarySituation) > 0);
  }
  CANDOR_ASSIGN_OR_RETURN(const Cell all, inputs.opened.CellOf(Figure::kSituationOpened));
  CANDOR_ASSIGN_OR_RETURN(const Cell about, inputs.opened.CellOf(Figure::kBoundarySituation));
  const Cell others = inputs.opened.Rest({Figure::kSituationOpened}, {Figure::kBoundarySituation});
  if (MayShow(all) && !MayShow(others)) return HiddenRow(kBoundarySituations, Measure::kRatePerThousand);
  return RatePerThousandRow(kBoundarySituations, about, inputs.cases_known);
}

constexpr RowName kPlanReviews = {"standing_plans", "", "Standing plans reviewed by their date, of those due"};

absl::StatusOr<ReportRow> PlanReviewsRow(const SectionInputs& inputs) {
  if (inputs.entries == 0) return NotRecordedRow(kPlanReviews, Measure::kShare);
  if (inputs.answers_only) {
    return AllRow({"standing_plans", "", "Was every standing plan reviewed by its date?"},
                  inputs.due.Count(Figure::kPlanReviewInTime), inputs.due.Count(Figure::kPlanReviewDue),
                  "No review of a standing plan was due.");
  }
  CANDOR_ASSIGN_OR_RETURN(const Cell due, inputs.due.CellOf(Figure::kPlanReviewDue));
  CANDOR_ASSIGN_OR_RETURN(const Cell in_time, inputs.due.CellOf(Figure::kPlanReviewInTime));
  return ShareRow(kPlanReviews, in_time, inputs.due.Rest({Figure::kPlanReviewDue}, {Figure::kPlanReviewInTime}), due);
}

constexpr RowName kRepeatWaivers = {"repeat_waivers", "", "Therapists' rules waived more than once, of what is open"};

// A rule and a therapist with two open follow-ups or more that are set aside.
Cell RepeatWaivers(const OpenStock& stock) {
  struct Repeated {
    int64_t waivers = 0;
    std::set<SubjectId> subjects;
  };
  std::map<std::pair<MemberId, std::string>, Repeated> by_rule;
  for (const WaivedFollowUp& waived : stock.waived) {
    Repeated& repeated = by_rule[{waived.therapist, waived.rule}];
    ++repeated.waivers;
    repeated.subjects.insert(waived.subject);
  }
  Cell cell;
  std::set<SubjectId> subjects;
  std::map<MemberId, int64_t> by_therapist;
  for (const auto& [name, repeated] : by_rule) {
    if (repeated.waivers < 2) continue;
    ++cell.count;
    subjects.insert(repeated.subjects.begin(), repeated.subjects.end());
    cell.largest_share = std::max(cell.largest_share, ++by_therapist[name.first]);
  }
  cell.therapists = by_therapist.size();
  cell.cases = subjects.size();
  return cell;
}

ReportRow RepeatWaiversRow(const SectionInputs& inputs) {
  if (!inputs.assessed) return NotRecordedRow(kRepeatWaivers, Measure::kCount);
  const Cell repeated = RepeatWaivers(inputs.stock);
  if (!inputs.answers_only) return CountRowOf(kRepeatWaivers, repeated);
  return AnswerRow({"repeat_waivers", "", "Is a rule waived more than once for one therapist?"}, repeated.count > 0);
}

// The roles in which words of others are read, with the bucket of each in Figure::kWordsRead. Others read few or none,
// and are told together.
struct ReaderRow {
  uint16_t bucket = 0;
  RowName name;
  std::string_view question;
};
constexpr ReaderRow kReaderRows[] = {
    {static_cast<uint16_t>(Role::kTherapist),
     {"narrative_reads", "therapist", "By therapists with a part in the case"},
     "Did a therapist with a part in the case read what others wrote?"},
    {static_cast<uint16_t>(Role::kSupervisor),
     {"narrative_reads", "supervisor", "By supervisors"},
     "Did a supervisor read what others wrote?"},
    {static_cast<uint16_t>(Role::kIndependentReviewer),
     {"narrative_reads", "independent_reviewer", "By the independent reviewer"},
     "Did the independent reviewer read what others wrote?"},
};
constexpr RowName kOtherReaders = {"narrative_reads", "other", "By others, the operator among them"};

// Who read whom is in the access log. In a practice of few a number by role would point at one of them.
void AddWordsRead(const SectionInputs& inputs, ReportSection& section) {
  const RowName all = {"narrative_reads", "", "Times that words of others were read"};
  section.notes.emplace_back(
      "Times that words of others were read: answers that showed somebody what somebody else wrote in their own words, "
      "as the access log has them. Private notes are in no count here (section 2 has first reads by others than the "
      "one named), nor is what is restricted.");
  const auto add = [&](const RowName& name, std::string_view question, int64_t count) {
    if (!inputs.assessed) {
      section.rows.push_back(NotRecordedRow(name, Measure::kCount));
    } else if (inputs.answers_only) {
      section.rows.push_back(AnswerRow({name.figure, name.breakdown, question}, count > 0));
    } else {
      section.rows.push_back(ExactCountRow(name, count));
    }
  };
  int64_t others = inputs.opened.Count(Figure::kWordsRead);
  add(all, "Were words of others read?", others);
  if (!inputs.period.whole_quarter) return;
  for (const ReaderRow& each : kReaderRows) {
    const int64_t count = inputs.opened.Count(Figure::kWordsRead, each.bucket);
    others -= count;
    add(each.name, each.question, count);
  }
  add(kOtherReaders, "Did anybody else, or the operator, read what others wrote?", others);
}

}  // namespace

ReportSection BuildSupervision(const SectionInputs& inputs) {
  ReportSection section = BeginSection(7, "Supervision", inputs);
  section.notes.emplace_back(
      "A session of several people counts once for each supervisee, guidance outside a session and peer groups not at "
      "all. Answered: the supervisee has seen the newest version of the note, with or without a comment, or said that "
      "they will not. Units and weeks: of those whose licence asks for units by the hours of a week, in weeks that "
      "begin in the period and are over; what one week has above its need makes up for no other. Directives of the "
      "last twelve months, by the date that they were last moved to, without those that were dropped: done by it is "
      "what the first session after it says at the latest. Months: whole ones of the period that are over, of those "
      "whose licence asks for hours by the month, from their first session of the last twelve months on, without "
      "months away. Agreements and span: of associates and trainees whose licence asks for units by the week, on the "
      "last day; an agreement is in time when it is signed within 60 days of the first day of supervision.");
  const RowName held = {"supervision_sessions", "", "Sessions held"};
  const RowName written = {"notes_signed", "", "Sessions written down and signed within 7 days"};
  const RowName answered = {"notes_seen", "", "Notes signed here that the supervisee answered within 14 days"};
  const SupervisionFigures& figures = inputs.supervision;
  const int64_t sessions = inputs.occurred.Count(Figure::kSupervisionHeld);
  if (sessions == 0) {
    section = NothingRecorded(std::move(section),
                              {{held, Measure::kCount}, {written, Measure::kShare}, {answered, Measure::kShare}});
  } else {
    section.rows.push_back(ExactCountRow(held, sessions));
    section.rows.push_back(ExactShareRow(written, inputs.occurred.Count(Figure::kSupervisionWrittenSoon), sessions));
    section.rows.push_back(ShareOrNothing(answered, figures.notes_answered, figures.notes));
  }
  AddUnits(figures, section);
  section.rows.push_back(ShareOrNothing(kMonthsMet, figures.months_met, figures.months));
  section.rows.push_back(ShareOrNothing(kDirectives, figures.directives_done, figures.directives));
  const SupervisionSetUp& set_up = inputs.set_up;
  section.rows.push_back(ShareOrNothing(kAgreements, set_up.agreed, set_up.supervisions));
  section.rows.push_back(ShareOrNothing(kSpan, set_up.within_span, set_up.supervisors));
  section.rows.push_back(set_up.licences > 0
                             ? ExactShareRow(kLicences, set_up.licences_in_order, set_up.licences)
                             : NotRecordedRow(kLicences, Measure::kShare,
                                              "Until when a supervisor's licence holds is told with a change of "
                                              "supervision, and none tells it."));
  return section;
}

absl::StatusOr<ReportSection> BuildBoundaries(const SectionInputs& inputs) {
  ReportSection section = BeginSection(8, "Boundaries and dual roles", inputs);
  CANDOR_ASSIGN_OR_RETURN(ReportRow matters,
                          CountedRow(inputs, Figure::kBoundaryMatter,
                                     {"boundary_matters", "", "Boundary matters and dual relationships written down"},
                                     "Was a boundary matter or a dual relationship written down?"));
  section.rows.push_back(std::move(matters));
  section.notes.emplace_back(
      "Situations of the period of which an entry about a boundary or a dual relationship opened something; which rule "
      "asked is sealed. How many clients there are in a month is not typed in, so the rate is that of all cases on "
      "record. Standing plans: reviewed, changed or renewed by the day that was planned; what ended "
      "before is not due.");
  CANDOR_ASSIGN_OR_RETURN(ReportRow situations, BoundarySituationsRow(inputs));
  section.rows.push_back(std::move(situations));
  CANDOR_ASSIGN_OR_RETURN(ReportRow reviews, PlanReviewsRow(inputs));
  section.rows.push_back(std::move(reviews));
  return section;
}

absl::StatusOr<ReportSection> BuildDecisions(const SectionInputs& inputs) {
  ReportSection section = BeginSection(9, "Decisions", inputs);
  CANDOR_ASSIGN_OR_RETURN(ReportRow waived, WaivedRow(inputs));
  section.notes.emplace_back(
      "Decisions about personal reactions are in no count. Waived more than once: a rule of which two or more open "
      "follow-ups of one therapist are waived; of what is closed the rule is sealed. Who decided is told by each "
      "decision, and not by role: the registry has no roles.");
  const auto decided = [&](DecisionKind kind, const RowName& name) {
    const int64_t decisions = inputs.opened.Count(Figure::kDecisionMade, BucketOf(kind));
    section.rows.push_back(inputs.assessed ? ExactCountRow(name, decisions) : NotRecordedRow(name, Measure::kCount));
  };
  decided(DecisionKind::kWaive, {"waivers", "", "Waivers granted"});
  decided(DecisionKind::kDispose, {"dispositions", "", "Follow-ups closed by a decision"});
  section.rows.push_back(inputs.assessed ? std::move(waived) : NotRecordedRow(kWaivedShare, Measure::kShare));
  const auto counted = [&](const RowName& name, int64_t count) {
    section.rows.push_back(inputs.assessed ? ExactCountRow(name, count) : NotRecordedRow(name, Measure::kCount));
  };
  counted({"waivers_expired", "", "Waivers whose last day has passed"}, inputs.due.Count(Figure::kWaiverEnding));
  counted({"rules_switched", "", "Times that policies or thresholds came into force"},
          inputs.opened.Count(Figure::kPolicyInForce));
  section.rows.push_back(RepeatWaiversRow(inputs));
  section.rows.push_back(NotRecordedRow({"waivers_refused", "", "Waivers asked for, refused"}, Measure::kCount,
                                        "A refusal stands with what was asked for; candord does not count it "
                                        "yet: candor followup decisions."));
  section.rows.push_back(NotRecordedRow({"changed_dates", "", "Due dates changed by a decision"}, Measure::kCount,
                                        "No decision changes a date; a waiver sets one aside until its last day."));
  return section;
}

ReportSection BuildAccess(const SectionInputs& inputs) {
  ReportSection section = BeginSection(10, "Access", inputs);
  const auto counted = [&](const RowName& name, Figure figure) {
    section.rows.push_back(inputs.assessed ? ExactCountRow(name, inputs.opened.Count(figure))
                                           : NotRecordedRow(name, Measure::kCount));
  };
  counted({"break_glass", "", "Times that something was opened in an emergency"}, Figure::kEmergencyBegun);
  counted({"break_glass_reviewed", "", "Looked at afterwards, of these and earlier ones"}, Figure::kEmergencyReviewed);
  counted({"releases", "", "Exports and other disclosures"}, Figure::kDisclosureMade);
  counted({"log_reviews", "", "Reviews of the access log"}, Figure::kLogReviewed);
  AddWordsRead(inputs, section);
  section.rows.push_back(NotRecordedRow({"questioned_reads", "", "Reads that a reporter questioned"}, Measure::kCount,
                                        "Whoever was read sees by whom, in which role and what for, and asks them or "
                                        "the director: that somebody has asked is no record."));
  return section;
}

ReportSection BuildLearning(const SectionInputs& inputs) {
  ReportSection section = BeginSection(11, "Learning", inputs);
  const RowName trained = {"trained", "", "Therapists trained in twelve months, of those who wrote"};
  const auto people = [&](Figure mark) { return static_cast<int64_t>(inputs.occurred_in_year.Therapists(mark)); };
  const int64_t active = people(Figure::kTherapistActive);
  // None at all says that nobody writes it down here, and not that nobody was trained.
  const int64_t taught = people(Figure::kTherapistTrained);
  section.rows.push_back(taught == 0
                             ? NotRecordedRow(trained, Measure::kShare, "No training in these months is on record.")
                             : ExactShareRow(trained, taught, active));
  const RowName welcomed = {"welcomed", "", "Therapists who were shown Candor in twelve months, of those who wrote"};
  const int64_t shown = people(Figure::kTherapistWelcomed);
  section.rows.push_back(shown == 0 ? NotRecordedRow(welcomed, Measure::kShare)
                                    : ExactShareRow(welcomed, shown, active));
  return NothingRecorded(std::move(section),
                         {{{"survey", "", "Survey held: invited, answered"}, Measure::kShare},
                          {{"policy_reviewed", "", "The policy was reviewed"}, Measure::kAnswer}},
                         "No entry says so.");
}

absl::StatusOr<ReportSection> BuildRecord(const SectionInputs& inputs) {
  ReportSection section = BeginSection(12, "Record", inputs);
  CANDOR_ASSIGN_OR_RETURN(
      ReportRow corrections,
      CountedRow(inputs, Figure::kCorrection, {"corrections", "", "Corrections"}, "Was an entry corrected?"));
  CANDOR_ASSIGN_OR_RETURN(ReportRow late_written, LateWrittenRow(inputs));
  section.rows.push_back(std::move(late_written));
  section.rows.push_back(std::move(corrections));
  section.rows.push_back(
      CountOrAnswer(inputs, {"holds", "", "Holds in force"}, "Is a hold in force?", inputs.holds_in_force));
  const auto by_schedule = static_cast<uint16_t>(ErasureWhy::kSchedule);
  section.rows.push_back(CountOrAnswer(inputs, {"erased", "", "Erased by schedule"}, "Was anything erased by schedule?",
                                       inputs.opened.Count(Figure::kErasureMade, by_schedule)));
  return NothingRecorded(std::move(section),
                         {{{"ledger_verified", "", "The ledger was verified, and a backup tried"}, Measure::kAnswer}},
                         "Nothing of the kind goes on record yet.");
}

}  // namespace candor::domain
