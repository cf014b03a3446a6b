#ifndef CANDOR_PLUGINS_PRACTICE_DUTIES_COMPLAINT_H_
#define CANDOR_PLUGINS_PRACTICE_DUTIES_COMPLAINT_H_

#include <cstdint>

#include "plugins/practice_duties/state.h"
#include "plugins/sdk/policy.h"

// R65 complaint: acknowledged, with the board's address, and answered in writing by somebody whom it is not about.
namespace candor::practice_duties {

// `rule`: that of the subject's scope.
void TakeForComplaint(const sdk::Event& entry, sdk::Subject& subject, State& state, uint16_t rule);

}  // namespace candor::practice_duties

#endif  // CANDOR_PLUGINS_PRACTICE_DUTIES_COMPLAINT_H_
