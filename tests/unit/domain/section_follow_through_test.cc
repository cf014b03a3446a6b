#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/domain/compliance_report.h"
#include "tests/unit/domain/builders.h"
#include "tests/unit/domain/report_practice.h"

// Section 3 of the compliance report: what was called for, waited for, and done.
namespace candor::domain::section_follow_through_test {
namespace {

TEST(ComplianceReportTest, ClosedInTimeIsNOfNWithAPercentageFrom20) {
  Practice practice(12);
  practice.AddCases(36, {}, {ClosedAfter(10)});
  practice.AddCases(12, {}, {ClosedAfter(20)});

  const ReportRow row = Row(practice.Report(), "closed_in_time");

  EXPECT_EQ(row.state, CellState::kShown);
  EXPECT_EQ(row.count, 36);
  EXPECT_EQ(row.of, 48);
  EXPECT_EQ(row.permille, 750);
}

TEST(ComplianceReportTest, NoPercentageBelow20) {
  Practice practice(12);
  practice.AddCases(7, {}, {ClosedAfter(10)});
  practice.AddCases(12, {}, {ClosedAfter(20)});

  const ReportRow row = Row(practice.Report(), "closed_in_time");

  EXPECT_EQ(row.count, 7);
  EXPECT_EQ(row.of, 19);
  EXPECT_EQ(row.permille, std::nullopt);
}

TEST(ComplianceReportTest, ZeroToFourAreNeverToldApart) {
  std::vector<ComplianceReport> reports;
  for (int late = 0; late <= 4; ++late) {
    Practice practice(12);
    practice.AddCases(48 - late, {}, {ClosedAfter(10)});
    practice.AddCases(late, {}, {ClosedAfter(20)});
    reports.push_back(practice.Report());
  }

  for (const ComplianceReport& report : reports) EXPECT_EQ(report, reports[0]);
  EXPECT_EQ(Row(reports[0], "closed_in_time").note, "All but 0-4 of them.");
  EXPECT_EQ(Row(reports[0], "closed_in_time", "up_to_14_days_late").state, CellState::kHidden);
}

TEST(ComplianceReportTest, AFigureOfFewPeopleIsHidden) {
  Practice practice(12);
  // Forty situations, all of one therapist's cases.
  for (int i = 0; i < 40; ++i) {
    practice.AddCase({}, {ClosedAfter(10)});
    practice.AddCases(11, {}, {});
  }

  const ReportRow row = Row(practice.Report(), "called_for");

  EXPECT_EQ(row.state, CellState::kHidden);
  EXPECT_EQ(row.count, std::nullopt);
}

TEST(ComplianceReportTest, CalledForIsARatePerTherapistMonth) {
  Practice practice(12);
  practice.AddCases(18, {}, {ClosedAfter(10)});

  const ReportRow row = Row(practice.Report(), "called_for");

  EXPECT_EQ(row.count, 18);
  EXPECT_EQ(row.of, 36);
  EXPECT_EQ(row.rate_tenths, 500);
}

TEST(ComplianceReportTest, ConversationsWaitAreEstimatedWithWhoIsStillWaiting) {
  Practice practice(12);
  practice.AddCases(24, {}, {Personal(ClosedAfter(7))});
  practice.AddCases(12, {}, {Personal(ClosedAfter(21))});
  practice.AddCases(12, {}, {Personal(Open())});

  const ComplianceReport report = practice.Report();

  const ReportRow by_14 = Row(report, "conversation_by_day_14");
  EXPECT_EQ(by_14.of, 48);
  EXPECT_EQ(by_14.permille, 500);
  EXPECT_EQ(by_14.waiting, 12);
  EXPECT_EQ(by_14.median_days, 7);
  EXPECT_EQ(Row(report, "conversation_by_day_30").permille, 750);
}

TEST(ComplianceReportTest, HowManyAreStillWaitingIsToldOnlyWhereEnoughPeopleStandBehindThem) {
  Practice practice(12);
  practice.AddCases(24, {}, {Personal(ClosedAfter(7))});
  // All of one therapist's.
  for (int i = 0; i < 6; ++i) {
    practice.AddCase({}, {Personal(Open())});
    practice.AddCases(11, {}, {});
  }

  const ReportRow row = Row(practice.Report(), "conversation_by_day_14");

  EXPECT_EQ(row.permille, 800);
  EXPECT_EQ(row.waiting, std::nullopt);
  EXPECT_EQ(row.note, "How many are still waiting is hidden.");
}

TEST(ComplianceReportTest, PersonalReactionsAreToldOfWholeQuartersOnly) {
  Practice practice(12);
  practice.AddCases(48, {}, {Personal(ClosedAfter(7))});

  const ComplianceReport report = practice.Report(*MakePeriod(Day(2025, 7, 1), Day(2025, 9, 29)));

  for (const char* figure : {"conversation_by_day_14", "conversation_by_day_30", "used", "called_for"}) {
    EXPECT_EQ(Row(report, figure).state, CellState::kHidden) << figure;
    EXPECT_EQ(Row(practice.Report(), figure).state, CellState::kShown) << figure;
  }
}

TEST(ComplianceReportTest, WhatWasWaivedDoesNotFollowFromWhatWasDue) {
  FollowUp waived = Open();
  waived.waived_until = Day(2026, 12, 31);
  Practice few(12);
  few.AddCases(24, {}, {ClosedAfter(10)});
  few.AddCases(3, {}, {waived});
  Practice many(12);
  many.AddCases(24, {}, {ClosedAfter(10)});
  many.AddCases(12, {}, {waived});

  EXPECT_EQ(Row(few.Report(), "closed_in_time").of, 24);
  EXPECT_EQ(Row(few.Report(), "ended_by_waiver").state, CellState::kHidden);
  EXPECT_EQ(Row(many.Report(), "ended_by_waiver").count, 12);
  EXPECT_EQ(Row(many.Report(), "ended_by_waiver").of, 36);
}

// The points of the curve, as "day: permille".
std::vector<std::string> Curve(const ComplianceReport& report) {
  std::vector<std::string> points;
  for (const ReportSection& section : report.sections) {
    for (const ReportRow& row : section.rows) {
      if (row.figure == "conversation_curve") points.push_back(absl::StrCat(row.breakdown, ": ", *row.permille));
    }
  }
  return points;
}

TEST(ComplianceReportTest, TheCurveRisesOnlyWhereFiveMoreWereHeld) {
  Practice practice(12);
  for (int days = 1; days <= 6; ++days) practice.AddCases(2, {}, {Personal(ClosedAfter(days))});
  practice.AddCases(12, {}, {Personal(ClosedAfter(10))});
  practice.AddCases(12, {}, {Personal(ClosedAfter(21))});
  practice.AddCases(12, {}, {Personal(Open())});

  // Of 48: six by day 3, twelve by day 6, and so on; two more on each day between would be too few.
  EXPECT_EQ(Curve(practice.Report()),
            (std::vector<std::string>{"day_3: 125", "day_6: 250", "day_14: 500", "day_30: 750"}));
}

TEST(ComplianceReportTest, AShareThatFewMoreHaveReachedIsNotToldApart) {
  std::vector<ComplianceReport> reports;
  for (int later = 0; later <= 4; ++later) {
    Practice practice(12);
    practice.AddCases(24, {}, {Personal(ClosedAfter(7))});
    practice.AddCases(later, {}, {Personal(ClosedAfter(21))});
    practice.AddCases(24 - later, {}, {Personal(ClosedAfter(40))});
    reports.push_back(practice.Report());
  }

  for (const ComplianceReport& report : reports) {
    const ReportRow by_30 = Row(report, "conversation_by_day_30");
    EXPECT_EQ(by_30.permille, std::nullopt);
    EXPECT_EQ(by_30.note, "0-4 more than by day 14. 0-4 still waiting.");
    EXPECT_EQ(Curve(report), Curve(reports[0]));
  }
  EXPECT_EQ(Curve(reports[0]), (std::vector<std::string>{"day_14: 500"}));
}

TEST(ComplianceReportTest, ConversationsAskedForLatelyAreCensoredNotMissed) {
  Practice practice(12);
  practice.AddCases(12, {}, {Personal(ClosedAfter(7))});
  practice.AddCases(12, {}, {Personal(Open())});
  const absl::Time three_days_later = absl::FromCivil(kQuarterStart + 3, absl::UTCTimeZone());

  // The open ones have waited for three days only, so all who were watched to day 7 had it by then.
  const ReportRow row = Row(practice.Report(*ParseQuarter("2025Q3"), three_days_later), "conversation_by_day_14");

  EXPECT_EQ(row.note, "All but 0-4 of them by then.");
}

TEST(ComplianceReportTest, PastDueIsStockByAgeAndCountsSituations) {
  Practice practice(12);
  practice.AddCases(24, {}, {Open()});

  const ComplianceReport report = practice.Report();

  EXPECT_EQ(Row(report, "past_due").count, 24);
  EXPECT_EQ(Row(report, "past_due", "up_to_14_days").state, CellState::kHidden);
  EXPECT_EQ(Row(report, "oldest_past_due").count, Day(2025, 12, 31) - (kQuarterStart + 14));
}

TEST(ComplianceReportTest, PastDueIsATableOfActionsAndAges) {
  Practice practice(12);
  const Day as_of(2025, 12, 31);
  const auto past = [&](Action action, int days) { return OpenFollowUp(1, action, as_of - days - 14, as_of - days); };
  for (const Action action : {Action::kTalk, Action::kDocument}) {
    for (const int days : {5, 20, 60}) practice.AddCases(action == Action::kTalk ? 24 : 12, {}, {past(action, days)});
  }

  const ComplianceReport report = practice.Report();

  EXPECT_EQ(Row(report, "past_due").count, 108);
  EXPECT_EQ(Row(report, "past_due", "up_to_14_days").count, 36);
  // The actions that nothing is open for are hidden, and the smaller of the others with them.
  EXPECT_EQ(Row(report, "past_due", "prohibit").state, CellState::kHidden);
  EXPECT_EQ(Row(report, "past_due", "document").state, CellState::kHidden);
  EXPECT_EQ(Row(report, "past_due", "talk").count, 72);
}

TEST(ComplianceReportTest, DatesThatHaveNotPassedAreInNoFigure) {
  Practice practice(12);
  practice.AddCases(24, {}, {ClosedAfter(3)});
  const absl::Time on_the_due_day = absl::FromCivil(kQuarterStart + 14, absl::UTCTimeZone());

  const ComplianceReport report = practice.Report(*ParseQuarter("2025Q3"), on_the_due_day);

  EXPECT_EQ(Row(report, "closed_in_time").state, CellState::kHidden);
  EXPECT_EQ(Row(report, "past_due").state, CellState::kHidden);
}

}  // namespace
}  // namespace candor::domain::section_follow_through_test
