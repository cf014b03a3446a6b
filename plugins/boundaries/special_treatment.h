#ifndef CANDOR_PLUGINS_BOUNDARIES_SPECIAL_TREATMENT_H_
#define CANDOR_PLUGINS_BOUNDARIES_SPECIAL_TREATMENT_H_

#include <cstdint>

#include "plugins/boundaries/state.h"
#include "plugins/sdk/policy.h"

// R24 special_treatment: several different signs that a client is treated as someone special; secrecy from colleagues,
// or relying on the client, is enough by itself.
namespace candor::boundaries {

// A crossing that is such a sign, remembered as `act`. `from`: from which day on that is known.
void TakeSign(const sdk::Event& crossing, sdk::Subject& subject, State& state, const Act& act, int32_t from);
// A consultation that counts: the signs that were talked over make no other pattern.
void MeetSpecialTreatment(const sdk::Event& consultation, sdk::Subject& subject, State& state);

}  // namespace candor::boundaries

#endif  // CANDOR_PLUGINS_BOUNDARIES_SPECIAL_TREATMENT_H_
