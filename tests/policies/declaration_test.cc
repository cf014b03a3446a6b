// What every shipped policy declares; compiled once for each of them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "daemon/policy/parameter_order.h"
#include "daemon/policy/plugin_table.h"
#include "daemon/policy/profile.h"
#include "plugins/abi/candor_policy.h"

namespace candor::declaration_test {
namespace {

std::string_view View(const candor_text& text) {
  return {text.data, text.size};
}

const candor_rule& RuleAt(uint32_t index) {
  return *candor_policy_plugin.rules[index];
}

TEST(DeclarationTest, TheHostAcceptsIt) {
  const auto info = policy::ReadPluginTable(&candor_policy_plugin);

  ASSERT_TRUE(info.ok()) << info.status();
  EXPECT_EQ(info->name, CANDOR_TEST_POLICY);
  EXPECT_EQ(info->rules.size(), candor_policy_plugin.rule_count);
}

TEST(DeclarationTest, CitationsBeginWithTheStrongestAuthority) {
  for (uint32_t i = 0; i < candor_policy_plugin.rule_count; ++i) {
    const candor_rule& rule = RuleAt(i);
    ASSERT_GE(rule.citation_count, 1u);
    EXPECT_TRUE(std::is_sorted(rule.citations, rule.citations + rule.citation_count, [](const auto* a, const auto* b) {
      return a->authority < b->authority;
    })) << View(rule.slug);
  }
}

TEST(DeclarationTest, ARuleThatRestsOnAnArticleOrThePracticeStartsAtSoonAtMost) {
  for (uint32_t i = 0; i < candor_policy_plugin.rule_count; ++i) {
    const candor_rule& rule = RuleAt(i);
    if (rule.citations[0]->authority < CANDOR_AUTHORITY_ARTICLE) continue;
    EXPECT_LE(rule.severity, static_cast<uint32_t>(CANDOR_SEVERITY_SOON)) << View(rule.slug);
  }
}

// What does not reach a rule cannot clear what it opened.
TEST(DeclarationTest, WhatFinishesARuleIsAmongTheKindsThatItReads) {
  for (uint32_t i = 0; i < candor_policy_plugin.rule_count; ++i) {
    const candor_rule& rule = RuleAt(i);
    for (uint32_t k = 0; k < rule.done_kind_count; ++k) {
      EXPECT_NE(std::find(rule.kinds, rule.kinds + rule.kind_count, rule.done_kinds[k]), rule.kinds + rule.kind_count)
          << View(rule.slug) << " " << rule.done_kinds[k];
    }
  }
}

TEST(DeclarationTest, OnlyARuleThatRestsOnALawOrACodeStartsUrgent) {
  for (uint32_t i = 0; i < candor_policy_plugin.rule_count; ++i) {
    const candor_rule& rule = RuleAt(i);
    if (rule.severity < CANDOR_SEVERITY_URGENT) continue;
    EXPECT_LE(rule.citations[0]->authority, static_cast<uint32_t>(CANDOR_AUTHORITY_CODE)) << View(rule.slug);
  }
}

TEST(DeclarationTest, EveryParameterStandsInTheDefaultProfileWithItsDefaultAndAsAPracticeDefault) {
  const auto profile = policy::LoadProfile(CANDOR_TEST_PROFILE);
  ASSERT_TRUE(profile.ok()) << profile.status();
  EXPECT_EQ(profile->authority, "practice");

  for (uint32_t i = 0; i < candor_policy_plugin.rule_count; ++i) {
    for (uint32_t p = 0; p < RuleAt(i).parameter_count; ++p) {
      const candor_parameter& parameter = *RuleAt(i).parameters[p];
      const auto found = std::find_if(profile->values.begin(), profile->values.end(), [&](const auto& value) {
        return value.rule == View(RuleAt(i).slug) && value.parameter == View(parameter.name);
      });
      ASSERT_NE(found, profile->values.end()) << View(RuleAt(i).slug) << "." << View(parameter.name);
      EXPECT_EQ(found->value, parameter.default_value) << found->rule << "." << found->parameter;
      EXPECT_EQ(found->unit, View(parameter.unit));
      EXPECT_EQ(found->citation, "practice default");
    }
  }
}

// A file that names a parameter which is not there, or part of a group, would keep the daemon from starting.
TEST(DeclarationTest, ShippedProfilesSetOnlyWhatItDeclaresAndGroupsWhole) {
  const auto info = policy::ReadPluginTable(&candor_policy_plugin);
  ASSERT_TRUE(info.ok()) << info.status();
  const auto profiles = policy::LoadProfiles(std::filesystem::path(CANDOR_TEST_PROFILE).parent_path().string());
  ASSERT_TRUE(profiles.ok()) << profiles.status();

  for (const policy::Profile& profile : *profiles) {
    const absl::Status status = policy::CheckProfile(profile, {*info});
    EXPECT_TRUE(status.ok()) << status;
  }
  const absl::Status together = policy::CheckOrderWithDefaults(*profiles, {*info});
  EXPECT_TRUE(together.ok()) << together;
}

// Values that make no sense of a rule, beside what ships as default.
TEST(DeclarationTest, AValueThatContradictsTheRuleIsRefused) {
  const auto info = policy::ReadPluginTable(&candor_policy_plugin);
  ASSERT_TRUE(info.ok()) << info.status();
  const auto shipped = policy::LoadProfile(CANDOR_TEST_PROFILE);
  ASSERT_TRUE(shipped.ok()) << shipped.status();
  struct Contradiction {
    const char* rule;
    const char* parameter;
    int64_t value;
    const char* unit;
  };
  constexpr Contradiction kContradictions[] = {{"colleague_concern", "acknowledge_within", 30, "business_days"},
                                               {"colleague_concern", "act_within", 1, "days"},
                                               {"complaint", "acknowledge_within", 60, "business_days"},
                                               {"complaint_about_member", "answer_within", 4, "days"},
                                               {"attraction_persists", "review_within", 0, "days"},
                                               {"attraction_persists", "persist_after", 999'999, "days"},
                                               {"soft_transfer_complete", "joint_sessions", 0, "sessions"}};

  for (const Contradiction& value : kContradictions) {
    const bool declared = std::any_of(info->rules.begin(), info->rules.end(),
                                      [&](const domain::Rule& rule) { return rule.slug == value.rule; });
    if (!declared) continue;
    policy::Profile ours;
    ours.name = "ours";
    ours.path = "ours.toml";
    policy::ProfileValue& said = ours.values.emplace_back();
    said.rule = value.rule;
    said.parameter = value.parameter;
    said.value = value.value;
    said.unit = value.unit;
    absl::Status status = policy::CheckProfile(ours, {*info});
    status.Update(policy::CheckOrderWithDefaults({ours, *shipped}, {*info}));
    EXPECT_FALSE(status.ok()) << value.rule << "." << value.parameter;
  }
}

}  // namespace
}  // namespace candor::declaration_test
