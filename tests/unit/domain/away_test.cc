#include "daemon/domain/away.h"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "tests/unit/domain/builders.h"

namespace candor::domain::away_test {
namespace {

const MemberId kMaria = IdNumber<MemberId>(2);
const MemberId kDele = IdNumber<MemberId>(3);

// Fourteen days, the last one a Friday.
constexpr Day kSince(2024, 2, 16);
constexpr Day kDue(2024, 3, 1);

AwayPeriod Away(Day from, std::optional<Day> until, const MemberId& cover = MemberId()) {
  return {from, until, cover, false};
}

TEST(AwayTest, FirstAndLastDayAreInside) {
  const std::vector<AwayPeriod> away = {Away(Day(2024, 2, 20), Day(2024, 2, 29))};

  EXPECT_EQ(AwayOn(away, Day(2024, 2, 19)), nullptr);
  EXPECT_EQ(AwayOn(away, Day(2024, 2, 20)), &away[0]);
  EXPECT_EQ(AwayOn(away, Day(2024, 2, 29)), &away[0]);
  EXPECT_EQ(AwayOn(away, Day(2024, 3, 1)), nullptr);
}

TEST(AwayTest, APeriodWithACoverSpeaksBeforeOneWithout) {
  const std::vector<AwayPeriod> away = {Away(Day(2024, 2, 1), std::nullopt, kMaria),
                                        Away(Day(2024, 2, 10), Day(2024, 2, 20)),
                                        Away(Day(2024, 2, 15), Day(2024, 2, 20), kDele)};

  EXPECT_EQ(AwayOn(away, Day(2024, 2, 12))->cover, kMaria);
  EXPECT_EQ(AwayOn(away, Day(2024, 2, 15))->cover, kDele);
  EXPECT_EQ(AwayOn(away, Day(2024, 2, 21))->cover, kMaria);
}

TEST(AwayTest, ADepartureSpeaksBeforeAnAbsenceThatBeginsLater) {
  std::vector<AwayPeriod> away = {{Day(2024, 2, 10), std::nullopt, kMaria, true},
                                  Away(Day(2024, 2, 15), Day(2024, 2, 20), kDele)};

  EXPECT_EQ(AwayOn(away, Day(2024, 2, 15))->cover, kMaria);
  EXPECT_EQ(AwayOn(away, Day(2024, 2, 21))->cover, kMaria);

  away[0].cover = MemberId();
  EXPECT_EQ(AwayOn(away, Day(2024, 2, 15))->cover, kDele) << "where nobody keeps the records";
  EXPECT_TRUE(AwayOn(away, Day(2024, 2, 21))->left);
}

TEST(AwayTest, DaysAwayDoNotCount) {
  // 29 February is one of them.
  EXPECT_EQ(DueAfterAway(kSince, kDue, {Away(Day(2024, 2, 26), Day(2024, 2, 29))}), Day(2024, 3, 5));
  EXPECT_EQ(DueAfterAway(Day(2025, 2, 14), Day(2025, 2, 28), {Away(Day(2025, 2, 26), Day(2025, 2, 28))}),
            Day(2025, 3, 3));
}

TEST(AwayTest, TheDaysAtTheEdges) {
  // Away on the last day only, and on the one after it only.
  EXPECT_EQ(DueAfterAway(kSince, kDue, {Away(kDue, kDue)}), kDue + 1);
  EXPECT_EQ(DueAfterAway(kSince, kDue, {Away(kDue + 1, kDue + 9)}), kDue);
  // Away on the day it began only, and on the one after it only.
  EXPECT_EQ(DueAfterAway(kSince, kDue, {Away(kSince - 5, kSince)}), kDue);
  EXPECT_EQ(DueAfterAway(kSince, kDue, {Away(kSince + 1, kSince + 1)}), kDue + 1);
}

TEST(AwayTest, AMovedDateCanReachTheNextAbsence) {
  const std::vector<AwayPeriod> away = {Away(Day(2024, 2, 20), Day(2024, 2, 22)),
                                        Away(Day(2024, 3, 4), Day(2024, 3, 8))};

  EXPECT_EQ(DueAfterAway(kSince, kDue, away), Day(2024, 3, 9));
  EXPECT_EQ(DueAfterAway(kSince, kDue, {away[1]}), kDue);
}

TEST(AwayTest, DaysInTwoPeriodsCountOnce) {
  const std::vector<AwayPeriod> away = {Away(Day(2024, 2, 19), Day(2024, 2, 28)),
                                        Away(Day(2024, 2, 20), Day(2024, 2, 21)),
                                        Away(Day(2024, 2, 27), Day(2024, 2, 29))};

  EXPECT_EQ(DueAfterAway(kSince, kDue, away), kDue + 11);
  const std::vector<AwayPeriod> parts = AwayBetween(kSince, kDue, away);
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[1].from, Day(2024, 2, 29));
}

TEST(AwayTest, NobodyKnowsTheDateOfWhoMayNotComeBack) {
  EXPECT_EQ(DueAfterAway(kSince, kDue, {Away(Day(2024, 2, 20), std::nullopt)}), std::nullopt);
  EXPECT_EQ(DueAfterAway(kSince, kDue, {Away(kDue + 1, std::nullopt)}), kDue);
}

TEST(AwayTest, WhoHasLeftIsGoneFromThatDayOnAndWhoIsAwayIsNot) {
  std::vector<AwayPeriod> away = {Away(Day(2024, 2, 20), Day(2024, 2, 29))};
  EXPECT_FALSE(HasLeft(away, Day(2024, 2, 25)));

  away.push_back({Day(2024, 3, 1), std::nullopt, MemberId(), true});
  EXPECT_FALSE(HasLeft(away, Day(2024, 2, 29)));
  EXPECT_TRUE(HasLeft(away, Day(2024, 3, 1)));
}

TEST(SuccessorTest, IsWhoActsForSomebodyOrFollowsThem) {
  const Day day(2024, 2, 1);
  const auto field = [](Kind kind, std::string_view name) { return FindField(kind, name)->id; };
  EXPECT_EQ(SuccessorOf(EntryOf(Kind::kAbsence, day).On("from", day + 3).Member("cover", kMaria).Build()),
            (Successor{field(Kind::kAbsence, "cover"), kMaria, day + 3}));
  EXPECT_EQ(SuccessorOf(EntryOf(Kind::kDeparture, day).On("last_day", day + 3).Member("custodian", kMaria).Build()),
            (Successor{field(Kind::kDeparture, "custodian"), kMaria, day + 4}));
  EXPECT_EQ(SuccessorOf(EntryOf(Kind::kTransferStep, day).Member("receiver", kMaria).Build()),
            (Successor{field(Kind::kTransferStep, "receiver"), kMaria, day}));
  EXPECT_EQ(SuccessorOf(EntryOf(Kind::kSupervisionChange, day).Member("next_supervisor", kMaria).Build()),
            (Successor{field(Kind::kSupervisionChange, "next_supervisor"), kMaria, day}));
  EXPECT_EQ(SuccessorOf(EntryOf(Kind::kAbsence, day).Build()), std::nullopt);
  EXPECT_EQ(SuccessorOf(EntryOf(Kind::kSupervisionChange, day).Member("supervisor", kMaria).Build()), std::nullopt);
  EXPECT_EQ(
      SuccessorOf(EntryOf(Kind::kSupervisionChange, day).Word("event", "begun").Member("supervisor", kMaria).Build()),
      (Successor{field(Kind::kSupervisionChange, "supervisor"), kMaria, day}))
      << "where nobody is next whoever is named begins";
}

// Who is away in March 2024 and who covers; a member of whom nothing is known is there.
class CoverTest : public ::testing::Test {
 protected:
  // Of 1 March, asking for each member once at most.
  MemberId Acting(const MemberId& who) {
    std::map<MemberId, int> asked;
    const auto acting = CoverOn(who, Day(2024, 3, 1), [&](const MemberId& each) -> Periods {
      EXPECT_EQ(++asked[each], 1);
      return &away_[each];
    });
    EXPECT_TRUE(acting.ok());
    return acting.value_or(MemberId());
  }
  void Leaves(const MemberId& who, const MemberId& cover) {
    away_[who] = {Away(Day(2024, 3, 1), Day(2024, 3, 31), cover)};
  }

  using Periods = absl::StatusOr<const std::vector<AwayPeriod>*>;
  const MemberId ana_ = IdNumber<MemberId>(1);
  const MemberId ben_ = IdNumber<MemberId>(4);
  std::map<MemberId, std::vector<AwayPeriod>> away_;
};

TEST_F(CoverTest, ACoverWhoIsAwayHandsOnToTheirOwn) {
  EXPECT_TRUE(Acting(ana_).empty()) << "who is there";
  Leaves(ana_, kMaria);
  EXPECT_EQ(Acting(ana_), kMaria);
  Leaves(kMaria, kDele);
  EXPECT_EQ(Acting(ana_), kDele);
  Leaves(kDele, ben_);
  EXPECT_EQ(Acting(ana_), ben_);
  EXPECT_EQ(Acting(kDele), ben_);
}

TEST_F(CoverTest, ACoverWhoIsAwayOnAnotherDayStays) {
  Leaves(ana_, kMaria);
  away_[kMaria] = {Away(Day(2024, 3, 2), Day(2024, 3, 8), kDele)};

  EXPECT_EQ(Acting(ana_), kMaria);
}

TEST_F(CoverTest, WhereItComesToNobodyItStaysWithTheCoverWhoWasNamed) {
  Leaves(ana_, kMaria);
  Leaves(kMaria, MemberId());
  EXPECT_EQ(Acting(ana_), kMaria);
  EXPECT_TRUE(Acting(kMaria).empty());

  Leaves(kMaria, kDele);
  Leaves(kDele, MemberId());
  EXPECT_EQ(Acting(ana_), kMaria);
}

TEST_F(CoverTest, ACoverWhoHasLeftHandsOnToWhoKeepsTheirRecordsOrToNobody) {
  const auto goes = [&](const MemberId& who, const MemberId& custodian) {
    away_[who] = {{Day(2024, 3, 1), std::nullopt, custodian, true}};
  };
  Leaves(ana_, kMaria);
  goes(kMaria, kDele);
  EXPECT_EQ(Acting(ana_), kDele);
  goes(kMaria, MemberId());
  EXPECT_TRUE(Acting(ana_).empty()) << "who has left covers no more";

  goes(kMaria, kDele);
  Leaves(kDele, MemberId());
  EXPECT_EQ(Acting(ana_), kDele) << "the first who has not left";
  Leaves(kDele, ana_);
  EXPECT_EQ(Acting(ana_), kDele) << "nobody covers for themselves";
  goes(kDele, MemberId());
  EXPECT_TRUE(Acting(ana_).empty());

  away_[kMaria] = {{Day(2024, 3, 2), std::nullopt, MemberId(), true}};
  EXPECT_EQ(Acting(ana_), kMaria) << "on the last day they are still there";
}

TEST_F(CoverTest, ThoseWhoCoverForEachOtherAreNotAskedForEver) {
  Leaves(ana_, kMaria);
  Leaves(kMaria, ana_);
  EXPECT_EQ(Acting(ana_), kMaria);
  EXPECT_EQ(Acting(kMaria), ana_);

  Leaves(kMaria, kDele);
  Leaves(kDele, kMaria);
  EXPECT_EQ(Acting(ana_), kMaria) << "a circle of which the member is no part";
}

TEST_F(CoverTest, WhatCannotBeLookedUpIsAnError) {
  const auto acting =
      CoverOn(ana_, Day(2024, 3, 1), [](const MemberId&) -> Periods { return absl::DataLossError("gone"); });

  EXPECT_EQ(acting.status().code(), absl::StatusCode::kDataLoss);
}

// Day by day, as a person with a calendar would do it.
TEST(AwayTest, EqualsCountingByHand) {
  const std::vector<AwayPeriod> away = {
      Away(Day(2024, 2, 10), Day(2024, 2, 18)), Away(Day(2024, 2, 22), Day(2024, 2, 22)),
      Away(Day(2024, 2, 25), Day(2024, 3, 2)), Away(Day(2024, 3, 4), Day(2024, 3, 4))};
  for (int days = 1; days < 40; ++days) {
    Day by_hand = kSince;
    for (int worked = 0; worked < days;) {
      ++by_hand;
      worked += AwayOn(away, by_hand) == nullptr ? 1 : 0;
    }
    EXPECT_EQ(DueAfterAway(kSince, kSince + days, away), by_hand) << days;
  }
}

TEST(AwayTest, AnAbsenceIsReadFromItsEntry) {
  const std::vector<EntryHeader> staffing = {
      EntryOf(Kind::kAbsence, Day(2024, 2, 1))
          .On("from", Day(2024, 3, 1))
          .On("to", Day(2024, 3, 8))
          .Member("cover", kMaria)
          .Header(),
      EntryOf(Kind::kAbsence, Day(2024, 2, 2)).Header(),
      EntryOf(Kind::kAbsence, Day(2024, 2, 3)).On("from", Day(2024, 2, 9)).On("to", Day(2024, 2, 8)).Header()};

  const std::vector<AwayPeriod> away = AwayPeriodsOf(staffing);

  EXPECT_EQ(away, (std::vector<AwayPeriod>{Away(Day(2024, 2, 2), std::nullopt),
                                           Away(Day(2024, 3, 1), Day(2024, 3, 8), kMaria)}));
}

TEST(AwayTest, NobodyCoversForThemselves) {
  const std::vector<AwayPeriod> away =
      AwayPeriodsOf({EntryOf(Kind::kAbsence, Day(2024, 2, 1)).By(kMaria).Member("cover", kMaria).Header(),
                     EntryOf(Kind::kDeparture, Day(2024, 2, 2)).By(kMaria).Member("custodian", kMaria).Header()});

  ASSERT_EQ(away.size(), 2U);
  EXPECT_TRUE(away[0].cover.empty());
  EXPECT_TRUE(away[1].cover.empty());
}

TEST(AwayTest, WhoLeavesIsThereOnTheLastDay) {
  const std::vector<AwayPeriod> away = AwayPeriodsOf({EntryOf(Kind::kDeparture, Day(2024, 2, 1))
                                                          .On("last_day", Day(2024, 2, 29))
                                                          .Member("custodian", kDele)
                                                          .Header()});

  ASSERT_EQ(away.size(), 1U);
  EXPECT_EQ(AwayOn(away, Day(2024, 2, 29)), nullptr);
  EXPECT_EQ(AwayOn(away, Day(2024, 3, 1))->cover, kDele);
  EXPECT_TRUE(AwayOn(away, Day(2054, 3, 1))->left);
}

}  // namespace
}  // namespace candor::domain::away_test
