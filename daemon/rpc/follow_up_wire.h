#ifndef CANDOR_DAEMON_RPC_FOLLOW_UP_WIRE_H_
#define CANDOR_DAEMON_RPC_FOLLOW_UP_WIRE_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "candor/v1/decision.pb.h"
#include "candor/v1/follow_up.pb.h"
#include "daemon/domain/decision.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/rpc/question.h"

namespace candor::rpc {

// It asks for a missing fact and for nothing else, so it is not what its rule is called after.
bool AsksOnly(const domain::FollowUp& follow_up, const domain::Rule& rule);

// Puts the follow-ups of one answer on the wire, as the caller may see them. Looks names up once. Thread-compatible;
// serves one question, which outlives it.
class FollowUpWriter {
 public:
  FollowUpWriter(Question& question, const domain::PolicyEngine& policies) : question_(question), policies_(policies) {}

  // False, and nothing written, when it does not exist for the caller.
  absl::StatusOr<bool> Write(const domain::FollowUp& follow_up, v1::FollowUp* out);
  // The same in a list: of a private note that its author may still call back the operator as such is told
  // that a conversation is due, and nothing that would end that (ADR 0023).
  absl::StatusOr<bool> WriteListed(const domain::FollowUp& follow_up, v1::FollowUp* out);
  // What the caller is shown it as: its rule's title, or to the author, and where it asks only, a neutral one.
  std::string LabelOf(const domain::FollowUp& follow_up) const;
  // The entry's name; empty for an empty id.
  absl::StatusOr<std::string> NameOfEntry(const EntryId& id);

 private:
  absl::Status WriteClear(const domain::FollowUp& follow_up, v1::FollowUp* out);
  absl::Status WriteSealed(const domain::FollowUp& follow_up, v1::FollowUp* out);
  absl::Status WriteStanding(const domain::FollowUp& follow_up, v1::FollowUp* out);
  absl::StatusOr<std::string> CodeOf(const CaseId& id);

  Question& question_;
  const domain::PolicyEngine& policies_;
  std::map<EntryId, std::string> entry_names_;
  std::map<CaseId, std::string> codes_;
};

// As it stands on `today`.
void ToWire(const domain::Decision& decision, Day today, v1::Decision* out);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_FOLLOW_UP_WIRE_H_
