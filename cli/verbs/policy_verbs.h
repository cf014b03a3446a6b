#ifndef CANDOR_CLI_VERBS_POLICY_VERBS_H_
#define CANDOR_CLI_VERBS_POLICY_VERBS_H_

#include <string>

#include "absl/status/statusor.h"
#include "candor/v1/policy.pb.h"
#include "cli/verbs/session.h"

// What `candor policy` is made of, beside listing and describing.
namespace candor::cli {

// `effective` and `reload`.
void AddProfileCommands(CLI::App& policy, Session& session);
// `mode` and `shadow`.
void AddModeCommands(CLI::App& policy, Session& session);

// `preview` and `candidates`.
void AddPreviewCommands(CLI::App& policy, Session& session);

// `test`.
void AddScenarioCommands(CLI::App& policy, Session& session);

// Whether the typed word names the rule: its slug, number or name, or its policy.
bool IsRuleMeant(const v1::Rule& rule, const std::string& typed);
// The resource that the typed word names: a rule, or a policy with all of its rules. NOT_FOUND when it names none,
// INVALID_ARGUMENT for the number of several.
absl::StatusOr<std::string> ResolveRules(Session& session, const std::string& typed);
// "active from 2026-01-01, as the profiles have it"; what is to hold later follows.
std::string ModeText(const v1::Rule& rule, NameBook& names);
// "shadow", "off"; empty for an active rule of which nothing else is laid down.
std::string ModeMark(const v1::Rule& rule);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_POLICY_VERBS_H_
