#include "daemon/domain/rule_mode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "daemon/domain/store.h"

namespace candor::domain::rule_mode_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr Day kBegan(2025, 1, 1);
constexpr Day kToday(2025, 6, 30);

RuleSetting Setting(const std::string& rule, RuleMode mode, Day from, Day set_on, bool by_profile = false) {
  RuleSetting setting;
  setting.rule = rule;
  setting.plugin = "boundaries";
  setting.mode = mode;
  setting.from = from;
  setting.set_on = set_on;
  setting.by_profile = by_profile;
  return setting;
}

Rule RuleOf(const std::string& slug, RuleMode by_profile = RuleMode::kActive) {
  Rule rule;
  rule.slug = slug;
  rule.plugin = "boundaries";
  rule.catalogue_id = "R23";
  rule.default_mode = by_profile;
  return rule;
}

Activation Standing(std::vector<RuleSetting> settings = {}) {
  Activation activation;
  activation.effective_from = kBegan;
  activation.on = kToday;
  activation.settings = std::move(settings);
  return activation;
}

ModeChange ChangeTo(RuleMode mode, std::optional<Day> from = std::nullopt, bool retroactive = false) {
  ModeChange change;
  change.mode = mode;
  change.from = from;
  change.retroactive = retroactive;
  change.caller.is_operator = true;
  return change;
}

TEST(RuleModeTest, WhatIsLaidDownHoldsFromItsDayOn) {
  std::vector<RuleSetting> settings;
  LayDown(Setting("a", RuleMode::kShadow, kBegan, kBegan), kBegan, settings);
  LayDown(Setting("a", RuleMode::kActive, kToday + 10, kToday), kToday, settings);

  EXPECT_EQ(SettingOn(settings, "a", kBegan - 1), nullptr);
  EXPECT_EQ(SettingOn(settings, "a", kBegan)->mode, RuleMode::kShadow);
  EXPECT_EQ(SettingOn(settings, "a", kToday + 9)->mode, RuleMode::kShadow);
  EXPECT_EQ(SettingOn(settings, "a", kToday + 10)->mode, RuleMode::kActive);
  EXPECT_EQ(SettingOn(settings, "b", kToday), nullptr);
  EXPECT_EQ(NewestSetting(settings, "a")->mode, RuleMode::kActive);
}

TEST(RuleModeTest, WhatWasLaidDownLaterHoldsInPlaceOfWhatWasToCome) {
  std::vector<RuleSetting> settings;
  LayDown(Setting("a", RuleMode::kShadow, kBegan, kBegan), kBegan, settings);
  LayDown(Setting("a", RuleMode::kActive, kToday + 10, kToday), kToday, settings);

  LayDown(Setting("a", RuleMode::kOff, kToday + 1, kToday + 1), kToday + 1, settings);

  EXPECT_THAT(settings, SizeIs(1)) << "nothing that can hold no more is kept";
  EXPECT_EQ(SettingOn(settings, "a", kToday + 10)->mode, RuleMode::kOff);
}

TEST(RuleModeTest, WhatHoldsUntilALaterDayIsKept) {
  std::vector<RuleSetting> settings = {Setting("a", RuleMode::kShadow, kBegan, kBegan)};

  LayDown(Setting("a", RuleMode::kActive, kToday + 10, kToday), kToday, settings);

  ASSERT_THAT(settings, SizeIs(2));
  EXPECT_FALSE(HoldsOtherwise(settings, kToday, kToday + 9));
  EXPECT_TRUE(HoldsOtherwise(settings, kToday, kToday + 10));
  EXPECT_TRUE(HoldsOtherwise(settings, kToday, kToday + 30)) << "nobody looked on the day";
  EXPECT_FALSE(HoldsOtherwise(settings, kToday + 10, kToday + 11));
}

TEST(RuleModeTest, ProfilesSayHowANewRuleIsRunAndWhenTheyChange) {
  const std::vector<Rule> rules = {RuleOf("a"), RuleOf("b", RuleMode::kShadow)};

  std::vector<RuleSetting> laid_down = SettingsOfProfiles(rules, {}, {}, kToday);

  ASSERT_THAT(laid_down, SizeIs(2));
  EXPECT_EQ(laid_down[0].mode, RuleMode::kActive);
  EXPECT_EQ(laid_down[0].from, kToday) << "of a new rule duties begin when it comes";
  EXPECT_TRUE(laid_down[0].by_profile);
  EXPECT_EQ(laid_down[1].mode, RuleMode::kShadow);
  EXPECT_EQ(laid_down[1].catalogue_id, "R23");
  EXPECT_THAT(SettingsOfProfiles(rules, laid_down, {}, kToday + 1), IsEmpty());
  const std::vector<RuleSetting> changed =
      SettingsOfProfiles({RuleOf("a", RuleMode::kOff), rules[1]}, laid_down, {}, kToday + 1);
  ASSERT_THAT(changed, SizeIs(1));
  EXPECT_EQ(changed[0].rule, "a");
  EXPECT_EQ(changed[0].from, kToday + 1);
}

TEST(RuleModeTest, AChoiceOnRecordBeatsTheProfiles) {
  const std::vector<RuleSetting> chosen = {Setting("a", RuleMode::kShadow, kBegan, kBegan)};

  EXPECT_THAT(SettingsOfProfiles({RuleOf("a", RuleMode::kActive)}, chosen, {}, kToday), IsEmpty());
}

TEST(RuleModeTest, ARuleThatCouldNotBeLoadedBeganWhenItWasToBeThere) {
  const std::map<std::string, Day> awaited = {{"boundaries", kBegan}};

  EXPECT_EQ(SettingsOfProfiles({RuleOf("a")}, {}, awaited, kToday).at(0).from, kBegan);
}

TEST(RuleModeTest, AChangeHoldsFromTodayWhereNothingElseIsSaid) {
  const auto setting = SettingFor(ChangeTo(RuleMode::kShadow), RuleOf("a"), Standing(), kToday);

  ASSERT_TRUE(setting.ok()) << setting.status();
  ASSERT_TRUE(*setting);
  EXPECT_EQ((*setting)->from, kToday);
  EXPECT_EQ((*setting)->set_on, kToday);
  EXPECT_EQ((*setting)->plugin, "boundaries");
  EXPECT_FALSE((*setting)->by_profile);
  EXPECT_TRUE((*setting)->set_by.is_operator);
}

TEST(RuleModeTest, WhatIsSoAlreadyKeepsItsDayAndIsLaidDownOnce) {
  const Activation by_profile = Standing({Setting("a", RuleMode::kActive, kBegan, kBegan, /*by_profile=*/true)});
  const auto chosen = SettingFor(ChangeTo(RuleMode::kActive), RuleOf("a"), by_profile, kToday);
  ASSERT_TRUE(chosen.ok() && *chosen);
  EXPECT_EQ((*chosen)->from, kBegan) << "a profile that changes does not switch it any more, and no duty is lost";

  const auto again = SettingFor(ChangeTo(RuleMode::kActive), RuleOf("a"), Standing({**chosen}), kToday);

  ASSERT_TRUE(again.ok());
  EXPECT_FALSE(*again);
}

TEST(RuleModeTest, WhatWasChosenYieldsToTheProfilesAgain) {
  ModeChange as_profiles = ChangeTo(RuleMode::kOff);
  as_profiles.as_profiles = true;
  const Rule shadow = RuleOf("a", RuleMode::kShadow);
  const Activation chosen = Standing({Setting("a", RuleMode::kActive, kBegan, kBegan)});

  const auto back = SettingFor(as_profiles, shadow, chosen, kToday);

  ASSERT_TRUE(back.ok() && *back) << back.status();
  EXPECT_EQ((*back)->mode, RuleMode::kShadow);
  EXPECT_EQ((*back)->from, kToday);
  EXPECT_TRUE((*back)->by_profile);
  EXPECT_THAT(SettingsOfProfiles({RuleOf("a", RuleMode::kOff)}, {**back}, {}, kToday + 1), SizeIs(1))
      << "a file that says otherwise is followed";
  const auto again = SettingFor(as_profiles, shadow, Standing({**back}), kToday);
  ASSERT_TRUE(again.ok());
  EXPECT_FALSE(*again) << "nobody has chosen";
  as_profiles.from = kToday + 1;
  EXPECT_EQ(SettingFor(as_profiles, shadow, chosen, kToday).status().code(), absl::StatusCode::kInvalidArgument);
}

// The day before, the day itself and the day after.
TEST(RuleModeTest, OnlyWhoAsksForItGetsADayInThePast) {
  const auto asks = [](RuleMode mode, Day from, bool retroactive) {
    return SettingFor(ChangeTo(mode, from, retroactive), RuleOf("a"), Standing(), kToday).status();
  };

  EXPECT_EQ(asks(RuleMode::kActive, kToday - 1, false).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(asks(RuleMode::kActive, kToday, false).ok());
  EXPECT_TRUE(asks(RuleMode::kActive, kToday + 1, false).ok());
  EXPECT_TRUE(asks(RuleMode::kActive, kToday - 1, true).ok());
  EXPECT_EQ(asks(RuleMode::kActive, kToday, true).code(), absl::StatusCode::kInvalidArgument)
      << "nothing of it would be retroactive, and the record would say it was";
  EXPECT_EQ(asks(RuleMode::kShadow, kToday - 1, true).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(asks(RuleMode::kOff, kToday - 1, true).code(), absl::StatusCode::kInvalidArgument);
}

TEST(RuleModeTest, NothingHoldsBeforeThePoliciesBegan) {
  const auto asks = [](Day from) {
    return SettingFor(ChangeTo(RuleMode::kActive, from, true), RuleOf("a"), Standing(), kToday).status();
  };

  EXPECT_EQ(asks(kBegan - 1).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(asks(kBegan).ok());
  EXPECT_EQ(
      SettingFor(ChangeTo(RuleMode::kActive, std::nullopt, true), RuleOf("a"), Standing(), kToday).status().code(),
      absl::StatusCode::kInvalidArgument)
      << "from when?";
}

TEST(RuleModesTest, WithoutARecordRulesAreAsTheirProfilesHaveThem) {
  const RuleModes modes;

  EXPECT_EQ(modes.Of(RuleOf("a", RuleMode::kShadow)), RuleMode::kShadow);
  EXPECT_EQ(modes.DutiesFrom("a"), std::nullopt);
  EXPECT_THAT(modes.quiet_plugins(), IsEmpty());
  EXPECT_FALSE(modes.any_shadow());
}

TEST(RuleModesTest, InALedgerFromBeforeModesEveryRuleIsActiveSinceThePoliciesBegan) {
  Activation old;
  old.effective_from = kBegan;
  const RuleModes modes(old);

  EXPECT_EQ(modes.Of("a", RuleMode::kActive), RuleMode::kActive);
  EXPECT_EQ(modes.DutiesFrom("a"), std::nullopt);
}

TEST(RuleModesTest, DutiesOfARuleThatBeganLaterBeginWithIt) {
  const RuleModes modes(Standing(
      {Setting("first", RuleMode::kActive, kBegan, kBegan), Setting("later", RuleMode::kActive, kBegan + 1, kBegan + 1),
       Setting("tried", RuleMode::kShadow, kToday, kToday), Setting("none", RuleMode::kOff, kToday, kToday),
       Setting("to_come", RuleMode::kActive, kToday + 1, kToday)}));

  EXPECT_EQ(modes.DutiesFrom("first"), std::nullopt);
  EXPECT_EQ(modes.DutiesFrom("later"), kBegan + 1);
  EXPECT_EQ(modes.DutiesFrom("tried"), kToday);
  EXPECT_EQ(modes.DutiesFrom("none"), std::nullopt);
  EXPECT_EQ(modes.SettingOf("to_come"), nullptr) << "its day has not come";
  EXPECT_TRUE(modes.any_shadow());
  std::vector<std::string> slugs;
  for (const RuleSetting* setting : modes.All()) slugs.push_back(setting->rule);
  EXPECT_THAT(slugs, ElementsAre("first", "later", "none", "tried"));
}

TEST(RuleModesTest, APolicyWithoutAnActiveRuleIsQuiet) {
  RuleSetting of_another = Setting("c", RuleMode::kActive, kBegan, kBegan);
  of_another.plugin = "referral";
  std::vector<RuleSetting> settings = {Setting("a", RuleMode::kShadow, kBegan, kBegan),
                                       Setting("b", RuleMode::kOff, kBegan, kBegan), of_another};
  EXPECT_EQ(RuleModes(Standing(settings)).quiet_plugins(), (std::set<std::string>{"boundaries"}));

  LayDown(Setting("b", RuleMode::kActive, kToday, kToday), kToday, settings);
  EXPECT_THAT(RuleModes(Standing(settings)).quiet_plugins(), IsEmpty());
}

}  // namespace
}  // namespace candor::domain::rule_mode_test
