#ifndef CANDOR_CLI_VERBS_TODAY_MACHINES_H_
#define CANDOR_CLI_VERBS_TODAY_MACHINES_H_

#include "candor/v1/work.pb.h"
#include "cli/print/table.h"
#include "cli/verbs/session.h"

// What became of the machines with which somebody calls, in their day.
namespace candor::cli {

// Those that were ended in the last week, those that are new, and a code that waits for one more: a sentence or two
// for each, and nothing where there is none. Whoever it was: what calls as somebody is theirs to know.
void PrintMachinesToday(Session& session, const v1::WorkList& list, NameBook& names);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_TODAY_MACHINES_H_
