#ifndef CANDOR_DAEMON_RPC_ENTRY_RECORDER_H_
#define CANDOR_DAEMON_RPC_ENTRY_RECORDER_H_

#include <functional>
#include <string_view>

#include "absl/status/statusor.h"
#include "candor/v1/entry.pb.h"
#include "daemon/domain/store.h"
#include "daemon/rpc/method.h"
#include "daemon/rpc/question.h"

namespace candor::rpc {

// An entry that is durable, and what the policies said to it in time.
struct RecordedReply {
  v1::Entry entry;
  v1::EntryAssessment assessment;
};

// How long a reply waits for the policies once the entry is durable.
inline constexpr absl::Duration kAssessmentBudget = absl::Milliseconds(200);

// Appends `transaction`, whose last change is `entry` (a NewEntry), and waits for its assessment without holding a
// thread. `done` is called once, on a thread of the store or the assessor. Errors are the store's, about the entry that
// the request has at `path`.
void RecordEntry(const Rooms& rooms, const Call& call, domain::Transaction transaction, const domain::Entry& entry,
                 std::string_view path, std::function<void(absl::StatusOr<RecordedReply>)> done);

// Policies of which it is known that they could not judge the entry; unless `unanswered` is unspecified, also those
// that read its kind and have not come to it, for that reason.
absl::Status WriteNotAssessed(const Rooms& rooms, const domain::View& view, const domain::Entry& entry,
                              v1::NotAssessedReason unanswered,
                              google::protobuf::RepeatedPtrField<v1::PolicyNotAssessed>* out);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_ENTRY_RECORDER_H_
