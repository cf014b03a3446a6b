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
//   - nobody has a part, and nobody but the writer has written in the case, or the writer begins anew what they took
//     back themselves by mistake,
//   - the writer has the client or had them last and has not left by today, or acts for or supervises today who does or
//     did,
//   - the writer had the client before others, and every part and episode that is not the writer's own is as it was; or
//     it is the intake of a client who comes back after the last ending. Who has left by today says the first alone,
//     and of no day after their last one ("left"),
//   - the writer acts for or supervises today somebody who had the client before others, and it is a step that names
//     nobody and by which nothing of that, nor of a transfer under way, is another,
//   - it is a step of a transfer to the writer, whom the steps of the transfer under way name as the receiver: until
//     an ending, or until somebody whose case it was by then decides to go on; and who has not left by today ("left"),
//     or
//   - the operator as such writes it, as whenever two cases are merged.
// The part of somebody else is taken away by nobody but the operator, that of whom one acts for neither. Of several
// steps of one day without times those count that the course lets count (ADR 0054). Of who may give a part that, too,
// is refused (FAILED_PRECONDITION, "others_would_have_it") by which the case would pass to a colleague whom nobody
// named and who only wrote something in it. Who only acts for or supervises the therapist takes the client over, or
// gets no part by what they write (PERMISSION_DENIED, "own_part"): what is dated before the beginning would show them
// the case for ever. The field is the one that would have to be otherwise: "therapist", "facts.receiver", "occurred",
// "facts", or "revises" for what is taken back. A referral, or a plan to continue, is refused like a step of a
// transfer ("therapist") where the writer tells it anew of themselves, has no part in the case, is not named to have
// the client next, and speaks for nobody who has or had a part. REQUIRES: `rows` has what the entry revises.
absl::Status CheckPartsAreTheirsToGive(const domain::EntryHeader& header, StoredProjections& rows, absl::Time now);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_CASE_GATE_H_
