#ifndef CANDOR_TESTS_POLICIES_SCENARIOS_SHIPPED_SCENARIOS_H_
#define CANDOR_TESTS_POLICIES_SCENARIOS_SHIPPED_SCENARIOS_H_

#include <string>
#include <vector>

#include "daemon/policy/scenario/scenario_runner.h"

// The scenarios of this repository, and what they are run with in a test's own process.
namespace candor::policy::testing {

// Every scenario file below the folder, by name: those of the policies, the vignettes and those about several policies.
std::vector<std::string> ScenarioFilesBelow(const std::string& folder);

// The text of a file; empty: it cannot be read.
std::string TextOfFile(const std::string& path);

// The policies of `plugins` in this process, judging by the profiles of the other folder.
ScenarioRooms RoomsInProcess(const std::string& plugins, const std::string& profiles);

}  // namespace candor::policy::testing

#endif  // CANDOR_TESTS_POLICIES_SCENARIOS_SHIPPED_SCENARIOS_H_
