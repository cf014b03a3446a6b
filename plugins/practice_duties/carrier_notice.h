#ifndef CANDOR_PLUGINS_PRACTICE_DUTIES_CARRIER_NOTICE_H_
#define CANDOR_PLUGINS_PRACTICE_DUTIES_CARRIER_NOTICE_H_

#include <cstdint>

#include "plugins/practice_duties/state.h"
#include "plugins/sdk/policy.h"

// R63 carrier_notice: a matter was opened, and the liability carriers are told.
namespace candor::practice_duties {

// `rule`: that of the subject's scope.
void TakeForCarrier(const sdk::Event& entry, sdk::Subject& subject, State& state, uint16_t rule);

}  // namespace candor::practice_duties

#endif  // CANDOR_PLUGINS_PRACTICE_DUTIES_CARRIER_NOTICE_H_
