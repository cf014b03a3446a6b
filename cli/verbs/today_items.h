#ifndef CANDOR_CLI_VERBS_TODAY_ITEMS_H_
#define CANDOR_CLI_VERBS_TODAY_ITEMS_H_

#include <string>

#include "candor/v1/follow_up.pb.h"
#include "candor/v1/work.pb.h"
#include "cli/verbs/session.h"

// The follow-ups of a day in words, each with the ways to go on as commands.
namespace candor::cli {

// All of the list by whose they are, numbered from 1 as they stand in it, with how many lie beyond it. `ways`: what can
// be done about each stands below it.
void PrintItems(Session& session, const v1::GetWorkListResponse& response, bool ways, NameBook& names);
// The ways to go on, as commands.
void PrintWays(Session& session, const v1::WorkItem& item);
// What says that it is done, as commands, each line after `indent`.
void PrintDone(Session& session, const v1::FollowUp& follow_up, const std::string& indent);
// Whether another day may be taken for it: what is not to go on, and a duty that is urgent, is
// seen, and waits for none.
bool MayWait(const v1::FollowUp& follow_up);
// What somebody planned instead when they said "not now", in their words; "" when they have not, and where that cannot
// be asked.
std::string PlanOf(Session& session, const v1::FollowUp& follow_up);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_TODAY_ITEMS_H_
