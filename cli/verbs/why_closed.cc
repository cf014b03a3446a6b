#include "cli/verbs/why_closed.h"

#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "candor/v1/policy.grpc.pb.h"
#include "cli/verbs/rule_sources.h"
#include "cli/verbs/session.h"

namespace candor::cli {
namespace {

// What a policy that lets things grow quiet calls the number of days.
constexpr std::string_view kQuietParameter = "quiet";

// The rule of the follow-up's policy that lets things grow quiet, as it is today: a closed follow-up keeps only the
// thresholds of the rule that opened it.
std::optional<v1::Rule> QuietRuleOf(Connection& connection, const v1::FollowUp& follow_up) {
  if (follow_up.policy().empty()) return std::nullopt;
  v1::ListRulesRequest request;
  request.set_parent(follow_up.policy());
  auto rules = ListAll<v1::PolicyService>(connection, &v1::PolicyService::Stub::ListRules, request,
                                          &v1::ListRulesResponse::mutable_rules);
  if (!rules.ok()) return std::nullopt;
  for (v1::Rule& rule : *rules) {
    for (const v1::RuleParameter& parameter : rule.parameters()) {
      if (parameter.parameter() == kQuietParameter) return std::move(rule);
    }
  }
  return std::nullopt;
}

std::string WhyQuiet(Connection& connection, const v1::FollowUp& follow_up) {
  const std::optional<v1::Rule> rule = QuietRuleOf(connection, follow_up);
  if (!rule) return "It closed by itself, not by an entry: nothing more was noted for as long as the rule waits.";
  std::string text =
      absl::StrCat("It closed by itself, not by an entry. Rule ", rule->catalogue_id(), ": ", rule->title(), ".");
  for (const v1::RuleParameter& parameter : rule->parameters()) {
    if (parameter.parameter() != kQuietParameter) continue;
    const std::string time = ParameterValueText(parameter.parameter(), parameter.value(), parameter.unit());
    absl::StrAppend(&text, " Nothing more was noted for ", time, " (quiet = ", time,
                    "), or its author noted that it is over.");
  }
  return text;
}

std::string WhyResolved(Connection& connection, const v1::FollowUp& follow_up) {
  switch (follow_up.resolved_cause()) {
    case v1::RESOLVED_CAUSE_QUIET:
      return WhyQuiet(connection, follow_up);
    case v1::RESOLVED_CAUSE_DECISION:
      return "It is closed by a decision.";
    default:
      // A rule may wait for a day that it was told of with the entry.
      if (!follow_up.resolved_by().empty() && follow_up.resolved_by() == follow_up.opened_by()) {
        return "It is closed by a day that is over, not by another entry: since then it is no longer asked for.";
      }
      return follow_up.resolved_by().empty()
                 ? "It is closed by an entry, since which it is no longer asked for."
                 : absl::StrCat("It is closed by an entry, since which it is no longer asked for: ",
                                follow_up.resolved_by(), ".");
  }
}

}  // namespace

std::string WhyClosed(Connection& connection, const v1::FollowUp& follow_up) {
  switch (follow_up.status()) {
    case v1::FOLLOW_UP_STATUS_RESOLVED:
    case v1::FOLLOW_UP_STATUS_RESOLVED_LATE:
      return WhyResolved(connection, follow_up);
    case v1::FOLLOW_UP_STATUS_DISPOSED:
      return "It is closed by a decision.";
    case v1::FOLLOW_UP_STATUS_WITHDRAWN:
      if (follow_up.resolved_cause() == v1::RESOLVED_CAUSE_DECISION) {
        return "It is withdrawn: its rule was active when it opened, and is off or only tried out now. `candor policy "
               "describe` says since when.";
      }
      return "It is withdrawn: with what is recorded now, an entry that was added, corrected or taken back, the rule "
             "no longer calls for it.";
    default:
      return "";
  }
}

}  // namespace candor::cli
