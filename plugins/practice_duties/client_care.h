#ifndef CANDOR_PLUGINS_PRACTICE_DUTIES_CLIENT_CARE_H_
#define CANDOR_PLUGINS_PRACTICE_DUTIES_CLIENT_CARE_H_

#include "plugins/practice_duties/state.h"
#include "plugins/sdk/policy.h"

// R64 client_care: something was done to a current client that is not to go on, or harmed them, whoever tells it.
// Nothing about the therapist is concluded: the therapist does not see the client until it is looked into, somebody
// else speaks with the client, asks for risk, tells them their rights and offers another therapist.
namespace candor::practice_duties {

void TakeForClientCare(const sdk::Event& entry, sdk::Subject& subject, State& state);

}  // namespace candor::practice_duties

#endif  // CANDOR_PLUGINS_PRACTICE_DUTIES_CLIENT_CARE_H_
