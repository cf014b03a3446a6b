#include "daemon/domain/compliance_course.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "daemon/domain/fields.h"

namespace candor::domain {
namespace {

// That a third party ended it does not say that it was ordered; why it ended is sealed.
bool IsOrdered(const EntryHeader& ending) {
  const std::optional<int64_t> by = ending.facts.Number(fields::kTerminationOrderedBy);
  return by == words::kOrderedByCourt || by == words::kOrderedByPayer || by == words::kOrderedByAgency;
}

bool BoundsTherapy(Kind kind) {
  return kind == Kind::kIntake || kind == Kind::kTermination;
}

bool IsAttempt(Kind kind) {
  return kind == Kind::kReferral || kind == Kind::kTransferStep || kind == Kind::kClientDeclined;
}

bool AttemptedAround(const std::vector<EntryHeader>& course, size_t ending) {
  for (size_t i = ending; i > 0 && !BoundsTherapy(course[i - 1].kind); --i) {
    if (IsAttempt(course[i - 1].kind)) return true;
  }
  for (size_t i = ending + 1; i < course.size() && !BoundsTherapy(course[i].kind); ++i) {
    if (IsAttempt(course[i].kind)) return true;
  }
  return false;
}

struct PlannedReview {
  Day by;
  MemberId therapist;
};

class PlanReviews {
 public:
  void TakePlan(const EntryHeader& plan) {
    const int64_t area = plan.facts.Number(fields::kStandingPlanArea).value_or(0);
    const Day day = plan.occurred.day;
    const bool ended = plan.facts.Number(fields::kStandingPlanEvent) == words::kPlanEnded;
    if (const auto planned = planned_.find(area); planned != planned_.end()) {
      if (!ended || day > planned->second.by) Add(planned->second, day <= planned->second.by);
      planned_.erase(planned);
    }
    const std::optional<int64_t> by = plan.facts.Number(fields::kStandingPlanReviewBy);
    if (!ended && by) planned_[area] = {DayFromNumber(static_cast<int32_t>(*by)), plan.therapist};
  }

  void TakeEnding(Day day) {
    for (const auto& [area, planned] : planned_) {
      if (planned.by < day) Add(planned, false);
    }
    planned_.clear();
  }

  std::vector<CourseFigure> Finish() && {
    for (const auto& [area, planned] : planned_) Add(planned, false);
    return std::move(figures_);
  }

 private:
  void Add(const PlannedReview& review, bool in_time) {
    figures_.push_back({CountBasis::kDue, Figure::kPlanReviewDue, review.by, review.therapist});
    if (in_time) figures_.push_back({CountBasis::kDue, Figure::kPlanReviewInTime, review.by, review.therapist});
  }

  std::map<int64_t, PlannedReview> planned_;  // by area
  std::vector<CourseFigure> figures_;
};

}  // namespace

std::vector<CourseFigure> ForcedEndingsOf(const std::vector<EntryHeader>& course) {
  std::vector<CourseFigure> figures;
  for (size_t i = 0; i < course.size(); ++i) {
    const EntryHeader& ending = course[i];
    if (ending.kind != Kind::kTermination || !IsOrdered(ending)) continue;
    const Day day = ending.occurred.day;
    figures.push_back({CountBasis::kOccurred, Figure::kForcedEnding, day, ending.therapist});
    if (!AttemptedAround(course, i)) continue;
    figures.push_back({CountBasis::kOccurred, Figure::kForcedEndingAttempted, day, ending.therapist});
  }
  return figures;
}

std::vector<CourseFigure> PlanReviewsOf(const std::vector<EntryHeader>& course) {
  PlanReviews reviews;
  for (const EntryHeader& header : course) {
    if (header.kind == Kind::kStandingPlan) reviews.TakePlan(header);
    if (header.kind == Kind::kTermination) reviews.TakeEnding(header.occurred.day);
  }
  return std::move(reviews).Finish();
}

}  // namespace candor::domain
