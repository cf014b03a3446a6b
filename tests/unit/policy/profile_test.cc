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
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr char kHead[] = "profile = \"test\"\nversion = \"2\"\nauthority = \"practice\"\n";

std::vector<domain::PluginInfo> Plugins() {
  return {ReadPluginTable(&testing::ScriptedPolicy()).value()};
}

absl::Status Check(const std::string& body, const std::vector<domain::PluginInfo>& plugins) {
  const auto profile = ParseProfile(kHead + body, "p.toml");
  if (!profile.ok()) return profile.status();
  absl::Status status = CheckProfile(*profile, plugins);
  status.Update(CheckRulesAreDeclared(*profile, plugins, "/folder"));
  return status;
}

std::string Value(const std::string& rest = "") {
  return "[rules.endings.within]\nvalue = 45\nunit = \"days\"\ncitation = \"§ 1\"\n" + rest;
}

TEST(ProfileTest, AValueSaysItselfWhatTheFileSaysOtherwiseForAll) {
  const auto profile = ParseProfile(
      "profile = \"aca\"\ntitle = \"ACA 2014\"\nversion = \"3\"\nkind = \"code\"\nauthority = \"code\"\n"
      "confidence = \"A\"\nas_of = 2014-01-01\nreviewed_on = 2026-11-01\nbinds = { body = [\"aca\"] }\n" +
          Value("[rules.sessions.many]\nvalue = true\nunit = \"yes_no\"\ncitation = \"§ 2\"\nauthority = "
                "\"guideline\"\nconfidence = \"KH\"\nas_of = 2020-02-29\nreviewed_on = 2025-01-01\nnote = \"ours\"\n"
                "group = \"window\"\n"),
      "aca.toml");

  ASSERT_TRUE(profile.ok()) << profile.status();
  EXPECT_EQ(profile->Title(), "aca 3");
  EXPECT_EQ(profile->kind, ProfileKind::kCode);
  EXPECT_THAT(profile->binds.bodies, ElementsAre("aca"));
  ASSERT_EQ(profile->values.size(), 2u);
  const ProfileValue& plain = profile->values[0];
  EXPECT_EQ(plain.value, 45);
  EXPECT_EQ(plain.authority, "code");
  EXPECT_EQ(plain.confidence, "A");
  EXPECT_EQ(plain.as_of, Day(2014, 1, 1));
  EXPECT_EQ(plain.reviewed_on, Day(2026, 11, 1));
  const ProfileValue& own = profile->values[1];
  EXPECT_EQ(own.value, 1);
  EXPECT_EQ(own.authority, "guideline");
  EXPECT_EQ(own.confidence, "KH");
  EXPECT_EQ(own.as_of, Day(2020, 2, 29));
  EXPECT_EQ(own.reviewed_on, Day(2025, 1, 1));
  EXPECT_EQ(own.note, "ours");
  EXPECT_EQ(own.group, "window");
}

TEST(ProfileTest, OnlyDaysAndYearsAreForever) {
  const std::string forever = "value = \"forever\"\ncitation = \"§ 1\"\n";

  const auto days = ParseProfile(kHead + ("[rules.endings.within]\nunit = \"days\"\n" + forever), "p.toml");

  ASSERT_TRUE(days.ok()) << days.status();
  EXPECT_EQ(days->values[0].value, CANDOR_FOREVER);
  EXPECT_THAT(
      std::string(
          ParseProfile(kHead + ("[rules.endings.within]\nunit = \"count\"\n" + forever), "p.toml").status().message()),
      HasSubstr("only days and years can be forever"));
}

TEST(ProfileTest, HowARuleIsRunStandsBesideItsParameters) {
  const auto profile = ParseProfile(kHead + std::string("[rules.endings]\nmode = \"shadow\"\n") + Value(), "p.toml");

  ASSERT_TRUE(profile.ok()) << profile.status();
  ASSERT_EQ(profile->modes.size(), 1u);
  EXPECT_EQ(profile->modes[0].rule, "endings");
  EXPECT_EQ(profile->modes[0].mode, domain::RuleMode::kShadow);
  EXPECT_EQ(profile->values.size(), 1u);
}

struct Mistake {
  const char* name;
  const char* body;
  const char* where;
  const char* what;
};

class ProfileMistakeTest : public ::testing::TestWithParam<Mistake> {};

TEST_P(ProfileMistakeTest, IsRefusedWithFileLineAndReason) {
  const auto status = Check(GetParam().body, Plugins());

  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), AllOf(StartsWith(GetParam().where), HasSubstr(GetParam().what)));
}

#define CITED "\ncitation=\"§ 1\""

INSTANTIATE_TEST_SUITE_P(
    All, ProfileMistakeTest,
    ::testing::Values(
        Mistake{"UnknownRule", "[rules.ending.within]\nvalue=1\nunit=\"days\"" CITED,
                "p.toml:4:", "no policy has a rule ending"},
        Mistake{"UnknownParameter", "\n[rules.endings.without]\nvalue=1\nunit=\"days\"" CITED,
                "p.toml:5:", "has no parameter without"},
        Mistake{"WrongUnit", "[rules.endings.within]\nvalue=1\nunit=\"years\"" CITED,
                "p.toml:4:", "counted in days, not years"},
        Mistake{"WrongGroup", "[rules.endings.within]\nvalue=1\nunit=\"days\"\ngroup=\"window\"" CITED,
                "p.toml:4:", "not of the group window; it stands alone"},
        Mistake{"NoValue", "[rules.endings.within]\nunit=\"days\"" CITED, "p.toml:4:", "has no value"},
        Mistake{"NoUnit", "[rules.endings.within]\nvalue=1" CITED, "p.toml:4:", "has no unit"},
        Mistake{"NoCitation", "[rules.endings.within]\nvalue=1\nunit=\"days\"", "p.toml:4:", "has no citation"},
        Mistake{"TextForValue", "[rules.endings.within]\nvalue=\"1\"\nunit=\"days\"" CITED,
                "p.toml:5:", "whole number"},
        Mistake{"Negative", "[rules.endings.within]\nvalue=-1\nunit=\"days\"" CITED, "p.toml:5:", "not between 0"},
        Mistake{"TooMuch", "[rules.endings.within]\nvalue=1000000\nunit=\"days\"" CITED, "p.toml:5:", "not between 0"},
        Mistake{"UnknownKeyOfValue", "[rules.endings.within]\nvalue=1\nunit=\"days\"\ncolour=1" CITED,
                "p.toml:7:", "endings.within.colour is not known here"},
        Mistake{"UnknownConfidence", "[rules.endings.within]\nvalue=1\nunit=\"days\"\nconfidence=\"C\"" CITED,
                "p.toml:7:", "is none of A, B, K"},
        Mistake{"DayInQuotes", "[rules.endings.within]\nvalue=1\nunit=\"days\"\nas_of=\"2024-01-01\"" CITED,
                "p.toml:7:", "is not a date"},
        Mistake{"UnknownMode", "[rules.endings]\nmode=\"loud\"", "p.toml:5:", "is none of off, shadow, active"},
        Mistake{"UnknownKey", "colour = \"red\"", "p.toml:4:", "unknown key colour"},
        Mistake{"UnknownKind", "kind = \"rumour\"", "p.toml:4:", "is none of law, board, code"},
        Mistake{"CodeWithoutTitle", "kind = \"code\"\nbinds = { body = [\"aca\"] }", "p.toml:1:", "title is missing"},
        Mistake{"CodeWithoutBody", "kind = \"code\"\ntitle = \"ACA\"", "p.toml:1:", "binds.body is missing"},
        Mistake{"LawWithoutJurisdiction", "kind = \"law\"\ntitle = \"L\"",
                "p.toml:1:", "binds.jurisdiction is missing"},
        Mistake{"CodeWithoutDate",
                "kind=\"code\"\ntitle=\"ACA\"\nbinds={body=[\"aca\"]}\nconfidence=\"A\"\n"
                "[rules.endings.within]\nvalue=1\nunit=\"days\"" CITED,
                "p.toml:8:", "endings.within has no as_of"},
        Mistake{"PracticeThatBindsSome", "binds = { body = [\"aca\"] }", "p.toml:1:", "binds everyone"},
        Mistake{"TraineeThatIsNoAnswer", "kind=\"board\"\nbinds={jurisdiction=[\"US-CA\"],trainee=\"yes\"}",
                "p.toml:5:", "binds.trainee is not true or false"},
        Mistake{"UnknownBond", "kind=\"code\"\nbinds={club=[\"aca\"]}", "p.toml:5:", "binds.club is not known here"},
        Mistake{"ChoiceOfACode", "kind=\"code\"\ntitle=\"ACA\"\nbinds={body=[\"aca\"]}\n[choice]\nprofiles=[\"apa\"]",
                "p.toml:7:", "choice is for profiles of kind practice"},
        Mistake{"ModeOfACode", "kind=\"code\"\ntitle=\"ACA\"\nbinds={body=[\"aca\"]}\n[rules.endings]\nmode=\"off\"",
                "p.toml:8:", "mode is for profiles of kind practice and default"},
        Mistake{"ReviewAfterOfACode", "kind=\"code\"\ntitle=\"ACA\"\nbinds={body=[\"aca\"]}\nreview_after=400",
                "p.toml:7:", "review_after is for profiles of kind practice and default"},
        Mistake{"ReviewAfterNoTime", "review_after = 0", "p.toml:4:", "no number of days from 1"},
        Mistake{"NotToml", "[rules", "p.toml:4:", ""}),
    [](const auto& mistake) { return mistake.param.name; });

#undef CITED

Profile Parsed(const std::string& text, const std::string& path) {
  auto profile = ParseProfile(text, path);
  EXPECT_TRUE(profile.ok()) << profile.status();
  return profile.ok() ? *profile : Profile();
}

TEST(ProfilesTogetherTest, ComeByKindAndThenByName) {
  const std::string code = "title=\"C\"\nkind=\"code\"\nversion=\"1\"\nbinds={body=[\"aca\"]}\nprofile=";
  std::vector<Profile> all = {
      Parsed("profile=\"default\"\nkind=\"default\"\nversion=\"1\"", "d"), Parsed(code + "\"b\"", "b"),
      Parsed("profile=\"ours\"\nversion=\"1\"\n[choice]\nprofiles=[\"a\"]", "o"), Parsed(code + "\"a\"", "a")};

  ASSERT_TRUE(CheckTogether(all).ok());

  std::vector<std::string> names;
  for (const Profile& profile : all) names.push_back(profile.name);
  EXPECT_THAT(names, ElementsAre("a", "b", "ours", "default"));
}

TEST(ProfilesTogetherTest, MayNotContradictOneAnother) {
  const auto refusal = [](std::vector<Profile> all) { return std::string(CheckTogether(all).message()); };
  const Profile first = Parsed(kHead + Value(), "a.toml");
  Profile other = first;
  other.path = "b.toml";

  EXPECT_THAT(refusal({first, other}), AllOf(StartsWith("b.toml:1:"), HasSubstr("is in a.toml already")));
  other.name = "other";
  EXPECT_EQ(refusal({first, other}), "") << "both say the same";
  other.values[0].value = 46;
  EXPECT_THAT(refusal({first, other}), AllOf(StartsWith("b.toml:4:"), HasSubstr("is 46 here and 45 in a.toml:4")));
  EXPECT_THAT(refusal({Parsed(std::string(kHead) + "[choice]\nprofiles=[\n\"none\"]", "c.toml")}),
              AllOf(StartsWith("c.toml:6:"), HasSubstr("there is no profile none to choose")));
}

TEST(ProfileTest, RuleOfPluginThatIsNotLoadedIsNotMissed) {
  auto plugins = Plugins();
  plugins.push_back({.name = "other", .version = "", .digest = "", .rules = {}, .loaded = false, .problem = "gone"});

  EXPECT_TRUE(Check("[rules.of_the_other.within]\nvalue=1\nunit=\"days\"\ncitation=\"c\"", plugins).ok());
}

TEST(ProfileTest, AMissingRuleIsSaidWithThePluginsThatAreThere) {
  const auto plugins = Plugins();
  const std::string one = "value=1\nunit=\"days\"\ncitation=\"c\"\n";

  const auto status =
      Check("[rules.gone.within]\n" + one + "[rules.endings.within]\n" + one + "[rules.lost]\nmode=\"off\"\n", plugins);

  EXPECT_THAT(std::string(status.message()),
              StartsWith("p.toml:4: no policy has a rule gone or lost; in /folder there are only " + plugins[0].name));
  EXPECT_THAT(std::string(status.message()), HasSubstr("--allow-missing-policies"));
}

TEST(ProfileTest, WithoutPluginsNoRuleIsMissed) {
  EXPECT_TRUE(Check("[rules.gone.within]\nvalue=1\nunit=\"days\"\ncitation=\"c\"", {}).ok());
}

// As a policy declares a window of years that runs from one of two days.
std::vector<domain::PluginInfo> WithWindow() {
  auto plugins = Plugins();
  domain::Rule& rule = plugins[0].rules[0];
  rule.parameters.resize(2);
  rule.parameters[0].name = "years";
  rule.parameters[0].unit = "years";
  rule.parameters[1].name = "anchor";
  rule.parameters[1].unit = "choice";
  for (domain::Parameter& parameter : rule.parameters) parameter.group = "window";
  return plugins;
}

std::vector<domain::PluginInfo> WithBounds() {
  auto plugins = WithWindow();
  std::vector<domain::Parameter>& parameters = plugins[0].rules[0].parameters;
  parameters[0].least = 1;
  parameters[0].most = 9;
  parameters[1].choices = {{1, "from the ending"}, {2, "from the last contact"}};
  parameters.resize(4);
  parameters[2].name = "within";
  parameters[2].unit = "days";
  parameters[2].not_above = "latest";
  parameters[3].name = "latest";
  parameters[3].unit = "days";
  return plugins;
}

std::string Windowed(const std::string& years, const std::string& anchor) {
  return "[rules.sessions.years]\nvalue=" + years +
         "\nunit=\"years\"\ncitation=\"c\"\n[rules.sessions.anchor]\nvalue=" + anchor +
         "\nunit=\"choice\"\ncitation=\"c\"\n";
}

TEST(ProfileTest, AValueHasToMeanSomething) {
  EXPECT_TRUE(Check(Windowed("1", "1"), WithBounds()).ok());
  EXPECT_TRUE(Check(Windowed("9", "2"), WithBounds()).ok());

  EXPECT_THAT(std::string(Check(Windowed("5", "7"), WithBounds()).message()),
              AllOf(StartsWith("p.toml:8: sessions.anchor is 7, which is none of "),
                    HasSubstr("1 (from the ending), 2 (from the last contact)")));
  EXPECT_THAT(std::string(Check(Windowed("0", "1"), WithBounds()).message()),
              StartsWith("p.toml:4: sessions.years is 0, less than the least that means anything, 1"));
  EXPECT_THAT(std::string(Check(Windowed("10", "1"), WithBounds()).message()),
              StartsWith("p.toml:4: sessions.years is more than the most that means anything, 9"));
  EXPECT_THAT(std::string(Check(Windowed("\"forever\"", "1"), WithBounds()).message()),
              HasSubstr("more than the most"));
}

TEST(ProfileTest, OneThatIsNeverAboveAnotherIsNotIn) {
  const auto days = [](const std::string& within, const std::string& latest) {
    return "[rules.sessions.within]\nvalue=" + within +
           "\nunit=\"days\"\ncitation=\"c\"\n[rules.sessions.latest]\nvalue=" + latest +
           "\nunit=\"days\"\ncitation=\"c\"\n";
  };

  EXPECT_TRUE(Check(days("3", "3"), WithBounds()).ok());
  EXPECT_TRUE(Check("[rules.sessions.within]\nvalue=7\nunit=\"days\"\ncitation=\"c\"\n", WithBounds()).ok())
      << "the other one is somebody else's";
  EXPECT_THAT(std::string(Check(days("7", "3"), WithBounds()).message()),
              AllOf(StartsWith("p.toml:4: sessions.within is 7 and latest, in line 8, is 3"),
                    HasSubstr("within is never more than latest")));
}

TEST(ProfileTest, NobodyHasReviewedItTomorrow) {
  const auto dates = [](const std::string& body, Day today, Day holds_from) {
    const auto profile = ParseProfile(kHead + body, "p.toml");
    return profile.ok() ? CheckDates(*profile, today, holds_from) : profile.status();
  };
  const Day today(2027, 3, 1);

  EXPECT_TRUE(dates("as_of = 2027-03-01\nreviewed_on = 2027-03-01\n", today, today).ok());
  EXPECT_TRUE(dates("reviewed_on = 2026-11-01\n", Day(2025, 1, 1), Day(2025, 1, 1)).ok())
      << "what is shipped is read by a clock that is behind, too";
  EXPECT_THAT(std::string(dates("reviewed_on = 2036-11-01\n", today, today).message()),
              StartsWith("p.toml:1: reviewed_on is 2036-11-01, which is yet to come"));
  EXPECT_THAT(std::string(dates(Value("reviewed_on = 2027-03-02\n"), today, today).message()),
              StartsWith("p.toml:4: endings.within.reviewed_on is 2027-03-02"));
  EXPECT_THAT(std::string(dates("as_of = 2028-01-01\n", today, today).message()),
              StartsWith("p.toml:1: as_of is 2028-01-01, after 2027-03-01"));
  EXPECT_TRUE(dates("as_of = 2028-01-01\n", today, Day(2028, 1, 1)).ok()) << "it is to hold from then on";
}

TEST(ProfileTest, AGroupIsSetWholeOrNotAtAll) {
  const std::string years = "[rules.sessions.years]\nvalue=5\nunit=\"years\"\ncitation=\"c\"\n";
  const std::string anchor = "[rules.sessions.anchor]\nvalue=1\nunit=\"choice\"\ncitation=\"c\"\n";

  EXPECT_TRUE(Check(years + anchor, WithWindow()).ok());
  EXPECT_THAT(std::string(Check(years, WithWindow()).message()),
              AllOf(StartsWith("p.toml:4:"), HasSubstr("group window mean something only together")));
}

TEST(ProfileTest, SetsWhatTheSupervisorsWeekRemindsOf) {
  const auto profile = ParseProfile(
      std::string(kHead) + "[supervision.ask_every]\nvalue = 6\nunit = \"sessions\"\ncitation = \"c\"\n", "p");
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

  EXPECT_THAT(std::string(refusal("[supervision.colour]\nvalue = 1\nunit = \"days\"\ncitation = \"c\"").message()),
              AllOf(StartsWith("p.toml:4:"), HasSubstr("has no parameter colour")));
  EXPECT_THAT(std::string(refusal("[supervision.ask_every]\nvalue = 1\nunit = \"days\"\ncitation = \"c\"").message()),
              HasSubstr("counted in sessions, not days"));
  EXPECT_THAT(
      std::string(refusal("[supervision.ask_every]\nvalue = 0\nunit = \"sessions\"\ncitation = \"c\"").message()),
      HasSubstr("not between 1"));
  EXPECT_THAT(std::string(refusal("supervision = 1").message()), HasSubstr("not a table"));
}

TEST(ProfileTest, FileThatIsNotThereIsNotFound) {
  EXPECT_EQ(LoadProfile("/nonexistent/p.toml").status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace candor::policy::profile_test
