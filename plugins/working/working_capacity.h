#ifndef CANDOR_PLUGINS_WORKING_WORKING_CAPACITY_H_
#define CANDOR_PLUGINS_WORKING_WORKING_CAPACITY_H_

#include "plugins/sdk/policy.h"
#include "plugins/working/state.h"

// R50 working_capacity: something makes it hard to work safely, or may, or the member plans to leave for it. It is
// decided whether to go on, limit, suspend or end, and who is there for the clients. The cause is never asked.
namespace candor::working {

// The member's answer: opens the question, answers it, or says that it is over.
void TakeWorkingCapacity(const sdk::Event& answer, sdk::Subject& subject, Capacity& capacity);

// A decision about the member's work, or an absence with cover: what it has done of what is open.
void TakeStepForCapacity(const sdk::Event& entry, sdk::Subject& subject, Capacity& capacity);

// The date has passed and nothing was decided.
void RaiseWorkingCapacity(sdk::Subject& subject, const Capacity& capacity);

uint64_t CapacityToken(const Capacity& capacity);

}  // namespace candor::working

#endif  // CANDOR_PLUGINS_WORKING_WORKING_CAPACITY_H_
