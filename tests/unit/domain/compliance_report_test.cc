#include "daemon/domain/compliance_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "tests/unit/domain/builders.h"
#include "tests/unit/domain/counted_view.h"
#include "tests/unit/domain/report_practice.h"

namespace candor::domain::compliance_report_test {
namespace {

bool HasBreakdown(const ComplianceReport& report) {
  for (const ReportSection& section : report.sections) {
    for (const ReportRow& row : section.rows) {
      if (!row.breakdown.empty()) return true;
    }
  }
  return false;
}

TEST(ComplianceReportTest, CoverSaysWhatTheFiguresStandOn) {
  Practice practice(12);
  practice.view().settings.zone = "Europe/Brussels";

  const ReportCover cover = practice.Report().cover;

  EXPECT_EQ(cover.period.label, "2025Q3");
  EXPECT_EQ(cover.zone, "Europe/Brussels");
  EXPECT_EQ(cover.as_of_day, Day(2025, 12, 31));
  EXPECT_EQ(cover.ledger_size, 1300U);
  EXPECT_EQ(cover.plugins, (std::vector<std::string>{"consultation 1.0.0"}));
  EXPECT_EQ(cover.policy_effective_from, Day(2024, 1, 1));
  EXPECT_TRUE(cover.signable);
  EXPECT_NE(cover.statement.find("at the checkpoint above"), std::string::npos);
  EXPECT_NE(cover.statement.find("They are no finding about any person"), std::string::npos);
  EXPECT_EQ(cover.known_gaps.front(), "Not recorded on the cover: when the profiles were reviewed.");
  EXPECT_FALSE(cover.last_signed.has_value());
  EXPECT_TRUE(cover.restated.empty());
}

TEST(ComplianceReportTest, SaysWhenProfilesWereReviewedAndWhichAreOld) {
  Practice practice(12);
  practice.view().activation->reviews = {{"aca", "", "1.0.0", "code", Day(2025, 1, 1)},
                                         {"apa", "", "2.0.0", "code", Day(2024, 12, 31)},
                                         {"us-ca", "", "1.0.0", "law", std::nullopt},
                                         {"default", "", "1.0.0", "default", std::nullopt}};

  const ReportCover cover = practice.Report().cover;

  EXPECT_EQ(cover.reviews, practice.view().activation->reviews);
  EXPECT_EQ(cover.as_of_day, Day(2025, 12, 31)) << "364 days after the first, 365 after the second";
  EXPECT_EQ(cover.known_gaps.front(),
            "Profiles not compared with their sources for 365 days, and when each last was: apa 2.0.0 (2024-12-31), "
            "us-ca 1.0.0 (never).");
  EXPECT_TRUE(cover.signable) << "it keeps no report from being signed";
}

TEST(ComplianceReportTest, AfterHowManyDaysAProfileIsOldIsTheProfilesToSay) {
  Practice practice(12);
  practice.view().activation->reviews = {{"aca", "", "1.0.0", "code", Day(2025, 1, 1)}};
  practice.view().activation->review_after_days = 364;

  EXPECT_EQ(practice.Report().cover.known_gaps.front(),
            "Profiles not compared with their sources for 364 days, and when each last was: aca 1.0.0 (2025-01-01).");
}

TEST(ComplianceReportTest, WhereNoProfileIsOldNothingIsSaidOfThem) {
  Practice practice(12);
  practice.view().activation->reviews = {{"aca", "", "1.0.0", "code", Day(2025, 6, 1)}};

  for (const std::string& gap : practice.Report().cover.known_gaps) {
    EXPECT_EQ(gap.find("rofiles"), std::string::npos) << gap;
  }
}

TEST(ComplianceReportTest, HasTwelveSectionsAndSaysWhichHaveNoData) {
  const ComplianceReport report = Practice(12).Report();

  std::vector<int> numbers;
  for (const ReportSection& section : report.sections) {
    numbers.push_back(section.number);
    EXPECT_FALSE(section.rows.empty()) << section.number;
  }
  EXPECT_EQ(numbers, (std::vector<int>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
  EXPECT_EQ(report.cover.known_gaps.back(), "Not recorded in sections 7, 11.");

  Practice practice(12);
  for (const Figure figure : {Figure::kSupervisionHeld, Figure::kTherapistTrained}) {
    practice.view().contributions.push_back(
        {CountBasis::kOccurred, figure, Day(2025, 8, 1), 0, 0, IdNumber<MemberId>(1), CaseId()});
  }
  for (const std::string& gap : practice.Report().cover.known_gaps)
    EXPECT_EQ(gap.find("in section"), std::string::npos);
}

TEST(ComplianceReportTest, NotSignableWhenMoreThanOneInAHundredIsNotAssessed) {
  Practice practice(12);
  practice.view().waiting = 10;
  EXPECT_TRUE(practice.Report().cover.signable);

  practice.view().faults.resize(1);
  EXPECT_FALSE(practice.Report().cover.signable);
  EXPECT_EQ(practice.Report().cover.policy_faults, 1U);
}

TEST(ComplianceReportTest, FaultsThatAreNotListedAnyMoreAreCountedToo) {
  Practice practice(12);
  practice.view().entry_count = 200'000;
  practice.view().faults.resize(1000);
  EXPECT_TRUE(practice.Report().cover.signable);

  practice.view().faults.back().older = 2000;
  EXPECT_FALSE(practice.Report().cover.signable);
  EXPECT_EQ(practice.Report().cover.policy_faults, 3000U);
}

TEST(ComplianceReportTest, NotSignableWhileAPolicyIsNotThere) {
  Practice practice(12);
  practice.view().entry_count = 200'000;
  practice.view().faults.resize(1);
  practice.view().faults[0].reason = NotAssessedReason::kNotLoaded;

  EXPECT_FALSE(practice.Report().cover.signable);
}

TEST(ComplianceReportTest, WithoutAPolicyItSaysSo) {
  Practice practice(12);
  practice.view().activation.reset();

  const ReportCover cover = practice.Report().cover;

  EXPECT_FALSE(cover.signable);
  EXPECT_EQ(cover.known_gaps.front(), "No policy was in force.");
}

TEST(ComplianceReportTest, OtherPeriodsThanQuartersAreTotalsOnly) {
  Practice practice(12);
  practice.AddCases(48, {}, {ClosedAfter(10)});

  EXPECT_TRUE(HasBreakdown(practice.Report()));
  EXPECT_FALSE(HasBreakdown(practice.Report(*MakePeriod(Day(2025, 7, 1), Day(2025, 9, 29)))));
}

// Of a quarter and the same without its last day the difference would be what one person wrote on that day.
TEST(ComplianceReportTest, WhatCouldPointAtAPersonIsToldOfWholeQuartersOnly) {
  for (const int therapists : {9, 12}) {
    Practice practice(therapists);
    practice.AddCases(48, {}, {ClosedAfter(10)});
    practice.AddCases(24, {}, {Open()});

    const ComplianceReport report = practice.Report(*MakePeriod(Day(2025, 7, 1), Day(2025, 9, 29)));

    for (const char* figure : {"therapist_months", "called_for", "closed_in_time", "past_due", "oldest_past_due",
                               "boundary_matters", "ended_by_waiver", "corrections", "late_written", "first_readers"}) {
      const ReportRow row = Row(report, figure);
      EXPECT_EQ(row.state, CellState::kHidden) << figure;
      EXPECT_FALSE(row.count || row.of || row.rate_tenths || row.answer) << figure;
      EXPECT_EQ(row.note, "The period is no whole quarter; two such periods could be subtracted.") << figure;
    }
    for (const char* figure : {"assessed", "allegations", "complaints", "waivers", "rules_switched"}) {
      EXPECT_EQ(Row(report, figure).state, CellState::kShown) << figure << " is exact";
    }
    EXPECT_EQ(Row(report, "claims").state, CellState::kNotRecorded);
    EXPECT_EQ(Row(practice.Report(), "called_for").state, CellState::kShown);
  }
}

TEST(ComplianceReportTest, FewerThanTenTherapistsGetYesNoAndDates) {
  Practice practice(9);
  practice.AddCases(45, {}, {Personal(ClosedAfter(10))});
  practice.AddCase({}, {Open()});

  const ComplianceReport report = practice.Report();

  EXPECT_EQ(Row(report, "closed_in_time").answer, false);
  EXPECT_EQ(Row(report, "past_due").answer, true);
  for (const ReportSection& section : report.sections) {
    for (const ReportRow& row : section.rows) {
      // Acts, decisions, emergencies, supervision and training are counted whoever is behind them.
      if (section.number == 4 || section.number == 7 || section.number >= 9) continue;
      EXPECT_EQ(row.figure.find("conversation"), std::string::npos);
      EXPECT_FALSE(row.of.has_value()) << row.figure;
      EXPECT_EQ(row.count.has_value(), row.measure == Measure::kDays && row.state == CellState::kShown) << row.figure;
    }
  }
}

TEST(ComplianceReportTest, WhereNothingFellDueASmallPracticeGetsNeitherYesNorNo) {
  const ComplianceReport report = Practice(9).Report();

  for (const char* figure : {"closed_in_time", "lost", "endings_prepared"}) {
    EXPECT_EQ(Row(report, figure).state, CellState::kShown) << figure;
    EXPECT_EQ(Row(report, figure).answer, std::nullopt) << figure;
    EXPECT_FALSE(Row(report, figure).note.empty()) << figure;
  }
  EXPECT_EQ(Row(report, "called_for").answer, false);
}

TEST(ComplianceReportTest, NothingWrittenIsNotRecordedAndNeverZero) {
  Practice practice(0);
  practice.view().entry_count = 0;

  for (const ReportSection& section : practice.Report().sections) {
    ASSERT_FALSE(section.rows.empty());
    for (const ReportRow& row : section.rows) EXPECT_EQ(row.state, CellState::kNotRecorded) << row.figure;
  }
}

TEST(ComplianceReportTest, AQuarterInWhichNobodyWroteStillShowsWhatIsOpen) {
  Practice practice(12);
  practice.AddCases(24, {}, {Open()});
  const absl::Time later = absl::FromCivil(absl::CivilDay(2026, 7, 10), absl::UTCTimeZone());

  const ComplianceReport next = practice.Report(*ParseQuarter("2026Q1"), later);
  EXPECT_EQ(Row(next, "past_due").count, 24) << "twelve therapists wrote within the year";
  EXPECT_EQ(Row(next, "called_for").state, CellState::kNotRecorded);
  EXPECT_EQ(Row(next, "endings").state, CellState::kNotRecorded);

  const ComplianceReport much_later = practice.Report(*ParseQuarter("2027Q1"), later);
  EXPECT_EQ(Row(much_later, "past_due").answer, true);
  EXPECT_EQ(Row(much_later, "called_for").state, CellState::kNotRecorded);
  EXPECT_EQ(Row(much_later, "lost").state, CellState::kShown) << "of decisions, not of the period";
}

TEST(ComplianceReportTest, WhatHasNoDataYetSaysSo) {
  Practice practice(12);

  EXPECT_EQ(Row(practice.Report(), "confirmed").state, CellState::kNotRecorded);
  for (const char* figure : {"outcomes", "claims", "legal_reports", "licences", "waivers_refused"}) {
    EXPECT_EQ(Row(practice.Report(), figure).state, CellState::kNotRecorded) << figure;
    EXPECT_FALSE(Row(practice.Report(), figure).note.empty()) << figure;
  }
  for (const char* figure : {"outcomes", "client_care", "legal_reports", "notices", "heard", "waivers_refused"}) {
    EXPECT_THAT(Row(practice.Report(), figure).note, ::testing::HasSubstr("candord does not count")) << figure;
  }
}

TEST(ComplianceReportTest, TheSameQuestionGivesTheSameReport) {
  Practice practice(12);
  practice.AddCases(48, {DecisionToRefer(kQuarterStart)}, {ClosedAfter(10), Personal(Open())});
  const ComplianceReport report = practice.Report();

  std::shuffle(practice.view().contributions.begin(), practice.view().contributions.end(), std::mt19937(7));
  std::shuffle(practice.view().open_follow_ups.begin(), practice.view().open_follow_ups.end(), std::mt19937(8));

  EXPECT_EQ(practice.Report(), report);
}

TEST(ComplianceReportTest, AMonthEndsWithItsLastMomentInThePracticesZone) {
  absl::TimeZone zone;
  ASSERT_TRUE(absl::LoadTimeZone("Europe/Brussels", &zone));
  const auto at = [&](int month, int day, int hour) {
    return absl::FromCivil(absl::CivilHour(2025, month, day, hour), zone);
  };
  const absl::Time october_end = at(11, 1, 0) - absl::Microseconds(1);

  EXPECT_EQ(LastMonthEnd(at(11, 17, 9), zone), october_end);
  EXPECT_EQ(LastMonthEnd(at(11, 1, 0), zone), october_end);
  EXPECT_EQ(LastMonthEnd(october_end, zone), october_end);
  EXPECT_EQ(LastMonthEnd(october_end - absl::Microseconds(1), zone), at(10, 1, 0) - absl::Microseconds(1));
}

// Two moments of one month differ in the cover only, whatever was recorded between them.
TEST(ComplianceReportTest, ThePastIsToldAsOfTheLastMonthEnd) {
  const std::vector<EntryHeader> course = {DecisionToRefer(kQuarterStart)};
  const std::vector<FollowUp> follow_ups = {ClosedAfter(10), Personal(Open())};
  Practice month_end(12);
  month_end.AddCases(48, course, follow_ups);
  Practice later(12);
  later.AddCases(48, course, follow_ups);
  const absl::Time end = LastMonthEnd(kAsOf, absl::UTCTimeZone());
  const ComplianceReport before = month_end.Report({later.view(), kAsOf}, {month_end.view(), end});

  later.AddCase(course, follow_ups);
  later.view().ledger_size += 3;
  const ComplianceReport after = month_end.Report({later.view(), kAsOf + absl::Hours(1)}, {month_end.view(), end});

  EXPECT_EQ(before.sections, after.sections);
  EXPECT_NE(before.cover, after.cover);
  ASSERT_FALSE(before.sections.empty());
  for (const ReportSection& section : before.sections) {
    EXPECT_EQ(section.as_of_day, Day(2025, 11, 30));
    ASSERT_FALSE(section.notes.empty());
    EXPECT_NE(section.notes.front().find("2025-11-30"), std::string::npos);
  }
  for (const ReportSection& section : later.Report().sections) EXPECT_EQ(section.as_of_day, std::nullopt);
}

TEST(ComplianceReportTest, AnUnknownZoneIsTheReportsError) {
  Practice practice(12);
  practice.view().settings.zone = "Mars/Olympus";

  const ReportMoment moment{practice.view(), kAsOf};
  EXPECT_EQ(BuildComplianceReport(moment, moment, *ParseQuarter("2025Q3"), practice.view().settings).status().code(),
            absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace candor::domain::compliance_report_test
