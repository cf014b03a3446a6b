#ifndef CANDOR_PLUGINS_ENDINGS_RETURN_OF_FORMER_CLIENT_H_
#define CANDOR_PLUGINS_ENDINGS_RETURN_OF_FORMER_CLIENT_H_

#include "plugins/endings/state.h"
#include "plugins/sdk/policy.h"

// R45 return_of_former_client: a former client comes back: the intake notes whether there was a personal relation in
// between. Either side may decline. A romantic one is not its own.
namespace candor::endings {

// `returns`: another episode begins with the entry.
void TakeForReturn(const sdk::Event& event, sdk::Subject& subject, Return& state, bool returns);

}  // namespace candor::endings

#endif  // CANDOR_PLUGINS_ENDINGS_RETURN_OF_FORMER_CLIENT_H_
