#include "daemon/domain/supervision_units.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "tests/unit/domain/builders.h"

namespace candor::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using Format = SupervisionFormat;

int32_t Hundredths(UnitsProfile profile, Format format, int32_t minutes, int32_t people) {
  return CreditFor(profile, format, minutes, people).hundredths;
}

LogSession SessionOn(Day day, Format format, int32_t minutes, const Credit& credit, std::string setting = "") {
  return {day, std::move(setting), format, minutes, credit};
}

TEST(SupervisionUnitsTest, AnAssociateInCaliforniaCountsUnits) {
  EXPECT_EQ(ProfileFor(nullptr), UnitsProfile::kHours);
  const LicenceClass associate{"mft", "US-CA", true}, licensed{"mft", "US-CA", false};
  const LicenceClass psychologist{"psychologist", "US-CA", true}, texan{"lpc", "US-TX", true};
  const LicenceClass british{"counsellor", "GB", false};
  EXPECT_EQ(ProfileFor(&associate), UnitsProfile::kBbs);
  EXPECT_EQ(ProfileFor(&licensed), UnitsProfile::kHours);
  EXPECT_EQ(ProfileFor(&psychologist), UnitsProfile::kHours) << "another board";
  EXPECT_EQ(ProfileFor(&texan), UnitsProfile::kHours);
  EXPECT_EQ(ProfileFor(&british), UnitsProfile::kBacp);
}

TEST(SupervisionUnitsTest, BbsCountsOneHourAloneOrTwoInAGroup) {
  EXPECT_EQ(Hundredths(UnitsProfile::kBbs, Format::kIndividual, 60, 1), 100);
  EXPECT_EQ(Hundredths(UnitsProfile::kBbs, Format::kIndividual, 50, 1), 83);
  EXPECT_EQ(Hundredths(UnitsProfile::kBbs, Format::kTriadic, 60, 2), 100);
  EXPECT_EQ(Hundredths(UnitsProfile::kBbs, Format::kGroup, 120, 8), 100);
  EXPECT_EQ(Hundredths(UnitsProfile::kBbs, Format::kGroup, 60, 8), 50);
}

TEST(SupervisionUnitsTest, BbsCountsNoGroupAboveEight) {
  EXPECT_EQ(CreditFor(UnitsProfile::kBbs, Format::kGroup, 120, 9), (Credit{0, NoUnits::kGroupTooLarge}));
  EXPECT_EQ(CreditFor(UnitsProfile::kBbs, Format::kGroup, 120, 0), (Credit{0, NoUnits::kNotRecorded}));
}

TEST(SupervisionUnitsTest, BacpSharesTheTimeOfAGroup) {
  EXPECT_EQ(Hundredths(UnitsProfile::kBacp, Format::kIndividual, 90, 1), 150);
  EXPECT_EQ(Hundredths(UnitsProfile::kBacp, Format::kTriadic, 90, 2), 75);
  EXPECT_EQ(Hundredths(UnitsProfile::kBacp, Format::kGroup, 120, 4), 100);
  EXPECT_EQ(Hundredths(UnitsProfile::kBacp, Format::kGroup, 120, 5), 40);
}

TEST(SupervisionUnitsTest, NeitherAPeerGroupNorGuidanceOutsideASessionCounts) {
  for (const Format format : {Format::kPeerGroup, Format::kAdHoc}) {
    EXPECT_EQ(CreditFor(UnitsProfile::kBbs, format, 60, 3), (Credit{0, NoUnits::kFormat}));
    EXPECT_EQ(CreditFor(UnitsProfile::kHours, format, 60, 3), (Credit{0, NoUnits::kFormat}));
  }
}

TEST(SupervisionUnitsTest, WhatWasNotRecordedCountsForNothing) {
  EXPECT_EQ(CreditFor(UnitsProfile::kBbs, Format::kNotRecorded, 60, 1), (Credit{0, NoUnits::kNotRecorded}));
  EXPECT_EQ(CreditFor(UnitsProfile::kBbs, Format::kIndividual, std::nullopt, 1), (Credit{0, NoUnits::kNotRecorded}));
}

TEST(SupervisionUnitsTest, WhoCameLateHasTheMinutesThatTheyWereThere) {
  SupervisionSession session;
  session.minutes = 120;
  session.format = Format::kGroup;
  const auto ana = IdNumber<MemberId>(1), bo = IdNumber<MemberId>(2), cy = IdNumber<MemberId>(3);
  session.attendees = {
      {ana, Attendance::kPresent, std::nullopt}, {bo, Attendance::kLate, 60}, {cy, Attendance::kAbsent, std::nullopt}};

  EXPECT_EQ(CreditFor(UnitsProfile::kBbs, session, ana).hundredths, 100);
  EXPECT_EQ(CreditFor(UnitsProfile::kBbs, session, bo).hundredths, 50);
  EXPECT_EQ(CreditFor(UnitsProfile::kBbs, session, cy), (Credit{0, NoUnits::kAbsent}));
}

TEST(SupervisionUnitsTest, MoreThanTenHoursAskForOneUnitMore) {
  EXPECT_EQ(NeededHundredths(UnitsProfile::kBbs, 0), 0);
  EXPECT_EQ(NeededHundredths(UnitsProfile::kBbs, 600), 100);
  EXPECT_EQ(NeededHundredths(UnitsProfile::kBbs, 601), 200);
  EXPECT_EQ(NeededHundredths(UnitsProfile::kBbs, std::nullopt), 100);
  EXPECT_EQ(NeededHundredths(UnitsProfile::kBacp, 2400), 150);
  EXPECT_EQ(NeededHundredths(UnitsProfile::kHours, 2400), 0);
}

TEST(SupervisionUnitsTest, AWeekBeginsOnMonday) {
  EXPECT_EQ(WeekOf(Day(2026, 3, 2)), Day(2026, 3, 2));
  EXPECT_EQ(WeekOf(Day(2026, 3, 8)), Day(2026, 3, 2));
  EXPECT_EQ(WeekOf(Day(2026, 3, 9)), Day(2026, 3, 9));
}

TEST(SupervisionLogTest, AWeekAndSettingStandForThemselves) {
  const Credit unit{100, NoUnits::kNone}, half{50, NoUnits::kNone};
  const SupervisionLog log =
      MakeLog(UnitsProfile::kBbs, {SessionOn(Day(2026, 3, 12), Format::kGroup, 60, half, "clinic"),
                                   SessionOn(Day(2026, 3, 3), Format::kIndividual, 60, unit, "school"),
                                   SessionOn(Day(2026, 3, 2), Format::kGroup, 60, half, "clinic"),
                                   SessionOn(Day(2026, 3, 6), Format::kTriadic, 60, unit, "clinic")});

  ASSERT_THAT(log.weeks, SizeIs(3));
  EXPECT_EQ(log.weeks[0], (LogWeek{Day(2026, 3, 2), "clinic", 0, 100, 50, 120}));
  EXPECT_EQ(log.weeks[1], (LogWeek{Day(2026, 3, 2), "school", 100, 0, 0, 60}));
  EXPECT_EQ(log.weeks[2], (LogWeek{Day(2026, 3, 9), "clinic", 0, 0, 50, 60}));
  EXPECT_EQ(log.totals, (LogTotals{1, 1, 300, 240, 0})) << "half a unit makes no week";
}

TEST(SupervisionLogTest, AMonthWithoutASessionIsShown) {
  const Credit credit{150, NoUnits::kNone};
  const SupervisionLog log =
      MakeLog(UnitsProfile::kBacp, {SessionOn(Day(2026, 1, 31), Format::kIndividual, 90, credit),
                                    SessionOn(Day(2026, 3, 1), Format::kIndividual, 90, credit)});

  EXPECT_THAT(log.months,
              ElementsAre(LogMonth{Day(2026, 1, 1), 1, 90, 150, 150}, LogMonth{Day(2026, 2, 1), 0, 0, 0, 150},
                          LogMonth{Day(2026, 3, 1), 1, 90, 150, 150}));
}

TEST(SupervisionLogTest, CountsWhatNobodyWroteDown) {
  LogSession session;
  session.day = Day(2026, 3, 2);
  session.credit = {0, NoUnits::kNotRecorded};

  EXPECT_EQ(MakeLog(UnitsProfile::kBbs, {session}).totals, (LogTotals{0, 0, 0, 0, 1}));
  EXPECT_THAT(MakeLog(UnitsProfile::kBbs, {}).months, IsEmpty());
}

}  // namespace
}  // namespace candor::domain
