#ifndef CANDOR_PLUGINS_DUAL_RELATIONSHIPS_SEQUENTIAL_NONSEXUAL_H_
#define CANDOR_PLUGINS_DUAL_RELATIONSHIPS_SEQUENTIAL_NONSEXUAL_H_

#include "plugins/dual_relationships/matters.h"
#include "plugins/dual_relationships/state.h"
#include "plugins/sdk/policy.h"

// R36 sequential_nonsexual: a social or business relation with a former client that has gifts, closeness, dependence or
// money in it is assessed: does it take advantage of the client?
namespace candor::dual_relationships {

void JudgeSequential(const sdk::Event& entry, sdk::Subject& subject, State& state);
Progress TakeSequential(const sdk::Event& entry, Matter& matter);

}  // namespace candor::dual_relationships

#endif  // CANDOR_PLUGINS_DUAL_RELATIONSHIPS_SEQUENTIAL_NONSEXUAL_H_
