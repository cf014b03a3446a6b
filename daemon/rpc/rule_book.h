#ifndef CANDOR_DAEMON_RPC_RULE_BOOK_H_
#define CANDOR_DAEMON_RPC_RULE_BOOK_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "candor/v1/entry.pb.h"
#include "candor/v1/follow_up.pb.h"
#include "candor/v1/policy.pb.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/host_rules.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/rule.h"
#include "daemon/domain/rule_mode.h"
#include "daemon/domain/store.h"
#include "daemon/domain/view.h"
#include "daemon/rpc/method.h"
#include "daemon/rpc/rooms.h"

namespace candor::rpc {

// The rule of that slug, or nullptr when no plugin in force declares it.
const domain::Rule* FindRule(const domain::PolicyEngine& policies, std::string_view slug);

// Marks an entry that was written down late, where an active rule says from when on that is.
void MarkLate(const Rooms& rooms, const domain::EntryHeader& header, v1::Entry* out);

void ToWire(const domain::Rule& rule, v1::Rule* out);
void ToWire(const domain::Citation& citation, v1::RuleSource* out);

// Puts rules on the wire with how they are run by now. Thread-compatible.
class RuleWriter {
 public:
  // Of the newest activation; where none is on record rules are as their profiles have them. Why somebody chose a mode
  // is for whoever manages the policies.
  static absl::StatusOr<RuleWriter> Make(const Rooms& rooms, const Call& call);

  void Write(const domain::Rule& rule, v1::Rule* out) const;
  // What no policy declares: without severity, action and mode.
  static void Write(const domain::HostRule& rule, v1::Rule* out);

 private:
  // What somebody chose, and why.
  using Reasons = std::vector<std::pair<domain::RuleSetting, std::string>>;

  RuleWriter(domain::Activation activation, Reasons reasons, Day today)
      : activation_(std::move(activation)), reasons_(std::move(reasons)), today_(today) {}

  // What the activations on record say; each says all that may still hold, and why only of what it laid down.
  static absl::StatusOr<Reasons> ReasonsOnRecord(const domain::View& view);
  void Write(const domain::RuleSetting& setting, v1::RuleSetting* out) const;

  domain::Activation activation_;
  Reasons reasons_;
  Day today_;
};

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_RULE_BOOK_H_
