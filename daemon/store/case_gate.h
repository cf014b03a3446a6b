#ifndef CANDOR_DAEMON_STORE_CASE_GATE_H_
#define CANDOR_DAEMON_STORE_CASE_GATE_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "daemon/domain/entry.h"
#include "daemon/store/stored_projections.h"

namespace candor::store {

// Whoever has a part in a case is shown all that is on record of it, so nobody gives or takes one of somebody else's
// cases: neither by a new entry nor by an amendment, a retraction or a move. An entry of a member that changes who has
// or had the client and when, or that is an intake, a step of a transfer or an ending, is refused (PERMISSION_DENIED,
// "not_theirs") unless
//   - nobody has a part, and nobody but the writer has written in the case,
//   - the writer has or had one, or acts for or supervises today who had it last,
//   - it is a step of a transfer to the writer, whom one of these, or the operator, named last as the receiver, or
//   - the operator as such writes it, as whenever two cases are merged.
// Of who may give a part only that is refused (FAILED_PRECONDITION, "others_would_have_it") by which the case would
// pass to a colleague whom nobody named and who only wrote something in it. REQUIRES: `rows` has what the entry
// revises.
absl::Status CheckPartsAreTheirsToGive(const domain::EntryHeader& header, StoredProjections& rows, absl::Time now);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_CASE_GATE_H_
