#ifndef CANDOR_PLUGINS_DUAL_RELATIONSHIPS_PREEXISTING_RELATION_INTAKE_H_
#define CANDOR_PLUGINS_DUAL_RELATIONSHIPS_PREEXISTING_RELATION_INTAKE_H_

#include "plugins/dual_relationships/matters.h"
#include "plugins/dual_relationships/state.h"
#include "plugins/sdk/policy.h"

// R32 preexisting_relation_intake: the client was known before. Somebody close is referred to another therapist; with
// anybody else the precautions are taken: consent, a consultation, a note of them. A romantic relation is not its own.
namespace candor::dual_relationships {

void JudgePriorRelation(const sdk::Event& intake, sdk::Subject& subject, State& state, bool returns);
Progress TakePriorRelation(const sdk::Event& entry, const Reading& reading, Matter& matter);

}  // namespace candor::dual_relationships

#endif  // CANDOR_PLUGINS_DUAL_RELATIONSHIPS_PREEXISTING_RELATION_INTAKE_H_
