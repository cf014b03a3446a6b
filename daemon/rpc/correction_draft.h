#ifndef CANDOR_DAEMON_RPC_CORRECTION_DRAFT_H_
#define CANDOR_DAEMON_RPC_CORRECTION_DRAFT_H_

#include <vector>

#include "absl/status/statusor.h"
#include "candor/v1/entry_facts.pb.h"
#include "daemon/base/civil.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/store.h"
#include "daemon/rpc/question.h"

// The entries that correct others, for the methods that do so.
namespace candor::rpc {

v1::RetractionFacts Because(v1::RetractionReason reason);

// Takes `original`, the entry first written, back. As personal as what it takes back.
absl::StatusOr<domain::Entry> DraftRetraction(const domain::Caller& caller, Day today,
                                              const domain::RecordedEntry& original,
                                              const v1::RetractionFacts& retraction, domain::TakeBack take_back);

// Adds what moves `original`, the entry first written, to another place: first what it says by now, there, and then
// that it stands here no longer. It is to be judged there as if it had stood there from the start: author, the day on
// which it was written down, and the import that brought it stay. Gives its new id.
absl::StatusOr<EntryId> AddMove(const Question& question, const domain::Caller& caller,
                                const domain::RecordedEntry& original, const domain::SubjectId& to,
                                std::vector<domain::Change>& changes);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_CORRECTION_DRAFT_H_
