#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "daemon/domain/compliance_report.h"
#include "tests/unit/domain/counted_view.h"
#include "tests/unit/domain/report_practice.h"

// What the report says of how rules are run.
namespace candor::domain::report_modes_test {
namespace {

RuleSetting SettingOf(const std::string& plugin, const std::string& rule, RuleMode mode) {
  RuleSetting setting;
  setting.plugin = plugin;
  setting.rule = rule;
  setting.catalogue_id = "R99";
  setting.mode = mode;
  setting.from = setting.set_on = Day(2024, 1, 1);
  return setting;
}

bool HasGap(const ReportCover& cover, const std::string& gap) {
  return std::find(cover.known_gaps.begin(), cover.known_gaps.end(), gap) != cover.known_gaps.end();
}

std::string NotesOf(const ComplianceReport& report) {
  std::string notes;
  for (const ReportSection& section : report.sections) {
    for (const std::string& note : section.notes) notes += note + "\n";
  }
  return notes;
}

TEST(ReportModesTest, SaysWhichRulesAreTriedOutOrOffAndWhatFails) {
  Practice practice(12);
  EXPECT_EQ(NotesOf(practice.Report()).find("Rules "), std::string::npos);
  practice.view().activation->on = Day(2025, 1, 1);
  practice.view().activation->settings = {
      SettingOf("consultation", "tried", RuleMode::kShadow), SettingOf("consultation", "stopped", RuleMode::kOff),
      SettingOf("consultation", "runs", RuleMode::kActive), SettingOf("gone", "of_no_policy", RuleMode::kShadow)};
  practice.view().faults.resize(2);
  for (NotAssessed& fault : practice.view().faults) fault.plugin = "consultation";

  const std::string notes = NotesOf(practice.Report());

  EXPECT_NE(notes.find("Rules in shadow, which are tried out and in no figure: R99 (tried).\n"), std::string::npos)
      << notes;
  EXPECT_NE(notes.find("Rules that are off: R99 (stopped).\n"), std::string::npos) << notes;
  EXPECT_NE(notes.find("could not judge every entry, with how many: consultation (2).\n"), std::string::npos) << notes;
  EXPECT_EQ(notes.find("(runs)"), std::string::npos);
}

TEST(ReportModesTest, NamesSinceWhenARuleOfR10ToR19IsNotActive) {
  Practice practice(12);
  practice.view().activation->on = Day(2025, 1, 1);
  practice.view().activation->settings = {SettingOf("consultation", "sex_current", RuleMode::kOff),
                                          SettingOf("consultation", "stopped", RuleMode::kOff)};
  practice.view().activation->settings[0].catalogue_id = "R10";

  const std::string notes = NotesOf(practice.Report());

  EXPECT_NE(notes.find("Rules that are off: R10 (sex_current, since 2024-01-01), R99 (stopped).\n"), std::string::npos)
      << notes;
}

TEST(ReportModesTest, WhatAPolicyWithoutAnActiveRuleCannotJudgeKeepsNobodyWaiting) {
  Practice practice(12);
  practice.view().faults.resize(40);
  for (NotAssessed& fault : practice.view().faults) fault.plugin = "trial";
  EXPECT_FALSE(practice.Report().cover.signable);
  practice.view().activation->on = Day(2025, 1, 1);
  practice.view().activation->settings = {SettingOf("trial", "tried", RuleMode::kShadow)};

  const ComplianceReport report = practice.Report();

  EXPECT_TRUE(report.cover.signable);
  EXPECT_EQ(report.cover.policy_faults, 0U);
  EXPECT_EQ(Row(report, "assessed").count, 1000);
}

TEST(ReportModesTest, NotSignableWhileAllIsAssessedAgainAndSaysHowFarThatIs) {
  Practice practice(12);
  Reassessment& reassessment = practice.view().reassessment.emplace();
  EXPECT_FALSE(practice.Report().cover.signable) << "asked for, and not begun";

  reassessment.all = 200;
  reassessment.looked_at = 64;
  const ReportCover running = practice.Report().cover;
  EXPECT_FALSE(running.signable);
  EXPECT_TRUE(
      HasGap(running,
             "The policies were changed and all is being assessed again: 64 of 200 of the cases and members had "
             "been looked at."));

  reassessment.looked_at = 200;
  reassessment.done = true;
  EXPECT_TRUE(practice.Report().cover.signable);

  reassessment.left_out = 3;
  const ReportCover part = practice.Report().cover;
  EXPECT_FALSE(part.signable);
  EXPECT_TRUE(HasGap(part, "Not assessed again after the last change of the policies: 3 cases or members."));
}

}  // namespace
}  // namespace candor::domain::report_modes_test
