#ifndef CANDOR_PLUGINS_WORKING_TRAINING_H_
#define CANDOR_PLUGINS_WORKING_TRAINING_H_

#include "plugins/sdk/policy.h"
#include "plugins/working/state.h"

// R68 training: boundaries with a case to practise on, and the welcome, are renewed each year.
namespace candor::working {

// The first entry of a member starts the clocks of both; a training starts its own anew and meets what is open.
void TakeForTraining(const sdk::Event& entry, sdk::Subject& subject, Training& training);

// One of the two was not renewed.
void AskForTraining(const sdk::Event& timer, sdk::Subject& subject, Training& training);

}  // namespace candor::working

#endif  // CANDOR_PLUGINS_WORKING_TRAINING_H_
