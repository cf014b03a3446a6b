#include "daemon/domain/supervision_units.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/unit/domain/builders.h"

namespace candor::domain::supervision_units_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using Format = SupervisionFormat;

int32_t Hundredths(UnitsProfile profile, Format format, int32_t minutes, int32_t people) {
  return CreditFor(profile, format, minutes, people).hundredths;
}

LogSession SessionOn(Day day, Format format, int32_t minutes, const Credit& credit, std::string setting = "") {
  LogSession session;
  session.day = day;
  session.setting = std::move(setting);
  session.format = format;
  session.minutes = minutes;
  session.credit = credit;
  return session;
}

struct Given {
  int32_t individual, triadic, group;
};

// Of a week whose hours nobody recorded.
LogWeek Line(Day monday, std::string setting, const Given& given, int32_t minutes) {
  LogWeek week;
  week.monday = monday;
  week.setting = std::move(setting);
  week.individual = given.individual;
  week.triadic = given.triadic;
  week.group = given.group;
  week.minutes = minutes;
  week.needed = 100;
  return week;
}

TEST(SupervisionUnitsTest, AnAssociateInCaliforniaCountsUnits) {
  EXPECT_EQ(ProfileFor(nullptr), UnitsProfile::kHours);
  const LicenceClass associate{"mft", "US-CA", true}, licensed{"mft", "US-CA", false};
  const LicenceClass psychologist{"psychologist", "US-CA", true}, texan{"lpc", "US-TX", true};
  const LicenceClass british{"counsellor", "GB", false}, trainee{"mft", "US-CA", true, true};
  EXPECT_EQ(ProfileFor(&associate), UnitsProfile::kBbs);
  EXPECT_EQ(ProfileFor(&licensed), UnitsProfile::kHours);
  EXPECT_EQ(ProfileFor(&psychologist), UnitsProfile::kHours) << "another board";
  EXPECT_EQ(ProfileFor(&texan), UnitsProfile::kHours);
  EXPECT_EQ(ProfileFor(&british), UnitsProfile::kBacp);
  EXPECT_EQ(ProfileFor(&trainee), UnitsProfile::kBbsTrainee);
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

TEST(SupervisionUnitsTest, ATraineeNeedsAUnitForEveryFiveHours) {
  EXPECT_EQ(NeededHundredths(UnitsProfile::kBbsTrainee, 0), 0);
  EXPECT_EQ(NeededHundredths(UnitsProfile::kBbsTrainee, 60), 100) << "one at least";
  EXPECT_EQ(NeededHundredths(UnitsProfile::kBbsTrainee, 300), 100);
  EXPECT_EQ(NeededHundredths(UnitsProfile::kBbsTrainee, 900), 300);
  EXPECT_EQ(NeededHundredths(UnitsProfile::kBbsTrainee, 301), 101) << "rounded up";
  EXPECT_EQ(Hundredths(UnitsProfile::kBbsTrainee, Format::kGroup, 120, 8), 100);
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
  EXPECT_EQ(log.weeks[0], Line(Day(2026, 3, 2), "clinic", {0, 100, 50}, 120));
  EXPECT_EQ(log.weeks[1], Line(Day(2026, 3, 2), "school", {100, 0, 0}, 60));
  EXPECT_EQ(log.weeks[2], Line(Day(2026, 3, 9), "clinic", {0, 0, 50}, 60));
  EXPECT_EQ(log.totals, (LogTotals{1, 1, 300, 240, 0, 0})) << "half a unit makes no week";
}

TEST(SupervisionLogTest, AWeekThatNeededTwoAndHasOneIsNotMet) {
  const Day monday(2026, 3, 2);
  LogSession session = SessionOn(Day(2026, 3, 3), Format::kIndividual, 60, {100, NoUnits::kNone});
  session.work_setting = WorkSetting::kClinic;

  const SupervisionLog log =
      MakeLog(UnitsProfile::kBbs, {session}, {{monday, WorkSetting::kClinic, 720, 60}, {monday + 7, {}, 0, {}}});

  ASSERT_THAT(log.weeks, SizeIs(2));
  EXPECT_EQ(log.weeks[0].needed, 200);
  EXPECT_EQ(log.weeks[0].short_of(), 100);
  EXPECT_EQ(log.weeks[0].direct_minutes, 720);
  EXPECT_EQ(log.weeks[0].other_minutes, 60);
  EXPECT_FALSE(log.weeks[0].met());
  EXPECT_EQ(log.weeks[1].needed, 0) << "no hours with clients, nothing due";
  EXPECT_EQ(log.totals.weeks, 0);
}

TEST(SupervisionLogTest, ASettingIsMetByWhatWasGivenInIt) {
  const Day monday(2026, 3, 2);
  LogSession session = SessionOn(monday, Format::kIndividual, 120, {200, NoUnits::kNone}, "North");
  session.work_setting = WorkSetting::kClinic;

  const SupervisionLog log = MakeLog(UnitsProfile::kBbs, {session},
                                     {{monday, WorkSetting::kClinic, 60, {}}, {monday, WorkSetting::kSchool, 60, {}}});

  ASSERT_THAT(log.weeks, SizeIs(2));
  EXPECT_TRUE(log.weeks[0].met());
  EXPECT_EQ(log.weeks[0].setting, "North");
  EXPECT_EQ(log.weeks[1].work_setting, WorkSetting::kSchool);
  EXPECT_EQ(log.weeks[1].short_of(), 100);
  EXPECT_EQ(log.totals.weeks, 0);
}

TEST(SupervisionLogTest, ASessionWithoutASettingCountsWhereAllHoursAre) {
  const Day monday(2026, 3, 2);
  const LogSession session = SessionOn(monday, Format::kIndividual, 60, {100, NoUnits::kNone}, "North");

  const SupervisionLog one = MakeLog(UnitsProfile::kBbs, {session}, {{monday, WorkSetting::kClinic, 60, {}}});
  const SupervisionLog two = MakeLog(UnitsProfile::kBbs, {session},
                                     {{monday, WorkSetting::kClinic, 60, {}}, {monday, WorkSetting::kSchool, 60, {}}});

  ASSERT_THAT(one.weeks, SizeIs(1));
  EXPECT_EQ(one.weeks[0].work_setting, WorkSetting::kClinic);
  EXPECT_EQ(one.totals.weeks, 1);
  EXPECT_THAT(two.weeks, SizeIs(3)) << "nobody knows where";
  EXPECT_EQ(two.totals.weeks, 0);
}

TEST(SupervisionLogTest, WhatNobodySignedIsToldApart) {
  LogSession session = SessionOn(Day(2026, 3, 3), Format::kIndividual, 60, {0, NoUnits::kNotSigned});
  session.unsigned_hundredths = 100;

  const SupervisionLog log = MakeLog(UnitsProfile::kBbs, {session});

  EXPECT_EQ(log.totals, (LogTotals{0, 0, 0, 0, 0, 100}));
  ASSERT_THAT(log.weeks, SizeIs(1));
  EXPECT_EQ(log.weeks[0].minutes, 0);
  EXPECT_THAT(log.weeks[0].no_units, ElementsAre(NoUnits::kNotSigned));
  EXPECT_THAT(log.months, IsEmpty());
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

  EXPECT_EQ(MakeLog(UnitsProfile::kBbs, {session}).totals, (LogTotals{0, 0, 0, 0, 1, 0}));
  EXPECT_THAT(MakeLog(UnitsProfile::kBbs, {}).months, IsEmpty());
}

}  // namespace
}  // namespace candor::domain::supervision_units_test
