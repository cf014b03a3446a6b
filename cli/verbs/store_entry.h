#ifndef CANDOR_CLI_VERBS_STORE_ENTRY_H_
#define CANDOR_CLI_VERBS_STORE_ENTRY_H_

#include <string>

#include "absl/status/status.h"
#include "candor/v1/entry.pb.h"
#include "cli/verbs/session.h"
#include "cli/wire/schema.h"

// What a person reads before and after something is stored.
namespace candor::cli {

// "session, 2025-03-12"; of what says who is there or who supervises also of whom, and each fact but free text, as in
// "absence of Ana Nguyen: from: 2026-04-07, to: 2026-04-25, cover: Maria Lopez; dated 2026-04-01".
std::string WhatIsRecorded(Session& session, const SchemaKind& kind, const v1::CreateEntryRequest& request);
// Whether WhatIsRecorded says more than the kind and the day.
bool TellsWhoIsThere(const SchemaKind& kind);

// On a terminal asks. CANCELLED when it is not confirmed; without a terminal only `yes` confirms. Whom it shows a case,
// and whom no longer, is told before: `sight` (SightOf) where it is given, "" for nobody.
absl::Status ConfirmEntry(Session& session, const SchemaKind& kind, const v1::CreateEntryRequest& request, bool yes);
// The same for a change to `name`: "amend" or "retract".
absl::Status ConfirmChange(Session& session, const std::string& name, bool yes, const std::string& sight = "");
// The same for an answer to `name`.
absl::Status ConfirmResponse(Session& session, const std::string& name, bool yes);
// The same for calling `name` back.
absl::Status ConfirmRecall(Session& session, const std::string& name, bool yes);
// The same for a move of `name`.
absl::Status ConfirmMove(Session& session, const std::string& name, const std::string& to_case, bool yes,
                         const std::string& sight);

// The same for a merge of two cases.
absl::Status ConfirmMerge(Session& session, const std::string& from, const std::string& into, bool yes,
                          const std::string& sight);

// Thanks, the entry's name, and what is suggested; or `json`.
void PrintStored(Session& session, const v1::Entry& entry, const v1::EntryAssessment& assessment, const Json& json,
                 const std::string& reader);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_STORE_ENTRY_H_
