#include "daemon/policy/modes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "plugins/abi/candor_policy.h"

namespace candor::policy::modes_test {
namespace {

using domain::RuleMode;
using domain::RuleSetting;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr Day kBegan(2025, 1, 1);
constexpr Day kToday(2025, 6, 30);

domain::Rule RuleOf(const std::string& plugin, const std::string& slug, RuleMode mode = RuleMode::kActive) {
  domain::Rule rule;
  rule.plugin = plugin;
  rule.slug = slug;
  rule.default_mode = mode;
  return rule;
}

domain::PluginInfo PluginOf(const std::string& name, std::vector<domain::Rule> rules) {
  domain::PluginInfo plugin;
  plugin.name = name;
  plugin.loaded = true;
  plugin.rules = std::move(rules);
  return plugin;
}

// Declares what it is told to, and judges nothing.
class DeclaringEngine final : public domain::PolicyEngine {
 public:
  std::vector<domain::PluginInfo> plugins;

  std::vector<domain::PolicyResult> Assess(const std::vector<domain::PolicyTask>&, absl::Time) override { return {}; }
  const std::vector<domain::PluginInfo>& Plugins() const override { return plugins; }
  const std::string& ParameterSet() const override { return set_; }

 private:
  const std::string set_ = "set";
};

domain::Activation Carried(const DeclaringEngine& engine, const domain::Activation* stands, Day today,
                           bool expect_change) {
  domain::Activation next;
  next.effective_from = stands == nullptr ? today : stands->effective_from;
  EXPECT_EQ(CarryModes(engine, stands, today, next), expect_change);
  return next;
}

TEST(CarryModesTest, TheFirstActivationLaysDownEveryRule) {
  DeclaringEngine engine;
  engine.plugins = {PluginOf("boundaries", {RuleOf("boundaries", "a"), RuleOf("boundaries", "b", RuleMode::kShadow)})};

  const domain::Activation first = Carried(engine, nullptr, kBegan, true);

  EXPECT_FALSE(first.id.empty());
  EXPECT_EQ(first.on, kBegan);
  ASSERT_THAT(first.settings, SizeIs(2));
  EXPECT_EQ(first.settings[0].from, kBegan);
  EXPECT_EQ(first.settings[1].mode, RuleMode::kShadow);
  const domain::Activation again = Carried(engine, &first, kToday, false);
  EXPECT_TRUE(again.settings == first.settings);
}

TEST(CarryModesTest, InALedgerFromBeforeModesRulesBeganWithThePolicies) {
  DeclaringEngine engine;
  engine.plugins = {PluginOf("boundaries", {RuleOf("boundaries", "a")})};
  domain::Activation old;
  old.effective_from = kBegan;

  const domain::Activation next = Carried(engine, &old, kToday, true);

  EXPECT_EQ(next.on, kToday);
  EXPECT_EQ(next.settings.at(0).from, kBegan) << "no duty that there was is lost";
}

TEST(CarryModesTest, ARuleThatComesLaterBeginsThen) {
  DeclaringEngine engine;
  engine.plugins = {PluginOf("boundaries", {RuleOf("boundaries", "a")})};
  const domain::Activation first = Carried(engine, nullptr, kBegan, true);
  engine.plugins.push_back(PluginOf("dual", {RuleOf("dual", "c")}));

  const domain::Activation next = Carried(engine, &first, kToday, true);

  ASSERT_THAT(next.settings, SizeIs(2));
  EXPECT_EQ(next.settings[1].rule, "c");
  EXPECT_EQ(next.settings[1].from, kToday);
}

TEST(CarryModesTest, APluginThatCouldNotBeLoadedBeginsWhenItWasFirstMissed) {
  DeclaringEngine engine;
  engine.plugins = {PluginOf("boundaries", {RuleOf("boundaries", "a")})};
  engine.plugins[0].loaded = false;
  const domain::Activation without = Carried(engine, nullptr, kBegan, true);
  EXPECT_THAT(without.settings, IsEmpty());
  EXPECT_EQ(without.awaited.at("boundaries"), kBegan);
  Carried(engine, &without, kToday - 1, false);
  engine.plugins[0].loaded = true;

  const domain::Activation next = Carried(engine, &without, kToday, true);

  EXPECT_EQ(next.settings.at(0).from, kBegan);
  EXPECT_THAT(next.awaited, IsEmpty());
}

TEST(CarryModesTest, OneThatIsGoneForAWhileKeepsWhatWasLaidDown) {
  DeclaringEngine engine;
  engine.plugins = {PluginOf("boundaries", {RuleOf("boundaries", "a")})};
  const domain::Activation first = Carried(engine, nullptr, kBegan, true);
  engine.plugins[0].loaded = false;
  engine.plugins[0].rules.clear();

  const domain::Activation next = Carried(engine, &first, kToday, false);

  EXPECT_TRUE(next.settings == first.settings);
  EXPECT_THAT(next.awaited, IsEmpty());
}

TEST(CarryModesTest, ADayThatHasComeIsPutOnRecord) {
  DeclaringEngine engine;
  engine.plugins = {PluginOf("boundaries", {RuleOf("boundaries", "a")})};
  domain::Activation first = Carried(engine, nullptr, kBegan, true);
  RuleSetting off = first.settings.at(0);
  off.mode = RuleMode::kOff;
  off.by_profile = false;
  off.from = kToday;
  domain::LayDown(off, kBegan, first.settings);

  Carried(engine, &first, kToday - 1, false);
  const domain::Activation next = Carried(engine, &first, kToday, true);

  EXPECT_EQ(next.on, kToday);
  EXPECT_EQ(domain::RuleModes(next).Of("a", RuleMode::kActive), RuleMode::kOff);
}

TEST(DutyTableTest, NamesOnlyPluginsOfWhichARuleBeganLater) {
  RuleSetting later;
  later.rule = "b";
  later.plugin = "boundaries";
  later.from = kToday;
  domain::Activation activation;
  activation.effective_from = kBegan;
  activation.on = kToday;
  activation.settings = {later};
  const std::vector<domain::PluginInfo> plugins = {
      PluginOf("boundaries", {RuleOf("boundaries", "a"), RuleOf("boundaries", "b")}),
      PluginOf("dual", {RuleOf("dual", "c")})};

  const DutyTable table(plugins, domain::RuleModes(activation));

  EXPECT_THAT(table.Of("boundaries").days, ElementsAre(CANDOR_NO_DAY, DayNumber(kToday)));
  EXPECT_FALSE(table.Of("boundaries").name.empty());
  EXPECT_THAT(table.Of("dual").days, IsEmpty());
  EXPECT_EQ(table.Of("dual").name, "") << "its folds go on from where they are";
  EXPECT_THAT(table.Of("none").days, IsEmpty());
  activation.settings[0].from = kToday - 1;
  EXPECT_NE(DutyTable(plugins, domain::RuleModes(activation)).Of("boundaries").name, table.Of("boundaries").name);
}

}  // namespace
}  // namespace candor::policy::modes_test
