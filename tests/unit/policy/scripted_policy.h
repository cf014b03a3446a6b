#ifndef CANDOR_TESTS_UNIT_POLICY_SCRIPTED_POLICY_H_
#define CANDOR_TESTS_UNIT_POLICY_SCRIPTED_POLICY_H_

#include <functional>

#include "plugins/abi/candor_policy.h"

namespace candor::policy::testing {

// A plugin with two case rules, `sessions` (reads sessions and terminations, may ask for the field session.minutes)
// and `endings` (reads terminations, one parameter of 30 days), and a member rule `supervision`, which judges with the
// function that the test sets. One at a time.
const candor_policy& ScriptedPolicy();
void SetScript(std::function<int32_t(candor_call*)> script);

candor_text TextOf(const char* literal);
// A follow-up of a rule under a key, due on a day.
candor_followup FollowUpOf(uint16_t rule, const char* key, int32_t due_day = CANDOR_NO_DAY);

}  // namespace candor::policy::testing

#endif  // CANDOR_TESTS_UNIT_POLICY_SCRIPTED_POLICY_H_
