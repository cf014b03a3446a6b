#include "daemon/domain/rule_tally.h"

#include <algorithm>

#include "daemon/base/status.h"
#include "daemon/domain/report_figures.h"

namespace candor::domain {

void RuleTally::Add(const FollowUpClear& clear) {
  ++count_;
  subjects_.insert(clear.subject);
  ++therapists_[clear.therapist];
}

Cell RuleTally::ToCell() const {
  Cell cell{count_, therapists_.size(), subjects_.size(), 0};
  for (const auto& [therapist, share] : therapists_) cell.largest_share = std::max(cell.largest_share, share);
  return cell;
}

absl::StatusOr<bool> FewWrote(const View& view, Day today) {
  const Day year_from = AddYears(today, -1, LeapRule::kDeadline) + 1;
  CANDOR_ASSIGN_OR_RETURN(const WindowFigures wrote,
                          WindowFigures::Read(view, CountBasis::kOccurred, year_from, today));
  return wrote.Therapists(Figure::kTherapistActive) < kFewestTherapistsForCounts;
}

}  // namespace candor::domain
