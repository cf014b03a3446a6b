#include <gtest/gtest.h>

#include "daemon/domain/compliance_report.h"
#include "tests/unit/domain/builders.h"
#include "tests/unit/domain/counted_view.h"
#include "tests/unit/domain/report_practice.h"

// What the single figures of the report count.
namespace candor::domain::compliance_figures_test {
namespace {

template <class Bucket>
uint16_t BucketNumber(Bucket bucket) {
  return static_cast<uint16_t>(bucket);
}

FollowUp OpenedBy(Kind kind) {
  FollowUp follow_up = Open();
  follow_up.clear.opened_by_kind = kind;
  return follow_up;
}

EntryHeader Referral(Day day, const char* outcome) {
  return EntryOf(Kind::kReferral, day).Word("outcome", outcome).Header();
}

TEST(ComplianceReportTest, CoverageSaysHowManyEntriesWereAssessed) {
  Practice practice(12);
  practice.view().waiting = 30;
  practice.view().faults.resize(5);

  const ReportRow assessed = Row(practice.Report(), "assessed");

  EXPECT_EQ(assessed.count, 965);
  EXPECT_EQ(assessed.of, 1000);
  EXPECT_EQ(assessed.permille, 965);
  EXPECT_EQ(Row(practice.Report(), "therapist_months").count, 36);
}

TEST(ComplianceReportTest, TherapistsWhoWriteByTheirOwnChoiceAreCountedOverTwelveMonths) {
  Practice practice(12);
  const auto mark = [&](int therapist, Day day) {
    practice.view().contributions.push_back({CountBasis::kOccurred, Figure::kTherapistByChoice, day, 0, 0,
                                             IdNumber<MemberId>(static_cast<uint16_t>(therapist)), CaseId()});
  };
  for (int therapist = 1; therapist <= 4; ++therapist) mark(therapist, Day(2024, 11, 1));
  EXPECT_EQ(Row(practice.Report(), "used").note, "0-4 of them.");

  for (const int month : {1, 2, 8}) mark(5, Day(2025, month, 1));

  EXPECT_EQ(Row(practice.Report(), "used").count, 5);
  EXPECT_EQ(Row(practice.Report(), "used").of, 12);
}

TEST(ComplianceReportTest, MattersAndDecisionsAreExactZeroIncluded) {
  Practice practice(12);
  practice.view().contributions.push_back({CountBasis::kOpened, Figure::kMatter, kQuarterStart,
                                           BucketNumber(MatterKind::kComplaint), 0, IdNumber<MemberId>(1), CaseId()});
  practice.view().contributions.push_back({CountBasis::kOpened, Figure::kDecisionMade, kQuarterStart,
                                           BucketNumber(DecisionKind::kWaive), 0, IdNumber<MemberId>(1), CaseId()});

  const ComplianceReport report = practice.Report();

  EXPECT_EQ(Row(report, "complaints").count, 1);
  EXPECT_EQ(Row(report, "self_reported_acts").count, 0);
  EXPECT_EQ(Row(report, "waivers").count, 1);
  EXPECT_EQ(Row(report, "dispositions").count, 0);
  EXPECT_EQ(Row(report, "first_readers").count, 0);
}

// That a private note was shown says that there is one, and with whom the practice has in training whose.
TEST(ComplianceReportTest, OfFewPeopleItIsNotToldThatAPrivateNoteWasShown) {
  const auto read = [](Practice& practice, uint8_t whose) {
    practice.view().contributions.push_back(
        {CountBasis::kOpened, Figure::kReadByOthers, kQuarterStart, 0, 0, IdNumber<MemberId>(whose), CaseId()});
  };
  for (const int reads : {0, 1}) {
    Practice small(9);
    for (int i = 0; i < reads; ++i) read(small, 1);
    EXPECT_EQ(Row(small.Report(), "first_readers").state, CellState::kHidden);
    EXPECT_FALSE(Row(small.Report(), "first_readers").answer.has_value());
  }
  Practice larger(12);
  for (uint8_t whose = 1; whose <= 4; ++whose) read(larger, whose);
  EXPECT_EQ(Row(larger.Report(), "first_readers").state, CellState::kHidden);
  read(larger, 5);
  EXPECT_EQ(Row(larger.Report(), "first_readers").count, 5);
}

TEST(ComplianceReportTest, MattersOfFiveYearsHaveTheirDates) {
  Practice practice(12);
  const auto add = [&](Day day, MatterKind kind) {
    practice.view().contributions.push_back(
        {CountBasis::kOpened, Figure::kMatter, day, BucketNumber(kind), 0, IdNumber<MemberId>(1), CaseId()});
  };
  add(Day(2020, 9, 30), MatterKind::kComplaint);
  add(Day(2020, 10, 1), MatterKind::kComplaint);
  add(Day(2023, 4, 11), MatterKind::kConcern);
  add(Day(2023, 4, 11), MatterKind::kSexualConcern);
  add(Day(2025, 7, 2), MatterKind::kActToldByOthers);
  add(Day(2025, 10, 1), MatterKind::kActToldByOthers);

  const ComplianceReport report = practice.Report();

  EXPECT_EQ(Row(report, "complaints_in_five_years").count, 1);
  EXPECT_EQ(Row(report, "complaints_in_five_years", "2020-10-01").count, 1);
  EXPECT_EQ(Row(report, "allegations_in_five_years").count, 3);
  EXPECT_EQ(Row(report, "allegations_in_five_years", "2023-04-11").count, 2);
  EXPECT_EQ(Row(report, "allegations_in_five_years", "2025-07-02").count, 1);
  EXPECT_EQ(Row(report, "allegations").count, 1);
  EXPECT_EQ(Row(report, "allegations", "sexual_or_romantic").count, 1);
  EXPECT_EQ(Row(report, "allegations", "other").count, 0);
}

TEST(ComplianceReportTest, SituationsAboutBoundariesStandBesideAllOnlyWhereTheOthersAreMany) {
  for (int others = 0; others <= 5; ++others) {
    Practice practice(12);
    for (uint16_t i = 0; i < 400; ++i) {
      practice.view().contributions.push_back(
          {CountBasis::kOpened, Figure::kCaseKnown, kUndated, 0, 0, MemberId(), CaseId()});
    }
    practice.AddCases(40 - others, {}, {OpenedBy(Kind::kCrossing)});
    practice.AddCases(others, {}, {OpenedBy(Kind::kConsultation)});

    const ReportRow row = Row(practice.Report(), "boundary_situations");

    EXPECT_EQ(Row(practice.Report(), "called_for").count, 40);
    EXPECT_EQ(row.state, others <= 4 ? CellState::kHidden : CellState::kShown) << others;
    if (others <= 4) continue;
    EXPECT_EQ(row.count, 35);
    EXPECT_EQ(row.of, 400);
    EXPECT_EQ(row.rate_tenths, 875) << "87.5 per 1,000";
  }
}

TEST(ComplianceReportTest, StandingPlansAreReviewedByTheirDateOrNot) {
  const auto plan = [](Day day, const char* event, Day review_by) {
    return EntryOf(Kind::kStandingPlan, day).Word("event", event).On("review_by", review_by).Header();
  };
  Practice practice(12);
  const EntryHeader begun = plan(Day(2025, 3, 1), "begun", Day(2025, 8, 1));
  practice.AddCases(24, {begun, plan(Day(2025, 7, 30), "reviewed", Day(2026, 1, 20))}, {});
  practice.AddCases(12, {begun}, {});

  const ReportRow row = Row(practice.Report(), "standing_plans");

  EXPECT_EQ(row.count, 24);
  EXPECT_EQ(row.of, 36);
}

TEST(ComplianceReportTest, ForcedEndingsStandBesideAllOnlyWhereTheOthersAreMany) {
  const EntryHeader ordered = EntryOf(Kind::kTermination, kQuarterStart).Word("ordered_by", "payer").Header();
  const EntryHeader own = EntryOf(Kind::kTermination, kQuarterStart).Word("initiator", "client").Header();
  const EntryHeader step = EntryOf(Kind::kTransferStep, kQuarterStart + 1).Header();
  for (const int others : {4, 12}) {
    Practice practice(12);
    practice.AddCases(12, {ordered, step}, {});
    practice.AddCases(12, {ordered}, {});
    practice.AddCases(others, {own}, {});

    const ReportRow row = Row(practice.Report(), "forced_endings");

    EXPECT_EQ(row.state, others == 4 ? CellState::kHidden : CellState::kShown);
    if (others == 4) continue;
    EXPECT_EQ(row.count, 12);
    EXPECT_EQ(row.of, 24);
  }
}

TEST(ComplianceReportTest, ThePathOfReferralsHasStepsAndMedians) {
  Practice practice(12);
  practice.AddCases(24, {DecisionToRefer(kQuarterStart), Referral(kQuarterStart + 6, "accepted")}, {});
  practice.AddCases(12, {DecisionToRefer(kQuarterStart)}, {});

  const ComplianceReport report = practice.Report();

  EXPECT_EQ(Row(report, "decisions_to_refer").count, 36);
  const ReportRow accepted = Row(report, "path", "accepted");
  EXPECT_EQ(accepted.count, 24);
  EXPECT_EQ(accepted.permille, 667);
  EXPECT_EQ(accepted.median_days, 6);
  EXPECT_EQ(Row(report, "path", "joint_session").note, "0-4 of them.");
  EXPECT_EQ(Row(report, "lost").count, 12);
}

TEST(ComplianceReportTest, ADecisionIsNotCountedBeforeItsMonthHasBeenFollowedForNinetyDays) {
  Practice practice(12);
  practice.AddCases(24, {DecisionToRefer(Day(2025, 9, 3))}, {});
  const auto decisions_at = [&](Day as_of) {
    return Row(practice.Report(*ParseQuarter("2025Q3"), absl::FromCivil(as_of, absl::UTCTimeZone())),
               "decisions_to_refer");
  };

  EXPECT_EQ(decisions_at(Day(2025, 9, 30) + 89).state, CellState::kHidden);
  EXPECT_EQ(decisions_at(Day(2025, 9, 30) + 90).count, 24);
  EXPECT_EQ(decisions_at(Day(2026, 12, 28)).count, 24);
  EXPECT_EQ(decisions_at(Day(2026, 12, 29)).state, CellState::kHidden);
}

TEST(ComplianceReportTest, EndingsWithCareNeededAreSharedAndTheOthersStandApart) {
  Practice practice(12);
  const EntryHeader needs_care = EntryOf(Kind::kTermination, kQuarterStart)
                                     .Word("initiator", "therapist")
                                     .Word("needs_further_care", "yes")
                                     .Header();
  practice.AddCases(24, {needs_care}, {});
  practice.AddCases(12, {needs_care}, {OpenFollowUp(1, Action::kDocument, kQuarterStart, kQuarterStart + 14)});
  practice.AddCases(24, {EntryOf(Kind::kTermination, kQuarterStart).Word("initiator", "client").Header()}, {});

  const ComplianceReport report = practice.Report();

  EXPECT_EQ(Row(report, "endings_prepared").count, 24);
  EXPECT_EQ(Row(report, "endings_prepared").of, 36);
  EXPECT_EQ(Row(report, "endings").count, 60);
}

// All endings less those with care needed, which are the whole of a share, are the others.
TEST(ComplianceReportTest, EndingsWithCareNeededStandBesideAllOnlyWhereTheOthersAreMany) {
  const EntryHeader needs_care = EntryOf(Kind::kTermination, kQuarterStart)
                                     .Word("initiator", "therapist")
                                     .Word("needs_further_care", "yes")
                                     .Header();
  const EntryHeader mutual = EntryOf(Kind::kTermination, kQuarterStart).Word("initiator", "mutual").Header();
  for (int others = 0; others <= 5; ++others) {
    Practice practice(12);
    practice.AddCases(40 - others, {needs_care}, {});
    practice.AddCases(others, {mutual}, {});
    const CellState expected = others <= 4 ? CellState::kHidden : CellState::kShown;

    const ComplianceReport report = practice.Report();

    EXPECT_EQ(Row(report, "endings").count, 40);
    EXPECT_EQ(Row(report, "endings_prepared").state, expected) << others;
    EXPECT_EQ(Row(report, "endings", "needs_care").state, expected) << others;
    EXPECT_EQ(Row(report, "endings", "mutual").state, CellState::kHidden) << others;
  }
}

}  // namespace
}  // namespace candor::domain::compliance_figures_test
