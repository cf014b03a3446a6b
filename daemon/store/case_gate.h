#ifndef CANDOR_DAEMON_STORE_CASE_GATE_H_
#define CANDOR_DAEMON_STORE_CASE_GATE_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "daemon/domain/entry.h"
#include "daemon/store/stored_projections.h"

namespace candor::store {

// Whoever has a part in a case is shown all that is on record of it, so nobody gives one of somebody else's cases,
// to themselves or to others: neither by a new entry nor by an amendment, a retraction or a move. What counts is who
// has a part in the case with the entry and had none without it, or is named by it to have one. It is refused
// (PERMISSION_DENIED, "not_theirs") unless
//   - nobody has had a part yet,
//   - the writer has or had one, or acts for or supervises today who had it last,
//   - it is the writer alone whom somebody like that, or the operator, named last as the receiver of a transfer, or
//   - the operator as such writes it, as whenever two cases are merged.
// REQUIRES: `rows` has what the entry revises.
absl::Status CheckPartsAreTheirsToGive(const domain::EntryHeader& header, StoredProjections& rows, absl::Time now);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_CASE_GATE_H_
