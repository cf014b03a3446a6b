#ifndef CANDOR_PLUGINS_DUAL_RELATIONSHIPS_DUAL_UNAVOIDABLE_REVIEW_H_
#define CANDOR_PLUGINS_DUAL_RELATIONSHIPS_DUAL_UNAVOIDABLE_REVIEW_H_

#include "plugins/dual_relationships/matters.h"
#include "plugins/dual_relationships/state.h"
#include "plugins/sdk/policy.h"

// R31 dual_unavoidable_review: a relation that is mandated, unavoidable or normal for the setting is looked at in
// supervision every so often; each review moves the date. One follow-up stands for one kind of overlap.
namespace candor::dual_relationships {

void JudgeUnavoidable(const sdk::Event& entry, sdk::Subject& subject, State& state);
Progress TakeUnavoidable(const sdk::Event& entry, const Reading& reading, const sdk::Subject& subject, Matter& matter);

}  // namespace candor::dual_relationships

#endif  // CANDOR_PLUGINS_DUAL_RELATIONSHIPS_DUAL_UNAVOIDABLE_REVIEW_H_
