#ifndef CANDOR_CLI_VERBS_FINISH_ENTRY_H_
#define CANDOR_CLI_VERBS_FINISH_ENTRY_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "candor/v1/entry.pb.h"
#include "cli/verbs/entry_draft.h"
#include "cli/verbs/session.h"

// What becomes of an entry once it has been told.
namespace candor::cli {

// Lets the person choose: save it, keep a draft, talk to someone first, change answers, or leave it. What cannot be
// saved can be kept. CANCELLED when nothing was stored. REQUIRES: session.terminal.asks.
absl::StatusOr<ExitCode> ChooseAndFinish(Session& session, EntryDraft draft);

// What recording it asks of the daemon. A date that was left to be today is a date from then on, so that the request is
// the same when it is sent again.
absl::StatusOr<v1::CreateEntryRequest> RequestOf(Session& session, EntryDraft& draft);
// Has it recorded, says what is suggested, and removes the draft if there is one. On an error the draft stays.
absl::StatusOr<ExitCode> SendEntry(Session& session, EntryDraft& draft, const v1::CreateEntryRequest& request);
// Both.
absl::StatusOr<ExitCode> SaveEntry(Session& session, EntryDraft& draft);

// Writes it down on this machine, and says how it is found again.
absl::StatusOr<ExitCode> KeepEntry(Session& session, EntryDraft& draft);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_FINISH_ENTRY_H_
