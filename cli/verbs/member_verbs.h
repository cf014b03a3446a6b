#ifndef CANDOR_CLI_VERBS_MEMBER_VERBS_H_
#define CANDOR_CLI_VERBS_MEMBER_VERBS_H_

#include <string>

#include "absl/status/statusor.h"
#include "cli/verbs/session.h"

// The commands of `candor member` about who is away, who leaves, whose machine calls and who has which role, and the
// options that they share. What an option is read into is not owned and outlives the command.
namespace candor::cli {

// The one argument of a command about one member; `what`: "who is away".
void AddWho(CLI::App& command, std::string& who, const std::string& what);
// --source: whose account an entry is, as WhoseAccount takes it.
void AddSource(CLI::App& command, std::string& source);

// `away` and `back`.
void AddAwayCommands(CLI::App& member, Session& session);
// `depart`.
void AddDepartCommand(CLI::App& member, Session& session);
// `enrol-code`, `enrolments` and `revoke`.
void AddEnrolmentCommands(CLI::App& member, Session& session);
// `role grant`, `role withdraw` and `role list`.
void AddRoleCommands(CLI::App& member, Session& session);

// Whose account an entry about `member` (`members/{member}`) is: `given`, or where that is empty the word for somebody
// who writes it down for another, and "" for the member and the operator as such.
absl::StatusOr<std::string> WhoseAccount(Session& session, const std::string& given, const std::string& member);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_MEMBER_VERBS_H_
