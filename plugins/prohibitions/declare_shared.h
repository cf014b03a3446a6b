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

// Yes is the stricter answer.
constexpr candor_parameter YesNo(std::string_view name, int64_t value, std::string_view group = "") {
  return Parameter(
      {.name = name, .unit = "yes_no", .default_value = value, .stricter = CANDOR_STRICTER_HIGHER, .group = group});
}

// No entry ends what these rules open.
inline constexpr std::string_view kByDisposition =
    "A decision with a reason of the person responsible, who is not concerned and depends on nobody who is.";

inline constexpr candor_parameter kNoticeWithinDays =
    Parameter({.name = "notice_within", .unit = "days", .default_value = 0, .stricter = CANDOR_STRICTER_LOWER});
inline constexpr candor_parameter kRecordWithinDays =
    Parameter({.name = "record_within", .unit = "days", .default_value = 14, .stricter = CANDOR_STRICTER_LOWER});
inline constexpr candor_parameter kSignOffWithinDays =
    Parameter({.name = "sign_off_within", .unit = "days", .default_value = 14, .stricter = CANDOR_STRICTER_LOWER});

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
