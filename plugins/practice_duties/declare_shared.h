#ifndef CANDOR_PLUGINS_PRACTICE_DUTIES_DECLARE_SHARED_H_
#define CANDOR_PLUGINS_PRACTICE_DUTIES_DECLARE_SHARED_H_

#include <cstdint>
#include <string_view>

#include "plugins/practice_duties/rules.h"
#include "plugins/sdk/declare.h"

// What the declarations of this policy share. Sources: README.md of this folder. A list of citations starts with the
// strongest authority that speaks of the thing itself.
namespace candor::practice_duties {

using sdk::Citation;
using sdk::Parameter;
using sdk::Rule;
using sdk::Within;
using sdk::YesNo;

// How far back an entry of a member can matter: ten years.
inline constexpr int32_t kHorizonDays = 3653;

inline constexpr candor_citation kDaysOfPractice =
    Citation(CANDOR_AUTHORITY_PRACTICE, "This practice has decided the number of days", "own");

// Within so many business days, by the practice's calendar. `not_above`: what has to be done no sooner than this.
constexpr candor_parameter WithinBusinessDays(std::string_view name, int64_t days, std::string_view not_above = "") {
  return sdk::Parameter({.name = name,
                         .unit = "business_days",
                         .default_value = days,
                         .stricter = CANDOR_STRICTER_LOWER,
                         .most = 260,
                         .not_above = not_above});
}

// Where and of whom a rule is: nearly all of these are the practice's to see to.
struct Place {
  uint32_t scope = CANDOR_SCOPE_CASE;
  uint32_t confined = CANDOR_CONFINED_GENERAL;
};
inline constexpr Place kOfCase = {CANDOR_SCOPE_CASE, CANDOR_CONFINED_GENERAL};
inline constexpr Place kOfCaseRestricted = {CANDOR_SCOPE_CASE, CANDOR_CONFINED_RESTRICTED};
inline constexpr Place kOfMember = {CANDOR_SCOPE_MEMBER, CANDOR_CONFINED_GENERAL};
inline constexpr Place kOfMemberRestricted = {CANDOR_SCOPE_MEMBER, CANDOR_CONFINED_RESTRICTED};

// A rule of this policy: the practice's, at the place.
constexpr candor_rule Of(Place place, sdk::RuleSpec spec) {
  spec.scope = place.scope;
  spec.confined = place.confined;
  spec.horizon_days = place.scope == CANDOR_SCOPE_MEMBER ? kHorizonDays : 0;
  spec.owner = CANDOR_OWNER_PRACTICE;
  return Rule(spec);
}

}  // namespace candor::practice_duties

#endif  // CANDOR_PLUGINS_PRACTICE_DUTIES_DECLARE_SHARED_H_
