#ifndef CANDOR_DAEMON_RPC_CHANGE_WRITER_H_
#define CANDOR_DAEMON_RPC_CHANGE_WRITER_H_

#include "absl/status/status.h"
#include "candor/v1/watch.pb.h"
#include "daemon/domain/ledger_feed.h"
#include "daemon/rpc/follow_up_wire.h"
#include "daemon/rpc/question.h"

namespace candor::rpc {

// What of the ledger's events one caller is told. Thread-compatible; serves one question, which outlives it.
class ChangeWriter {
 public:
  // None is owned; all outlive this. `caller`: whose question it is.
  ChangeWriter(Question& question, const domain::PolicyEngine& policies, const domain::Caller& caller)
      : question_(question), caller_(caller), writer_(question, policies) {}

  // Adds nothing for what the caller may not see. Of a private note the operator as such is told that it is there, and
  // of what rules made of it nothing; neither counts as reading it.
  absl::Status Write(const domain::LedgerEvent& event, v1::WatchResponse& out);

 private:
  absl::Status Tell(const EntryId& id, v1::WatchResponse& out);
  absl::Status Tell(const domain::FollowUpDecided& decided, v1::WatchResponse& out);
  absl::Status Tell(const domain::AssessmentWritten& written, v1::WatchResponse& out);
  absl::Status Tell(const domain::SubjectErased& erased, v1::WatchResponse& out);
  absl::Status Tell(const domain::NumberedAccess& read, v1::WatchResponse& out);
  absl::Status Tell(const domain::EmergencyTold& told, v1::WatchResponse& out);
  absl::Status Tell(std::monostate nothing, v1::WatchResponse& out);
  absl::Status TellFollowUp(const domain::FollowUp& follow_up, v1::WatchResponse& out);
  absl::StatusOr<bool> ConcernsCaller(const domain::SubjectErased& erased);
  absl::StatusOr<bool> ComesOfUnread(const domain::FollowUp& follow_up);
  absl::StatusOr<bool> HadSeen(const domain::FollowUp& undone);

  Question& question_;
  const domain::Caller& caller_;
  FollowUpWriter writer_;
};

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_CHANGE_WRITER_H_
