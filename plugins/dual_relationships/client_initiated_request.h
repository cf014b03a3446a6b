#ifndef CANDOR_PLUGINS_DUAL_RELATIONSHIPS_CLIENT_INITIATED_REQUEST_H_
#define CANDOR_PLUGINS_DUAL_RELATIONSHIPS_CLIENT_INITIATED_REQUEST_H_

#include "plugins/dual_relationships/matters.h"
#include "plugins/dual_relationships/state.h"
#include "plugins/sdk/policy.h"

// R38 client_initiated_unusual_request: a bequest, ashes, the client's work for sale, an event: talked through with the
// client and with a consultant before anybody acts.
namespace candor::dual_relationships {

void JudgeRequest(const sdk::Event& entry, sdk::Subject& subject, State& state);
// Keeps of a matter that was met that the request may now be acted on.
void NoteTalkedThrough(const Matter& matter, State& state);
Progress TakeRequest(const sdk::Event& entry, const Reading& reading, Matter& matter);

}  // namespace candor::dual_relationships

#endif  // CANDOR_PLUGINS_DUAL_RELATIONSHIPS_CLIENT_INITIATED_REQUEST_H_
