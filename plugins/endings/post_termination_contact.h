#ifndef CANDOR_PLUGINS_ENDINGS_POST_TERMINATION_CONTACT_H_
#define CANDOR_PLUGINS_ENDINGS_POST_TERMINATION_CONTACT_H_

#include "plugins/endings/state.h"
#include "plugins/sdk/policy.h"

// R46 post_termination_contact: a therapist stays in touch after the ending: what for is noted where there is much of
// it, where the therapist began it, or where it is not by a safe way.
namespace candor::endings {

// Any entry that the rule subscribes to. `counts`: it is a consultation that counts.
void TakeForContact(const sdk::Event& event, sdk::Subject& subject, Contacts& state, bool counts);

}  // namespace candor::endings

#endif  // CANDOR_PLUGINS_ENDINGS_POST_TERMINATION_CONTACT_H_
