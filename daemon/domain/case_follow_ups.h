#ifndef CANDOR_DAEMON_DOMAIN_CASE_FOLLOW_UPS_H_
#define CANDOR_DAEMON_DOMAIN_CASE_FOLLOW_UPS_H_

#include <vector>

#include "absl/time/time.h"
#include "daemon/domain/decision.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/settings.h"

// What rules about a member are told of the follow-ups of cases (ADR 0037).
namespace candor::domain {

// Whether rules about the member whom it is about may know of it: a follow-up of a case that stands, of a rule that is
// active and whose follow-ups are neither personal nor restricted nor the practice's own. One that asks for nothing but
// what the record lacks says nothing of the case. Of one that is erased nobody knows the rule any more, so nothing is
// told of it.
bool IsToldToMemberRules(const FollowUp& follow_up);

// What has become of it, in timeline order: that it was opened, at the date of the entry that opened it, and that it
// has ended, at the date of the entry that met it, of the day on which it went quiet, or of the disposition. It is a
// function of what stands now, not of when it was said. Both come after the entries of their day and before the timers.
// `decisions`: all about the follow-up, in order; read of one that is disposed of only. `zone`: whose days decisions
// are made on. REQUIRES: IsToldToMemberRules(). Pure.
std::vector<PolicyEvent> ChangesOf(const FollowUp& follow_up, const std::vector<Decision>& decisions,
                                   const Settings& settings, const absl::TimeZone& zone);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_CASE_FOLLOW_UPS_H_
