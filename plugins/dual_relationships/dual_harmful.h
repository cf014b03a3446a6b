#ifndef CANDOR_PLUGINS_DUAL_RELATIONSHIPS_DUAL_HARMFUL_H_
#define CANDOR_PLUGINS_DUAL_RELATIONSHIPS_DUAL_HARMFUL_H_

#include "plugins/dual_relationships/matters.h"
#include "plugins/dual_relationships/state.h"
#include "plugins/sdk/policy.h"

// R33 dual_harmful: a relation was found to do harm, the client told so, or the outcome of its assessment is not
// acceptable: the client is handed over, or the other relation ends and a consultant confirms it.
namespace candor::dual_relationships {

// Opens it, in the place of what dual_assess asks about the same relation. Called before what is open is looked at.
void JudgeHarmful(const sdk::Event& entry, const Reading& reading, sdk::Subject& subject, State& state);
Progress TakeHarmful(const sdk::Event& entry, const Reading& reading, Matter& matter);

}  // namespace candor::dual_relationships

#endif  // CANDOR_PLUGINS_DUAL_RELATIONSHIPS_DUAL_HARMFUL_H_
