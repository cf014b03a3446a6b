#ifndef CANDOR_TESTS_QUIET_PRACTICE_BUDGET_H_
#define CANDOR_TESTS_QUIET_PRACTICE_BUDGET_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "daemon/domain/assessment.h"
#include "daemon/domain/rule.h"
#include "plugins/abi/candor_policy.h"
#include "tests/quiet_practice/practice.h"

// What the policies would say in a practice's year, counted as its people would meet it: in situations.
namespace candor::quiet_practice {

struct Setting {
  std::string rule;
  std::string parameter;
  int64_t value = 0;
};

// As a profile has them.
struct Policies {
  std::vector<const candor_policy*> plugins;      // borrowed
  std::vector<Setting> values;                    // what is not here has its default
  std::map<std::string, domain::RuleMode> modes;  // by slug; what is not here is active
};

// What was said about one timeline: follow-ups that were not withdrawn, of rules that are not off.
using Said = std::vector<domain::FollowUpSection>;

struct Answers {
  std::vector<Said> timelines;
  size_t entries = 0;                     // of all timelines
  std::vector<std::string> not_assessed;  // plugin and sentence; none in a year that means anything
};

Answers Ask(const Practice& practice, const Policies& policies);

struct RuleCount {
  std::string catalogue_id;
  domain::RuleMode mode = domain::RuleMode::kActive;
  int follow_ups = 0;
  int folded = 0;      // of them, kept quiet under another
  int situations = 0;  // that hold one that is not
  int important = 0;   // situations in which one of this rule is important or urgent
};

// Of situations that began in the year, by what the entry that opened them was reported.
struct Counts {
  double therapist_months = 0;
  int situations = 0;
  int important = 0;  // or urgent
  int urgent = 0;
  std::map<std::string, RuleCount> rules;  // by slug; every rule that is not off

  double PerMonth(int count) const { return count / therapist_months; }
};

// `with_shadow`: as if every rule that is in shadow were active.
Counts Count(const Practice& practice, const Policies& policies, const Answers& answers, bool with_shadow);

// A table for people: situations per therapist-month, in all and by rule.
std::string TableOf(const Counts& counts);

}  // namespace candor::quiet_practice

#endif  // CANDOR_TESTS_QUIET_PRACTICE_BUDGET_H_
