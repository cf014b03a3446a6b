#ifndef CANDOR_DAEMON_DOMAIN_LATE_REPORT_H_
#define CANDOR_DAEMON_DOMAIN_LATE_REPORT_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "daemon/domain/entry.h"

// How long after it happened an entry was written down (rule catalogue, R53). A mark, and no follow-up: the host makes
// it, and what a policy declares is only the rule's words and the parameter.
namespace candor::domain {

// The rule by whose parameter, in days, a profile says from when on a report is late.
inline constexpr std::string_view kLateReportRule = "late_report";
inline constexpr std::string_view kLateAfter = "late_after";

// The days between, where they are more than `late_after`; 0: in time, or something that has no lateness. An act, a
// session, supervision, or what somebody was told has one. A private note has none, and neither has a prior relation,
// which stands in an intake; a correction has that of what it corrects. Pure.
int32_t DaysLate(const EntryHeader& header, int64_t late_after);

// Of which kinds an entry may be marked. What the policy declares is what a rule needs to be one.
std::vector<Kind> KindsWithLateness();

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_LATE_REPORT_H_
