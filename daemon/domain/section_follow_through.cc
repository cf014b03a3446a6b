#include "daemon/domain/report_sections.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/domain/report_parts.h"
#include "daemon/domain/report_rows.h"

namespace candor::domain {
namespace {

constexpr RowName kCalledFor = {"called_for", "", "Situations that called for something, per 100 therapist-months"};
constexpr RowName kInTime = {"closed_in_time", "", "Situations closed by their date, of those due"};
constexpr RowName kByDay14 = {"conversation_by_day_14", "", "Conversations held by day 14, of those asked for"};
constexpr RowName kByDay30 = {"conversation_by_day_30", "", "Conversations held by day 30, of those asked for"};
constexpr RowName kPastDue = {"past_due", "", "Situations open past their date"};
constexpr RowName kOldest = {"oldest_past_due", "", "Oldest of them, days past its date"};
constexpr RowName kConfirmed = {"confirmed", "", "Consultations with a member, confirmed by that member"};
constexpr RowName kOutside = {"consultations_outside", "", "Consultations outside the practice"};

// What a situation can call for, as all tables of the section name it.
struct ActionName {
  Action action;
  std::string_view slug;
  std::string_view label;
};
constexpr ActionName kActions[] = {
    {Action::kTalk, "talk", "a conversation"},
    {Action::kRefer, "refer", "a referral"},
    {Action::kSoftTransfer, "soft_transfer", "a soft transfer"},
    {Action::kDocument, "document", "a note"},
    {Action::kProhibit, "prohibit", "a stop"},
};

absl::Status AddCalledFor(const SectionInputs& inputs, ReportSection& section) {
  const int64_t months = inputs.occurred.Count(Figure::kTherapistActive);
  if (!inputs.written) {
    section.rows.push_back(NotRecordedRow(kCalledFor, Measure::kRate));
    return absl::OkStatus();
  }
  CANDOR_ASSIGN_OR_RETURN(const Cell all, inputs.opened.CellOf(Figure::kSituationOpened));
  section.rows.push_back(RateRow(kCalledFor, all, months));
  if (!inputs.period.whole_quarter) return absl::OkStatus();
  std::vector<std::pair<uint16_t, RowName>> names;
  for (const ActionName& action : kActions) {
    names.push_back({BucketOf(action.action), {"called_for", action.slug, action.label}});
  }
  CANDOR_ASSIGN_OR_RETURN(const std::vector<PartOfWhole> parts,
                          ReadParts(inputs.opened, Figure::kSituationOpened, names));
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
           {BucketOf(ExcludedReason::kPaused),
            {"left_out", "paused", "left out: waiting for somebody who is away until further notice"}},
           {BucketOf(ExcludedReason::kErased), {"left_out", "erased", "left out: erased while it was open"}},
           {BucketOf(ExcludedReason::kBeforePolicy), {"left_out", "before_policy", "left out: from before the policy"}},
           {BucketOf(ExcludedReason::kMissingField),
            {"left_out", "incomplete_record", "left out: record to complete"}}}));
  // No sum stands beside these, so each is judged alone.
  for (const PartOfWhole& part : parts) section.rows.push_back(CountRowOf(part.name, part.cell));
  return absl::OkStatus();
}

bool IsOfYear(const SectionInputs& inputs, const WaitingConversation& waiting) {
  return waiting.from >= inputs.year_from && waiting.from <= inputs.period.to;
}

// Of the twelve months that the report speaks of, and with the days that they have waited so far.
WaitingTimes ReadWaitingTimes(const SectionInputs& inputs) {
  WaitingTimes times;
  // Bucket 0 is "on the same day", not a whole.
  const auto add = [&](Figure figure, auto add_one) {
    if (const int64_t same_day = inputs.opened_in_year.Count(figure, 0); same_day > 0) add_one(0, same_day);
    for (const auto& [days, count] : inputs.opened_in_year.Buckets(figure)) add_one(days, count);
  };
  add(Figure::kConversationHeld, [&](int days, int64_t count) { times.AddHeld(days, count); });
  add(Figure::kConversationEnded, [&](int days, int64_t count) { times.AddCensored(days, count); });
  for (const WaitingConversation& waiting : inputs.stock.conversations) {
    if (!IsOfYear(inputs, waiting)) continue;
    times.AddCensored(static_cast<int>(std::max<int64_t>(0, inputs.as_of_day - waiting.from)));
  }
  return times;
}

absl::Status AddConversations(const SectionInputs& inputs, ReportSection& section) {
  // The curve is of whole quarters, too.
  if (!inputs.period.whole_quarter) {
    for (const RowName& name : {kByDay14, kByDay30}) section.rows.push_back(HiddenRow(name, Measure::kShare));
    return absl::OkStatus();
  }
  const WaitingTimes times = ReadWaitingTimes(inputs);
  const Cell waiting =
      CellOfStock(inputs.stock.conversations, [&](const WaitingConversation& one) { return IsOfYear(inputs, one); });
  CANDOR_ASSIGN_OR_RETURN(const Cell asked, inputs.opened_in_year.CellOf(Figure::kConversationAsked));
  const std::vector<WaitingDay> days = {{kByDay14, 14}, {kByDay30, kLongestConversationWait}};
  Append(WaitingRows(days, asked, times, waiting), section);
  Append(CurveRows("conversation_curve", days, asked, times, kLongestConversationWait), section);
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

struct AgeName {
  int64_t least;
  int64_t most;
  std::string_view slug;
  std::string_view label;
};
constexpr AgeName kAges[] = {
    {0, 14, "up_to_14_days", "1 to 14 days past"},
    {15, 30, "15_to_30_days", "15 to 30 days past"},
    {31, std::numeric_limits<int64_t>::max(), "over_30_days", "more than 30 days past"},
};

// The stock of what is past its date, by action and age.
class PastDueTable {
 public:
  explicit PastDueTable(const SectionInputs& inputs) : inputs_(inputs) {
    for (const AgeName& age : kAges) {
      ages_.push_back({{"past_due", age.slug, age.label}, Count([&](const auto& one) { return IsOf(one, age); })});
    }
    for (const ActionName& action : kActions) {
      actions_.push_back({{"past_due", action.slug, action.label},
                          Count([&](const auto& one) { return one.action == action.action; })});
    }
  }

  Cell Whole() const {
    return Count([](const OverdueSituation&) { return true; });
  }
  std::vector<ReportRow> Ages() const { return PartRows(ages_, MayShow(Whole())); }

  // The actions, and the cells of what is shown on both sides.
  std::vector<ReportRow> ActionsAndCells() const {
    std::vector<ReportRow> rows = PartRows(actions_, MayShow(Whole()));
    if (!MayShow(Whole())) return rows;
    const Lines actions(rows);
    const Lines ages(Ages());
    const Grid grid = CountGrid(actions, ages);
    const std::optional<std::vector<bool>> shown = CellsToShow(grid);
    // Beside the ages the actions would tell too much.
    if (!shown) return PartRows(actions_, false);
    for (size_t i = 0; i < std::size(kActions); ++i) {
      for (size_t j = 0; j < std::size(kAges); ++j) {
        if (!actions.Shown(i) || !ages.Shown(j)) continue;
        const size_t cell = grid.At(actions.Of(i), ages.Of(j));
        const std::string slug = absl::StrCat(ToAbsl(kActions[i].slug), ".", ToAbsl(kAges[j].slug));
        const std::string label = absl::StrCat(ToAbsl(kActions[i].label), ", ", ToAbsl(kAges[j].label));
        rows.push_back(CellRow({"past_due", slug, label}, grid.cells[cell], (*shown)[cell]));
      }
    }
    return rows;
  }

 private:
  // The lines of one side of the table. All that is hidden on that side makes one line, the first, since its sum is
  // what the others leave of the whole.
  class Lines {
   public:
    explicit Lines(const std::vector<ReportRow>& parts) {
      const auto is_shown = [](const ReportRow& part) { return part.state == CellState::kShown; };
      size_ = std::all_of(parts.begin(), parts.end(), is_shown) ? 0 : 1;
      for (const ReportRow& part : parts) {
        shown_.push_back(is_shown(part));
        lines_.push_back(is_shown(part) ? size_++ : 0);
      }
    }
    size_t size() const { return size_; }
    bool Shown(size_t part) const { return shown_[part]; }
    size_t Of(size_t part) const { return lines_[part]; }

   private:
    size_t size_ = 0;
    std::vector<bool> shown_;
    std::vector<size_t> lines_;
  };

  Grid CountGrid(const Lines& actions, const Lines& ages) const {
    Grid grid{actions.size(), ages.size(), {}};
    for (size_t row = 0; row < grid.rows; ++row) {
      for (size_t column = 0; column < grid.columns; ++column) {
        grid.cells.push_back(Count([&](const OverdueSituation& one) {
          return actions.Of(ActionOf(one)) == row && ages.Of(AgeOf(one)) == column;
        }));
      }
    }
    return grid;
  }

  template <class Take>
  Cell Count(Take take) const {
    return CellOfStock(inputs_.stock.overdue, take);
  }
  bool IsOf(const OverdueSituation& one, const AgeName& age) const {
    const int64_t days = DaysPast(inputs_, one);
    return days >= age.least && days <= age.most;
  }
  size_t AgeOf(const OverdueSituation& one) const {
    size_t age = 0;
    while (!IsOf(one, kAges[age])) ++age;
    return age;
  }
  // REQUIRES: an action that the report names, which is all but the completing of a record; that is left out of the
  // stock.
  static size_t ActionOf(const OverdueSituation& one) {
    const auto* action = std::find_if(std::begin(kActions), std::end(kActions),
                                      [&](const ActionName& name) { return name.action == one.action; });
    return static_cast<size_t>(action - std::begin(kActions));
  }

  const SectionInputs& inputs_;
  std::vector<PartOfWhole> ages_;
  std::vector<PartOfWhole> actions_;
};

void AddPastDue(const SectionInputs& inputs, ReportSection& section) {
  const PastDueTable table(inputs);
  const Cell all = table.Whole();
  section.rows.push_back(CountRowOf(kPastDue, all));
  if (inputs.period.whole_quarter) {
    Append(table.Ages(), section);
    Append(table.ActionsAndCells(), section);
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

ReportSection SmallPracticeFollowThrough(const SectionInputs& inputs, ReportSection section) {
  const int64_t due = inputs.due.Count(Figure::kSituationDue);
  const RowName called_for = {"called_for", "", "Did anything call for a follow-up?"};
  section.rows.push_back(inputs.written ? AnswerRow(called_for, inputs.opened.Count(Figure::kSituationOpened) > 0)
                                        : NotRecordedRow(called_for, Measure::kAnswer));
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

}  // namespace

absl::StatusOr<ReportSection> BuildFollowThrough(const SectionInputs& inputs) {
  ReportSection section = BeginSection(3, "Follow-through", inputs);
  section.notes.emplace_back(
      "A situation is all that one conversation or one step can meet. It is due on its earliest date, and closed when "
      "all of it is closed. Conversations: of the twelve months up to the end of the period, waiting times by "
      "Kaplan-Meier; the curve rises only where at least five more had been held.");
  if (!inputs.assessed) {
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

}  // namespace candor::domain
