#include "plugins/boundaries/ordered_crossing.h"

#include <vector>

#include "plugins/boundaries/acts.h"
#include "plugins/boundaries/conduct.h"
#include "plugins/boundaries/open_steps.h"
#include "plugins/boundaries/rules.h"
#include "plugins/boundaries/standing_plan.h"
#include "plugins/sdk/conduct.h"

namespace candor::boundaries {
namespace {

bool IsOrder(const sdk::Event& crossing) {
  const bool hearsay = sdk::IsHearsay(crossing);
  return crossing.stage() == CANDOR_STAGE_ORDERED && !hearsay && crossing.IsYes(CANDOR_HOST_CURRENT_CLIENT);
}

}  // namespace

void TakeOrder(const sdk::Event& crossing, sdk::Subject& subject, State& state) {
  if (!IsOrder(crossing) || IsCovered(state, crossing)) return;
  Act order{.id = crossing.id(), .day = crossing.day(), .area = AreaOf(crossing), .marks = kMarkOrdered};
  order.SetPart(IndexOf(state, PartOf(state, crossing.therapist())));
  order.SetTouch(TouchOf(crossing));
  Remember(state, order);
  subject.Open({.rule = kOrderedCrossing,
                .key = crossing.id(),
                .severity = sdk::Severity::kLater,
                .action = sdk::Action::kDocument,
                .due = UncoveredFrom(state, crossing) + subject.Days(kOrderedCrossing, kAnswerWithin)});
}

void MeetOrdersByPlan(const sdk::Event& plan, sdk::Subject& subject, State& state) {
  std::vector<Act*> answered;
  for (Act& act : Acts(state)) {
    if ((act.marks & kMarkOrdered) == 0 || !Covers(state, act.area, act.touch(), plan.day())) continue;
    subject.Resolve(kOrderedCrossing, act.id);
    answered.push_back(&act);
  }
  Unmark(answered, kMarkOrdered);
}

void MeetOrdersByDecision(const sdk::Event& decision, sdk::Subject& subject, State& state) {
  MeetAll(decision, subject, kOrderedCrossing);
  const Part* part = FindPart(state, decision.therapist());
  if (part != nullptr) Unmark(AllOf(state, IndexOf(state, *part), kMarkOrdered), kMarkOrdered);
}

}  // namespace candor::boundaries
