#ifndef CANDOR_PLUGINS_CONSULTATION_CLIENT_FEELINGS_H_
#define CANDOR_PLUGINS_CONSULTATION_CLIENT_FEELINGS_H_

#include "plugins/consultation/state.h"
#include "plugins/sdk/policy.h"

// R09 client_feelings: the client told of romantic or sexual feelings. First it is discussed with the client, and
// noted; where that does not resolve it, a consultation decides; a referral is asked for only where it could not be
// redirected. It is never evidence against the client.
namespace candor::consultation {

// Any entry that the rule subscribes to. `counts`: the entry is a consultation that counts.
void TakeForClientFeelings(const sdk::Event& event, sdk::Subject& subject, Feelings& feelings, bool counts);

}  // namespace candor::consultation

#endif  // CANDOR_PLUGINS_CONSULTATION_CLIENT_FEELINGS_H_
