#ifndef CANDOR_PLUGINS_CONSULTATION_ATTRACTION_QUIET_CLOSE_H_
#define CANDOR_PLUGINS_CONSULTATION_ATTRACTION_QUIET_CLOSE_H_

#include <cstdint>

#include "plugins/consultation/state.h"
#include "plugins/sdk/policy.h"

// R04 attraction_quiet_close: makes no follow-up of its own. A run that has been talked over and then stayed quiet, or
// whose author notes that it is over, closes what R01, R02 and R06 opened for it.
namespace candor::consultation {

// Quiet for `quiet` full days after its last reaction; a reaction on the last of them still belongs to the run.
bool HasGoneQuiet(const Run& run, int32_t day, int32_t quiet);

// After each reaction: asks to be called when it would have gone quiet.
void WatchForQuiet(sdk::Subject& subject, const Run& run);

// Ends the run if it was consulted and has gone quiet by the end of the day before `event`, or of the timer's day.
// True: it is gone from the state.
bool CloseIfQuiet(const sdk::Event& event, sdk::Subject& subject, State& state, Run& run);

}  // namespace candor::consultation

#endif  // CANDOR_PLUGINS_CONSULTATION_ATTRACTION_QUIET_CLOSE_H_
