#ifndef CANDOR_DAEMON_POLICY_WORKER_SERVE_H_
#define CANDOR_DAEMON_POLICY_WORKER_SERVE_H_

#include "absl/status/status.h"

namespace candor::policy {

// The worker's whole life on one connected socket: load, say what was loaded, judge until the other end closes. OK
// when it closed; DATA_LOSS when what came made no sense. The descriptor is not owned.
absl::Status ServePolicies(int fd);

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_WORKER_SERVE_H_
