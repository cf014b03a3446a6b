#ifndef CANDOR_DAEMON_RPC_RULE_BOOK_H_
#define CANDOR_DAEMON_RPC_RULE_BOOK_H_

#include <string_view>

#include "candor/v1/follow_up.pb.h"
#include "candor/v1/policy.pb.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/rule.h"

namespace candor::rpc {

// The rule of that slug, or nullptr when no plugin in force declares it.
const domain::Rule* FindRule(const domain::PolicyEngine& policies, std::string_view slug);

void ToWire(const domain::Rule& rule, v1::Rule* out);
void ToWire(const domain::Citation& citation, v1::RuleSource* out);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_RULE_BOOK_H_
