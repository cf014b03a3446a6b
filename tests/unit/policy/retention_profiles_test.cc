#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "daemon/domain/member.h"
#include "daemon/domain/retention.h"
#include "daemon/policy/profile.h"
#include "daemon/policy/profiles_in_force.h"

// How long the profiles have records kept: what is shipped, whom it binds, and what is refused.
namespace candor::policy::retention_profiles_test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

constexpr Day kToday{2026, 6, 1};

ProfilesInForce ShippedInForce() {
  auto profiles = LoadProfiles(CANDOR_SHIPPED_PROFILES);
  EXPECT_TRUE(profiles.ok()) << profiles.status();
  ProfilesGiven given;
  if (profiles.ok()) given.profiles = *std::move(profiles);
  auto in_force = PutInForce(std::move(given));
  EXPECT_TRUE(in_force.ok()) << in_force.status();
  return in_force.ok() ? *std::move(in_force) : ProfilesInForce();
}

domain::Member LicensedIn(const std::string& jurisdiction, const std::string& body = {}) {
  domain::Member member;
  member.licences = {{std::nullopt, {"psychologist", jurisdiction, false, false}}};
  if (!body.empty()) member.memberships = {{body, std::nullopt, std::nullopt}};
  return member;
}

// By the word before the version and the parameter.
std::map<std::string, int64_t> ValuesFor(const domain::Member& member) {
  std::map<std::string, int64_t> values;
  for (const domain::RetentionValue& value : ShippedInForce().RetentionFor(member, kToday)) {
    EXPECT_NE(value.citation, "");
    values[value.profile.substr(0, value.profile.find(' ')) + "." + value.parameter] = value.value;
  }
  return values;
}

TEST(RetentionProfilesTest, WhomNoCodeBindsKeepsTheDefault) {
  EXPECT_THAT(ValuesFor(domain::Member()), UnorderedElementsAre(Pair("default.case", 7), Pair("default.personal", 24)));
}

TEST(RetentionProfilesTest, EachSourceSaysItsOwn) {
  EXPECT_THAT(
      ValuesFor(LicensedIn("US-CA")),
      UnorderedElementsAre(Pair("california.case", 7), Pair("california.minor", 7), Pair("default.personal", 24)));
  EXPECT_THAT(ValuesFor(LicensedIn("BE")),
              UnorderedElementsAre(Pair("belgium.case", 30), Pair("default.personal", 24)));
  EXPECT_THAT(ValuesFor(LicensedIn("NL")),
              UnorderedElementsAre(Pair("netherlands.case", 20), Pair("default.personal", 24)));
  EXPECT_THAT(ValuesFor(LicensedIn("US-DE")),
              UnorderedElementsAre(Pair("delaware.case", 7), Pair("delaware.minor", 3), Pair("default.personal", 24)));
}

TEST(RetentionProfilesTest, EachSaysHowSureItIsAndWhenItWasCompared) {
  for (const char* jurisdiction : {"US-CA", "BE", "NL", "US-DE"}) {
    for (const domain::RetentionValue& value : ShippedInForce().RetentionFor(LicensedIn(jurisdiction, "apa"), kToday)) {
      EXPECT_NE(value.confidence, "") << value.profile << " " << value.parameter;
      EXPECT_TRUE(value.reviewed_on.has_value()) << value.profile << " " << value.parameter;
    }
  }
  const auto belgian = ShippedInForce().RetentionFor(LicensedIn("BE"), kToday);
  ASSERT_FALSE(belgian.empty());
  EXPECT_EQ(belgian[0].confidence, "A") << "of the act on records, which is surer than the code of conduct";
  EXPECT_THAT(belgian[0].note, HasSubstr("at most 50"));
}

TEST(RetentionProfilesTest, AllThatBindAreTold) {
  EXPECT_THAT(ValuesFor(LicensedIn("US-CA", "apa")),
              UnorderedElementsAre(Pair("apa.case", 7), Pair("apa.minor", 3), Pair("california.case", 7),
                                   Pair("california.minor", 7), Pair("default.personal", 24)));
}

TEST(RetentionProfilesTest, WhatDoesNotFitIsRefusedWithFileAndLine) {
  const auto refusal = [](const std::string& lines) {
    auto profile = ParseProfile("profile = \"ours\"\nversion = \"1\"\nauthority = \"practice\"\n" + lines, "ours.toml");
    return profile.ok() ? std::string(CheckRetention(*profile).message()) : std::string(profile.status().message());
  };
  EXPECT_THAT(refusal("[retention.notes]\nvalue = 1\nunit = \"years\"\ncitation = \"us\"\n"),
              AllOf(HasSubstr("ours.toml:4:"), HasSubstr("no parameter notes")));
  EXPECT_THAT(refusal("[retention.case]\nvalue = 1\nunit = \"days\"\ncitation = \"us\"\n"),
              HasSubstr("counted in years"));
  EXPECT_THAT(refusal("[retention.case]\nvalue = 0\nunit = \"years\"\ncitation = \"us\"\n"), HasSubstr("less than 1"));
  EXPECT_THAT(refusal("[retention.case]\nvalue = 1\nunit = \"years\"\n"), HasSubstr("no citation"));
  EXPECT_EQ(refusal("[retention.case]\nvalue = \"forever\"\nunit = \"years\"\ncitation = \"us\"\n"), "");
}

}  // namespace
}  // namespace candor::policy::retention_profiles_test
