#ifndef CANDOR_PLUGINS_DUAL_RELATIONSHIPS_MATERIAL_ENTANGLEMENT_H_
#define CANDOR_PLUGINS_DUAL_RELATIONSHIPS_MATERIAL_ENTANGLEMENT_H_

#include "plugins/dual_relationships/matters.h"
#include "plugins/dual_relationships/state.h"
#include "plugins/sdk/policy.h"

// R34 material_entanglement: the therapist houses, employs, rents to, lends to, pays for or is supported by a current
// client. Ends only by a disposition; what the timeline shows of the way there is named.
namespace candor::dual_relationships {

void JudgeEntanglement(const sdk::Event& entry, sdk::Subject& subject, State& state);
// The client comes back while the tie goes on.
void JudgeReturnWithTie(const sdk::Event& intake, sdk::Subject& subject, State& state);
// The tie is of the kind that is exempt, noted or not: no role either.
bool IsExemptTie(const sdk::Event& entry, const sdk::Subject& subject);
Progress TakeEntanglement(const sdk::Event& entry, const Reading& reading, const sdk::Subject& subject, Matter& matter);

}  // namespace candor::dual_relationships

#endif  // CANDOR_PLUGINS_DUAL_RELATIONSHIPS_MATERIAL_ENTANGLEMENT_H_
