#ifndef CANDOR_CLI_VERBS_INTERVIEW_H_
#define CANDOR_CLI_VERBS_INTERVIEW_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/verbs/entry_form.h"
#include "cli/verbs/session.h"
#include "cli/wire/schema.h"

// The conversation in which somebody tells what an entry needs. Every question says how it is skipped; an empty answer
// is "not recorded". An answer that a field does not take is asked for again. REQUIRES of all: session.terminal.asks.
// Errors: CANCELLED at the end of input, before the entry is whole.
namespace candor::cli {

enum class Purpose {
  kSave,    // it is to be recorded
  kWhatIf,  // it only asks what would come of it
  kDraft,   // it stays on this machine; no daemon is asked for anything
};

// What happened, how I feel, or what somebody told; then which of the kinds of that answer. INVALID_ARGUMENT when
// there is no such kind.
absl::Status AskKind(Session& session, EntryForm& form);

// All of it: the kind, who will read it, and what there is to tell. A person or a case that there is not and a day that
// is still to come are asked for again. NOT_FOUND for a reader who was given before and is no member.
absl::Status Interview(Session& session, Purpose purpose, EntryForm& form);

// Once more, with the answers that the form has: an empty answer keeps what is there, "-" takes it away.
absl::Status InterviewAgain(Session& session, EntryForm& form);

// The facts of one kind, those left out that cannot matter. Fields that the form has already are not asked for.
absl::Status AskFacts(Session& session, const SchemaKind& kind, EntryForm& form);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_INTERVIEW_H_
