#ifndef CANDOR_PLUGINS_BOUNDARIES_ATTRACTION_CROSSING_H_
#define CANDOR_PLUGINS_BOUNDARIES_ATTRACTION_CROSSING_H_

#include <cstdint>

#include "plugins/boundaries/state.h"
#include "plugins/sdk/policy.h"

// R05 attraction_crossing: a personal reaction and a crossing of the telling kind by the same therapist, in either
// order, not far apart. A consultation after the later of the two covers both. It rests on a feeling, so it is
// personal, and says nothing to who may not read that.
namespace candor::boundaries {

// A personal reaction: remembers it, or forgets those that it says are over.
void TakeReaction(const sdk::Event& reaction, sdk::Subject& subject, State& state);
// A crossing of the telling kind, remembered as `act`. `from`: from which day on that is known.
void TakeTellingCrossing(const sdk::Event& crossing, sdk::Subject& subject, State& state, const Act& act, int32_t from);

}  // namespace candor::boundaries

#endif  // CANDOR_PLUGINS_BOUNDARIES_ATTRACTION_CROSSING_H_
