#ifndef CANDOR_PLUGINS_WORKING_SUPERVISION_FREQUENCY_H_
#define CANDOR_PLUGINS_WORKING_SUPERVISION_FREQUENCY_H_

#include "plugins/sdk/policy.h"
#include "plugins/working/state.h"

// R51 supervision_frequency: a week or month with hours and less supervision than the profile asks. Each stands for
// itself, none is averaged with another; where there are no hours nothing is due.
namespace candor::working {

// Hours of a week, supervision, or an absence.
void TakeForFrequency(const sdk::Event& entry, sdk::Subject& subject, Frequency& frequency);

// A week or month is over: what it had is held against what it asks.
void JudgePeriod(const sdk::Event& timer, sdk::Subject& subject, Frequency& frequency);

}  // namespace candor::working

#endif  // CANDOR_PLUGINS_WORKING_SUPERVISION_FREQUENCY_H_
