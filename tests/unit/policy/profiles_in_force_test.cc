#include "daemon/policy/profiles_in_force.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "daemon/policy/kept_profiles.h"
#include "profile_fixture.h"

namespace candor::policy::profiles_in_force_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::ProfileOf;
using ::testing::SizeIs;
using ::testing::StartsWith;
using testing::WindowPlugin;

constexpr Day kDay{2026, 6, 1};

// As the parser takes it from a file.
Profile Ours(int64_t within, domain::RuleMode mode = domain::RuleMode::kActive) {
  Profile profile = ProfileOf("ours", ProfileKind::kPractice, {{"within", within}});
  profile.path = "ours.toml";
  profile.values[0].unit = "days";
  profile.values[0].line = 7;
  if (mode != domain::RuleMode::kActive) profile.modes = {{"window", mode, 5}};
  return profile;
}

ProfilesInForce After(std::vector<Profile> profiles, std::vector<ProfileEra> eras = {},
                      std::optional<Day> from = kDay) {
  ProfilesGiven given;
  given.plugins = WindowPlugin();
  given.profiles = std::move(profiles);
  given.eras = std::move(eras);
  if (from) given.from = DayNumber(*from);
  auto in_force = PutInForce(std::move(given));
  EXPECT_TRUE(in_force.ok()) << in_force.status();
  return in_force.ok() ? *std::move(in_force) : ProfilesInForce();
}

domain::Activation Recorded(const ProfilesInForce& in_force) {
  domain::Activation activation;
  in_force.WriteTo(activation);
  return activation;
}

// Of the rule `window` one more, which `within` is never above; 20 where no profile says anything.
absl::Status PutWithLatest(std::vector<Profile> profiles) {
  ProfilesGiven given;
  given.plugins = WindowPlugin();
  std::vector<domain::Parameter>& parameters = given.plugins[0].rules[0].parameters;
  parameters[2].default_value = 10;
  parameters[2].not_above = "latest";
  parameters.push_back(testing::ParameterOf("latest", "days", 20, domain::Stricter::kLower));
  for (Profile& profile : profiles) {
    profile.path = profile.name + ".toml";
    for (ProfileValue& value : profile.values) value.unit = "days";
  }
  given.profiles = std::move(profiles);
  return PutInForce(std::move(given)).status();
}

TEST(ProfilesInForceTest, AValueIsNotAboveTheDefaultOfAnotherThatItIsNeverAbove) {
  const auto ours = [](const char* parameter, int64_t value) {
    return ProfileOf("ours", ProfileKind::kPractice, {{parameter, value}});
  };
  const Profile shipped = ProfileOf("default", ProfileKind::kDefault, {{"within", 14}, {"latest", 30}});
  Profile code = ProfileOf("code", ProfileKind::kCode, {{"latest", 60}});
  code.binds.bodies = {"aca"};

  EXPECT_TRUE(PutWithLatest({ours("within", 30), shipped}).ok());
  EXPECT_THAT(std::string(PutWithLatest({ours("within", 31), shipped}).message()),
              StartsWith("ours.toml:0: window.within is 31 and latest, which no profile but the default sets, is 30"));
  EXPECT_THAT(std::string(PutWithLatest({ours("within", 31)}).message()),
              StartsWith("ours.toml:0: window.within is 31 and latest, which no profile but the default sets, is 20"));
  EXPECT_TRUE(PutWithLatest({ours("latest", 14), shipped}).ok());
  EXPECT_THAT(std::string(PutWithLatest({ours("latest", 13), shipped}).message()),
              StartsWith("ours.toml:0: window.latest is 13 and within, which no profile but the default sets, is 14"));
  EXPECT_TRUE(PutWithLatest({code, ours("within", 31), shipped}).ok()) << "each of two files may set one";
}

TEST(ProfilesInForceTest, TheFirstHoldFromTheBeginning) {
  const ProfilesInForce first = After({Ours(14)});

  EXPECT_EQ(first.plugins[0].rules[0].parameters[2].value, 14);
  EXPECT_EQ(first.plugins[0].rules[0].parameters[2].profile, "ours 1");
  EXPECT_EQ(first.plugins[0].rules[0].parameters[2].citation, "ours within");
  const domain::Activation activation = Recorded(first);
  EXPECT_THAT(activation.profiles, ElementsAre("ours 1"));
  EXPECT_NE(activation.profiles_kept, "");
  EXPECT_EQ(activation.profiles_from, std::nullopt);
}

TEST(ProfilesInForceTest, WhatIsOnRecordIsTheSameAfterARestart) {
  const ProfilesInForce first = After({Ours(14)});
  const ProfilesInForce changed = After({Ours(7)}, first.eras);
  const auto eras = ErasOf({Recorded(first), Recorded(changed)});
  ASSERT_TRUE(eras.ok()) << eras.status();

  const ProfilesInForce restarted = After({Ours(7)}, *eras, Day(2026, 9, 1));

  EXPECT_NE(changed.parameter_set, first.parameter_set);
  EXPECT_EQ(restarted.parameter_set, changed.parameter_set);
  EXPECT_EQ(restarted.kept, "") << "nothing is new";
  ASSERT_THAT(restarted.eras, SizeIs(2));
  EXPECT_EQ(restarted.eras[1].from, DayNumber(kDay));
  EXPECT_EQ(restarted.eras[1].profiles[0].values[0].citation, "ours within") << "what the ledger does not keep";
}

// The ledger keeps numbers; who corrects a citation corrects it for all the time in which its number held.
TEST(ProfilesInForceTest, ACorrectedTextIsShownForEveryTimeThatHasItsNumber) {
  Profile law = ProfileOf("law", ProfileKind::kLaw, {{"years", 5}, {"anchor", 1}});
  law.values[0].unit = "years";
  law.values[1].unit = "choice";
  law.binds.jurisdictions = {"US-ZZ"};
  const ProfilesInForce first = After({Ours(14), law});
  const ProfilesInForce changed = After({Ours(7), law}, first.eras);
  const auto eras = ErasOf({Recorded(first), Recorded(changed)});
  ASSERT_TRUE(eras.ok()) << eras.status();
  Profile corrected = law;
  corrected.values[0].citation = "§ 6";
  corrected.values[0].confidence = "KL";

  for (const auto& before : {changed.eras, *eras}) {
    const ProfilesInForce now = After({Ours(7), corrected}, before);

    EXPECT_EQ(now.kept, "") << "it decides about no entry";
    EXPECT_EQ(now.parameter_set, changed.parameter_set);
    ASSERT_THAT(now.eras, SizeIs(2));
    for (const ProfileEra& era : now.eras) {
      ASSERT_THAT(era.profiles, SizeIs(2));
      EXPECT_EQ(era.profiles[0].values[0].citation, "§ 6");
      EXPECT_EQ(era.profiles[0].values[0].confidence, "KL");
    }
    EXPECT_EQ(now.eras[0].profiles[1].values[0].value, 14) << "what held then";
    EXPECT_FALSE(now.said == changed.said) << "so that a reload sees it";
  }
}

TEST(ProfilesInForceTest, WhatChangesWhileTheDaemonIsDownHoldsFromTheStartOn) {
  const ProfilesInForce first = After({Ours(14)});

  const ProfilesInForce restarted = After({Ours(7)}, first.eras, Day(2026, 9, 1));

  ASSERT_THAT(restarted.eras, SizeIs(2));
  EXPECT_EQ(restarted.eras[1].from, DayNumber(Day(2026, 9, 1)));
  EXPECT_EQ(Recorded(restarted).profiles_from, Day(2026, 9, 1));
}

TEST(ProfilesInForceTest, ARetroactiveChangeHoldsForAllThereIs) {
  const ProfilesInForce first = After({Ours(14)});
  const ProfilesInForce changed = After({Ours(7)}, first.eras);

  const ProfilesInForce retroactive = After({Ours(7)}, changed.eras, std::nullopt);

  ASSERT_THAT(retroactive.eras, SizeIs(1));
  EXPECT_EQ(retroactive.eras[0].from, domain::kFirstDay);
  EXPECT_NE(retroactive.parameter_set, changed.parameter_set);
  const auto eras = ErasOf({Recorded(first), Recorded(changed), Recorded(retroactive)});
  ASSERT_TRUE(eras.ok());
  EXPECT_THAT(*eras, SizeIs(1));
}

TEST(ProfilesInForceTest, ThePracticeSaysHowARuleIsRunBeforeTheProduct) {
  Profile shipped = ProfileOf("default", ProfileKind::kDefault, {});
  shipped.modes = {{"window", domain::RuleMode::kShadow, 3}};

  EXPECT_EQ(After({}).plugins[0].rules[0].default_mode, domain::RuleMode::kActive);
  EXPECT_EQ(After({shipped}).plugins[0].rules[0].default_mode, domain::RuleMode::kShadow);
  EXPECT_EQ(After({shipped, Ours(7, domain::RuleMode::kOff)}).plugins[0].rules[0].default_mode, domain::RuleMode::kOff);
}

TEST(ProfilesInForceTest, WhatDoesNotFitIsRefusedAsAWhole) {
  ProfilesGiven given;
  given.plugins = WindowPlugin();
  Profile wrong = Ours(14);
  wrong.values[0].unit = "years";
  given.profiles = {wrong};

  const auto refused = PutInForce(std::move(given));

  EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(refused.status().message()), StartsWith("ours.toml:7:"));
}

TEST(ProfilesInForceTest, SaysWhenAProfileWasLastReviewed) {
  Profile old = Ours(14);
  old.reviewed_on = Day(2026, 11, 1);
  old.values[0].reviewed_on = Day(2025, 1, 1);

  const std::vector<domain::ProfileInForce> listed = After({old}).profiles;

  ASSERT_THAT(listed, SizeIs(1));
  EXPECT_EQ(listed[0].reviewed_on, Day(2025, 1, 1)) << "of all it says the longest ago";
  const domain::Activation activation = Recorded(After({old}));
  ASSERT_THAT(activation.reviews, SizeIs(1));
  EXPECT_EQ(activation.reviews[0].name, "ours");
  EXPECT_EQ(activation.reviews[0].reviewed_on, Day(2025, 1, 1)) << "and it goes on record";
  EXPECT_THAT(domain::NotReviewedFor(listed, Day(2025, 12, 31), 365), IsEmpty());
  EXPECT_THAT(domain::NotReviewedFor(listed, Day(2026, 1, 1), 365), SizeIs(1));
}

TEST(ProfilesInForceTest, AfterHowManyDaysToReviewIsThePracticesToSay) {
  Profile shipped = Ours(14);
  shipped.name = "default";
  shipped.kind = ProfileKind::kDefault;
  shipped.review_after = 365;
  Profile ours = Ours(14);
  EXPECT_EQ(After({ours}).review_after_days, 0);
  EXPECT_EQ(Recorded(After({ours, shipped})).review_after_days, 365);

  ours.review_after = 400;

  EXPECT_EQ(Recorded(After({ours, shipped})).review_after_days, 400);
}

TEST(NotReviewedForTest, OnlyWhatHasASourceIsAskedWhenItWasNeverReviewed) {
  const domain::ProfileInForce code{"aca", "ACA", "1", "code", std::nullopt};
  const domain::ProfileInForce shipped{"default", "Default", "1", "default", std::nullopt};

  EXPECT_THAT(domain::NotReviewedFor({code, shipped}, kDay, 365), ElementsAre(code));
}

}  // namespace
}  // namespace candor::policy::profiles_in_force_test
