#ifndef CANDOR_PLUGINS_SOFT_TRANSFER_LONG_OR_DEPENDENT_ENDING_H_
#define CANDOR_PLUGINS_SOFT_TRANSFER_LONG_OR_DEPENDENT_ENDING_H_

#include "plugins/sdk/policy.h"
#include "plugins/soft_transfer/ending.h"
#include "plugins/soft_transfer/state.h"

// R41 long_or_dependent_ending: a long therapy, or one that fostered dependency, is not ended faster than it can be
// tapered while the client still needs care: a soft transfer. Same endings and exemptions as abandonment, which is kept
// quiet under it.
namespace candor::soft_transfer {

// Whether the rule applies to the ending; kUnknown: it asks, also for the start of a therapy that nobody
// wrote down; whether dependency was fostered is not asked.
Answer DependentEndingApplies(const EndingFacts& ending, int64_t taper_days, int64_t taper_sessions);

void JudgeDependentEnding(const sdk::Event& termination, sdk::Subject& subject, const EndingFacts& ending,
                          OpenEnding& open);
// A complete transfer, or the client declined one in writing.
void MeetDependentEnding(sdk::Subject& subject, OpenEnding& open);
// The date passed long ago.
void RaiseDependentEnding(sdk::Subject& subject, const OpenEnding& open);

// The timer that raises it.
uint64_t DependentEndingToken(const sdk::Id& key);

}  // namespace candor::soft_transfer

#endif  // CANDOR_PLUGINS_SOFT_TRANSFER_LONG_OR_DEPENDENT_ENDING_H_
