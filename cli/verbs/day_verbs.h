#ifndef CANDOR_CLI_VERBS_DAY_VERBS_H_
#define CANDOR_CLI_VERBS_DAY_VERBS_H_

#include <string>

#include "absl/status/statusor.h"
#include "cli/verbs/entry_form.h"
#include "cli/verbs/session.h"

// What somebody does on an ordinary day, and what these verbs share with others.
namespace candor::cli {

void AddTodayVerb(CLI::App& app, Session& session);
void AddTalkVerb(CLI::App& app, Session& session);
void AddSupervisionVerb(CLI::App& app, Session& session);
void AddWatchVerb(CLI::App& app, Session& session);

// `candor log` with what is known already; asks for the rest, unless `yes` says to store it as it is.
absl::StatusOr<ExitCode> LogEntry(Session& session, EntryForm form, bool yes = false);
// Whom somebody can talk to, from `file` or, when it is empty, from where the practice puts its list. Asks no daemon.
absl::StatusOr<ExitCode> ListWhoToTalkTo(Session& session, const std::string& file);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_DAY_VERBS_H_
