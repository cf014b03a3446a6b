#ifndef CANDOR_CLI_VERBS_WAY_TO_CLEAR_H_
#define CANDOR_CLI_VERBS_WAY_TO_CLEAR_H_

#include <string>
#include <vector>

#include "candor/v1/follow_up.pb.h"

// What clears a follow-up, as its rule says it (FollowUp.done_kinds): one conversation may be noted as a consultation,
// as supervision or as the plan that came of it, and a rule may take only one of them.
namespace candor::cli {

// It asks for a conversation and for what was decided there: a plan to go on is one of the ways.
bool AsksToDecide(const v1::FollowUp& follow_up);
// It asks for supervision, which no consultation stands for.
bool AsksForSupervision(const v1::FollowUp& follow_up);

// The kinds of entry any of which says that it is done, the likeliest first. Where the rule does not say, or its policy
// is gone, what the action suggests; none where that depends on what is missing.
std::vector<std::string> KindsWhenDone(const v1::FollowUp& follow_up);

// The command that adds what a follow-up asks to be added to the record; "" for one that asks for something else or
// does not say to which entry.
std::string CommandToComplete(const v1::FollowUp& follow_up, const std::string& on_behalf);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_WAY_TO_CLEAR_H_
