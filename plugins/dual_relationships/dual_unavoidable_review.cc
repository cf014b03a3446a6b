#include "plugins/dual_relationships/dual_unavoidable_review.h"

#include <algorithm>

#include "plugins/dual_relationships/relationship.h"
#include "plugins/dual_relationships/rules.h"

namespace candor::dual_relationships {
namespace {

void ResetClock(const sdk::Event& review, const sdk::Subject& subject, Matter& matter) {
  matter.due = std::max(matter.due, review.day() + subject.Days(kUnavoidableReview, kReviewEvery));
  matter.facts.Add(review.id());
}

// Where the therapy ends, nothing stands beside it.
bool EndsTherapy(const sdk::Event& entry, const Matter& matter) {
  return entry.kind() == CANDOR_KIND_TERMINATION &&
         (entry.IsYes(CANDOR_HOST_HOLDS_CASE) || entry.therapist() == matter.therapist);
}

bool HasBecomeAvoidable(const sdk::Event& entry) {
  return SaysNew(entry) && entry.Has(CANDOR_FIELD_DUAL_RELATIONSHIP_CHOICE) && !CannotBeAvoided(entry);
}

}  // namespace

void JudgeUnavoidable(const sdk::Event& entry, sdk::Subject& subject, State& state) {
  const bool judged_so = IsJudgement(entry) && entry.Has(CANDOR_FIELD_DUAL_RELATIONSHIP_CHOICE);
  if ((!TakesPlace(entry) && !judged_so) || !IsConcurrent(entry) || !CannotBeAvoided(entry)) return;
  const About overlap = {.context = AboutOf(entry).context};
  if (IsBeyondWeighing(entry) || FindMatter(entry, subject, state, kUnavoidableReview, overlap) != nullptr) return;
  const uint32_t given = entry.Has(CANDOR_FIELD_DUAL_RELATIONSHIP_PRECAUTIONS) ? review::kPrecautions : 0;
  OpenMatter(entry, subject, state,
             {.rule = kUnavoidableReview,
              .about = overlap,
              .severity = sdk::Severity::kLater,
              .due = entry.reported() + subject.Days(kUnavoidableReview, kReviewEvery),
              .left = (review::kReviewed | review::kPrecautions) & ~given});
}

Progress TakeUnavoidable(const sdk::Event& entry, const Reading& reading, const sdk::Subject& subject, Matter& matter) {
  if (EndsTherapy(entry, matter)) return Progress::kMet;
  if (reading.consultation && entry.therapist() == matter.therapist) {
    ResetClock(entry, subject, matter);
    return Progress::kOpen;
  }
  if (!IsRelation(entry) || !IsKnown(entry) || !IsOf(matter, entry, AboutOf(entry))) return Progress::kOpen;
  if (IsOver(entry) || HasBecomeAvoidable(entry)) return Progress::kMet;
  if (IsJudgement(entry)) ResetClock(entry, subject, matter);
  if (entry.Has(CANDOR_FIELD_DUAL_RELATIONSHIP_PRECAUTIONS)) Clear(matter, entry, review::kPrecautions);
  return Progress::kOpen;
}

}  // namespace candor::dual_relationships
