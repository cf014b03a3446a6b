#ifndef CANDOR_PLUGINS_PRACTICE_DUTIES_COLLEAGUE_CONCERN_H_
#define CANDOR_PLUGINS_PRACTICE_DUTIES_COLLEAGUE_CONCERN_H_

#include "plugins/practice_duties/state.h"
#include "plugins/sdk/policy.h"

// R54 colleague_concern: somebody has a concern about a member, or tells of what they heard or suspect. Somebody who is
// not concerned says soon that they look into it, and what is done is decided and recorded. Restricted.
namespace candor::practice_duties {

void TakeForConcern(const sdk::Event& entry, sdk::Subject& subject, State& state);

}  // namespace candor::practice_duties

#endif  // CANDOR_PLUGINS_PRACTICE_DUTIES_COLLEAGUE_CONCERN_H_
