#ifndef CANDOR_PLUGINS_BOUNDARIES_ORDERED_CROSSING_H_
#define CANDOR_PLUGINS_BOUNDARIES_ORDERED_CROSSING_H_

#include "plugins/boundaries/state.h"
#include "plugins/sdk/policy.h"

// R29 ordered_crossing: the practice, or a supervisor, has ordered a crossing. The practice answers in writing: the
// instruction is withdrawn, or it becomes a standing plan. It is never the therapist's to answer.
namespace candor::boundaries {

// A crossing that was ordered.
void TakeOrder(const sdk::Event& crossing, sdk::Subject& subject, State& state);
// A plan has been begun or changed: it answers what it covers.
void MeetOrdersByPlan(const sdk::Event& plan, sdk::Subject& subject, State& state);
// It was decided to stop.
void MeetOrdersByDecision(const sdk::Event& decision, sdk::Subject& subject, State& state);

}  // namespace candor::boundaries

#endif  // CANDOR_PLUGINS_BOUNDARIES_ORDERED_CROSSING_H_
