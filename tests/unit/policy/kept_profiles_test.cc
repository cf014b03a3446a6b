#include "daemon/policy/kept_profiles.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "profile_fixture.h"

namespace candor::policy::kept_profiles_test {
namespace {

using domain::kFirstDay;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::ProfileOf;
using ::testing::SizeIs;

Profile Everything() {
  Profile profile = ProfileOf("aca", ProfileKind::kCode, {{"years", 5}, {"within", 14}});
  profile.binds = {{"US-CA", "BE"}, {"mft"}, {"aca"}, true};
  return profile;
}

Profile Ours(int64_t within) {
  Profile profile = ProfileOf("ours", ProfileKind::kPractice, {{"within", within}});
  profile.choices = {{"aca", 9}};
  return profile;
}

TEST(KeptProfilesTest, WhatDecidesAboutEntriesComesBack) {
  const auto kept = ProfilesAfter({}, KeepProfiles({}, {Everything(), Ours(7)}));

  ASSERT_TRUE(kept.ok()) << kept.status();
  ASSERT_THAT(*kept, SizeIs(2));
  const Profile& code = kept->front();
  EXPECT_EQ(code.Title(), "aca 1");
  EXPECT_EQ(code.title, "The aca");
  EXPECT_EQ(code.kind, ProfileKind::kCode);
  EXPECT_EQ(code.binds, Everything().binds);
  ASSERT_THAT(code.values, SizeIs(2));
  EXPECT_EQ(code.values[0].rule, "window");
  EXPECT_EQ(code.values[0].parameter, "years");
  EXPECT_EQ(code.values[0].value, 5);
  ASSERT_THAT(kept->back().choices, SizeIs(1));
  EXPECT_EQ(kept->back().choices[0].profile, "aca");
}

TEST(KeptProfilesTest, WhomItBindsInTrainingComesBack) {
  for (const std::optional<bool> in_training : {std::optional<bool>(), std::optional(false), std::optional(true)}) {
    for (const std::optional<bool> trainee : {std::optional<bool>(), std::optional(false), std::optional(true)}) {
      Profile profile = Everything();
      profile.binds.in_training = in_training;
      profile.binds.trainee = trainee;
      const auto kept = ProfilesAfter({}, KeepProfiles({}, {profile}));

      ASSERT_TRUE(kept.ok()) << kept.status();
      EXPECT_EQ(kept->front().binds, profile.binds);
    }
  }
}

TEST(KeptProfilesTest, OnlyWhatIsDifferentIsKept) {
  EXPECT_EQ(KeepProfiles({Everything(), Ours(7)}, {Everything(), Ours(7)}), "");
  Profile other_words = Everything();
  other_words.values[0].note = "other words";
  EXPECT_EQ(KeepProfiles({Everything()}, {other_words}), "");

  const std::string changed = KeepProfiles({Everything(), Ours(7)}, {Everything(), Ours(8)});
  const std::string gone = KeepProfiles({Everything(), Ours(7)}, {Everything()});

  EXPECT_LT(changed.size(), KeepProfiles({}, {Everything(), Ours(8)}).size());
  const auto after_change = ProfilesAfter({Everything(), Ours(7)}, changed);
  ASSERT_TRUE(after_change.ok());
  EXPECT_EQ(after_change->back().values[0].value, 8);
  const auto after_loss = ProfilesAfter({Everything(), Ours(7)}, gone);
  ASSERT_TRUE(after_loss.ok());
  EXPECT_THAT(*after_loss, SizeIs(1));
}

TEST(KeptProfilesTest, OtherBytesAreDataLoss) {
  const std::string kept = KeepProfiles({}, {Everything()});
  for (size_t size = 0; size < kept.size(); ++size) {
    EXPECT_EQ(ProfilesAfter({}, kept.substr(0, size)).status().code(), absl::StatusCode::kDataLoss) << size;
  }
  EXPECT_FALSE(ProfilesAfter({}, kept + "x").ok());
}

// From which day on which value of `within`, as "DAY VALUE".
std::vector<std::string> Spelled(const std::vector<ProfileEra>& eras) {
  std::vector<std::string> lines;
  for (const ProfileEra& era : eras) {
    lines.push_back((era.from == kFirstDay ? "always" : FormatDay(DayFromNumber(era.from))) + " " +
                    std::to_string(era.profiles.front().values[0].value));
  }
  return lines;
}

domain::Activation ActivationOf(const std::vector<Profile>& before, const std::vector<Profile>& now,
                                std::optional<Day> from) {
  domain::Activation activation;
  activation.profiles_kept = KeepProfiles(before, now);
  activation.profiles_from = from;
  return activation;
}

TEST(ErasTest, EachChangeHoldsFromItsDayOn) {
  const domain::Activation first = ActivationOf({}, {Ours(14)}, std::nullopt);
  const domain::Activation second = ActivationOf({Ours(14)}, {Ours(7)}, Day(2026, 6, 1));
  domain::Activation of_modes;  // says nothing of profiles

  const auto eras = ErasOf({first, of_modes, second, second});

  ASSERT_TRUE(eras.ok()) << eras.status();
  EXPECT_THAT(Spelled(*eras), ElementsAre("always 14", "2026-06-01 7"));
}

TEST(ErasTest, ALaterChangeForAnEarlierDayHoldsFromThereOn) {
  const auto eras =
      ErasOf({ActivationOf({}, {Ours(14)}, std::nullopt), ActivationOf({Ours(14)}, {Ours(7)}, Day(2026, 6, 1)),
              ActivationOf({Ours(7)}, {Ours(3)}, Day(2026, 5, 1))});

  ASSERT_TRUE(eras.ok()) << eras.status();
  EXPECT_THAT(Spelled(*eras), ElementsAre("always 14", "2026-05-01 3"));
}

TEST(ErasTest, WhatIsAskedToHoldForAllReplacesEverything) {
  const auto eras =
      ErasOf({ActivationOf({}, {Ours(14)}, std::nullopt), ActivationOf({Ours(14)}, {Ours(7)}, Day(2026, 6, 1)),
              ActivationOf({}, {Ours(7)}, std::nullopt)});

  ASSERT_TRUE(eras.ok()) << eras.status();
  EXPECT_THAT(Spelled(*eras), ElementsAre("always 7"));
}

TEST(ErasTest, ALedgerFromBeforeTellsNothing) {
  const auto eras = ErasOf({domain::Activation(), domain::Activation()});

  ASSERT_TRUE(eras.ok());
  EXPECT_THAT(*eras, IsEmpty());
}

}  // namespace
}  // namespace candor::policy::kept_profiles_test
