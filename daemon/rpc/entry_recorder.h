#ifndef CANDOR_DAEMON_RPC_ENTRY_RECORDER_H_
#define CANDOR_DAEMON_RPC_ENTRY_RECORDER_H_

#include <functional>
#include <utility>

#include "absl/status/statusor.h"
#include "candor/v1/entry.pb.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/store.h"
#include "daemon/domain/vocabulary.h"
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

// What the store says about a change, as the caller may read it: about the fields that the request has.
using AsSent = std::function<absl::Status(const absl::Status&)>;

// Appends `transaction`, the first entry among whose changes the reply is about, and waits for the assessment of all
// its entries without holding a thread. `done` is called once, on a thread of the store or the assessor. Errors are the
// store's, through `as_sent`.
void RecordEntry(const Rooms& rooms, const Call& call, domain::Transaction transaction, AsSent as_sent,
                 std::function<void(absl::StatusOr<RecordedReply>)> done);

// The same for a method whose response has an entry and its assessment. `finish`: sends the response off; empty: as it
// is.
template <class Response>
void RecordAndReply(const Rooms& rooms, const Call& call, domain::Transaction transaction, AsSent as_sent,
                    const Reply<Response>& reply, const std::function<void(Response)>& finish = nullptr) {
  RecordEntry(rooms, call, std::move(transaction), std::move(as_sent),
              [reply, finish](absl::StatusOr<RecordedReply> recorded) {
                if (!recorded.ok()) return reply(recorded.status());
                Response response;
                *response.mutable_entry() = std::move(recorded->entry);
                *response.mutable_assessment() = std::move(recorded->assessment);
                if (finish) return finish(std::move(response));
                reply(std::move(response));
              });
}

// Whether no active rule of a loaded policy reads entries of the kind.
bool ReadByNoRule(const Rooms& rooms, domain::Kind kind);

// Policies with active rules of which it is known that they could not judge the entry; unless `unanswered` is
// unspecified, also those that read its kind and have not come to it, for that reason.
absl::Status WriteNotAssessed(const Rooms& rooms, const domain::View& view, const domain::Entry& entry,
                              v1::NotAssessedReason unanswered,
                              google::protobuf::RepeatedPtrField<v1::PolicyNotAssessed>* out);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_ENTRY_RECORDER_H_
