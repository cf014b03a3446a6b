#ifndef CANDOR_PLUGINS_BOUNDARIES_CONDUCT_H_
#define CANDOR_PLUGINS_BOUNDARIES_CONDUCT_H_

#include <cstdint>

#include "plugins/sdk/policy.h"

// How an entry about conduct reads.
namespace candor::boundaries {

// Whether the entry tells of something that was done with a current client. Rumour and suspicion tell of nothing here,
// nor does what was only asked, proposed, ordered or declined.
enum class Done : uint8_t { kNo, kNotRecorded, kYes };
Done DoneOf(const sdk::Event& event);

// What rests on an act of which nobody recorded how far it went opens at `later` at most.
sdk::Severity AtMost(Done done, sdk::Severity severity);

// CANDOR_CROSSING_AREA_*; 0: not recorded.
uint8_t AreaOf(const sdk::Event& crossing);
// CANDOR_CROSSING_TOUCH_*; 0: not recorded.
uint8_t TouchOf(const sdk::Event& crossing);

// A gift that the client took back home is no gift.
bool IsGiftKept(const sdk::Event& crossing);

// A talk with the client about a boundary, or a clarification: what is said there is the note of it.
bool IsTalkWithClient(const sdk::Event& event);

// kMark* of a crossing that was done, as far as the entry itself tells. `covered`: by a standing plan.
uint8_t MarksOf(const sdk::Event& crossing, bool covered);
// Whether it is certain that a crossing of the telling kind is one: an absence of planning may not be on record.
bool IsCertainlyTelling(const sdk::Event& crossing);

}  // namespace candor::boundaries

#endif  // CANDOR_PLUGINS_BOUNDARIES_CONDUCT_H_
