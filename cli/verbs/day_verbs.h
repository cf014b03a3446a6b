#ifndef CANDOR_CLI_VERBS_DAY_VERBS_H_
#define CANDOR_CLI_VERBS_DAY_VERBS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "candor/v1/work.pb.h"
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
// What somebody else has written about the caller and the caller has not answered, with the ways to read and answer it.
void PrintEntriesAbout(Session& session, const v1::WorkList& list);
// Whom somebody can talk to, in the middle of something else: all of the practice's list, in words, beside the data of
// what is under way. Where there is no list the daemon is asked whom the practice has named. INVALID_ARGUMENT, an error
// of a local file, where that is nobody.
absl::Status ShowWhoToTalkTo(Session& session);
// The same as data, as `candor talk -o json` has it: a list. The same errors, and then `people` stays as it is.
absl::Status ReadWhoToTalkTo(Session& session, Json& people);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_DAY_VERBS_H_
