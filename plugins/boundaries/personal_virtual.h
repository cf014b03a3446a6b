#ifndef CANDOR_PLUGINS_BOUNDARIES_PERSONAL_VIRTUAL_H_
#define CANDOR_PLUGINS_BOUNDARIES_PERSONAL_VIRTUAL_H_

#include "plugins/boundaries/state.h"
#include "plugins/sdk/policy.h"

// R26c personal_virtual: a personal link on social media at once, personal messages when there are several: the link is
// removed and it is said to the client why, so that the contact does not just fall silent.
namespace candor::boundaries {

// A crossing that was done, remembered as `act`.
void TakeVirtualContact(const sdk::Event& crossing, sdk::Subject& subject, State& state, const Act& act);
// A discussion or a clarification with the client.
void TakeTalkForVirtual(const sdk::Event& talk, sdk::Subject& subject);

}  // namespace candor::boundaries

#endif  // CANDOR_PLUGINS_BOUNDARIES_PERSONAL_VIRTUAL_H_
