#ifndef CANDOR_PLUGINS_BOUNDARIES_CROSSING_ACCUMULATION_H_
#define CANDOR_PLUGINS_BOUNDARIES_CROSSING_ACCUMULATION_H_

#include "plugins/boundaries/state.h"
#include "plugins/sdk/policy.h"

// R23 crossing_accumulation: several crossings on one case within a while, or crossings in several areas, are talked
// over as a pattern. A prompt to consult, never proof of anything; it opens once in a long while.
namespace candor::boundaries {

// A crossing that counts, remembered as `act`.
void TakeCountedCrossing(const sdk::Event& crossing, sdk::Subject& subject, State& state, const Act& act);
// A consultation that counts.
void MeetAccumulation(const sdk::Event& consultation, sdk::Subject& subject);
// The date passed long ago.
void RaiseAccumulation(const sdk::Event& timer, sdk::Subject& subject, State& state);

}  // namespace candor::boundaries

#endif  // CANDOR_PLUGINS_BOUNDARIES_CROSSING_ACCUMULATION_H_
