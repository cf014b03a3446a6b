#ifndef CANDOR_PLUGINS_PROHIBITIONS_DECLARE_SHARED_H_
#define CANDOR_PLUGINS_PROHIBITIONS_DECLARE_SHARED_H_

#include <cstdint>
#include <string_view>

#include "plugins/prohibitions/rules.h"
#include "plugins/sdk/declare.h"

// What several declarations of this policy share. Sources: README.md of this folder. A list of citations starts with
// the strongest authority that speaks of the thing itself.
namespace candor::prohibitions {

using sdk::Citation;
using sdk::Parameter;
using sdk::Rule;
using sdk::Within;
using sdk::YesNo;

// No entry ends what these rules open.
inline constexpr std::string_view kByDisposition =
    "A decision with a reason of the person responsible, who is not concerned and depends on nobody who is.";

inline constexpr candor_parameter kNoticeWithinDays = Within("notice_within", 0);
inline constexpr candor_parameter kRecordWithinDays = Within("record_within", 14);
inline constexpr candor_parameter kSignOffWithinDays = Within("sign_off_within", 14);

// Conduct, and who is a current client of whom when it happens.
inline constexpr uint16_t kConductKinds[] = {CANDOR_KIND_ROMANTIC_OR_SEXUAL_ACT,
                                             CANDOR_KIND_CROSSING,
                                             CANDOR_KIND_DUAL_RELATIONSHIP,
                                             CANDOR_KIND_INTAKE,
                                             CANDOR_KIND_SESSION,
                                             CANDOR_KIND_TERMINATION,
                                             CANDOR_KIND_TRANSFER_STEP};

}  // namespace candor::prohibitions

#endif  // CANDOR_PLUGINS_PROHIBITIONS_DECLARE_SHARED_H_
