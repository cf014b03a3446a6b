#ifndef CANDOR_DAEMON_RPC_ENTRY_CORRECTIONS_H_
#define CANDOR_DAEMON_RPC_ENTRY_CORRECTIONS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "candor/v1/entry.pb.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/store.h"
#include "daemon/rpc/method.h"
#include "daemon/rpc/question.h"

// What the calls that correct an entry would record, checked against the question's view. Errors name fields of the
// request.
namespace candor::rpc {

absl::StatusOr<domain::Entry> DraftAmendment(Question& question, const Call& call,
                                             const v1::AmendEntryRequest& request);
absl::StatusOr<domain::Entry> DraftTakingBack(Question& question, const Call& call,
                                              const v1::RetractEntryRequest& request);
// First the entry where it belongs, then that it stands no longer where it was, and the same of what answers it.
absl::StatusOr<domain::Transaction> DraftRefiling(Question& question, const Call& call,
                                                  const v1::RefileEntryRequest& request);
// What the store says about a refiling, about the fields that its request has: the entry, and where it is to go.
absl::Status AboutRefiling(const absl::Status& status);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_ENTRY_CORRECTIONS_H_
