#ifndef CANDOR_PLUGINS_WORKING_THERAPIST_SUPPORT_H_
#define CANDOR_PLUGINS_WORKING_THERAPIST_SUPPORT_H_

#include "plugins/sdk/policy.h"
#include "plugins/working/state.h"

// R55 therapist_support: within a year several situations in which something important was left long past its date, or
// a matter that was found to be so with a pattern of crossings since. The member is offered support and a plan for
// supervision. Nothing that was done in time counts, and no feelings.
namespace candor::working {

// A follow-up of a case that is about the member was opened or has ended.
void TakeChange(const sdk::Event& change, sdk::Subject& subject, Support& support);

// The days after its date have passed, and it is open still.
void CountLeft(const sdk::Event& timer, sdk::Subject& subject, Support& support);

// A plan with the day of its review, or the reason why there is none.
void TakeStepForSupport(const sdk::Event& entry, sdk::Subject& subject, Support& support);

}  // namespace candor::working

#endif  // CANDOR_PLUGINS_WORKING_THERAPIST_SUPPORT_H_
