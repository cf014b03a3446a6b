#ifndef CANDOR_PLUGINS_PROHIBITIONS_ANSWERS_H_
#define CANDOR_PLUGINS_PROHIBITIONS_ANSWERS_H_

#include <cstdint>
#include <vector>

#include "plugins/sdk/policy.h"

// What these rules say alike. Each entry opens a follow-up of its own: the policy is not told what a person has
// disposed of, and an act that came after must not be lost in what was closed before it.
namespace candor::prohibitions {

// `notice_within`: index of the rule's parameter. `known`: the day on which the last was written down of what else it
// rests on.
void Prohibit(const sdk::Event& entry, sdk::Subject& subject, uint16_t rule, uint16_t notice_within,
              sdk::Severity severity, std::vector<sdk::Id> facts = {}, int32_t known = CANDOR_NO_DAY);

// All that was recorded calls for the rule, and `missing` was not recorded. `record_within`: index of the parameter;
// `known` as above.
void AskToComplete(const sdk::Event& entry, sdk::Subject& subject, uint16_t rule, uint16_t record_within,
                   uint32_t missing, std::vector<sdk::Id> facts = {}, int32_t known = CANDOR_NO_DAY);

}  // namespace candor::prohibitions

#endif  // CANDOR_PLUGINS_PROHIBITIONS_ANSWERS_H_
