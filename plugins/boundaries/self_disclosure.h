#ifndef CANDOR_PLUGINS_BOUNDARIES_SELF_DISCLOSURE_H_
#define CANDOR_PLUGINS_BOUNDARIES_SELF_DISCLOSURE_H_

#include "plugins/boundaries/state.h"
#include "plugins/sdk/policy.h"

// R26b self_disclosure: the therapist tells the client of feelings for them, frames the relation as something else than
// therapy, or tells of intimate problems of their own again and again. It is talked over with a colleague and clarified
// with the client: owned, apologised for, and decided together how to go on.
namespace candor::boundaries {

// A crossing that was done, remembered as `act`.
void TakeDisclosure(const sdk::Event& crossing, sdk::Subject& subject, State& state, const Act& act);
// What was clarified with the client.
void TakeClarified(const sdk::Event& clarified, sdk::Subject& subject);

}  // namespace candor::boundaries

#endif  // CANDOR_PLUGINS_BOUNDARIES_SELF_DISCLOSURE_H_
