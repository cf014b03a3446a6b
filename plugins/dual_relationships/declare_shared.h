#ifndef CANDOR_PLUGINS_DUAL_RELATIONSHIPS_DECLARE_SHARED_H_
#define CANDOR_PLUGINS_DUAL_RELATIONSHIPS_DECLARE_SHARED_H_

#include <cstdint>
#include <iterator>
#include <string_view>

#include "plugins/dual_relationships/rules.h"
#include "plugins/sdk/declare.h"

// What the declarations of this policy share. A citation starts with the strongest authority that speaks of the thing
// itself.
namespace candor::dual_relationships {

using sdk::Citation;
using sdk::Rule;
using sdk::Within;
using sdk::YesNo;

inline constexpr candor_parameter kRecordWithinDays = Within("record_within", 14);

inline constexpr candor_citation kZurArticle =
    Citation(CANDOR_AUTHORITY_ARTICLE, "GoodTherapy, Dual Relationship, with answers by O. Zur", "A");
inline constexpr candor_citation kDaysOfPractice =
    Citation(CANDOR_AUTHORITY_PRACTICE, "This practice has decided the number of days", "own");

}  // namespace candor::dual_relationships

#endif  // CANDOR_PLUGINS_DUAL_RELATIONSHIPS_DECLARE_SHARED_H_
