#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "policy_fixture.h"

// What the policies say, and how they are run.
namespace candor::cli::policy_verb_test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST_F(PolicyVerbTest, TheListMarksRulesThatAreNotActiveAndWhatIsToCome) {
  EXPECT_THAT(Policy({"list"}).out, HasSubstr("R23 (shadow)"));

  Lay(v1::RULE_MODE_ACTIVE, Day(2025, 7, 1), /*by_profile=*/false, service_.rule.mutable_next_setting());
  EXPECT_THAT(Flat(Policy({"list"}).out), HasSubstr("R23 (shadow, active from 2025-07-01)"));

  service_.rule.clear_next_setting();
  service_.rule.mutable_setting()->set_mode(v1::RULE_MODE_ACTIVE);
  EXPECT_THAT(Policy({"list"}).out, Not(HasSubstr("R23 (")));
}

TEST_F(PolicyVerbTest, TheListIsByNumberAndSaysBelowItWhatIsWrong) {
  service_.problem =
      "its scenario first.toml:9 came out otherwise: expected attraction_consult on 2025-01-06: due "
      "2025-01-21, and it came open, due 2025-01-20, soon, talk";

  const std::string out = Policy({"list"}).out;

  EXPECT_THAT(Flat(out), HasSubstr("no R21 R23 (shadow) policies/boundaries its scenario first.toml:9 came out"));
  EXPECT_THAT(out, HasSubstr("\npolicies/boundaries\n  its scenario first.toml:9 came out"));
}

TEST_F(PolicyVerbTest, ADescriptionSaysWhatOpensItByWhatValuesAndFromWhichSources) {
  const std::string out = Flat(Policy({"describe", "R23"}).out);

  EXPECT_THAT(out, HasSubstr("Mode: shadow from 2025-01-01, as the profiles have it"));
  EXPECT_THAT(out, HasSubstr("Opens on: Three or more crossings within the window."));
  EXPECT_THAT(out, HasSubstr("Looks at, in the timeline of a case and 365 days back: crossing"));
  EXPECT_THAT(out, HasSubstr("Cleared by: A consultation about them."));
  EXPECT_THAT(out, HasSubstr("window = 180 days, set by default; the policy's default is 90 days; higher is stricter"));
  EXPECT_THAT(out, HasSubstr("of the group accumulation, which is set and judged as a whole"));
  EXPECT_THAT(out, HasSubstr("article: Gutheil and Gabbard 1993 - the source's own wording was seen (A)"));
}

TEST_F(PolicyVerbTest, ADescriptionSaysWhatAProfileMaySet) {
  service_.rule.mutable_parameters(0)->set_least(1);
  service_.rule.mutable_parameters(0)->set_not_above("latest");
  v1::RuleParameter& way = *service_.rule.add_parameters();
  way.set_parameter("way");
  way.set_unit("choice");
  way.set_value(2);
  way.set_default_value(1);
  for (const int64_t value : {1, 2}) {
    v1::ParameterChoice& choice = *way.add_choices();
    choice.set_value(value);
    choice.set_text(value == 1 ? "the short one" : "the long one");
  }

  const std::string out = Flat(Policy({"describe", "R23"}).out);

  EXPECT_THAT(out, HasSubstr("higher is stricter; at least 1 day, never above latest"));
  EXPECT_THAT(out, HasSubstr("way = 2 (the long one)"));
  EXPECT_THAT(out, HasSubstr("one of 1 (the short one), 2 (the long one)"));
}

TEST_F(PolicyVerbTest, WhatCandordKeepsItselfIsDescribedAndHasNoMode) {
  service_.rule.set_done_by_host("Every report names what is old.");

  const std::string out = Flat(Policy({"describe", "R23"}).out);
  Policy({"mode", "R23", "off", "--reason", "tried out"});

  EXPECT_THAT(out, HasSubstr("What is done: Every report names what is old."));
  EXPECT_THAT(out, HasSubstr("Speaks of: Three or more crossings"));
  EXPECT_THAT(out, HasSubstr("candord itself"));
  EXPECT_THAT(out, Not(HasSubstr("Mode:")));
  EXPECT_THAT(out, Not(HasSubstr("Starts at:")));
  EXPECT_EQ(service_.asked.name(), "") << "nothing is sent";
}

TEST_F(PolicyVerbTest, AModeIsSetOfARuleByItsNumber) {
  Lay(v1::RULE_MODE_ACTIVE, Day(2025, 1, 1), /*by_profile=*/false, service_.rule.mutable_setting());
  service_.rule.mutable_setting()->set_retroactive(true);
  service_.rule.mutable_setting()->set_set_by("members/m_a");

  const Outcome outcome =
      Policy({"mode", "r23", "active", "--effective-from", "2025-01-01", "--retroactive", "--reason", "tried out"});

  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(service_.asked.name(), kRule);
  EXPECT_EQ(service_.asked.mode(), v1::RULE_MODE_ACTIVE);
  EXPECT_EQ(service_.asked.effective_from().year(), 2025);
  EXPECT_TRUE(service_.asked.retroactive());
  service_.rule.mutable_setting()->set_reason("quiet enough");
  EXPECT_THAT(Flat(Policy({"describe", "R23"}).out), HasSubstr("chosen by Maria Lopez on 2025-01-01 (quiet enough)"));
  EXPECT_EQ(service_.asked.reason(), "tried out");
  EXPECT_THAT(service_.asked.request_id(), Not(IsEmpty()));
  EXPECT_THAT(Flat(outcome.out),
              HasSubstr("R23 crossing_accumulation: active from 2025-01-01, for what was reported since then as well, "
                        "chosen by Maria Lopez on 2025-01-01"));
  EXPECT_THAT(Flat(outcome.out), HasSubstr("Every case and member is looked at again; `candor status` says how far"));
}

TEST_F(PolicyVerbTest, AModeIsSetOfAWholePolicy) {
  ASSERT_EQ(Policy({"mode", "boundaries", "off"}).code, 0);

  EXPECT_EQ(service_.asked.name(), "policies/boundaries");
  EXPECT_EQ(service_.asked.mode(), v1::RULE_MODE_OFF);
  EXPECT_FALSE(service_.asked.has_effective_from());
}

TEST_F(PolicyVerbTest, InASheetThePoliciesHaveTheNumbersOfTheirRules) {
  const std::string csv = Policy({"list", "-o", "csv"}).out;

  EXPECT_THAT(csv, HasSubstr("R21 R23 (shadow)"));
  EXPECT_THAT(csv, Not(HasSubstr("slug")));
}

TEST_F(PolicyVerbTest, ARuleIsRunAsTheProfilesHaveItAgain) {
  ASSERT_EQ(Policy({"mode", "R23", "profiles", "--reason", "tried out long enough"}).code, 0);

  EXPECT_TRUE(service_.asked.as_profiles());
  EXPECT_EQ(service_.asked.mode(), v1::RULE_MODE_UNSPECIFIED);
}

TEST_F(PolicyVerbTest, WhatIsSoAlreadyIsSaid) {
  service_.changed = false;

  EXPECT_THAT(Policy({"mode", "crossing_accumulation", "shadow"}).out,
              HasSubstr("It was so already; nothing was changed."));
}

TEST_F(PolicyVerbTest, WhatCannotBeMeantIsRefusedBeforeAnythingIsSent) {
  EXPECT_EQ(Policy({"mode", "R99", "off"}).code, 4);
  EXPECT_EQ(Policy({"mode", "R23", "on"}).code, 3);
  EXPECT_EQ(service_.asked.name(), "");
}

TEST_F(PolicyVerbTest, OfANumberOfSeveralRulesTheNamesAreSaid) {
  service_.rule.set_catalogue_id("R21");

  const Outcome outcome = Policy({"mode", "R21", "off", "--reason", "tried out"});

  EXPECT_EQ(outcome.code, 3);
  EXPECT_THAT(Flat(outcome.err), HasSubstr("is the number of several rules; give the name of one: "
                                           "crossing_accumulation, gift"));
  EXPECT_EQ(service_.asked.name(), "");
}

TEST_F(PolicyVerbTest, ARuleThatOpensNothingAsksForNothing) {
  service_.rule.set_severity(v1::SEVERITY_LATER);

  const std::string out = Flat(Policy({"describe", "R23"}).out);

  EXPECT_THAT(out, Not(HasSubstr("Asks for:")));
  EXPECT_THAT(out, Not(HasSubstr("Starts at:")));
  EXPECT_THAT(out, HasSubstr("Mode: shadow"));
}

}  // namespace
}  // namespace candor::cli::policy_verb_test
