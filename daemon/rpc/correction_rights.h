#ifndef CANDOR_DAEMON_RPC_CORRECTION_RIGHTS_H_
#define CANDOR_DAEMON_RPC_CORRECTION_RIGHTS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "candor/v1/entry.pb.h"
#include "daemon/domain/entry.h"
#include "daemon/rpc/method.h"
#include "daemon/rpc/question.h"

// Who corrects what. An entry is its author's; of an absence also whoever is recorded as away, and their supervisor,
// say when somebody is back. The operator as such corrects whatever is no private note of somebody else's.
namespace candor::rpc {

// The entry first written that the call corrects. NOT_FOUND about "name" for whoever does not see it,
// PERMISSION_DENIED for a caller who only reads it, FAILED_PRECONDITION when it has been erased. Whether it still
// stands the store says, which first sees whether the call is a repetition.
absl::StatusOr<domain::RecordedEntry> FindToCorrect(Question& question, const std::string& name);

// PERMISSION_DENIED about "name" where it is not the caller's to change or take back what the entry says by now
// (`standing`) of who is there, who covers or who supervises; with the reason "left", where a departure whose last day
// is over, or the note of somebody who has left on another's supervision, is the operator's to put right.
absl::Status CheckUndoing(const Question& question, const Call& call, const domain::RecordedEntry& standing);

// Of what somebody else wrote the words stay as they are, and whose they are: puts them, with their author, back into
// `entry`, the correction that `wire` asks for. INVALID_ARGUMENT about the field below "entry" that has other words.
// `original`: the entry first written, `newest`: what it says by now.
absl::Status KeepWordsOfOthers(Question& question, const domain::RecordedEntry& original,
                               const domain::RecordedEntry& newest, const v1::Entry& wire, domain::Entry& entry);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_CORRECTION_RIGHTS_H_
