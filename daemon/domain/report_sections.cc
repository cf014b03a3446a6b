#include "daemon/domain/report_sections.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "daemon/base/civil.h"
#include "daemon/base/status.h"
#include "daemon/domain/decision_rights.h"
#include "daemon/domain/report_parts.h"
#include "daemon/domain/report_rows.h"

namespace candor::domain {
namespace {

Day YearBefore(Day day) {
  return Day(day.year() - 1, day.month(), day.day());
}

// As far back as an insurer asks.
constexpr int kYearsOfMatters = 5;
// A whole month, which is one sum.
constexpr Day kLastUndated(1970, 1, 31);

// Of what is counted whenever it was.
absl::StatusOr<int64_t> CountUndated(const View& view, Figure figure) {
  CANDOR_ASSIGN_OR_RETURN(const WindowFigures undated,
                          WindowFigures::Read(view, CountBasis::kOpened, kUndated, kLastUndated));
  return undated.Count(figure);
}

// What the newest activation tells; nullopt: no policy was in force yet.
absl::StatusOr<std::optional<Activation>> ReadActivation(const View& view) {
  absl::StatusOr<Activation> activation = view.GetActivation();
  if (absl::IsNotFound(activation.status())) return std::optional<Activation>();
  if (!activation.ok()) return activation.status();
  return std::optional<Activation>(*std::move(activation));
}

// A policy that is there no more has no rule that could be run.
bool IsThere(const Activation& activation, const std::string& plugin) {
  return std::any_of(activation.plugins.begin(), activation.plugins.end(),
                     [&](const std::string& each) { return absl::StartsWith(each, plugin + " "); });
}

std::vector<std::string> RulesIn(RuleMode mode, const std::optional<Activation>& activation) {
  std::vector<std::string> rules;
  if (!activation) return rules;
  const RuleModes modes(*activation);
  for (const RuleSetting* setting : modes.All()) {
    if (setting->mode != mode || !IsThere(*activation, setting->plugin)) continue;
    // Of R10 to R19 the day is named.
    const bool dated = IsNeverWaived(setting->catalogue_id, Action::kTalk);
    const std::string since = dated ? absl::StrCat(", since ", FormatDay(setting->from)) : "";
    rules.push_back(absl::StrCat(setting->catalogue_id, " (", setting->rule, since, ")"));
  }
  return rules;
}

std::vector<std::string> FailingIn(const FaultCount& faults) {
  std::vector<std::string> failing;
  for (const auto& [plugin, count] : faults.plugins) failing.push_back(absl::StrCat(plugin, " (", count.all, ")"));
  return failing;
}

// What the disclosure rule leaves out, as the report's plan has it: whole sections, and figures of others.
constexpr int kExactSections[] = {4, 7, 11};
constexpr std::string_view kExactFigures[] = {"assessed", "waivers", "dispositions", "waivers_expired",
                                              "rules_switched"};

bool IsExact(int section, const ReportRow& row) {
  return std::find(std::begin(kExactSections), std::end(kExactSections), section) != std::end(kExactSections) ||
         std::find(std::begin(kExactFigures), std::end(kExactFigures), row.figure) != std::end(kExactFigures);
}

// Of two periods that end a day apart the difference would be what one person wrote on that day. All that is not known
// to be exact is hidden, whoever is behind it, so that this tells nothing either.
void HideOutsideQuarters(const ReportPeriod& period, std::vector<ReportSection>& sections) {
  if (period.whole_quarter) return;
  for (ReportSection& section : sections) {
    for (ReportRow& row : section.rows) {
      if (row.state != CellState::kNotRecorded && !IsExact(section.number, row)) row = OutsideQuarters(row);
    }
  }
}

}  // namespace

absl::StatusOr<SectionInputs> SectionInputs::Read(const View& view, const Settings& settings,
                                                  const ReportPeriod& period, Day as_of_day,
                                                  const PartitionSet& without) {
  const Day year_from = YearBefore(period.to) + 1;
  const auto read = [&](CountBasis basis, Day from, Day to) {
    return WindowFigures::Read(view, basis, from, to, without);
  };
  // Whole months, which are read as sums.
  const absl::CivilMonth cohort_end(as_of_day - kCohortRestDays + 1);
  CANDOR_ASSIGN_OR_RETURN(WindowFigures occurred, read(CountBasis::kOccurred, period.from, period.to));
  CANDOR_ASSIGN_OR_RETURN(WindowFigures opened, read(CountBasis::kOpened, period.from, period.to));
  // A date that has not passed yet can be neither kept nor missed.
  CANDOR_ASSIGN_OR_RETURN(WindowFigures due, read(CountBasis::kDue, period.from, std::min(period.to, as_of_day - 1)));
  CANDOR_ASSIGN_OR_RETURN(WindowFigures year, read(CountBasis::kOpened, year_from, period.to));
  CANDOR_ASSIGN_OR_RETURN(WindowFigures wrote, read(CountBasis::kOccurred, year_from, period.to));
  CANDOR_ASSIGN_OR_RETURN(WindowFigures cohort, read(CountBasis::kCohort, Day(cohort_end - 12), Day(cohort_end) - 1));
  CANDOR_ASSIGN_OR_RETURN(OpenStock stock, OpenStock::Read(view, settings, as_of_day));
  const SupervisionWindow window{period.from, period.to, year_from, as_of_day};
  CANDOR_ASSIGN_OR_RETURN(const SupervisionFigures supervision,
                          ReadSupervisionFigures(view, wrote.MembersBehind(Figure::kSupervisionFile), window));
  CANDOR_ASSIGN_OR_RETURN(const SupervisionSetUp set_up, ReadSupervisionSetUp(view, window));
  CANDOR_ASSIGN_OR_RETURN(std::vector<DatedCount> matters,
                          ReadDays(view, CountBasis::kOpened, Figure::kMatter,
                                   AddYears(period.to, -kYearsOfMatters, LeapRule::kDeadline) + 1, period.to, without));
  CANDOR_ASSIGN_OR_RETURN(const int64_t cases_known, CountUndated(view, Figure::kCaseKnown));
  CANDOR_ASSIGN_OR_RETURN(const int64_t holds_in_force, CountUndated(view, Figure::kHoldInForce));
  CANDOR_ASSIGN_OR_RETURN(const FaultCount all_faults, view.CountNotAssessed());
  CANDOR_ASSIGN_OR_RETURN(const std::optional<Activation> activation, ReadActivation(view));
  const FaultCount faults = activation ? all_faults.Without(RuleModes(*activation).quiet_plugins()) : all_faults;
  const bool assessed = activation && view.entries() > 0;
  const bool answers_only = wrote.Therapists(Figure::kTherapistActive) < kFewestTherapistsForCounts;
  const bool written = occurred.Therapists(Figure::kTherapistActive) > 0;
  return SectionInputs{.occurred = std::move(occurred),
                       .opened = std::move(opened),
                       .due = std::move(due),
                       .opened_in_year = std::move(year),
                       .occurred_in_year = std::move(wrote),
                       .cohort = std::move(cohort),
                       .stock = std::move(stock),
                       .supervision = supervision,
                       .set_up = set_up,
                       .matters = std::move(matters),
                       .cases_known = cases_known,
                       .holds_in_force = holds_in_force,
                       .entries = view.entries(),
                       .entries_not_assessed = view.entries_not_assessed() + faults.all,
                       .in_shadow = RulesIn(RuleMode::kShadow, activation),
                       .off = RulesIn(RuleMode::kOff, activation),
                       .failing = FailingIn(faults),
                       .period = period,
                       .year_from = year_from,
                       .as_of_day = as_of_day,
                       .answers_only = answers_only,
                       .assessed = assessed,
                       .written = written};
}

absl::StatusOr<std::vector<ReportSection>> BuildSections(const SectionInputs& inputs) {
  std::vector<ReportSection> sections;
  sections.push_back(BuildCoverage(inputs));
  sections.push_back(BuildClimate(inputs));
  CANDOR_ASSIGN_OR_RETURN(ReportSection follow_through, BuildFollowThrough(inputs));
  sections.push_back(std::move(follow_through));
  sections.push_back(BuildMatters(inputs));
  CANDOR_ASSIGN_OR_RETURN(ReportSection referral, BuildReferral(inputs));
  sections.push_back(std::move(referral));
  CANDOR_ASSIGN_OR_RETURN(ReportSection endings, BuildEndings(inputs));
  sections.push_back(std::move(endings));
  sections.push_back(BuildSupervision(inputs));
  CANDOR_ASSIGN_OR_RETURN(ReportSection boundaries, BuildBoundaries(inputs));
  sections.push_back(std::move(boundaries));
  CANDOR_ASSIGN_OR_RETURN(ReportSection decisions, BuildDecisions(inputs));
  sections.push_back(std::move(decisions));
  sections.push_back(BuildAccess(inputs));
  sections.push_back(BuildLearning(inputs));
  CANDOR_ASSIGN_OR_RETURN(ReportSection record, BuildRecord(inputs));
  sections.push_back(std::move(record));
  HideOutsideQuarters(inputs.period, sections);
  return sections;
}

}  // namespace candor::domain
