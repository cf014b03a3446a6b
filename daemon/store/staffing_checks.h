#ifndef CANDOR_DAEMON_STORE_STAFFING_CHECKS_H_
#define CANDOR_DAEMON_STORE_STAFFING_CHECKS_H_

#include "absl/status/status.h"
#include "daemon/domain/entry.h"
#include "daemon/store/stored_projections.h"

namespace candor::store {

// Of two entries of one day that are not told apart by their times the timeline knows no first: a keyed digest orders
// them. Where who acts for a member, or who supervises them, would hang on that, the second one is refused, new or
// amended, whoever writes it (FAILED_PRECONDITION, "stands_already", field "facts"), and the message names the one that
// stands (ADR 0030). What is imported is history and is not asked about, nor is an amendment of one of two that stood
// so before. OK for every entry that tells nothing of who is there. REQUIRES: `rows` has what the entry revises.
absl::Status CheckNoneSaysOtherwise(const domain::EntryHeader& header, StoredProjections& rows);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_STAFFING_CHECKS_H_
