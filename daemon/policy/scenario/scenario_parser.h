#ifndef CANDOR_DAEMON_POLICY_SCENARIO_SCENARIO_PARSER_H_
#define CANDOR_DAEMON_POLICY_SCENARIO_SCENARIO_PARSER_H_

#include <string>

#include "absl/status/statusor.h"
#include "daemon/policy/scenario/scenario.h"

namespace candor::policy {

// Reads the text of one file. INVALID_ARGUMENT "FILE:LINE: reason" for what is no scenario: an unknown key, kind, field
// or word, a person or an entry that is not there, a date of the wrong form.
absl::StatusOr<Scenario> ParseScenario(const std::string& text, const std::string& path);

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_SCENARIO_SCENARIO_PARSER_H_
