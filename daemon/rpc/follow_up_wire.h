#ifndef CANDOR_DAEMON_RPC_FOLLOW_UP_WIRE_H_
#define CANDOR_DAEMON_RPC_FOLLOW_UP_WIRE_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "candor/v1/decision.pb.h"
#include "candor/v1/follow_up.pb.h"
#include "daemon/base/civil.h"
#include "daemon/base/status.h"
#include "daemon/domain/decision.h"
#include "daemon/domain/escalation.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/question.h"

namespace candor::rpc {

// From when on others are told that a conversation about it is due: to be told to its author alone. `Message` is a
// WorkItem or an Explanation.
template <class Message>
absl::Status WriteEscalation(const domain::FollowUp& follow_up, const Question& question, Message* out) {
  CANDOR_ASSIGN_OR_RETURN(const Day known_since,
                          domain::KnownSince(*question.view, follow_up, question.settings, question.today));
  const std::vector<domain::EscalationStep> steps =
      domain::EscalationOf(follow_up, question.settings, known_since, question.today);
  for (const domain::EscalationStep& step : steps) {
    ToWire(step.told_on,
           step.to == domain::EscalationTo::kDirector ? out->mutable_director_told_on() : out->mutable_told_on());
  }
  out->set_told_soon(domain::NearStep(steps, question.today).has_value());
  return absl::OkStatus();
}

// It asks for a missing fact and for nothing else, so it is not what its rule is called after.
bool AsksOnly(const domain::FollowUp& follow_up, const domain::Rule& rule);

// Puts the follow-ups of one answer on the wire, as the caller may see them. Looks names up once. Thread-compatible;
// serves one question, which outlives it.
class FollowUpWriter {
 public:
  FollowUpWriter(Question& question, const domain::PolicyEngine& policies) : question_(question), policies_(policies) {}

  // False, and nothing written, when it does not exist for the caller. To whom it is shown without its facts: that it
  // is there, whose it is, and its dates.
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

// As it stands on `today`. `whole`: with its reason, which is for who sees the whole follow-up.
void ToWire(const domain::Decision& decision, Day today, bool whole, v1::Decision* out);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_FOLLOW_UP_WIRE_H_
