#include "daemon/domain/report_sections.h"

#include <optional>
#include <utility>
#include <vector>

#include "daemon/base/status.h"
#include "daemon/domain/report_parts.h"
#include "daemon/domain/report_rows.h"

namespace candor::domain {
namespace {

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

}  // namespace

absl::StatusOr<ReportSection> BuildReferral(const SectionInputs& inputs) {
  ReportSection section = BeginSection(5, "Referral and soft transfer", inputs);
  section.notes.emplace_back(
      "Decisions to refer of the twelve whole months that had ended 90 days before the report, so that each has been "
      "followed for at least 90 days.");
  if (!inputs.assessed) {
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

}  // namespace candor::domain
