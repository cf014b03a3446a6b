#ifndef CANDOR_PLUGINS_BOUNDARIES_ACTS_H_
#define CANDOR_PLUGINS_BOUNDARIES_ACTS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "plugins/boundaries/state.h"
#include "plugins/sdk/policy.h"

// The acts that patterns are made of: what R05, R23 to R26 and R29 have in common.
namespace candor::boundaries {

std::span<Act> Acts(State& state);

// nullptr: nothing of that therapist is remembered.
Part* FindPart(State& state, const sdk::Id& therapist);
// Throws sdk::Failure when State::kMaxParts therapists are remembered: better "not assessed" than half a pattern.
Part& PartOf(State& state, const sdk::Id& therapist);
uint8_t IndexOf(const State& state, const Part& part);

// Remembers the newest acts: of each mark so many, of signs the last of each kind; what is left without a mark is
// forgotten, and where there is no room the oldest. Valid until the next call.
Act& Remember(State& state, const Act& act);

// The acts of one therapist with the mark, from the day `window` days before `day` on; that day still counts.
std::vector<Act*> Within(State& state, uint8_t part, uint8_t mark, int32_t day, int64_t window);
// The same, however long ago.
std::vector<Act*> AllOf(State& state, uint8_t part, uint8_t mark);

// They have made a pattern, or it has been talked over: they make no other.
void Unmark(const std::vector<Act*>& acts, uint8_t mark);

// Signs of special treatment that say the same are one.
uint8_t SignOf(const Act& act);

// How many make a pattern of `wanted`: no more than are remembered.
size_t Wanted(int64_t wanted);

// For FollowUp::facts: the newest that fit, but for `opening`.
std::vector<sdk::Id> FactsOf(const std::vector<Act*>& acts, const sdk::Id& opening);

}  // namespace candor::boundaries

#endif  // CANDOR_PLUGINS_BOUNDARIES_ACTS_H_
