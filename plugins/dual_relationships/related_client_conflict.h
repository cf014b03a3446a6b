#ifndef CANDOR_PLUGINS_DUAL_RELATIONSHIPS_RELATED_CLIENT_CONFLICT_H_
#define CANDOR_PLUGINS_DUAL_RELATIONSHIPS_RELATED_CLIENT_CONFLICT_H_

#include "plugins/dual_relationships/matters.h"
#include "plugins/dual_relationships/state.h"
#include "plugins/sdk/policy.h"

// R37 related_client_conflict: the new client is closely linked to another one. It is talked over and noted; nothing of
// the other is told, and no link is kept.
namespace candor::dual_relationships {

void JudgeRelatedClient(const sdk::Event& intake, sdk::Subject& subject, State& state);
Progress TakeRelatedClient(const sdk::Event& entry, const Reading& reading, Matter& matter);

}  // namespace candor::dual_relationships

#endif  // CANDOR_PLUGINS_DUAL_RELATIONSHIPS_RELATED_CLIENT_CONFLICT_H_
