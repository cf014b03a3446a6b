#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "candor/v1/policy.grpc.pb.h"
#include "cli/verbs/policy_verbs.h"
#include "cli/verbs/rule_sources.h"
#include "cli/verbs/session.h"

namespace candor::cli {
namespace {

// "lower is stricter", "means something only with the others of preparation".
std::string DirectionText(const v1::RuleParameter& parameter) {
  if (!parameter.group().empty()) {
    return absl::StrCat("of the group ", parameter.group(), ", which is set and judged as a whole");
  }
  return parameter.stricter().empty() ? "" : absl::StrCat(parameter.stricter(), " is stricter");
}

// "at least 1 count, never above consult_latest", "one of 1 (from the ending), 2 (from the last professional contact)".
std::string BoundsText(const v1::RuleParameter& parameter, const std::function<std::string(int64_t)>& value) {
  std::vector<std::string> parts;
  if (parameter.least() > 0) parts.push_back(absl::StrCat("at least ", value(parameter.least())));
  if (parameter.most() > 0) parts.push_back(absl::StrCat("at most ", value(parameter.most())));
  if (!parameter.not_above().empty()) parts.push_back(absl::StrCat("never above ", parameter.not_above()));
  std::vector<std::string> choices;
  for (const v1::ParameterChoice& choice : parameter.choices()) choices.push_back(value(choice.value()));
  if (!choices.empty()) parts.push_back(absl::StrCat("one of ", absl::StrJoin(choices, ", ")));
  return absl::StrJoin(parts, ", ");
}

std::string ParameterText(const v1::RuleParameter& parameter) {
  const auto value = [&](int64_t number) {
    const auto& choices = parameter.choices();
    const auto said = std::find_if(choices.begin(), choices.end(),
                                   [&](const v1::ParameterChoice& each) { return each.value() == number; });
    return ParameterValueText(parameter.parameter(), number, parameter.unit(),
                              said == choices.end() ? "" : said->text());
  };
  const std::string direction = DirectionText(parameter);
  const std::string bounds = BoundsText(parameter, value);
  return absl::StrCat(parameter.parameter(), " = ", value(parameter.value()), ", set by ",
                      parameter.profile().empty() ? "the policy's default" : parameter.profile(),
                      parameter.citation().empty() ? "" : absl::StrCat(" (", parameter.citation(), ")"),
                      "; the policy's default is ", value(parameter.default_value()),
                      direction.empty() ? "" : absl::StrCat("; ", direction),
                      bounds.empty() ? "" : absl::StrCat("; ", bounds));
}

// "personal reaction, consultation".
std::string KindsText(const v1::Rule& rule) {
  std::vector<std::string> kinds;
  for (const int kind : rule.kinds()) {
    std::string word = WordOf(static_cast<v1::EntryKind>(kind));
    std::replace(word.begin(), word.end(), '_', ' ');
    kinds.push_back(std::move(word));
  }
  return absl::StrJoin(kinds, ", ");
}

std::string LooksAtText(const v1::Rule& rule) {
  return absl::StrCat("Looks at, in the timeline of a ", rule.of_members() ? "member" : "case",
                      rule.horizon_days() == 0 ? "" : absl::StrCat(" and ", rule.horizon_days(), " days back"), ": ",
                      KindsText(rule));
}

// What a rule of a policy has and one of candord itself has not.
void PrintHead(const v1::Rule& rule, NameBook& names, std::ostream& out) {
  if (!rule.done_by_host().empty()) {
    PrintPairs({{"  Rule", rule.slug()}, {"  Policy", "none: candord itself"}}, out);
    return;
  }
  std::vector<std::pair<std::string, std::string>> pairs = {
      {"  Rule", rule.slug()},
      {"  Policy", rule.name().substr(0, rule.name().find("/rules/"))},
      {"  Mode", ModeText(rule, names)}};
  if (rule.action() != v1::ACTION_UNSPECIFIED) {
    const std::string severity = rule.severity() == v1::SEVERITY_UNSPECIFIED ? "" : WordOf(rule.severity());
    pairs.emplace_back("  Asks for", WordOf(rule.action()));
    pairs.emplace_back("  Starts at", severity);
  }
  PrintPairs(pairs, out);
}

void PrintRule(const v1::Rule& rule, NameBook& names, Session& session) {
  std::ostream& out = session.out();
  out << rule.catalogue_id() << "  " << rule.title() << "\n";
  PrintHead(rule, names, out);
  const bool of_host = !rule.done_by_host().empty();
  if (of_host) out << Wrap(absl::StrCat("What is done: ", rule.done_by_host()), kTextWidth, "  ") << '\n';
  if (!rule.trigger().empty()) {
    out << Wrap(absl::StrCat(of_host ? "Speaks of: " : "Opens on: ", rule.trigger()), kTextWidth, "  ") << '\n';
  }
  if (!of_host) out << Wrap(LooksAtText(rule), kTextWidth, "  ") << '\n';
  out << Wrap(absl::StrCat("Cleared by: ", rule.cleared_by()), kTextWidth, "  ") << '\n';
  for (const v1::RuleParameter& parameter : rule.parameters()) {
    out << Wrap(absl::StrCat("Threshold: ", ParameterText(parameter)), kTextWidth, "  ") << '\n';
  }
  if (!rule.folds_under().empty()) {
    out << Wrap(absl::StrCat("Kept quiet under: ", absl::StrJoin(rule.folds_under(), ", ")), kTextWidth, "  ") << '\n';
  }
  out << "  Sources\n";
  PrintSourcesWithConfidence(rule.sources(), "    ", out);
  out << '\n';
}

std::string ListedRule(const v1::Rule& rule) {
  const std::string mark = ModeMark(rule);
  return mark.empty() ? rule.catalogue_id() : absl::StrCat(rule.catalogue_id(), " (", mark, ")");
}

// By number.
std::string ListedRules(const v1::Policy& policy) {
  std::vector<v1::Rule> rules(policy.rules().begin(), policy.rules().end());
  std::stable_sort(rules.begin(), rules.end(),
                   [](const v1::Rule& a, const v1::Rule& b) { return a.catalogue_id() < b.catalogue_id(); });
  std::vector<std::string> listed;
  listed.reserve(rules.size());
  for (const v1::Rule& rule : rules) listed.push_back(ListedRule(rule));
  return absl::StrJoin(listed, " ");
}

// What is wrong with one takes lines of its own below.
void PrintPolicies(const std::vector<v1::Policy>& policies, std::ostream& out) {
  Table table({"POLICY", "VERSION", "LOADED", "RULES"});
  for (const v1::Policy& policy : policies) {
    table.Add({policy.name(), policy.version(), policy.loaded() ? "yes" : "no", ListedRules(policy)});
  }
  table.Print(out);
  for (const v1::Policy& policy : policies) {
    if (policy.problem().empty()) continue;
    out << '\n' << policy.name() << '\n' << Wrap(OneLine(policy.problem()), kTextWidth, "  ") << '\n';
  }
}

absl::StatusOr<ExitCode> List(Session& session) {
  CANDOR_ASSIGN_OR_RETURN(
      const std::vector<v1::Policy> policies,
      ListAsked<v1::PolicyService>(session, &v1::PolicyService::Stub::ListPolicies, v1::ListPoliciesRequest(),
                                   &v1::ListPoliciesResponse::mutable_policies));
  if (!session.table()) {
    Json list = ListJson(policies);
    // A cell holds the numbers, as in the table; all of a rule is in JSON, and in `describe`.
    const bool numbers = session.format == Format::kCsv && session.fields.empty();
    for (size_t i = 0; numbers && i < policies.size(); ++i) list[i]["rules"] = ListedRules(policies[i]);
    session.PrintData(list);
    return ExitCode::kDone;
  }
  PrintPolicies(policies, session.out());
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> Describe(Session& session, const std::string& what) {
  v1::ListRulesRequest request;
  request.set_parent("policies/-");
  CANDOR_ASSIGN_OR_RETURN(std::vector<v1::Rule> rules,
                          ListAll<v1::PolicyService>(session.connection(), &v1::PolicyService::Stub::ListRules, request,
                                                     &v1::ListRulesResponse::mutable_rules));
  std::erase_if(rules, [&](const v1::Rule& rule) { return !IsRuleMeant(rule, what); });
  if (rules.empty()) {
    return WithDetail(absl::NotFoundError("there is no such policy or rule. `candor policy list` shows them"),
                      {"policy", "not_found"});
  }
  CANDOR_RETURN_IF_ERROR(KeepPage(session, rules));
  if (!session.table()) {
    session.PrintData(ListJson(rules));
    return ExitCode::kDone;
  }
  NameBook names(session.connection());
  for (const v1::Rule& rule : rules) PrintRule(rule, names, session);
  return ExitCode::kDone;
}

}  // namespace

bool IsRuleMeant(const v1::Rule& rule, const std::string& typed) {
  return rule.slug() == typed || absl::EqualsIgnoreCase(rule.catalogue_id(), typed) || rule.name() == typed ||
         rule.name().starts_with(absl::StrCat("policies/", typed, "/")) || rule.name().starts_with(typed + "/");
}

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
  AddProfileCommands(*policy, session);
  AddModeCommands(*policy, session);
  AddPreviewCommands(*policy, session);
  AddScenarioCommands(*policy, session);
}

}  // namespace candor::cli
