#ifndef CANDOR_CLI_VERBS_SITUATIONS_H_
#define CANDOR_CLI_VERBS_SITUATIONS_H_

#include <string>
#include <vector>

#include "candor/v1/follow_up.pb.h"

// One thing, one message: what one conversation or one step can meet is told once, with its earliest date.
namespace candor::cli {

// Kept quiet under a more specific one, which says the same: shown on request only.
bool KeptQuiet(const v1::FollowUp& follow_up);

// The follow-ups by situation: the earliest date first, within each and among them; those without a date after them,
// and those kept quiet last. Never an empty group.
std::vector<std::vector<v1::FollowUp>> BySituation(std::vector<v1::FollowUp> follow_ups);

// What else than `first` the situation asks for: "completing the record and a referral"; "" when that is all.
std::string OthersThan(v1::Action first, const std::vector<v1::FollowUp>& situation);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_SITUATIONS_H_
