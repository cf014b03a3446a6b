#ifndef CANDOR_PLUGINS_BOUNDARIES_DECLARE_SHARED_H_
#define CANDOR_PLUGINS_BOUNDARIES_DECLARE_SHARED_H_

#include <cstdint>
#include <string_view>

#include "plugins/boundaries/rules.h"
#include "plugins/sdk/declare.h"

// What the declarations of this policy share. A citation starts with the strongest authority that speaks of the thing
// itself.
namespace candor::boundaries {

using sdk::Citation;
using sdk::Rule;
using sdk::Within;
using sdk::YesNo;

// How many make a pattern, and how long a while they are looked for in: they mean something only together.
constexpr candor_parameter Many(std::string_view name, int64_t count, std::string_view group) {
  return sdk::Parameter({.name = name,
                         .unit = "count",
                         .default_value = count,
                         .stricter = CANDOR_STRICTER_LOWER,
                         .group = group,
                         .least = 1});
}
constexpr candor_parameter Window(std::string_view name, int64_t days, std::string_view group = "") {
  return sdk::Parameter({.name = name,
                         .unit = "days",
                         .default_value = days,
                         .stricter = CANDOR_STRICTER_HIGHER,
                         .group = group,
                         .least = 1});
}

inline constexpr candor_parameter kRecordWithinDays = Within("record_within", 14);
inline constexpr candor_parameter kConsultWithinDays = Within("consult_within", 14);

inline constexpr candor_citation kDaysOfPractice =
    Citation(CANDOR_AUTHORITY_PRACTICE, "This practice has decided the number of days", "own");
inline constexpr candor_citation kNumbersOfPractice =
    Citation(CANDOR_AUTHORITY_PRACTICE, "This practice has decided how many, and within how many days", "own");
inline constexpr candor_citation kWarningSigns =
    Citation(CANDOR_AUTHORITY_GUIDELINE, "California DCA, Therapy Never Includes Sexual Behavior: warning signs", "A");
inline constexpr candor_citation kDriftSigns = Citation(
    CANDOR_AUTHORITY_GUIDELINE,
    "CMAJ, warning signs of drift: special treatment, any activity one would not like colleagues to know about", "A");

}  // namespace candor::boundaries

#endif  // CANDOR_PLUGINS_BOUNDARIES_DECLARE_SHARED_H_
