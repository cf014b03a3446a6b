#ifndef CANDOR_PLUGINS_PROHIBITIONS_FORMER_CLIENT_WINDOW_H_
#define CANDOR_PLUGINS_PROHIBITIONS_FORMER_CLIENT_WINDOW_H_

#include <cstdint>

#include "plugins/prohibitions/conduct.h"
#include "plugins/prohibitions/people.h"
#include "plugins/sdk/policy.h"

// R13 former_client_window: a romantic or sexual act, an advance or an intent towards a former client before the wait
// is over. Where several codes or laws bind the therapist each has its own number of years and its own day to count
// from, and the latest end holds. The last day itself is still inside.
namespace candor::prohibitions {

// The last day of a wait; sdk::kNever: it does not end. `anchor`: kFrom…
int32_t WindowEnd(const Anchors& anchors, int64_t years, int64_t anchor);

// Whether the day lies in the wait that any profile asks for. `excepted`: what was thought through and talked over
// before lifts the windows that allow for that.
bool InsideFormerWindow(const sdk::Subject& subject, const Anchors& anchors, int32_t day, bool excepted);

void OpenFormerClientWindow(const sdk::Event& entry, sdk::Subject& subject, const Conduct& conduct,
                            const Anchors& anchors);

}  // namespace candor::prohibitions

#endif  // CANDOR_PLUGINS_PROHIBITIONS_FORMER_CLIENT_WINDOW_H_
