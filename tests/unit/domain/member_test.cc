#include "daemon/domain/member.h"

#include <gtest/gtest.h>

#include <map>
#include <string_view>
#include <vector>

#include "tests/unit/domain/builders.h"

namespace candor::domain::member_test {
namespace {

const MemberId kChloe = IdNumber<MemberId>(1);
const MemberId kLieve = IdNumber<MemberId>(2);
const MemberId kDele = IdNumber<MemberId>(3);

// The first day without Lieve.
const std::map<MemberId, Day> kLieveGone = {{kLieve, Day(2024, 5, 1)}};

TEST(SupervisionTest, TheRelationBegunLastHolds) {
  const std::vector<Supervision> relations = {{kChloe, kDele, Day(2025, 1, 1), std::nullopt},
                                              {kChloe, kLieve, Day(2024, 1, 1), std::nullopt}};

  EXPECT_EQ(SupervisorOn(relations, kChloe, Day(2024, 12, 31)), kLieve);
  EXPECT_EQ(SupervisorOn(relations, kChloe, Day(2025, 1, 1)), kDele);
}

TEST(SupervisionTest, FirstAndLastDayAreInside) {
  const std::vector<Supervision> relations = {{kChloe, kLieve, Day(2024, 1, 1), Day(2024, 6, 30)}};

  EXPECT_TRUE(SupervisorOn(relations, kChloe, Day(2023, 12, 31)).empty());
  EXPECT_EQ(SupervisorOn(relations, kChloe, Day(2024, 1, 1)), kLieve);
  EXPECT_EQ(SupervisorOn(relations, kChloe, Day(2024, 6, 30)), kLieve);
  EXPECT_TRUE(SupervisorOn(relations, kChloe, Day(2024, 7, 1)).empty());
}

TEST(SupervisionTest, ALocumEndsAndTheEarlierRelationHoldsAgain) {
  const std::vector<Supervision> relations = {{kChloe, kLieve, Day(2024, 1, 1), std::nullopt},
                                              {kChloe, kDele, Day(2025, 3, 1), Day(2025, 3, 31)}};

  EXPECT_EQ(SupervisorOn(relations, kChloe, Day(2025, 3, 31)), kDele);
  EXPECT_EQ(SupervisorOn(relations, kChloe, Day(2025, 4, 1)), kLieve);
}

TEST(SupervisionTest, OnEachDayOneCounts) {
  const std::vector<Supervision> relations = {{kChloe, kLieve, Day(2024, 1, 1), std::nullopt},
                                              {kChloe, kDele, Day(2025, 3, 1), Day(2025, 3, 31)},
                                              {kDele, kChloe, Day(2025, 3, 10), std::nullopt}};

  EXPECT_EQ(SupervisionsThatCount(relations, kChloe),
            (std::vector<Supervision>{{kChloe, kLieve, Day(2024, 1, 1), Day(2025, 2, 28)},
                                      {kChloe, kDele, Day(2025, 3, 1), Day(2025, 3, 31)},
                                      {kChloe, kLieve, Day(2025, 4, 1), std::nullopt}}));
  EXPECT_TRUE(SupervisionsThatCount(relations, kLieve).empty());
}

TEST(SupervisionTest, WhoWasRecordedTwiceCountsOnce) {
  const std::vector<Supervision> relations = {{kChloe, kLieve, Day(2024, 1, 1), Day(2024, 6, 30)},
                                              {kChloe, kLieve, Day(2024, 7, 1), std::nullopt},
                                              {kChloe, kDele, Day(2023, 1, 1), Day(2023, 1, 31)}};

  EXPECT_EQ(SupervisionsThatCount(relations, kChloe),
            (std::vector<Supervision>{{kChloe, kDele, Day(2023, 1, 1), Day(2023, 1, 31)},
                                      {kChloe, kLieve, Day(2024, 1, 1), std::nullopt}}));
}

TEST(SupervisionTest, IsNoSymmetry) {
  const std::vector<Supervision> relations = {{kChloe, kLieve, Day(2024, 1, 1), std::nullopt}};

  EXPECT_TRUE(SupervisesOn(relations, kLieve, kChloe, Day(2024, 5, 1)));
  EXPECT_FALSE(SupervisesOn(relations, kChloe, kLieve, Day(2024, 5, 1)));
  EXPECT_FALSE(SupervisesOn(relations, MemberId(), kDele, Day(2024, 5, 1)));
}

EntryBuilder Change(Day day, std::string_view event) {
  return EntryOf(Kind::kSupervisionChange, day).Word("event", event);
}

TEST(SupervisionChangeTest, OneEndsAndAnotherBeginsTheDayAfter) {
  const std::vector<Supervision> recorded = {{kChloe, kLieve, Day(2024, 1, 1), std::nullopt}};

  const auto after = SupervisionsAfter(
      recorded, kChloe,
      {Change(Day(2025, 2, 28), "ended").Member("supervisor", kLieve).Member("next_supervisor", kDele).Header()});

  EXPECT_EQ(SupervisorOn(after, kChloe, Day(2025, 2, 28)), kLieve);
  EXPECT_EQ(SupervisorOn(after, kChloe, Day(2025, 3, 1)), kDele);
}

TEST(SupervisionChangeTest, EndsWhoeverSupervisesWhereNobodyIsNamed) {
  const std::vector<Supervision> recorded = {{kChloe, kLieve, Day(2024, 1, 1), std::nullopt},
                                             {kDele, kLieve, Day(2024, 1, 1), std::nullopt}};

  const auto after = SupervisionsAfter(recorded, kChloe, {Change(Day(2025, 2, 28), "ended").Header()});

  EXPECT_EQ(after, (std::vector<Supervision>{{kChloe, kLieve, Day(2024, 1, 1), Day(2025, 2, 28)}}));
}

TEST(SupervisionChangeTest, ASubstituteGoesAndTheEarlierOneSupervisesAgain) {
  const std::vector<Supervision> recorded = {{kChloe, kLieve, Day(2024, 1, 1), std::nullopt}};

  const auto after = SupervisionsAfter(
      recorded, kChloe,
      {Change(Day(2025, 3, 1), "substituted").Member("supervisor", kLieve).Member("next_supervisor", kDele).Header(),
       Change(Day(2025, 3, 31), "ended").Member("supervisor", kDele).Header()});

  EXPECT_EQ(SupervisorOn(after, kChloe, Day(2025, 2, 28)), kLieve);
  EXPECT_EQ(SupervisorOn(after, kChloe, Day(2025, 3, 31)), kDele);
  EXPECT_EQ(SupervisorOn(after, kChloe, Day(2025, 4, 1)), kLieve);
}

TEST(SupervisionChangeTest, BeginsWithWhoeverIsNamed) {
  const auto by_next =
      SupervisionsAfter({}, kChloe, {Change(Day(2025, 3, 1), "begun").Member("next_supervisor", kDele).Header()});
  const auto by_supervisor =
      SupervisionsAfter({}, kChloe, {Change(Day(2025, 3, 1), "begun").Member("supervisor", kDele).Header()});
  const auto by_nobody = SupervisionsAfter({}, kChloe, {Change(Day(2025, 3, 1), "begun").Header()});
  const auto by_self =
      SupervisionsAfter({}, kChloe, {Change(Day(2025, 3, 1), "begun").Member("supervisor", kChloe).Header()});

  EXPECT_EQ(SupervisorOn(by_next, kChloe, Day(2025, 3, 1)), kDele);
  EXPECT_EQ(by_supervisor, by_next);
  EXPECT_TRUE(by_nobody.empty());
  EXPECT_TRUE(by_self.empty());
}

TEST(SupervisionDepartureTest, WhoLeavesSupervisesToTheLastDayAndNobodyAfterThem) {
  const auto after = WithoutWhoLeft(
      {{kChloe, kDele, Day(2023, 1, 1), std::nullopt}, {kChloe, kLieve, Day(2024, 1, 1), std::nullopt}}, kLieveGone);

  EXPECT_EQ(SupervisorOn(after, kChloe, Day(2023, 12, 31)), kDele);
  EXPECT_EQ(SupervisorOn(after, kChloe, Day(2024, 4, 30)), kLieve);
  EXPECT_TRUE(SupervisorOn(after, kChloe, Day(2024, 5, 1)).empty()) << "whom they replaced is not back by it";
}

TEST(SupervisionDepartureTest, WhoComesNextStaysAndSoDoesWhoWasReplacedForATimeOnly) {
  const auto next = WithoutWhoLeft(
      {{kChloe, kLieve, Day(2024, 1, 1), std::nullopt}, {kChloe, kDele, Day(2024, 6, 1), std::nullopt}}, kLieveGone);
  EXPECT_TRUE(SupervisorOn(next, kChloe, Day(2024, 5, 31)).empty());
  EXPECT_EQ(SupervisorOn(next, kChloe, Day(2024, 6, 1)), kDele);

  const auto locum = WithoutWhoLeft(
      {{kChloe, kDele, Day(2023, 1, 1), std::nullopt}, {kChloe, kLieve, Day(2024, 4, 1), Day(2024, 8, 31)}},
      kLieveGone);
  EXPECT_EQ(SupervisorOn(locum, kChloe, Day(2024, 4, 30)), kLieve);
  EXPECT_EQ(SupervisorOn(locum, kChloe, Day(2024, 5, 1)), kDele);
}

TEST(SupervisionDepartureTest, WhoHasLeftBeginsNoMore) {
  const auto after = WithoutWhoLeft(
      {{kChloe, kDele, Day(2023, 1, 1), std::nullopt}, {kChloe, kLieve, Day(2024, 6, 1), std::nullopt}}, kLieveGone);

  EXPECT_EQ(after, (std::vector<Supervision>{{kChloe, kDele, Day(2023, 1, 1), Day(2024, 5, 31)}}));
}

TEST(SupervisionDepartureTest, EachOfSeveralWhoLeaveEndsOnTheirOwnLastDay) {
  const std::vector<Supervision> relations = {{kChloe, kDele, Day(2023, 1, 1), std::nullopt},
                                              {kChloe, kLieve, Day(2024, 1, 1), std::nullopt}};

  const auto after = WithoutWhoLeft(relations, {{kDele, Day(2023, 3, 1)}, {kLieve, Day(2024, 5, 1)}});

  EXPECT_EQ(after, (std::vector<Supervision>{{kChloe, kDele, Day(2023, 1, 1), Day(2023, 2, 28)},
                                             {kChloe, kLieve, Day(2024, 1, 1), Day(2024, 4, 30)}}));
  EXPECT_EQ(WithoutWhoLeft(relations, {}), relations);
}

const LicenceClass kAssociate{"mft", "US-CA", true};
const LicenceClass kLicensed{"mft", "US-CA", false};

TEST(LicenceTest, TheClassOfTheDateCounts) {
  const Member member{kChloe, "Chloé", {{std::nullopt, kAssociate}, {Day(2025, 7, 1), kLicensed}}};

  EXPECT_EQ(*LicenceOn(member, Day(2025, 6, 30)), kAssociate);
  EXPECT_EQ(*LicenceOn(member, Day(2025, 7, 1)), kLicensed);
  EXPECT_EQ(LicenceOn(Member{kLieve, "Lieve", {}}, Day(2025, 7, 1)), nullptr);
}

TEST(LicenceTest, TheFirstOneCountsForTheDaysBeforeToo) {
  const Member member{kChloe, "Chloé", {{Day(2025, 7, 1), kLicensed}}};

  EXPECT_EQ(*LicenceOn(member, Day(2024, 1, 1)), kLicensed);
}

TEST(LicenceTest, WhatIsSeenAgainSaysNothingMore) {
  Member member{kChloe, "Chloé", {}};

  EXPECT_TRUE(AddLicence(member, Day(2025, 1, 5), kAssociate));
  EXPECT_FALSE(AddLicence(member, Day(2025, 3, 1), kAssociate));
  EXPECT_FALSE(AddLicence(member, Day(2024, 3, 1), kAssociate));
  EXPECT_TRUE(AddLicence(member, Day(2025, 7, 1), kLicensed));
  EXPECT_FALSE(AddLicence(member, Day(2025, 8, 1), kLicensed));
  EXPECT_EQ(member.licences, (std::vector<LicencePeriod>{{Day(2025, 1, 5), kAssociate}, {Day(2025, 7, 1), kLicensed}}));
}

TEST(LicenceTest, TheOrderInWhichRowsComeDoesNotMatter) {
  Member member{kChloe, "Chloé", {}};

  EXPECT_TRUE(AddLicence(member, Day(2025, 9, 1), kLicensed));
  EXPECT_TRUE(AddLicence(member, Day(2025, 1, 5), kAssociate));
  EXPECT_TRUE(AddLicence(member, Day(2025, 7, 1), kLicensed));

  EXPECT_EQ(member.licences, (std::vector<LicencePeriod>{{Day(2025, 1, 5), kAssociate}, {Day(2025, 7, 1), kLicensed}}));
}

}  // namespace
}  // namespace candor::domain::member_test
