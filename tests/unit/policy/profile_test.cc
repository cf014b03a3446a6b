#include "daemon/policy/profile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "daemon/policy/plugin_table.h"
#include "scripted_policy.h"

namespace candor::policy::profile_test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr char kHead[] = "profile = \"test\"\nversion = \"2\"\nauthority = \"practice\"\n";

std::vector<domain::PluginInfo> Plugins() {
  return {ReadPluginTable(&testing::ScriptedPolicy()).value()};
}

absl::Status Apply(const std::string& body, std::vector<domain::PluginInfo>& plugins) {
  const auto profile = ParseProfile(kHead + body, "p.toml");
  if (!profile.ok()) return profile.status();
  absl::Status status = ApplyProfile(*profile, plugins);
  status.Update(CheckRulesAreDeclared(*profile, plugins, "/folder"));
  return status;
}

TEST(ProfileTest, SetsValueWithItsCitation) {
  auto plugins = Plugins();

  const auto status = Apply("[rules.endings.within]\nvalue = 45\nunit = \"days\"\ncitation = \"§ 1\"\n", plugins);

  ASSERT_TRUE(status.ok()) << status;
  const domain::Parameter& parameter = plugins[0].rules[1].parameters[0];
  EXPECT_EQ(parameter.value, 45);
  EXPECT_EQ(parameter.default_value, 30);
  EXPECT_EQ(parameter.profile, "test 2");
  EXPECT_EQ(parameter.citation, "§ 1");
  EXPECT_NE(NameParameterSet(plugins), NameParameterSet(Plugins()));
}

struct Mistake {
  const char* name;
  const char* body;
  const char* where;
  const char* what;
};

class ProfileMistakeTest : public ::testing::TestWithParam<Mistake> {};

TEST_P(ProfileMistakeTest, IsRefusedWithFileLineAndReason) {
  auto plugins = Plugins();

  const auto status = Apply(GetParam().body, plugins);

  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), AllOf(StartsWith(GetParam().where), HasSubstr(GetParam().what)));
}

INSTANTIATE_TEST_SUITE_P(
    All, ProfileMistakeTest,
    ::testing::Values(
        Mistake{"UnknownRule", "[rules.ending.within]\nvalue=1\nunit=\"days\"",
                "p.toml:4:", "no policy has a rule ending"},
        Mistake{"UnknownParameter", "\n[rules.endings.without]\nvalue=1\nunit=\"days\"",
                "p.toml:5:", "has no parameter without"},
        Mistake{"WrongUnit", "[rules.endings.within]\nvalue=1\nunit=\"years\"",
                "p.toml:4:", "counted in days, not years"},
        Mistake{"NoValue", "[rules.endings.within]\nunit=\"days\"", "p.toml:4:", "has no value"},
        Mistake{"NoUnit", "[rules.endings.within]\nvalue=1", "p.toml:4:", "has no unit"},
        Mistake{"TextForValue", "[rules.endings.within]\nvalue=\"1\"\nunit=\"days\"", "p.toml:5:", "whole number"},
        Mistake{"Negative", "[rules.endings.within]\nvalue=-1\nunit=\"days\"", "p.toml:4:", "not between 0"},
        Mistake{"UnknownKey", "colour = \"red\"", "p.toml:4:", "unknown key colour"},
        Mistake{"NotToml", "[rules", "p.toml:4:", ""}),
    [](const auto& mistake) { return mistake.param.name; });

TEST(ProfileTest, RuleOfPluginThatIsNotLoadedIsNotMissed) {
  auto plugins = Plugins();
  plugins.push_back({.name = "other", .version = "", .digest = "", .rules = {}, .loaded = false, .problem = "gone"});

  EXPECT_TRUE(Apply("[rules.of_the_other.within]\nvalue=1\nunit=\"days\"", plugins).ok());
}

TEST(ProfileTest, AMissingRuleIsSaidWithThePluginsThatAreThere) {
  auto plugins = Plugins();

  const auto status = Apply(
      "[rules.gone.within]\nvalue=1\nunit=\"days\"\n[rules.endings.within]\nvalue = 45\nunit = \"days\"\n"
      "[rules.lost.within]\nvalue=1\nunit=\"days\"",
      plugins);

  EXPECT_THAT(std::string(status.message()),
              StartsWith("p.toml:4: no policy has a rule gone or lost; in /folder there are only " + plugins[0].name));
  EXPECT_THAT(std::string(status.message()), HasSubstr("--allow-missing-policies"));
  EXPECT_EQ(plugins[0].rules[1].parameters[0].value, 45) << "the rest of the profile holds all the same";
}

TEST(ProfileTest, WithoutPluginsNoRuleIsMissed) {
  std::vector<domain::PluginInfo> none;

  EXPECT_TRUE(Apply("[rules.gone.within]\nvalue=1\nunit=\"days\"", none).ok());
}

TEST(ProfileTest, SetsWhatTheSupervisorsWeekRemindsOf) {
  const auto profile =
      ParseProfile(std::string(kHead) + "[supervision.ask_every]\nvalue = 6\nunit = \"sessions\"\n", "p");
  ASSERT_TRUE(profile.ok()) << profile.status();
  domain::SupervisionParameters parameters;

  ASSERT_TRUE(ApplySupervision(*profile, parameters).ok());

  EXPECT_EQ(parameters.ask_every, 6);
  EXPECT_EQ(parameters.not_discussed_after, domain::SupervisionParameters().not_discussed_after);
}

TEST(ProfileTest, RefusesWhatSupervisionHasNot) {
  const auto refusal = [](const std::string& body) {
    const auto profile = ParseProfile(kHead + body, "p.toml");
    domain::SupervisionParameters parameters;
    absl::Status status = profile.status();
    if (profile.ok()) status = ApplySupervision(*profile, parameters);
    return status;
  };

  EXPECT_THAT(std::string(refusal("[supervision.colour]\nvalue = 1\nunit = \"days\"").message()),
              AllOf(StartsWith("p.toml:4:"), HasSubstr("has no parameter colour")));
  EXPECT_THAT(std::string(refusal("[supervision.ask_every]\nvalue = 1\nunit = \"days\"").message()),
              HasSubstr("counted in sessions, not days"));
  EXPECT_THAT(std::string(refusal("[supervision.ask_every]\nvalue = 0\nunit = \"sessions\"").message()),
              HasSubstr("not between 1"));
  EXPECT_THAT(std::string(refusal("supervision = 1").message()), HasSubstr("not a table"));
}

TEST(ProfileTest, FileThatIsNotThereIsNotFound) {
  EXPECT_EQ(LoadProfile("/nonexistent/p.toml").status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace candor::policy::profile_test
