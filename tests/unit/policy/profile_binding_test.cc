#include "daemon/policy/profile_binding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "plugins/abi/candor_policy.h"
#include "profile_fixture.h"

namespace candor::policy::profile_binding_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::kFromEnding;
using testing::kFromLastContact;
using testing::LicensedIn;
using testing::ProfileOf;
using testing::WindowPlugin;

constexpr Day kDay{2026, 3, 1};

std::vector<std::string> Bound(const std::vector<Profile>& profiles, const domain::Member& member, Day day = kDay) {
  std::vector<std::string> lines;
  for (const BoundProfile& each : BoundProfiles(profiles, member, day)) {
    lines.push_back(each.profile->name + ": " + each.why);
  }
  return lines;
}

Profile TexasLpc() {
  Profile profile = ProfileOf("texas-lpc", ProfileKind::kBoard, {{"years", 5}, {"anchor", kFromEnding}});
  profile.binds.jurisdictions = {"US-TX"};
  profile.binds.licences = {"lpc"};
  return profile;
}

Profile CodeOf(const std::string& body, const std::vector<std::pair<std::string, int64_t>>& values = {}) {
  Profile profile = ProfileOf(body, ProfileKind::kCode, values);
  profile.binds.bodies = {body};
  return profile;
}

TEST(BoundProfilesTest, ALawBindsWhoIsLicensedThere) {
  EXPECT_THAT(Bound({TexasLpc()}, LicensedIn("US-TX", "lpc")), ElementsAre("texas-lpc: licence US-TX lpc"));
  EXPECT_THAT(Bound({TexasLpc()}, LicensedIn("US-TX", "lcsw")), IsEmpty());
  EXPECT_THAT(Bound({TexasLpc()}, LicensedIn("US-CA", "lpc")), IsEmpty());
  EXPECT_THAT(Bound({TexasLpc()}, domain::Member()), IsEmpty());
}

TEST(BoundProfilesTest, ACountryStandsForAllOfItsParts) {
  Profile country = ProfileOf("us", ProfileKind::kLaw, {});
  country.binds.jurisdictions = {"US"};

  EXPECT_THAT(Bound({country}, LicensedIn("US-TX", "lpc")), ElementsAre("us: licence US-TX lpc"));
  EXPECT_THAT(Bound({country}, LicensedIn("BE", "psychologist")), IsEmpty());
}

TEST(BoundProfilesTest, ALawMayBeForThoseInTrainingOnly) {
  Profile associates = ProfileOf("associates", ProfileKind::kBoard, {});
  associates.binds.jurisdictions = {"US-CA"};
  associates.binds.in_training = true;
  domain::Member associate = LicensedIn("US-CA", "mft");
  associate.licences[0].licence.in_training = true;

  EXPECT_THAT(Bound({associates}, associate), ElementsAre("associates: licence US-CA mft, in training"));
  EXPECT_THAT(Bound({associates}, LicensedIn("US-CA", "mft")), IsEmpty());
}

TEST(BoundProfilesTest, ALawTellsTraineesFromAssociates) {
  Profile associates = ProfileOf("associates", ProfileKind::kBoard, {});
  associates.binds.jurisdictions = {"US-CA"};
  associates.binds.in_training = true;
  associates.binds.trainee = false;
  Profile trainees = associates;
  trainees.name = "trainees";
  trainees.binds.trainee = true;
  domain::Member member = LicensedIn("US-CA", "mft");
  member.licences[0].licence.in_training = true;

  EXPECT_THAT(Bound({associates, trainees}, member), ElementsAre("associates: licence US-CA mft, in training"));
  member.licences[0].licence.trainee = true;
  EXPECT_THAT(Bound({associates, trainees}, member), ElementsAre("trainees: licence US-CA mft, trainee"));
}

TEST(BoundProfilesTest, ACodeBindsMembersOfItsBodyWhileTheyAreThat) {
  domain::Member member;
  domain::AddMembership(member, {"aca", Day(2026, 3, 1), Day(2026, 3, 31)});

  EXPECT_THAT(Bound({CodeOf("aca"), CodeOf("apa")}, member, Day(2026, 2, 28)), IsEmpty());
  EXPECT_THAT(Bound({CodeOf("aca"), CodeOf("apa")}, member, Day(2026, 3, 1)), ElementsAre("aca: membership of aca"));
  EXPECT_THAT(Bound({CodeOf("aca"), CodeOf("apa")}, member, Day(2026, 3, 31)), ElementsAre("aca: membership of aca"));
  EXPECT_THAT(Bound({CodeOf("aca"), CodeOf("apa")}, member, Day(2026, 4, 1)), IsEmpty());
}

TEST(BoundProfilesTest, ThePracticeBindsAllByWhatItChooses) {
  Profile ours = ProfileOf("ours", ProfileKind::kPractice, {});
  ours.choices = {{"aca", 1}};

  EXPECT_THAT(
      Bound({CodeOf("aca"), CodeOf("apa"), ours, ProfileOf("default", ProfileKind::kDefault, {})}, domain::Member()),
      ElementsAre("aca: the practice's choice", "ours: the practice's own",
                  "default: what holds where no other says anything"));
}

// Values by the order of the parameters; of a group every candidate.
struct Held {
  std::vector<int64_t> row;
  std::vector<std::vector<int64_t>> candidates;
};

Held Decided(const std::vector<Profile>& profiles, const domain::Member& member) {
  const auto plugins = WindowPlugin();
  const auto bound = BoundProfiles(profiles, member, kDay);
  const DecidedRule decided = Decide(plugins[0].rules[0], bound);
  Held held;
  for (const DecidedValue& value : decided.row) held.row.push_back(value.value);
  for (const DecidedRule::Candidate& candidate : decided.candidates) {
    std::vector<int64_t>& row = held.candidates.emplace_back();
    for (const DecidedValue& value : candidate.row) row.push_back(value.value);
  }
  return held;
}

domain::Member InBoth() {
  domain::Member member = LicensedIn("US-TX", "lpc");
  domain::AddMembership(member, {"aca", std::nullopt, std::nullopt});
  return member;
}

TEST(DecideTest, WithoutProfilesThePolicysOwnDefaultsHold) {
  const Held held = Decided({}, domain::Member());

  EXPECT_THAT(held.row, ElementsAre(1, kFromEnding, 30, 1, 1));
  EXPECT_THAT(held.candidates, IsEmpty());
}

TEST(DecideTest, TheStrictestOfThoseThatBindHolds) {
  Profile law = TexasLpc();
  law.values = ProfileOf("texas-lpc", ProfileKind::kBoard, {{"within", 20}, {"least", 2}}).values;

  const Held held = Decided(
      {law, CodeOf("aca", {{"within", 14}, {"least", 1}}), CodeOf("apa", {{"within", 7}, {"least", 9}})}, InBoth());

  EXPECT_THAT(held.row, ElementsAre(1, kFromEnding, 14, 2, 1)) << "apa does not bind";
}

TEST(DecideTest, ThePracticeLoosensADefaultButNoCode) {
  const Profile ours = ProfileOf("ours", ProfileKind::kPractice, {{"within", 45}});
  const Profile shipped = ProfileOf("default", ProfileKind::kDefault, {{"within", 10}});

  EXPECT_EQ(Decided({ours, shipped}, InBoth()).row[2], 45);
  EXPECT_EQ(Decided({CodeOf("aca", {{"within", 14}}), ours, shipped}, InBoth()).row[2], 14);
  EXPECT_EQ(Decided({shipped}, InBoth()).row[2], 10);
}

TEST(DecideTest, WithoutADirectionTheFirstOfLawBoardCodeAndPracticeHolds) {
  const Profile ours = ProfileOf("ours", ProfileKind::kPractice, {{"way", 2}});

  EXPECT_EQ(Decided({CodeOf("aca", {{"way", 3}}), ours}, InBoth()).row[4], 3);
  EXPECT_EQ(Decided({ours}, InBoth()).row[4], 2);
}

TEST(DecideTest, WhatMeansSomethingOnlyTogetherIsHandedOverSideBySide) {
  const Held held = Decided({TexasLpc(), CodeOf("aca", {{"years", 2}, {"anchor", kFromLastContact}, {"within", 5}}),
                             ProfileOf("default", ProfileKind::kDefault, {{"years", 9}, {"anchor", kFromEnding}})},
                            InBoth());

  EXPECT_THAT(held.row, ElementsAre(5, kFromEnding, 5, 1, 1));
  EXPECT_THAT(held.candidates,
              ElementsAre(ElementsAre(5, kFromEnding, 5, 1, 1), ElementsAre(2, kFromLastContact, 5, 1, 1)));
}

// As two windows of one anchor: the longer one covers the shorter.
TEST(DecideTest, OfAGroupWhatIsNowhereStricterIsLeftOut) {
  auto plugins = WindowPlugin();
  plugins[0].rules[0].parameters[0].stricter = domain::Stricter::kHigher;
  const std::vector<Profile> profiles = {
      TexasLpc(), CodeOf("aca", {{"years", CANDOR_FOREVER}, {"anchor", kFromEnding}}),
      ProfileOf("ours", ProfileKind::kPractice, {{"years", 2}, {"anchor", kFromLastContact}})};
  const auto bound = BoundProfiles(profiles, InBoth(), kDay);

  const DecidedRule decided = Decide(plugins[0].rules[0], bound);

  EXPECT_EQ(decided.row[0].value, CANDOR_FOREVER);
  ASSERT_EQ(decided.candidates.size(), 2u) << "another anchor may end later";
  EXPECT_EQ(decided.candidates[0].row[0].by->profile->name, "aca");
  EXPECT_EQ(decided.candidates[1].row[0].by->profile->name, "ours");
}

TEST(DecideTest, ProfilesThatSayTheSameOfAGroupAreOne) {
  const Held held = Decided({TexasLpc(), CodeOf("aca", {{"years", 5}, {"anchor", kFromEnding}})}, InBoth());

  EXPECT_THAT(held.row, ElementsAre(5, kFromEnding, 30, 1, 1));
  EXPECT_THAT(held.candidates, IsEmpty());
}

TEST(DecideTest, ADefaultOfAGroupHoldsWhereNoOtherSaysAnything) {
  const Held held =
      Decided({ProfileOf("default", ProfileKind::kDefault, {{"years", CANDOR_FOREVER}, {"anchor", kFromLastContact}})},
              InBoth());

  EXPECT_THAT(held.row, ElementsAre(CANDOR_FOREVER, kFromLastContact, 30, 1, 1));
  EXPECT_THAT(held.candidates, IsEmpty());
}

}  // namespace
}  // namespace candor::policy::profile_binding_test
