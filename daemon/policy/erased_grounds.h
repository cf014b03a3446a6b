#ifndef CANDOR_DAEMON_POLICY_ERASED_GROUNDS_H_
#define CANDOR_DAEMON_POLICY_ERASED_GROUNDS_H_

#include <map>
#include <vector>

#include "absl/status/status.h"
#include "daemon/base/id.h"
#include "daemon/domain/assessment.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/store.h"

// What becomes of a member's follow-up when the case is erased in which something was told of the member (ADR 0053).
namespace candor::policy {

// Takes out of `changed` what nobody can judge any more, so that it stays as it is on record: a follow-up that rests on
// an erased entry, unless it was open and is met, or its rule is not active any more; and a new one that an erased
// entry would open. `known`: what is on record of the same subject. Only a member's rules look at entries of another
// record, so follow-ups of cases are left in without a look. Errors are the view's.
absl::Status LeaveOutErased(const domain::View& view, const std::map<FollowUpId, const domain::FollowUp*>& known,
                            std::vector<domain::FollowUpSection>& changed);

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_ERASED_GROUNDS_H_
