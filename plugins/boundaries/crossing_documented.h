#ifndef CANDOR_PLUGINS_BOUNDARIES_CROSSING_DOCUMENTED_H_
#define CANDOR_PLUGINS_BOUNDARIES_CROSSING_DOCUMENTED_H_

#include <cstdint>

#include "plugins/sdk/policy.h"

// R20 crossing_documented: the note of a crossing says why, what the client was to have of it, what could come of it,
// and whether the client agreed. What it lacks is asked for while typing, and once afterwards.
namespace candor::boundaries {

// Bits kMissing* of rules.h; 0: complete, or a crossing that needs no such note.
uint32_t MissingFromNote(const sdk::Event& crossing);

// A crossing that was done and that no plan covers. `known`: from which day on that is known.
void AskForNote(const sdk::Event& crossing, sdk::Subject& subject, int32_t known);

}  // namespace candor::boundaries

#endif  // CANDOR_PLUGINS_BOUNDARIES_CROSSING_DOCUMENTED_H_
