#ifndef CANDOR_PLUGINS_SOFT_TRANSFER_ABANDONMENT_H_
#define CANDOR_PLUGINS_SOFT_TRANSFER_ABANDONMENT_H_

#include "plugins/sdk/policy.h"
#include "plugins/soft_transfer/ending.h"
#include "plugins/soft_transfer/state.h"

// R40 abandonment: therapist, practice or a third party ended a therapy whose client still needs care, without
// preparation: neither notice nor talks about it, or no alternatives. Where a fact it turns on was not recorded and all
// recorded ones hold, it only asks for the record to be completed.
namespace candor::soft_transfer {

// Whether the rule applies to the ending; kUnknown: it asks.
Answer AbandonmentApplies(const EndingFacts& ending, int64_t notice, int64_t sessions, int64_t alternatives);

// Opens it where it applies.
void JudgeAbandonment(const sdk::Event& termination, sdk::Subject& subject, const EndingFacts& ending,
                      OpenEnding& open);
// Meets it once what was done before the ending and since would have prepared it.
void RepairAbandonment(sdk::Subject& subject, OpenEnding& open);
// A complete transfer prepares everything.
void MeetAbandonment(sdk::Subject& subject, OpenEnding& open);

}  // namespace candor::soft_transfer

#endif  // CANDOR_PLUGINS_SOFT_TRANSFER_ABANDONMENT_H_
