#ifndef CANDOR_PLUGINS_DUAL_RELATIONSHIPS_ROLE_CHANGE_H_
#define CANDOR_PLUGINS_DUAL_RELATIONSHIPS_ROLE_CHANGE_H_

#include "plugins/dual_relationships/matters.h"
#include "plugins/dual_relationships/state.h"
#include "plugins/sdk/policy.h"

// R39 role_change: the therapist becomes something else for the same client: an evaluator, a witness, a supervisor. The
// client agrees, and knows what follows from it and where confidentiality ends.
namespace candor::dual_relationships {

void JudgeRoleChange(const sdk::Event& entry, sdk::Subject& subject, State& state);
Progress TakeRoleChange(const sdk::Event& entry, Matter& matter);

}  // namespace candor::dual_relationships

#endif  // CANDOR_PLUGINS_DUAL_RELATIONSHIPS_ROLE_CHANGE_H_
