#ifndef CANDOR_PLUGINS_BOUNDARIES_TOUCH_CONTRAINDICATED_H_
#define CANDOR_PLUGINS_BOUNDARIES_TOUCH_CONTRAINDICATED_H_

#include <cstdint>

#include "plugins/boundaries/conduct.h"
#include "plugins/sdk/policy.h"

// R22 touch_contraindicated: a touch that made the client uncomfortable, a kiss, cradling or caressing, and any touch
// of someone with a history of trauma or abuse that no plan, consent and good response stand behind: it stops, a
// colleague is asked, and it is mended with the client. A kiss is a matter of the policy about romantic and sexual acts
// besides.
namespace candor::boundaries {

enum class Contraindicated : uint8_t { kNo, kYes, kNotRecorded };

// `covered`: by a standing plan. Whether there is such a history is asked while typing, and never afterwards.
Contraindicated ReadTouch(const sdk::Event& touch, bool covered);

// A touch that was done, or of which that was not recorded. `known`: from which day on it is known whether a plan
// covers it.
void TakeTouch(const sdk::Event& touch, sdk::Subject& subject, Done done, bool covered, int32_t known);

}  // namespace candor::boundaries

#endif  // CANDOR_PLUGINS_BOUNDARIES_TOUCH_CONTRAINDICATED_H_
