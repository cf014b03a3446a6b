#ifndef CANDOR_PLUGINS_BOUNDARIES_STANDING_PLAN_H_
#define CANDOR_PLUGINS_BOUNDARIES_STANDING_PLAN_H_

#include <cstdint>

#include "plugins/boundaries/state.h"
#include "plugins/sdk/policy.h"

// R20a standing_plan: crossings that are expected on a case are agreed on beforehand, once: what for, with whose
// consent, read by a second person, and looked at again by a day. What it covers needs no further note and counts in no
// pattern.
namespace candor::boundaries {

// Whether a plan covers such a crossing on that day: up to the one on which it is to be looked at again. A kiss is
// covered by none, cradling and caressing where they are named. `touch`: 0: not recorded.
bool Covers(const State& state, uint8_t area, uint8_t touch, int32_t day);
bool IsCovered(const State& state, const sdk::Event& crossing);

// From which day on it was known that no plan covers the crossing: on which it was written down, or the end or change
// of a plan without which that plan had covered it. REQUIRES: !IsCovered().
int32_t UncoveredFrom(const State& state, const sdk::Event& crossing);

// A plan begun, looked at, changed or ended.
void TakeStandingPlan(const sdk::Event& entry, sdk::Subject& subject, State& state);
// The therapy is over, and with it what was agreed for it.
void EndPlans(const sdk::Event& termination, sdk::Subject& subject, State& state);

}  // namespace candor::boundaries

#endif  // CANDOR_PLUGINS_BOUNDARIES_STANDING_PLAN_H_
