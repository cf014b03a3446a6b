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
// `if_recorded`: what is to be known before it is recorded; empty: nothing.
void PrintPreview(const v1::EntryPreview& preview, const v1::Entry& entry, const SchemaKind& kind,
                  const std::string& if_recorded, NameBook& names, std::ostream& out);

// Whether its writer is not sure if abuse is to be suspected: no rule opens by that, and it is not nothing.
bool IsUnsureOfAbuse(const v1::Entry& entry);

// Tells the person, before they confirm it, what an act may cost its writer, where `entry` below `parent` is of another
// kind and a rule takes it for something that is not to go on. Of a kind that is an act it has been said. Nothing where
// that cannot be known.
void SayIfItIsAnAct(Session& session, const std::string& parent, const v1::Entry& entry, const SchemaKind& kind,
                    const Writing& writing);

// "By this K-7, with all that is on record of it, is shown to: Fo Gi."; "" where nobody gains or loses sight of a case.
std::string SightText(const google::protobuf::RepeatedPtrField<v1::SightChange>& sight, NameBook& names);

// What whoever is about to write or correct an entry about a client is told before they confirm it: to whom it would
// show the case, and to whom no longer. "" where that is nobody, or where it cannot be known: what is refused is
// refused by the call itself. What a private note says is not sent to be asked about.
std::string SightOf(Session& session, v1::PreviewEntryRequest request);
std::string SightOf(Session& session, const v1::CreateEntryRequest& request);

// Of an ending, or a step of a transfer, that is dated before the first intake of its case, as by a wrong year: that it
// is, and what it does not do. It is taken all the same. "" of any other entry, and where that cannot be known.
std::string BeforeIntakeText(Session& session, const std::string& parent, const v1::Entry& entry);

// Tells the person `text`, if there is any.
void SaySight(Session& session, const std::string& text);

// Asks the daemon what `entry` below `parent` would call for, which it does not keep, and prints the answer.
absl::StatusOr<ExitCode> PreviewEntry(Session& session, const std::string& parent, const v1::Entry& entry,
                                      const SchemaKind& kind, const Writing& writing);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_ENTRY_PREVIEW_H_
