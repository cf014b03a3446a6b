#ifndef CANDOR_DAEMON_DOMAIN_COMPLIANCE_COURSE_H_
#define CANDOR_DAEMON_DOMAIN_COMPLIANCE_COURSE_H_

#include <vector>

#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/domain/compliance.h"
#include "daemon/domain/entry.h"

// What the course of a case says of endings that were ordered and of standing plans, for sections 6 and 8 of the
// compliance report. Pure; thread-safe.
namespace candor::domain {

struct CourseFigure {
  CountBasis basis = CountBasis::kOccurred;
  Figure figure = Figure::kForcedEnding;
  Day day;
  MemberId therapist;

  bool operator==(const CourseFigure&) const = default;
};

// `course`: as in ContributionsOf().
//
// Endings that a court, a payer or an agency ordered (rule catalogue, R44). A soft transfer was attempted where a
// referral, a step of a transfer or something the client declined stands between the intake or ending before and the
// next one: what can be done is often done after the order.
std::vector<CourseFigure> ForcedEndingsOf(const std::vector<EntryHeader>& course);

// Reviews of standing plans, by the day for which each was planned (R20a). The next entry about the plan, which is told
// by its area, is its review. A plan that ended before that day, and one of a therapy that did, is not to be looked at
// any more; one without a day gives none.
std::vector<CourseFigure> PlanReviewsOf(const std::vector<EntryHeader>& course);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_COMPLIANCE_COURSE_H_
