#include "daemon/domain/report_sections.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "daemon/base/status.h"
#include "daemon/domain/report_rows.h"

namespace candor::domain {
namespace {

constexpr int kCohortRestDays = kLongestStepWait;

constexpr std::string_view kSmallPracticeNote =
    "Fewer than ten therapists wrote in this period: yes, no and dates instead of counts.";
constexpr std::string_view kTotalsOnlyNote = "The period is no whole quarter: totals only.";

Day YearBefore(Day day) {
  return Day(day.year() - 1, day.month(), day.day());
}

template <class Bucket>
uint16_t BucketOf(Bucket bucket) {
  return static_cast<uint16_t>(bucket);
}

ReportSection Begin(int number, std::string title, const SectionInputs& inputs) {
  ReportSection section;
  section.number = number;
  section.title = std::move(title);
  if (inputs.answers_only) section.notes.emplace_back(kSmallPracticeNote);
  if (!inputs.period.whole_quarter) section.notes.emplace_back(kTotalsOnlyNote);
  return section;
}

void Append(std::vector<ReportRow> rows, ReportSection& section) {
  std::move(rows.begin(), rows.end(), std::back_inserter(section.rows));
}

absl::StatusOr<std::vector<PartOfWhole>> ReadParts(const WindowFigures& figures, Figure figure,
                                                   const std::vector<std::pair<uint16_t, RowName>>& names) {
  std::vector<PartOfWhole> parts;
  for (const auto& [bucket, name] : names) {
    CANDOR_ASSIGN_OR_RETURN(Cell cell, figures.CellOf(figure, bucket));
    parts.push_back({name, cell});
  }
  return parts;
}

// For a small practice. "All of nothing" is no yes.
ReportRow AllRow(const RowName& name, int64_t count, int64_t of, std::string_view none) {
  return of == 0 ? NoAnswerRow(name, none) : AnswerRow(name, count == of);
}

// ---- Section 3 ----

constexpr RowName kCalledFor = {"called_for", "", "Situations that called for something, per 100 therapist-months"};
constexpr RowName kInTime = {"closed_in_time", "", "Situations closed by their date, of those due"};
constexpr RowName kByDay14 = {"conversation_by_day_14", "", "Conversations held by day 14, of those asked for"};
constexpr RowName kByDay30 = {"conversation_by_day_30", "", "Conversations held by day 30, of those asked for"};
constexpr RowName kPastDue = {"past_due", "", "Situations open past their date"};
constexpr RowName kOldest = {"oldest_past_due", "", "Oldest of them, days past its date"};
constexpr RowName kConfirmed = {"confirmed", "", "Consultations with a member, confirmed by that member"};
constexpr RowName kOutside = {"consultations_outside", "", "Consultations outside the practice"};

absl::Status AddCalledFor(const SectionInputs& inputs, ReportSection& section) {
  const int64_t months = inputs.occurred.Count(Figure::kTherapistActive);
  CANDOR_ASSIGN_OR_RETURN(const Cell all, inputs.opened.CellOf(Figure::kSituationOpened));
  section.rows.push_back(RateRow(kCalledFor, all, months));
  if (!inputs.period.whole_quarter) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(
      const std::vector<PartOfWhole> parts,
      ReadParts(inputs.opened, Figure::kSituationOpened,
                {{BucketOf(Action::kTalk), {"called_for", "talk", "a conversation"}},
                 {BucketOf(Action::kRefer), {"called_for", "refer", "a referral"}},
                 {BucketOf(Action::kSoftTransfer), {"called_for", "soft_transfer", "a soft transfer"}},
                 {BucketOf(Action::kDocument), {"called_for", "document", "a note"}},
                 {BucketOf(Action::kProhibit), {"called_for", "prohibit", "a stop"}}}));
  Append(PartRows(parts, MayShow(all)), section);
  return absl::OkStatus();
}

absl::Status AddInTime(const SectionInputs& inputs, ReportSection& section) {
  CANDOR_ASSIGN_OR_RETURN(const Cell due, inputs.due.CellOf(Figure::kSituationDue));
  CANDOR_ASSIGN_OR_RETURN(const Cell in_time, inputs.due.CellOf(Figure::kSituationInTime));
  const Cell rest = inputs.due.Rest({Figure::kSituationDue}, {Figure::kSituationInTime});
  section.rows.push_back(ShareRow(kInTime, in_time, rest, due));
  if (!inputs.period.whole_quarter) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(
      std::vector<PartOfWhole> parts,
      ReadParts(
          inputs.due, Figure::kSituationLate,
          {{BucketOf(LateBand::kUpTo14Days), {"closed_in_time", "up_to_14_days_late", "1 to 14 days late"}},
           {BucketOf(LateBand::k15To30Days), {"closed_in_time", "15_to_30_days_late", "15 to 30 days late"}},
           {BucketOf(LateBand::kOver30Days), {"closed_in_time", "over_30_days_late", "more than 30 days late"}}}));
  CANDOR_ASSIGN_OR_RETURN(const Cell open, inputs.due.CellOf(Figure::kSituationStillOpen));
  parts.push_back({{"closed_in_time", "still_open", "not closed"}, open});
  CANDOR_ASSIGN_OR_RETURN(const Cell by_itself, inputs.due.CellOf(Figure::kSituationByItself));
  parts.push_back({{"closed_in_time", "closed_by_itself", "closed by itself after the date"}, by_itself});
  Append(PartRows(parts, FormOfShare(in_time, rest, due) == ShareForm::kExact), section);
  return absl::OkStatus();
}

// Beside every denominator stands what it leaves out.
absl::Status AddLeftOut(const SectionInputs& inputs, ReportSection& section) {
  if (!inputs.period.whole_quarter) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(
      const std::vector<PartOfWhole> parts,
      ReadParts(
          inputs.due, Figure::kSituationExcluded,
          {{BucketOf(ExcludedReason::kWithdrawn), {"left_out", "withdrawn", "left out: withdrawn by new evidence"}},
           {BucketOf(ExcludedReason::kWaived), {"left_out", "waived", "left out: waived before the date"}},
           {BucketOf(ExcludedReason::kDisposed), {"left_out", "by_decision", "left out: closed by a decision"}},
           {BucketOf(ExcludedReason::kClosedByItself),
            {"left_out", "closed_by_itself", "left out: closed by itself before the date"}},
           {BucketOf(ExcludedReason::kBeforePolicy), {"left_out", "before_policy", "left out: from before the policy"}},
           {BucketOf(ExcludedReason::kMissingField),
            {"left_out", "incomplete_record", "left out: record to complete"}}}));
  // No sum stands beside these, so each is judged alone.
  for (const PartOfWhole& part : parts) section.rows.push_back(CountRowOf(part.name, part.cell));
  return absl::OkStatus();
}

WaitingTimes ReadWaitingTimes(const SectionInputs& inputs, int64_t& still_waiting) {
  WaitingTimes times;
  // Bucket 0 is "on the same day", not a whole.
  const auto add = [&](Figure figure, auto add_one) {
    if (const int64_t same_day = inputs.opened_in_year.Count(figure, 0); same_day > 0) add_one(0, same_day);
    for (const auto& [days, count] : inputs.opened_in_year.Buckets(figure)) add_one(days, count);
  };
  add(Figure::kConversationHeld, [&](int days, int64_t count) { times.AddHeld(days, count); });
  add(Figure::kConversationEnded, [&](int days, int64_t count) { times.AddCensored(days, count); });
  still_waiting = 0;
  for (const Day from : inputs.stock.conversations_waiting_from) {
    if (from < inputs.year_from || from > inputs.period.to) continue;
    ++still_waiting;
    times.AddCensored(static_cast<int>(std::max<int64_t>(0, inputs.as_of_day - from)));
  }
  return times;
}

absl::Status AddConversations(const SectionInputs& inputs, ReportSection& section) {
  int64_t waiting = 0;
  const WaitingTimes times = ReadWaitingTimes(inputs, waiting);
  CANDOR_ASSIGN_OR_RETURN(const Cell asked, inputs.opened_in_year.CellOf(Figure::kConversationAsked));
  section.rows.push_back(WaitingRow(kByDay14, asked, times, 14, waiting));
  section.rows.push_back(WaitingRow(kByDay30, asked, times, 30, waiting));
  return absl::OkStatus();
}

int64_t DaysPast(const SectionInputs& inputs, const OverdueSituation& situation) {
  return inputs.as_of_day - situation.due;
}

int64_t OldestDaysPast(const SectionInputs& inputs) {
  int64_t oldest = 0;
  for (const OverdueSituation& situation : inputs.stock.overdue) {
    oldest = std::max(oldest, DaysPast(inputs, situation));
  }
  return oldest;
}

void AddPastDue(const SectionInputs& inputs, ReportSection& section) {
  const auto between = [&](int64_t least, int64_t most) {
    return CellOfOverdue(inputs.stock.overdue, [&, least, most](const OverdueSituation& situation) {
      const int64_t days = DaysPast(inputs, situation);
      return days >= least && days <= most;
    });
  };
  constexpr int64_t kNoLimit = std::numeric_limits<int64_t>::max();
  const Cell all = between(0, kNoLimit);
  section.rows.push_back(CountRowOf(kPastDue, all));
  if (inputs.period.whole_quarter) {
    Append(PartRows({{{"past_due", "up_to_14_days", "1 to 14 days past"}, between(0, 14)},
                     {{"past_due", "15_to_30_days", "15 to 30 days past"}, between(15, 30)},
                     {{"past_due", "over_30_days", "more than 30 days past"}, between(31, kNoLimit)}},
                    MayShow(all)),
           section);
  }
  section.rows.push_back(DaysRow(kOldest, all, OldestDaysPast(inputs)));
}

absl::Status AddConsultations(const SectionInputs& inputs, ReportSection& section) {
  CANDOR_ASSIGN_OR_RETURN(const Cell outside, inputs.occurred.CellOf(Figure::kConsultationOutside));
  section.rows.push_back(
      NotRecordedRow(kConfirmed, Measure::kShare, "The consultant's own confirmation is not recorded yet."));
  section.rows.push_back(CountRowOf(kOutside, outside));
  return absl::OkStatus();
}

// ---- Section 5 ----

struct StepName {
  CohortStep step;
  RowName name;
};
constexpr StepName kSteps[] = {
    {CohortStep::kOffered, {"path", "offered", "Offered to the client"}},
    {CohortStep::kAccepted, {"path", "accepted", "Accepted by the client"}},
    {CohortStep::kDeclined, {"path", "declined", "Declined by the client"}},
    {CohortStep::kUnreachable, {"path", "unreachable", "Client could not be reached"}},
    {CohortStep::kJointSession, {"path", "joint_session", "A joint session held"}},
    {CohortStep::kReceiverAccepted, {"path", "receiver_accepted", "Accepted by the receiving therapist"}},
    {CohortStep::kFirstSoloHeld, {"path", "first_solo_session", "First session with the new therapist held"}},
};
constexpr RowName kDecisions = {"decisions_to_refer", "", "Decisions to refer"};
constexpr RowName kLost = {"lost", "", "Neither accepted nor declined nor two attempts within 60 days"};

// Every decision has been watched for 90 days or longer, so up to there nothing is censored and the estimate is the
// plain share.
std::optional<int32_t> MedianDays(const WindowFigures& cohort, CohortStep step, int64_t decisions) {
  if (decisions < kFewestForMedian) return std::nullopt;
  int64_t reached = 0;
  for (const auto& [bucket, count] : cohort.Buckets(Figure::kCohortStepDays)) {
    const int days = bucket % kDaysPerStep;
    if (bucket / kDaysPerStep != BucketOf(step) || days > kCohortRestDays) continue;
    reached += count;
    if (reached * 2 >= decisions) return days;
  }
  return std::nullopt;
}

absl::Status AddPath(const WindowFigures& cohort, const Cell& decisions, ReportSection& section) {
  for (const auto& [step, name] : kSteps) {
    CANDOR_ASSIGN_OR_RETURN(const Cell reached, cohort.CellOf(Figure::kCohortStep, BucketOf(step)));
    const Cell rest = cohort.Rest({Figure::kCohortDecision}, {Figure::kCohortStep, BucketOf(step)});
    ReportRow row = ShareRow(name, reached, rest, decisions);
    if (row.count) row.median_days = MedianDays(cohort, step, decisions.count);
    section.rows.push_back(std::move(row));
  }
  return absl::OkStatus();
}

// ---- Section 6 ----

constexpr RowName kPrepared = {"endings_prepared", "", "Endings with care still needed, prepared as required"};
constexpr RowName kEndings = {"endings", "", "Endings"};
constexpr RowName kNoShow = {"endings", "no_show", "client did not come any more"};
constexpr RowName kForced = {"forced_endings", "", "Forced endings with an attempt at a soft transfer"};

ReportSection SmallPracticeFollowThrough(const SectionInputs& inputs, ReportSection section) {
  const int64_t due = inputs.due.Count(Figure::kSituationDue);
  const bool any = inputs.opened.Count(Figure::kSituationOpened) > 0;
  section.rows.push_back(AnswerRow({"called_for", "", "Did anything call for a follow-up?"}, any));
  section.rows.push_back(AllRow({"closed_in_time", "", "Was all that fell due closed by its date?"},
                                inputs.due.Count(Figure::kSituationInTime), due, "Nothing fell due."));
  section.rows.push_back(AnswerRow({"past_due", "", "Is anything open past its date?"}, !inputs.stock.overdue.empty()));
  if (!inputs.stock.overdue.empty()) {
    ReportRow oldest = AnswerRow(kOldest, true);
    oldest.measure = Measure::kDays;
    oldest.answer.reset();
    oldest.count = OldestDaysPast(inputs);
    section.rows.push_back(std::move(oldest));
  }
  section.rows.push_back(
      NotRecordedRow(kConfirmed, Measure::kShare, "The consultant's own confirmation is not recorded yet."));
  return section;
}

ReportSection NothingRecorded(ReportSection section, const std::vector<std::pair<RowName, Measure>>& rows) {
  for (const auto& [name, measure] : rows) section.rows.push_back(NotRecordedRow(name, measure));
  return section;
}

}  // namespace

absl::StatusOr<SectionInputs> SectionInputs::Read(const View& view, const Settings& settings,
                                                  const ReportPeriod& period, Day as_of_day) {
  const Day year_from = YearBefore(period.to) + 1;
  // Whole months, which are read as sums.
  const absl::CivilMonth cohort_end(as_of_day - kCohortRestDays + 1);
  CANDOR_ASSIGN_OR_RETURN(WindowFigures occurred,
                          WindowFigures::Read(view, CountBasis::kOccurred, period.from, period.to));
  CANDOR_ASSIGN_OR_RETURN(WindowFigures opened, WindowFigures::Read(view, CountBasis::kOpened, period.from, period.to));
  // A date that has not passed yet can be neither kept nor missed.
  CANDOR_ASSIGN_OR_RETURN(WindowFigures due,
                          WindowFigures::Read(view, CountBasis::kDue, period.from, std::min(period.to, as_of_day - 1)));
  CANDOR_ASSIGN_OR_RETURN(WindowFigures year, WindowFigures::Read(view, CountBasis::kOpened, year_from, period.to));
  CANDOR_ASSIGN_OR_RETURN(WindowFigures cohort,
                          WindowFigures::Read(view, CountBasis::kCohort, Day(cohort_end - 12), Day(cohort_end) - 1));
  CANDOR_ASSIGN_OR_RETURN(OpenStock stock, OpenStock::Read(view, settings, as_of_day));
  const size_t therapists = occurred.Therapists(Figure::kTherapistActive);
  return SectionInputs{std::move(occurred),
                       std::move(opened),
                       std::move(due),
                       std::move(year),
                       std::move(cohort),
                       std::move(stock),
                       period,
                       year_from,
                       as_of_day,
                       therapists<kFewestTherapistsForCounts, therapists> 0};
}

absl::StatusOr<ReportSection> BuildFollowThrough(const SectionInputs& inputs) {
  ReportSection section = Begin(3, "Follow-through", inputs);
  section.notes.emplace_back(
      "A situation is all that one conversation or one step can meet. It is due on its earliest date, and closed when "
      "all of it is closed. Conversations: of the twelve months up to the end of the period, waiting times by "
      "Kaplan-Meier.");
  if (!inputs.recorded) {
    return NothingRecorded(std::move(section), {{kCalledFor, Measure::kRate},
                                                {kInTime, Measure::kShare},
                                                {kByDay14, Measure::kShare},
                                                {kByDay30, Measure::kShare},
                                                {kPastDue, Measure::kCount},
                                                {kConfirmed, Measure::kShare}});
  }
  if (inputs.answers_only) return SmallPracticeFollowThrough(inputs, std::move(section));
  CANDOR_RETURN_IF_ERROR(AddCalledFor(inputs, section));
  CANDOR_RETURN_IF_ERROR(AddInTime(inputs, section));
  CANDOR_RETURN_IF_ERROR(AddLeftOut(inputs, section));
  CANDOR_RETURN_IF_ERROR(AddConversations(inputs, section));
  AddPastDue(inputs, section);
  CANDOR_RETURN_IF_ERROR(AddConsultations(inputs, section));
  return section;
}

absl::StatusOr<ReportSection> BuildReferral(const SectionInputs& inputs) {
  ReportSection section = Begin(5, "Referral and soft transfer", inputs);
  section.notes.emplace_back(
      "Decisions to refer of the twelve whole months that had ended 90 days before the report, so that each has been "
      "followed for at least 90 days.");
  if (!inputs.recorded) {
    return NothingRecorded(std::move(section), {{kDecisions, Measure::kCount}, {kLost, Measure::kShare}});
  }
  const WindowFigures& cohort = inputs.cohort;
  if (inputs.answers_only) {
    section.rows.push_back(AllRow({"lost", "", "Was every decision to refer answered within 60 days?"},
                                  cohort.Count(Figure::kCohortSettled), cohort.Count(Figure::kCohortDecision),
                                  "There was no decision to refer."));
    return section;
  }
  CANDOR_ASSIGN_OR_RETURN(const Cell decisions, cohort.CellOf(Figure::kCohortDecision));
  section.rows.push_back(CountRowOf(kDecisions, decisions));
  if (inputs.period.whole_quarter) CANDOR_RETURN_IF_ERROR(AddPath(cohort, decisions, section));
  CANDOR_ASSIGN_OR_RETURN(const Cell settled, cohort.CellOf(Figure::kCohortSettled));
  const Cell lost = cohort.Rest({Figure::kCohortDecision}, {Figure::kCohortSettled});
  section.rows.push_back(ShareRow(kLost, lost, settled, decisions));
  return section;
}

absl::StatusOr<ReportSection> BuildEndings(const SectionInputs& inputs) {
  ReportSection section = Begin(6, "Endings", inputs);
  section.notes.emplace_back(
      "Prepared as required: the policy in force called for nothing on the ending. Endings by therapist, practice or "
      "third party; all others stand apart, also those that no policy has judged yet.");
  const auto needs_care = BucketOf(EndingClass::kNeedsCare);
  const WindowFigures& occurred = inputs.occurred;
  if (!inputs.recorded) {
    return NothingRecorded(std::move(section),
                           {{kPrepared, Measure::kShare}, {kEndings, Measure::kCount}, {kForced, Measure::kShare}});
  }
  if (inputs.answers_only) {
    section.rows.push_back(
        AllRow({"endings_prepared", "", "Was every ending with care still needed prepared as required?"},
               occurred.Count(Figure::kEndingPrepared), occurred.Count(Figure::kEnding, needs_care),
               "No ending with care still needed was assessed."));
    return section;
  }
  CANDOR_ASSIGN_OR_RETURN(const Cell needing, occurred.CellOf(Figure::kEnding, needs_care));
  CANDOR_ASSIGN_OR_RETURN(const Cell prepared, occurred.CellOf(Figure::kEndingPrepared));
  CANDOR_ASSIGN_OR_RETURN(const Cell all, occurred.CellOf(Figure::kEnding));
  const Cell unprepared = occurred.Rest({Figure::kEnding, needs_care}, {Figure::kEndingPrepared});
  section.rows.push_back(ShareRow(kPrepared, prepared, unprepared, needing));
  section.rows.push_back(CountRowOf(kEndings, all));
  if (inputs.period.whole_quarter) {
    CANDOR_ASSIGN_OR_RETURN(
        const std::vector<PartOfWhole> parts,
        ReadParts(
            occurred, Figure::kEnding,
            {{needs_care, {"endings", "needs_care", "care still needed"}},
             {BucketOf(EndingClass::kMutual), {"endings", "mutual", "mutual, or goals met"}},
             {BucketOf(EndingClass::kClientChoice), {"endings", "client_choice", "the client's choice"}},
             {BucketOf(EndingClass::kExempt), {"endings", "exempt", "exempt"}},
             {BucketOf(EndingClass::kNotRecorded), {"endings", "not_recorded", "not recorded"}},
             {BucketOf(EndingClass::kNotAssessed), {"endings", "not_assessed", "care still needed, not assessed"}}}));
    Append(PartRows(parts, MayShow(all)), section);
    section.rows.push_back(NotRecordedRow(kNoShow, Measure::kCount, "Counted with the endings it stands among."));
  }
  section.rows.push_back(NotRecordedRow(kForced, Measure::kShare));
  return section;
}

}  // namespace candor::domain
