#ifndef CANDOR_PLUGINS_REFERRAL_RULES_H_
#define CANDOR_PLUGINS_REFERRAL_RULES_H_

#include <cstdint>

// The rules of this policy and their parameters, numbered in the order in which plugin.cc declares them.
namespace candor::referral {

enum RuleIndex : uint16_t { kFollowThrough = 0, kUnclosed = 1, kAdvice = 2 };

enum FollowThroughParameter : uint16_t { kReferWithin = 0, kIndependent = 1 };
enum UnclosedParameter : uint16_t { kCloseWithin = 0, kAttempts = 1 };
enum AdviceParameter : uint16_t { kActWithin = 0, kNoteWithin = 1 };

}  // namespace candor::referral

#endif  // CANDOR_PLUGINS_REFERRAL_RULES_H_
