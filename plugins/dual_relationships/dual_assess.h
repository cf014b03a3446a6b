#ifndef CANDOR_PLUGINS_DUAL_RELATIONSHIPS_DUAL_ASSESS_H_
#define CANDOR_PLUGINS_DUAL_RELATIONSHIPS_DUAL_ASSESS_H_

#include "plugins/dual_relationships/matters.h"
#include "plugins/dual_relationships/state.h"
#include "plugins/sdk/policy.h"

// R30 dual_assess: another relation begins, or is proposed, beside a therapy that goes on, and could be avoided: it is
// assessed, with the client's consent, and talked over with somebody; the outcome is that it does no harm. Otherwise
// dual_harmful takes its place.
namespace candor::dual_relationships {

// A relation that begins or changes.
void JudgeDualAssess(const sdk::Event& entry, sdk::Subject& subject, State& state);
// The client comes back while a role of this therapist outside the therapy goes on.
void JudgeReturnInRole(const sdk::Event& intake, sdk::Subject& subject, State& state);
Progress TakeDualAssess(const sdk::Event& entry, const Reading& reading, const sdk::Subject& subject, Matter& matter);

}  // namespace candor::dual_relationships

#endif  // CANDOR_PLUGINS_DUAL_RELATIONSHIPS_DUAL_ASSESS_H_
