#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "candor/v1/policy.grpc.pb.h"
#include "cli/verbs/rule_sources.h"
#include "cli/verbs/session.h"

namespace candor::cli {
namespace {

std::string ParameterText(const v1::RuleParameter& parameter) {
  return absl::StrCat(parameter.parameter(), " = ",
                      ParameterValueText(parameter.parameter(), parameter.value(), parameter.unit()), ", set by ",
                      parameter.profile().empty() ? "the policy's default" : parameter.profile(),
                      parameter.citation().empty() ? "" : absl::StrCat(" (", parameter.citation(), ")"));
}

void PrintRule(const v1::Rule& rule, Session& session) {
  std::ostream& out = session.out();
  out << rule.catalogue_id() << "  " << rule.title() << "\n";
  const std::string severity = rule.severity() == v1::SEVERITY_UNSPECIFIED ? "" : WordOf(rule.severity());
  PrintPairs({{"  Rule", rule.slug()},
              {"  Policy", rule.name().substr(0, rule.name().find("/rules/"))},
              {"  Asks for", WordOf(rule.action())},
              {"  Starts at", severity}},
             out);
  out << Wrap(absl::StrCat("Cleared by: ", rule.cleared_by()), kTextWidth, "  ") << '\n';
  for (const v1::RuleParameter& parameter : rule.parameters()) {
    out << Wrap(absl::StrCat("Threshold: ", ParameterText(parameter)), kTextWidth, "  ") << '\n';
  }
  out << "  Sources\n";
  PrintSources(rule.sources(), "    ", out);
  out << '\n';
}

absl::StatusOr<ExitCode> List(Session& session) {
  CANDOR_ASSIGN_OR_RETURN(
      const std::vector<v1::Policy> policies,
      ListAsked<v1::PolicyService>(session, &v1::PolicyService::Stub::ListPolicies, v1::ListPoliciesRequest(),
                                   &v1::ListPoliciesResponse::mutable_policies));
  if (!session.table()) {
    session.PrintData(ListJson(policies));
    return ExitCode::kDone;
  }
  Table table({"POLICY", "VERSION", "LOADED", "RULES"});
  for (const v1::Policy& policy : policies) {
    std::string rules;
    for (const v1::Rule& rule : policy.rules()) absl::StrAppend(&rules, rules.empty() ? "" : " ", rule.catalogue_id());
    table.Add(
        {policy.name(), policy.version(), policy.loaded() ? "yes" : absl::StrCat("no: ", policy.problem()), rules});
  }
  table.Print(session.out());
  return ExitCode::kDone;
}

bool IsMeant(const v1::Rule& rule, const std::string& what) {
  return rule.slug() == what || absl::EqualsIgnoreCase(rule.catalogue_id(), what) || rule.name() == what ||
         rule.name().starts_with(absl::StrCat("policies/", what, "/")) || rule.name().starts_with(what + "/");
}

absl::StatusOr<ExitCode> Describe(Session& session, const std::string& what) {
  v1::ListRulesRequest request;
  request.set_parent("policies/-");
  CANDOR_ASSIGN_OR_RETURN(std::vector<v1::Rule> rules,
                          ListAll<v1::PolicyService>(session.connection(), &v1::PolicyService::Stub::ListRules, request,
                                                     &v1::ListRulesResponse::mutable_rules));
  std::erase_if(rules, [&](const v1::Rule& rule) { return !IsMeant(rule, what); });
  if (rules.empty()) {
    return WithDetail(absl::NotFoundError("there is no such policy or rule. `candor policy list` shows them"),
                      {"policy", "not_found"});
  }
  CANDOR_RETURN_IF_ERROR(KeepPage(session, rules));
  if (!session.table()) {
    session.PrintData(ListJson(rules));
    return ExitCode::kDone;
  }
  for (const v1::Rule& rule : rules) PrintRule(rule, session);
  return ExitCode::kDone;
}

}  // namespace

void AddPolicyVerb(CLI::App& app, Session& session) {
  CLI::App* policy = app.add_subcommand("policy", "the policies in force and their rules");
  policy->require_subcommand(1);
  CLI::App* list = policy->add_subcommand("list", "all policies");
  list->footer("Example: candor policy list -o json");
  Does(*list, session, Answers::kList, [&session] { return List(session); });
  CLI::App* describe = policy->add_subcommand("describe", "rules with thresholds, sources and what clears them");
  describe->footer("Example: candor policy describe R01");
  auto what = std::make_shared<std::string>();
  describe->add_option("what", *what, "a policy (consultation), a rule (attraction_consult) or its number (R01)")
      ->required();
  Does(*describe, session, Answers::kList, [&session, what] { return Describe(session, *what); });
}

}  // namespace candor::cli
