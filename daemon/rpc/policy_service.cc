#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "candor/v1/policy.pb.h"
#include "daemon/base/status.h"
#include "daemon/domain/host_rules.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/page.h"
#include "daemon/rpc/rule_book.h"
#include "daemon/rpc/services.h"

namespace candor::rpc {
namespace {

constexpr std::string_view kNoPolicy = "no such policy; see `candor policy list`";

void Write(const domain::PluginInfo& plugin, const RuleWriter& rules, v1::Policy* out) {
  out->set_name(PolicyName(plugin.name));
  out->set_version(plugin.version);
  out->set_digest(plugin.digest);
  out->set_loaded(plugin.loaded);
  out->set_problem(plugin.problem);
  for (const domain::Rule& rule : plugin.rules) rules.Write(rule, out->add_rules());
}

// Those that candord keeps itself, as if they were a policy.
std::vector<domain::HostRule> RulesOfHost(const Rooms& rooms) {
  const auto in_force = rooms.store.Latest()->GetActivation();
  const int32_t days = in_force.ok() ? in_force->review_after_days : 0;
  return domain::HostRules(days > 0 ? std::optional<int64_t>(days) : std::nullopt);
}

void WriteHost(const Rooms& rooms, v1::Policy* out) {
  out->set_name(PolicyName(domain::kHostPolicy));
  out->set_loaded(true);
  for (const domain::HostRule& rule : RulesOfHost(rooms)) RuleWriter::Write(rule, out->add_rules());
}

const domain::PluginInfo* FindPlugin(const domain::PolicyEngine& policies, std::string_view name) {
  const auto& plugins = policies.Plugins();
  const auto found =
      std::find_if(plugins.begin(), plugins.end(), [&](const domain::PluginInfo& each) { return each.name == name; });
  return found == plugins.end() ? nullptr : &*found;
}

absl::Status GetPolicy(const Rooms& rooms, const Call& call, const v1::GetPolicyRequest& request,
                       v1::GetPolicyResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(const std::string name, ParsePolicy(request.name(), "name"));
  if (name == domain::kHostPolicy) {
    WriteHost(rooms, response.mutable_policy());
    return absl::OkStatus();
  }
  const domain::PluginInfo* plugin = FindPlugin(rooms.policies, name);
  if (plugin == nullptr) return NotFoundField("name", kNoPolicy);
  CANDOR_ASSIGN_OR_RETURN(const RuleWriter rules, RuleWriter::Make(rooms, call));
  Write(*plugin, rules, response.mutable_policy());
  return absl::OkStatus();
}

absl::Status ListPolicies(const Rooms& rooms, const Call& call, const v1::ListPoliciesRequest& request,
                          v1::ListPoliciesResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(const size_t limit, PageSize(request.page_size()));
  CANDOR_ASSIGN_OR_RETURN(const size_t begin, CountBefore(request.page_token()));
  CANDOR_ASSIGN_OR_RETURN(const RuleWriter rules, RuleWriter::Make(rooms, call));
  const auto& plugins = rooms.policies.Plugins();
  size_t shown = 0;
  // The host's own come last.
  for (size_t i = begin; i <= plugins.size(); ++i, ++shown) {
    if (shown == limit) {
      response.set_next_page_token(TokenAfterCount(i));
      break;
    }
    if (i < plugins.size()) {
      Write(plugins[i], rules, response.add_policies());
    } else {
      WriteHost(rooms, response.add_policies());
    }
  }
  return absl::OkStatus();
}

absl::Status GetRule(const Rooms& rooms, const Call& call, const v1::GetRuleRequest& request,
                     v1::GetRuleResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(const RuleRef ref, ParseRule(request.name(), "name"));
  for (const domain::HostRule& own : RulesOfHost(rooms)) {
    if (ref.policy != domain::kHostPolicy || own.rule.slug != ref.rule) continue;
    RuleWriter::Write(own, response.mutable_rule());
    return absl::OkStatus();
  }
  const domain::Rule* rule = FindRule(rooms.policies, ref.rule);
  if (rule == nullptr || rule->plugin != ref.policy) {
    return NotFoundField("name", "no such rule; see `candor policy describe`");
  }
  CANDOR_ASSIGN_OR_RETURN(const RuleWriter rules, RuleWriter::Make(rooms, call));
  rules.Write(*rule, response.mutable_rule());
  return absl::OkStatus();
}

absl::Status ListRules(const Rooms& rooms, const Call& call, const v1::ListRulesRequest& request,
                       v1::ListRulesResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(const size_t limit, PageSize(request.page_size()));
  CANDOR_ASSIGN_OR_RETURN(const size_t begin, CountBefore(request.page_token()));
  CANDOR_ASSIGN_OR_RETURN(const std::string policy, ParsePolicy(request.parent(), "parent"));
  const bool every = policy == "-";
  const bool with_host = every || policy == domain::kHostPolicy;
  if (!with_host && FindPlugin(rooms.policies, policy) == nullptr) return NotFoundField("parent", kNoPolicy);
  CANDOR_ASSIGN_OR_RETURN(const RuleWriter rules, RuleWriter::Make(rooms, call));
  size_t seen = 0;
  bool more = false;
  // The place for the next rule; nullptr: it is of another page.
  const auto next = [&]() -> v1::Rule* {
    if (seen++ < begin) return nullptr;
    more = more || static_cast<size_t>(response.rules_size()) == limit;
    return more ? nullptr : response.add_rules();
  };
  for (const domain::PluginInfo& plugin : rooms.policies.Plugins()) {
    if (!every && plugin.name != policy) continue;
    for (const domain::Rule& rule : plugin.rules) {
      if (v1::Rule* out = next()) rules.Write(rule, out);
    }
  }
  if (with_host) {
    for (const domain::HostRule& rule : RulesOfHost(rooms)) {
      if (v1::Rule* out = next()) RuleWriter::Write(rule, out);
    }
  }
  if (more) response.set_next_page_token(TokenAfterCount(begin + limit));
  return absl::OkStatus();
}

}  // namespace

void AddPolicyService(const Rooms& rooms, MethodTable& methods) {
  methods.Answer("candor.v1.PolicyService.GetPolicy", rooms, GetPolicy);
  methods.Answer("candor.v1.PolicyService.ListPolicies", rooms, ListPolicies);
  methods.Answer("candor.v1.PolicyService.GetRule", rooms, GetRule);
  methods.Answer("candor.v1.PolicyService.ListRules", rooms, ListRules);
}

}  // namespace candor::rpc
