#ifndef CANDOR_CLI_VERBS_WAY_TO_CLEAR_H_
#define CANDOR_CLI_VERBS_WAY_TO_CLEAR_H_

#include <string>
#include <vector>

#include "candor/v1/follow_up.pb.h"

// What clears a follow-up where the step that it asks for does not say so: one conversation may be noted as a
// consultation, as supervision or as the plan that came of it, and a rule may take only one of them.
namespace candor::cli {

// "attraction_persists": it asks for a second conversation and for what was decided there.
bool AsksToDecide(const v1::FollowUp& follow_up);
// "trainee_attraction": it asks for supervision, which no consultation stands for.
bool AsksForSupervision(const v1::FollowUp& follow_up);

// The kinds of entry any of which says that it is done, the likeliest first; none where that depends on what is
// missing.
std::vector<std::string> KindsWhenDone(const v1::FollowUp& follow_up);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_WAY_TO_CLEAR_H_
