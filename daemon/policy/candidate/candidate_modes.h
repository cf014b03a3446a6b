#ifndef CANDOR_DAEMON_POLICY_CANDIDATE_CANDIDATE_MODES_H_
#define CANDOR_DAEMON_POLICY_CANDIDATE_CANDIDATE_MODES_H_

#include "absl/status/statusor.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/policy_preview.h"
#include "daemon/domain/rule_mode.h"
#include "daemon/domain/store.h"

namespace candor::policy {

// How rules would be run: as the newest activation has it, as the candidates' profiles have it where nobody chose, and
// as the request asks for. NOT_FOUND about "modes" for a rule that the candidates do not have; INVALID_ARGUMENT about
// "effective_from" for a day to come.
absl::StatusOr<domain::RuleModes> ModesOfCandidates(const domain::PolicyEngine& candidates,
                                                    const domain::Activation& stands,
                                                    const domain::PolicyPreviewRequest& request);

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_CANDIDATE_CANDIDATE_MODES_H_
