#ifndef CANDOR_DAEMON_RPC_CONCERN_STEP_H_
#define CANDOR_DAEMON_RPC_CONCERN_STEP_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/base/id.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/store.h"
#include "daemon/rpc/question.h"

// An entry that says what has become of a concern: whether somebody may write it, and what goes with it. Errors are the
// view's, or as said.
namespace candor::rpc {

// Whether the caller may write the entry with the header, about "entry.concern" or "entry.matter". What has become of a
// concern is said by who sees to the one that it names, or to each that stands where it names none. What may end what
// is asked for because of one waits until whom it is about was heard: FAILED_PRECONDITION. OK of every other entry.
absl::Status CheckConcernStep(Question& question, const domain::EntryHeader& header);

// The concern that a new entry means which names none: the only one that stood, and so it is put into the record. Empty
// where several stand, or none, and of every other entry. To be called once CheckConcernStep() has let it pass.
absl::StatusOr<EntryId> MatterMeant(Question& question, const domain::EntryHeader& header);

// Whether the entries can be recorded together: what has become of a concern is not said where one is raised.
// FAILED_PRECONDITION about "requests".
absl::Status CheckRaisedApart(const domain::Transaction& transaction);

// To be called of the entries that `transaction` writes, once they were checked: whoever says what has become of a
// concern that nobody has acknowledged has it, so from then on the days run until whom it is about is told. Each is
// acknowledged once, after the entries.
absl::Status AcknowledgeMeant(Question& question, const domain::Caller& caller, domain::Transaction& transaction);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_CONCERN_STEP_H_
