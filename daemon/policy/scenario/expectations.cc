#include "daemon/policy/scenario/expectations.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "daemon/domain/rule.h"

namespace candor::policy {
namespace {

using domain::FollowUp;
using domain::FollowUpStatus;
using domain::ScenarioFailure;

const char* NameOf(FollowUpStatus status) {
  static constexpr const char* kNames[] = {"none",          "open",     "waived",   "resolved",
                                           "resolved_late", "disposed", "withdrawn"};
  return kNames[static_cast<size_t>(status)];
}

const char* NameOf(domain::Severity severity) {
  static constexpr const char* kNames[] = {"", "later", "soon", "important", "urgent"};
  return kNames[static_cast<size_t>(severity)];
}

const char* NameOf(domain::Action action) {
  static constexpr const char* kNames[] = {"",         "talk",     "refer",          "soft_transfer",
                                           "document", "prohibit", "complete_record"};
  return kNames[static_cast<size_t>(action)];
}

const char* YesNo(bool answer) {
  return answer ? "true" : "false";
}

// What came, in the words of the file.
std::string TextOf(const FollowUp& follow_up, const domain::Settings& settings, Day day) {
  const std::optional<Day> due = domain::DueOf(follow_up, settings);
  std::string text = absl::StrCat(NameOf(domain::StatusOf(follow_up, settings, day)), ", due ",
                                  due ? FormatDay(*due) : "none", ", ", NameOf(follow_up.clear.severity), ", ",
                                  NameOf(follow_up.clear.action), ", opened ", FormatDay(follow_up.clear.opened_on));
  if (follow_up.clear.resolved_on) absl::StrAppend(&text, ", resolved ", FormatDay(*follow_up.clear.resolved_on));
  if (domain::PastDue(follow_up, settings, day)) text += ", past due";
  if (follow_up.clear.before_policy) text += ", before the policy";
  if (follow_up.clear.missing_field) text += ", incomplete";
  if (!follow_up.clear.folded_under.empty()) text += ", folded";
  return text;
}

// What was expected, in the words of the file.
std::string TextOf(const Expectation& expected, Day day) {
  std::vector<std::string> said;
  if (expected.times) said.push_back(absl::StrCat(*expected.times, " that are"));
  if (expected.absent) said.emplace_back("none");
  if (expected.status) said.emplace_back(NameOf(*expected.status));
  if (expected.no_due) said.emplace_back("due none");
  if (expected.due) said.push_back("due " + FormatDay(*expected.due));
  if (expected.severity) said.emplace_back(NameOf(*expected.severity));
  if (expected.action) said.emplace_back(NameOf(*expected.action));
  if (expected.resolved_on) said.push_back("resolved " + FormatDay(*expected.resolved_on));
  if (expected.past_due) said.push_back(absl::StrCat("past_due ", YesNo(*expected.past_due)));
  if (expected.before_policy) said.push_back(absl::StrCat("before_policy ", YesNo(*expected.before_policy)));
  if (expected.incomplete) said.push_back(absl::StrCat("incomplete ", YesNo(*expected.incomplete)));
  if (said.empty()) said.emplace_back("there");
  return absl::StrCat(expected.rule, " on ", FormatDay(day), ": ", absl::StrJoin(said, ", "));
}

bool IsMeant(const FollowUp& follow_up, const Expectation& expected) {
  if (!follow_up.sealed || follow_up.sealed->rule != expected.rule) return false;
  return expected.opened_by.empty() || follow_up.sealed->opened_by == expected.opened_by;
}

template <class T>
bool Agrees(const std::optional<T>& expected, const T& is) {
  return !expected || *expected == is;
}

bool Matches(const FollowUp& follow_up, const Expectation& expected, const domain::Settings& settings, Day day) {
  const domain::FollowUpClear& clear = follow_up.clear;
  const std::optional<Day> due = domain::DueOf(follow_up, settings);
  if (expected.no_due && due) return false;
  if (expected.due && due != expected.due) return false;
  if (expected.resolved_on && clear.resolved_on != expected.resolved_on) return false;
  return Agrees(expected.status, domain::StatusOf(follow_up, settings, day)) &&
         Agrees(expected.severity, clear.severity) && Agrees(expected.action, clear.action) &&
         Agrees(expected.past_due, domain::PastDue(follow_up, settings, day)) &&
         Agrees(expected.before_policy, clear.before_policy) && Agrees(expected.incomplete, clear.missing_field);
}

const domain::Rule* FindRule(const std::vector<domain::PluginInfo>& plugins, std::string_view slug) {
  for (const domain::PluginInfo& plugin : plugins) {
    for (const domain::Rule& rule : plugin.rules) {
      if (plugin.loaded && rule.slug == slug) return &rule;
    }
  }
  return nullptr;
}

}  // namespace

Expectations::Expectations(const Scenario& scenario) : scenario_(scenario) {
  for (const Expectation& expected : scenario.expectations) {
    if (!expected.absent) expected_rules_.insert(expected.rule);
  }
}

absl::Status Expectations::CheckRules(const std::vector<domain::PluginInfo>& plugins) const {
  std::map<std::string, uint32_t> named = scenario_.never;
  for (const Expectation& expected : scenario_.expectations) named.emplace(expected.rule, expected.line);
  for (const ScenarioDecision& decision : scenario_.decisions) named.emplace(decision.rule, decision.line);
  for (const auto& [rule, mode] : scenario_.modes) named.emplace(rule, mode.line);
  for (const ScenarioBoundary& boundary : scenario_.boundaries) named.emplace(boundary.rule, boundary.line);
  for (const auto& [rule, line] : named) {
    if (FindRule(plugins, rule) != nullptr) continue;
    return RefuseScenario(scenario_.path, line, "no policy has a rule ", rule, "; `candor policy list` shows them");
  }
  return absl::OkStatus();
}

void Expectations::Compare(Day day, const std::vector<FollowUp>& all, const std::vector<domain::PluginInfo>& plugins,
                           domain::ScenarioResult& result) {
  for (const Expectation& expected : scenario_.expectations) {
    if (expected.on == day) CompareOne(expected, day, all, plugins, result);
  }
  for (const FollowUp& follow_up : all) NoteUnwanted(day, follow_up);
}

void Expectations::CompareOne(const Expectation& expected, Day day, const std::vector<FollowUp>& all,
                              const std::vector<domain::PluginInfo>& plugins, domain::ScenarioResult& result) const {
  ++result.checks;
  size_t matching = 0;
  std::vector<std::string> came;
  for (const FollowUp& follow_up : all) {
    if (!IsMeant(follow_up, expected)) continue;
    came.push_back(TextOf(follow_up, scenario_.settings, day));
    if (Matches(follow_up, expected, scenario_.settings, day)) ++matching;
  }
  const bool as_expected = expected.absent ? came.empty() : expected.times ? matching == *expected.times : matching > 0;
  if (as_expected) return;
  if (came.empty()) {
    const domain::Rule* const rule = FindRule(plugins, expected.rule);
    const bool runs = rule == nullptr || rule->default_mode == domain::RuleMode::kActive;
    came.emplace_back(runs ? "no follow-up of it" : "no follow-up of it; the profiles keep the rule off or in shadow");
  }
  result.failures.push_back({expected.line, TextOf(expected, day), absl::StrJoin(came, " | ")});
}

void Expectations::NoteUnwanted(Day day, const FollowUp& follow_up) {
  if (!follow_up.sealed) return;
  const std::string& rule = follow_up.sealed->rule;
  const std::string came = absl::StrCat("on ", FormatDay(day), ": ", TextOf(follow_up, scenario_.settings, day));
  if (const auto never = scenario_.never.find(rule); never != scenario_.never.end()) {
    never_.try_emplace(rule, ScenarioFailure{never->second, absl::StrCat("never ", rule), came});
  }
  // What is folded under another is nobody's to see.
  if (!follow_up.clear.folded_under.empty()) return;
  if (scenario_.never_above && follow_up.clear.severity > *scenario_.never_above) {
    too_severe_.try_emplace(rule, ScenarioFailure{scenario_.never_above_line,
                                                  absl::StrCat("nothing above ", NameOf(*scenario_.never_above)),
                                                  absl::StrCat(rule, " ", came)});
  }
  if (scenario_.nothing_else && !expected_rules_.contains(rule)) {
    other_.try_emplace(rule, ScenarioFailure{scenario_.nothing_else_line, "no follow-up of any other rule",
                                             absl::StrCat(rule, " ", came)});
  }
}

void Expectations::Finish(domain::ScenarioResult& result) const {
  result.checks += scenario_.never.size() + (scenario_.never_above ? 1 : 0) + (scenario_.nothing_else ? 1 : 0);
  for (const auto* failures : {&never_, &too_severe_, &other_}) {
    for (const auto& [rule, failure] : *failures) result.failures.push_back(failure);
  }
  std::stable_sort(result.failures.begin(), result.failures.end(),
                   [](const ScenarioFailure& a, const ScenarioFailure& b) { return a.line < b.line; });
}

}  // namespace candor::policy
