// That scenario files show what becomes of the follow-ups of every rule.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/policy/scenario/scenario_parser.h"
#include "tests/policies/scenarios/loaded_engine.h"
#include "tests/policies/scenarios/shipped_scenarios.h"

namespace candor::policy::rule_states_test {
namespace {

using domain::FollowUpStatus;
using ::testing::IsEmpty;

enum class Shown { kTriggered, kNotTriggered, kResolved, kPastDue, kWaived, kWithdrawn, kDisposed };

const char* NameOf(Shown shown) {
  static constexpr const char* kNames[] = {"triggered", "not triggered", "resolved", "past due",
                                           "waived",    "withdrawn",     "disposed"};
  return kNames[static_cast<size_t>(shown)];
}

// What is asked of every rule; to be disposed of only of those that nothing else ends.
constexpr Shown kAsked[] = {Shown::kTriggered, Shown::kNotTriggered, Shown::kResolved,
                            Shown::kPastDue,   Shown::kWaived,       Shown::kWithdrawn};

struct NotApplicable {
  const char* rule;
  std::vector<Shown> what;
  const char* why;
};

constexpr char kDoesNotWait[] =
    "what forbids, or is of R10 to R19, does not wait, and no entry ends it: only the disposition of a person whom it "
    "is not about does";

// The one place for what a rule cannot show, and why.
const std::vector<NotApplicable>& Table() {
  static const auto* const kTable = new std::vector<NotApplicable>{
      {"sex_current", {Shown::kResolved, Shown::kWaived}, kDoesNotWait},
      {"sex_close_person", {Shown::kResolved, Shown::kWaived}, kDoesNotWait},
      {"ex_partner_intake", {Shown::kResolved, Shown::kWaived}, kDoesNotWait},
      {"former_client_window", {Shown::kResolved, Shown::kWaived}, kDoesNotWait},
      {"former_close_person_window", {Shown::kResolved, Shown::kWaived}, kDoesNotWait},
      {"post_window", {Shown::kResolved, Shown::kWaived}, kDoesNotWait},
      {"terminate_to_circumvent", {Shown::kResolved, Shown::kWaived}, kDoesNotWait},
      {"terminate_to_circumvent_private", {Shown::kResolved, Shown::kWaived}, kDoesNotWait},
      {"advance_or_promise", {Shown::kResolved, Shown::kWaived}, kDoesNotWait},
      {"prior_therapist_allegation", {Shown::kResolved, Shown::kWaived}, kDoesNotWait},
      {"evaluative_sex", {Shown::kResolved, Shown::kWaived}, kDoesNotWait},
      {"material_entanglement", {Shown::kResolved, Shown::kWaived}, kDoesNotWait},
      {"attraction_quiet_close",
       {Shown::kTriggered, Shown::kResolved, Shown::kPastDue, Shown::kWaived, Shown::kWithdrawn},
       "it opens nothing: it closes what other rules opened"},
      {"late_report",
       {Shown::kTriggered, Shown::kResolved, Shown::kPastDue, Shown::kWaived, Shown::kWithdrawn},
       "it opens nothing: it is a mark on an entry"}};
  return *kTable;
}

std::set<Shown> ShownBy(const Expectation& expected) {
  if (expected.absent) return {Shown::kNotTriggered};
  std::set<Shown> shown{Shown::kTriggered};
  if (expected.past_due.value_or(false)) shown.insert(Shown::kPastDue);
  switch (expected.status.value_or(FollowUpStatus::kOpen)) {
    case FollowUpStatus::kResolved:
      shown.insert(Shown::kResolved);
      break;
    case FollowUpStatus::kResolvedLate:
      shown.insert(Shown::kPastDue);
      break;
    case FollowUpStatus::kWaived:
      shown.insert(Shown::kWaived);
      break;
    case FollowUpStatus::kWithdrawn:
      shown.insert(Shown::kWithdrawn);
      break;
    case FollowUpStatus::kDisposed:
      shown.insert(Shown::kDisposed);
      break;
    default:
      break;
  }
  return shown;
}

// By rule, what any file expects of it. That the files come out as they say is ScenarioFilesTest's.
std::map<std::string, std::set<Shown>> ReadShown() {
  std::map<std::string, std::set<Shown>> shown;
  for (const std::string& file : testing::ScenarioFilesBelow(CANDOR_SCENARIOS)) {
    const auto scenario = ParseScenario(testing::TextOfFile(file), file);
    EXPECT_TRUE(scenario.ok()) << scenario.status();
    if (!scenario.ok()) continue;
    for (const Expectation& expected : scenario->expectations) shown[expected.rule].merge(ShownBy(expected));
    for (const auto& [rule, line] : scenario->never) shown[rule].insert(Shown::kNotTriggered);
  }
  return shown;
}

std::set<std::string> DeclaredRules() {
  std::set<std::string> rules;
  auto profiles = LoadProfiles(CANDOR_SHIPPED_PROFILES);
  EXPECT_TRUE(profiles.ok()) << profiles.status();
  if (!profiles.ok()) return rules;
  const auto engine = testing::LoadedEngine::Make(CANDOR_PLUGINS, *std::move(profiles));
  EXPECT_TRUE(engine.ok()) << engine.status();
  if (!engine.ok()) return rules;
  for (const domain::PluginInfo& plugin : (*engine)->Plugins()) {
    for (const domain::Rule& rule : plugin.rules) rules.insert(rule.slug);
  }
  return rules;
}

TEST(RuleStatesTest, EveryRuleIsShownTriggeredNotTriggeredResolvedPastDueWaivedAndWithdrawn) {
  std::map<std::string, std::set<Shown>> shown = ReadShown();
  const std::set<std::string> rules = DeclaredRules();
  ASSERT_GE(rules.size(), 60U);
  for (const NotApplicable& row : Table()) shown[row.rule].insert(row.what.begin(), row.what.end());

  std::vector<std::string> lacking;
  for (const std::string& rule : rules) {
    for (const Shown each : kAsked) {
      if (!shown[rule].contains(each)) lacking.push_back(absl::StrCat(rule, ": ", NameOf(each)));
    }
  }
  EXPECT_THAT(lacking, IsEmpty()) << "add it to a scenario of the policy, or say above why it does not apply";
}

TEST(RuleStatesTest, WhatIsSaidNotToApplyIsShownByNoFile) {
  std::map<std::string, std::set<Shown>> shown = ReadShown();
  const std::set<std::string> rules = DeclaredRules();

  for (const NotApplicable& row : Table()) {
    EXPECT_TRUE(rules.contains(row.rule)) << row.rule;
    for (const Shown each : row.what) {
      EXPECT_FALSE(shown[row.rule].contains(each)) << row.rule << ": " << NameOf(each) << ", though " << row.why;
    }
  }
}

TEST(RuleStatesTest, WhatOnlyAPersonEndsIsShownDisposedOf) {
  std::map<std::string, std::set<Shown>> shown = ReadShown();

  for (const NotApplicable& row : Table()) {
    const std::string why = row.why;
    if (why != kDoesNotWait) continue;
    EXPECT_TRUE(shown[row.rule].contains(Shown::kDisposed)) << row.rule;
  }
}

}  // namespace
}  // namespace candor::policy::rule_states_test
