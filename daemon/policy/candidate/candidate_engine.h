#ifndef CANDOR_DAEMON_POLICY_CANDIDATE_CANDIDATE_ENGINE_H_
#define CANDOR_DAEMON_POLICY_CANDIDATE_CANDIDATE_ENGINE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "daemon/policy/worker_engine.h"

namespace candor::policy {

// The files that are to be tried in place of what is in force.
struct CandidatePolicies {
  std::string profile_path;  // absolute; empty: the profiles are as they are in force
  std::string plugin_path;   // absolute; empty: so are the plugins
  // Of entries by whose values the profile judges; nullopt: of all there are.
  std::optional<int32_t> from;
  int32_t today = 0;
};

// A worker of its own, which belongs to the thread that calls: it judges as `in_force` does, but for the candidates. A
// profile takes the place of the one of its name, or is one more; so does a plugin. INVALID_ARGUMENT "FILE:LINE:
// reason" for a profile that does not fit; FAILED_PRECONDITION for a plugin that cannot be loaded, and where another
// plugin's file is not the one that judges now.
absl::StatusOr<std::unique_ptr<WorkerEngine>> StartCandidates(const WorkerEngine& in_force,
                                                              const CandidatePolicies& wanted);

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_CANDIDATE_CANDIDATE_ENGINE_H_
