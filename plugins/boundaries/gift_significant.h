#ifndef CANDOR_PLUGINS_BOUNDARIES_GIFT_SIGNIFICANT_H_
#define CANDOR_PLUGINS_BOUNDARIES_GIFT_SIGNIFICANT_H_

#include <cstdint>
#include <optional>

#include "plugins/boundaries/conduct.h"
#include "plugins/boundaries/state.h"
#include "plugins/sdk/policy.h"

// R25 gift_significant: a gift of some value, several that come to it within a calendar year and one currency, or
// repeated ones: what it means, what moved the giver and what was decided is noted, and talked over with a colleague.
namespace candor::boundaries {

// Fills in what a gift is worth; anything else stays as it is.
void ReadValue(const sdk::Event& crossing, Act& act);

// A gift that was kept, remembered as `act`; gifts that made one significant make no other so. From which day on its
// value was known to be significant; nullopt: it is not. `covered`: by a standing plan; then a value that was not
// recorded is not asked for.
std::optional<int32_t> TakeGift(const sdk::Event& gift, sdk::Subject& subject, State& state, Act& act, bool covered);

}  // namespace candor::boundaries

#endif  // CANDOR_PLUGINS_BOUNDARIES_GIFT_SIGNIFICANT_H_
