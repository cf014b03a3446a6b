#include "plugins/endings/long_therapy_review.h"

#include <algorithm>

#include "plugins/endings/rules.h"
#include "plugins/sdk/calendar.h"
#include "plugins/sdk/written.h"

namespace candor::endings {
namespace {

constexpr uint8_t kReviewPurpose = 1;

void WakeOn(int32_t day, sdk::Subject& subject, const Course& state) {
  if (day == sdk::kNever) {
    subject.CancelTimer(kLongTherapy, ReviewToken(state));
  } else {
    subject.SetTimer(kLongTherapy, day, ReviewToken(state));
  }
}

void Begin(const sdk::Event& intake, sdk::Subject& subject, Course& state) {
  if (!state.intake.empty()) subject.CancelTimer(kLongTherapy, ReviewToken(state));
  state = Course{};
  state.intake = intake.id();
  state.started = intake.Day(CANDOR_FIELD_INTAKE_THERAPY_STARTED).value_or(intake.day());
  WakeOn(sdk::YearsAfter(state.started, subject.Parameter(kLongTherapy, kLongAfter)), subject, state);
}

void Review(const sdk::Event& review, sdk::Subject& subject, Course& state) {
  if (!state.review.empty()) subject.Resolve(kLongTherapy, state.review);
  state.review = sdk::Id{};
  WakeOn(std::max(sdk::YearsAfter(state.started, subject.Parameter(kLongTherapy, kLongAfter)),
                  sdk::YearsAfter(review.day(), subject.Parameter(kLongTherapy, kAgainAfter))),
         subject, state);
}

// What has ended is not reviewed any more.
void End(sdk::Subject& subject, Course& state) {
  if (!state.review.empty()) subject.Resolve(kLongTherapy, state.review);
  subject.CancelTimer(kLongTherapy, ReviewToken(state));
  state = Course{};
}

}  // namespace

void TakeForReview(const sdk::Event& event, sdk::Subject& subject, Course& state) {
  if (event.kind() == CANDOR_KIND_INTAKE && state.intake.empty()) return Begin(event, subject, state);
  if (state.intake.empty()) return;
  if (event.kind() == CANDOR_KIND_TERMINATION && event.IsYes(CANDOR_HOST_HOLDS_CASE)) return End(subject, state);
  if (event.Is(CANDOR_FIELD_DISCUSSION_TOPIC, CANDOR_DISCUSSION_TOPIC_REVIEW)) Review(event, subject, state);
}

void AskForReview(const sdk::Event& timer, sdk::Subject& subject, Course& state) {
  if (!state.review.empty()) return;
  state.review = timer.id();
  subject.Open({.rule = kLongTherapy,
                .key = state.review,
                .severity = sdk::Severity::kLater,
                .action = sdk::Action::kDocument,
                .due = sdk::AskedFrom(timer) + subject.Days(kLongTherapy, kReviewWithin),
                .missing_fields = kMissingReview});
}

uint64_t ReviewToken(const Course& state) {
  return sdk::TimerToken(state.intake, kReviewPurpose);
}

}  // namespace candor::endings
