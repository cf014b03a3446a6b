#ifndef CANDOR_CLI_VERBS_ENTRY_PREVIEW_H_
#define CANDOR_CLI_VERBS_ENTRY_PREVIEW_H_

#include <ostream>
#include <string>

#include "absl/status/statusor.h"
#include "candor/v1/entry.pb.h"
#include "cli/verbs/session.h"
#include "cli/verbs/who_reads.h"
#include "cli/wire/schema.h"

namespace candor::cli {

// What an entry would call for, by when, with whom and why, in few words. `kind`: of the entry that was asked about.
// `if_recorded`: what is to be known before it is recorded (IfItWereRecorded); empty: nothing.
void PrintPreview(const v1::EntryPreview& preview, const SchemaKind& kind, const std::string& if_recorded,
                  NameBook& names, std::ostream& out);

// "By this, Fo Gi is shown the case, with all that is on record of it."; "" where nobody gains or loses sight of one.
std::string SightText(const v1::EntryPreview& preview, NameBook& names);

// Tells the operator as such, before they confirm a correction of an entry about a client, who would be shown the case
// by it and who no longer. Nothing where nobody would be, or where that cannot be known: what is refused is refused by
// the correction itself.
void WarnOfSight(Session& session, const v1::PreviewEntryRequest& correction);

// Asks the daemon what `entry` below `parent` would call for, which it does not keep, and prints the answer.
absl::StatusOr<ExitCode> PreviewEntry(Session& session, const std::string& parent, const v1::Entry& entry,
                                      const SchemaKind& kind, const Writing& writing);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_ENTRY_PREVIEW_H_
