#ifndef CANDOR_DAEMON_DOMAIN_SUPERVISION_MERGE_H_
#define CANDOR_DAEMON_DOMAIN_SUPERVISION_MERGE_H_

#include <utility>
#include <vector>

#include "daemon/base/id.h"
#include "daemon/domain/entry.h"

// What becomes of a supervision note when a case that it talks about goes into another. Pure.
namespace candor::domain {

// Lets a note say of `into` what it says of `from`, each case once; a ticked follow-up of `from` is what it has become,
// and stays as it is where it has become nothing. Leaves alone what is no note, and the facts.
void ReplaceCase(const CaseId& from, const CaseId& into,
                 const std::vector<std::pair<FollowUpId, FollowUpId>>& follow_ups, Entry& entry);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_SUPERVISION_MERGE_H_
