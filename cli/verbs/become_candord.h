#ifndef CANDOR_CLI_VERBS_BECOME_CANDORD_H_
#define CANDOR_CLI_VERBS_BECOME_CANDORD_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "cli/verbs/session.h"

namespace candor::cli {

// Ends this program by becoming the `candord` that lies beside it, with these words after its name: for what is done on
// the daemon's own machine. Returns only where that cannot be: LocalFileError().
absl::Status BecomeCandord(Session& session, const std::vector<std::string>& words);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_BECOME_CANDORD_H_
