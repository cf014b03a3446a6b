#include "daemon/policy/parameter_sets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "profile_fixture.h"

namespace candor::policy::parameter_sets_test {
namespace {

using domain::kFirstDay;
using ::testing::ElementsAre;
using testing::kFromEnding;
using testing::kFromLastContact;
using testing::LicensedIn;
using testing::ProfileOf;
using ::testing::SizeIs;
using testing::WindowPlugin;

Profile Texas(int64_t within) {
  Profile profile = ProfileOf("texas", ProfileKind::kLaw, {{"within", within}});
  profile.binds.jurisdictions = {"US-TX"};
  return profile;
}

class ParameterSetsTest : public ::testing::Test {
 protected:
  ParameterSetsTest() : sets_(WindowPlugin()) {}

  // What `within` is for entries of that day.
  int64_t WithinOn(const domain::Member& member, Day day) {
    const uint32_t set = domain::SetOn(sets_.For(member), DayNumber(day));
    for (const domain::Parameter& parameter : sets_.ParametersOf("window", set)) {
      if (parameter.name == "within") return parameter.value;
    }
    return -1;
  }

  ParameterSets sets_;
};

TEST_F(ParameterSetsTest, MembersWhomTheSameBindsShareASet) {
  sets_.SetEras({{kFirstDay, {Texas(14)}}});

  const auto nobody = sets_.For(domain::Member());
  const auto texan = sets_.For(LicensedIn("US-TX", "lpc"));
  const auto other_texan = sets_.For(LicensedIn("US-TX", "lcsw"));
  const auto californian = sets_.For(LicensedIn("US-CA", "lcsw"));

  EXPECT_THAT(nobody, SizeIs(1));
  EXPECT_EQ(nobody[0].set, 0U) << "the first that was asked for";
  EXPECT_NE(texan[0].set, nobody[0].set);
  EXPECT_EQ(californian, nobody);
  EXPECT_EQ(sets_.ValuesOf(texan[0].set).at(0).values.at(0).at(2), 14);
  EXPECT_EQ(sets_.ValuesOf(other_texan[0].set).at(0).values.at(0).at(2), 14);
  EXPECT_EQ(other_texan, texan);
}

TEST_F(ParameterSetsTest, AChangedValueHoldsFromItsDayOnAndNotBefore) {
  sets_.SetEras({{kFirstDay, {Texas(14)}}, {DayNumber(Day(2026, 6, 1)), {Texas(7)}}});
  const domain::Member texan = LicensedIn("US-TX", "lpc");

  EXPECT_EQ(WithinOn(texan, Day(2026, 5, 31)), 14);
  EXPECT_EQ(WithinOn(texan, Day(2026, 6, 1)), 7);
  EXPECT_EQ(WithinOn(texan, Day(2026, 6, 2)), 7);
  EXPECT_EQ(WithinOn(LicensedIn("US-CA", "mft"), Day(2026, 6, 1)), 30);
}

TEST_F(ParameterSetsTest, ALicenceBindsFromItsDayOn) {
  sets_.SetEras({{kFirstDay, {Texas(14)}}});
  domain::Member moved = LicensedIn("US-CA", "lpc");
  domain::AddLicence(moved, Day(2026, 6, 1), {"lpc", "US-TX"});

  EXPECT_EQ(WithinOn(moved, Day(2026, 5, 31)), 30);
  EXPECT_EQ(WithinOn(moved, Day(2026, 6, 1)), 14);
}

TEST_F(ParameterSetsTest, ASetHasTheSameNameAfterARestart) {
  const std::vector<ProfileEra> eras = {{kFirstDay, {Texas(14)}}};
  sets_.SetEras(eras);
  ParameterSets again(WindowPlugin());
  again.SetEras(eras);
  (void)sets_.For(domain::Member());

  EXPECT_EQ(sets_.For(LicensedIn("US-TX", "lpc"))[0].name, again.For(LicensedIn("US-TX", "lpc"))[0].name);
  EXPECT_NE(sets_.For(LicensedIn("US-TX", "lpc"))[0].name, sets_.For(domain::Member())[0].name);
}

TEST_F(ParameterSetsTest, SaysOfEachValueWhoDecidesAndWhyItBinds) {
  Profile code = ProfileOf("aca", ProfileKind::kCode, {{"years", 2}, {"anchor", kFromLastContact}});
  code.binds.bodies = {"aca"};
  Profile law = ProfileOf("texas", ProfileKind::kLaw, {{"years", 5}, {"anchor", kFromEnding}, {"within", 14}});
  law.binds.jurisdictions = {"US-TX"};
  sets_.SetEras({{kFirstDay, {law, code}}});
  domain::Member member = LicensedIn("US-TX", "lpc");
  domain::AddMembership(member, {"aca", std::nullopt, std::nullopt});

  std::vector<std::string> lines;
  for (const domain::EffectiveValue& value : sets_.EffectiveValues(member, Day(2026, 1, 1))) {
    lines.push_back(value.parameter + " " + std::to_string(value.value) + " " + value.profile + " by " + value.why);
    if (value.profile.empty()) continue;
    EXPECT_EQ(value.confidence, "A");
    EXPECT_EQ(value.as_of, Day(2024, 1, 1));
    EXPECT_EQ(value.authority, value.kind);
    EXPECT_EQ(value.citation, value.profile + " " + value.parameter);
  }

  EXPECT_THAT(lines, ElementsAre("years 5 texas by licence US-TX lpc", "years 2 aca by membership of aca",
                                 "anchor 1 texas by licence US-TX lpc", "anchor 2 aca by membership of aca",
                                 "within 14 texas by licence US-TX lpc", "least 1  by ", "way 1  by "));
}

TEST_F(ParameterSetsTest, HandsTheWorkerEveryCandidate) {
  Profile code = ProfileOf("aca", ProfileKind::kCode, {{"years", 2}, {"anchor", kFromLastContact}});
  code.binds.bodies = {"aca"};
  Profile law = ProfileOf("texas", ProfileKind::kLaw, {{"years", 5}, {"anchor", kFromEnding}});
  law.binds.jurisdictions = {"US-TX"};
  sets_.SetEras({{kFirstDay, {law, code}}});
  domain::Member member = LicensedIn("US-TX", "lpc");
  domain::AddMembership(member, {"aca", std::nullopt, std::nullopt});

  const std::vector<SetValues> values = sets_.ValuesOf(sets_.For(member)[0].set);

  ASSERT_THAT(values, SizeIs(1));
  const SetValues::Candidate by_law{0, "span", {5, kFromEnding, 30, 1, 1}};
  const SetValues::Candidate by_code{0, "span", {2, kFromLastContact, 30, 1, 1}};
  EXPECT_THAT(values[0].candidates, ElementsAre(by_law, by_code));
  EXPECT_THAT(values[0].values, ElementsAre(ElementsAre(5, kFromEnding, 30, 1, 1)));
}

}  // namespace
}  // namespace candor::policy::parameter_sets_test
