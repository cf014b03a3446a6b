#include "daemon/domain/report_signature.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "daemon/base/status.h"
#include "tests/unit/domain/report_practice.h"

namespace candor::domain::report_signature_test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

ReportRow Counted(const std::string& figure, int64_t count, const std::string& breakdown = "") {
  ReportRow row;
  row.figure = figure;
  row.breakdown = breakdown;
  row.label = figure;
  row.state = CellState::kShown;
  row.count = count;
  return row;
}

std::vector<ReportSection> Sections(std::vector<ReportRow> rows) {
  ReportSection section;
  section.number = 3;
  section.rows = std::move(rows);
  return {section};
}

ReportSigned SignedAs(const std::vector<ReportSection>& sections) {
  ReportSigned signature;
  signature.figures = FiguresToSign(sections);
  return signature;
}

TEST(ReportSignatureTest, WhatSaysTheSameIsNotRestatedHoweverItIsWorded) {
  const auto before = Sections({Counted("called_for", 12), Counted("complaints", 0)});
  auto now = before;
  now[0].rows[0].label = "in other words";

  EXPECT_THAT(RestatedSince(SignedAs(before), now, {true, true, true, true}), IsEmpty());
}

TEST(ReportSignatureTest, AChangedFigureIsToldWithOldNewAndWhatComesIntoQuestion) {
  const auto before = Sections({Counted("called_for", 12), Counted("closed_in_time", 9)});
  const auto now = Sections({Counted("called_for", 13), Counted("closed_in_time", 10)});
  SinceSigned since;
  since.written = true;
  since.days_passed = true;

  const std::vector<RestatedFigure> restated = RestatedSince(SignedAs(before), now, since);

  ASSERT_EQ(restated.size(), 2U);
  EXPECT_EQ(restated[0].section, 3);
  EXPECT_EQ(restated[0].before.count, 12);
  EXPECT_EQ(restated[0].now.count, 13);
  EXPECT_THAT(restated[0].causes, ElementsAre(RestatementCause::kWrittenSince)) << "time alone opens nothing in a past "
                                                                                   "period";
  EXPECT_THAT(restated[1].causes, ElementsAre(RestatementCause::kWrittenSince, RestatementCause::kTimePassed));
}

TEST(ReportSignatureTest, MoreEntriesElsewhereRestateNothingWhileAsManyAreNotAssessed) {
  const auto assessed = [](int64_t count, int64_t of) {
    ReportRow row = Counted("assessed", count);
    row.measure = Measure::kShare;
    row.of = of;
    return Sections({row});
  };

  EXPECT_THAT(RestatedSince(SignedAs(assessed(1608, 1608)), assessed(1631, 1631), {}), IsEmpty());
  EXPECT_THAT(RestatedSince(SignedAs(assessed(1607, 1608)), assessed(1630, 1631), {}), IsEmpty());
  EXPECT_THAT(RestatedSince(SignedAs(assessed(1608, 1608)), assessed(1630, 1631), {}), SizeIs(1));
  EXPECT_THAT(RestatedSince(SignedAs(assessed(1600, 1608)), assessed(1608, 1608), {}), SizeIs(1));
}

TEST(ReportSignatureTest, HiddenAndShownAreDifferent) {
  ReportRow hidden = Counted("called_for", 0);
  hidden.count.reset();
  hidden.state = CellState::kHidden;

  const auto restated = RestatedSince(SignedAs(Sections({hidden})), Sections({Counted("called_for", 7)}), {});

  ASSERT_EQ(restated.size(), 1U);
  EXPECT_EQ(restated[0].before.state, CellState::kHidden);
  EXPECT_EQ(restated[0].before.count, std::nullopt);
  EXPECT_THAT(restated[0].causes, IsEmpty());
}

TEST(ReportSignatureTest, APartThatCameOrWentWasOrIsNotRecorded) {
  const auto before = Sections({Counted("called_for", 12), Counted("called_for", 5, "talk")});
  const auto now = Sections({Counted("called_for", 12), Counted("called_for", 6, "refer"), Counted("new_figure", 1)});

  const auto restated = RestatedSince(SignedAs(before), now, {});

  ASSERT_EQ(restated.size(), 2U) << "a figure that the signed report did not know is no restatement";
  EXPECT_EQ(restated[0].now.breakdown, "refer");
  EXPECT_EQ(restated[0].before.state, CellState::kNotRecorded);
  EXPECT_EQ(restated[1].before.breakdown, "talk");
  EXPECT_EQ(restated[1].now.state, CellState::kNotRecorded);
}

// A practice whose report of 2025Q3 was signed on the last day of October.
class SignedReportTest : public ::testing::Test {
 protected:
  void SetUp() override {
    practice_.AddCases(36, {}, {ClosedAfter(10)});
    practice_.AddCases(12, {}, {ClosedAfter(20)});
    const absl::Time then = absl::FromCivil(absl::CivilDay(2025, 10, 31), absl::UTCTimeZone());
    const ComplianceReport report = practice_.Report(*ParseQuarter("2025Q3"), then);
    ReportSigned signature;
    signature.id = IdNumber<SignatureId>(1);
    signature.from = report.cover.period.from;
    signature.to = report.cover.period.to;
    signature.as_of = then;
    signature.entries = practice_.view().entry_count;
    signature.parameter_set = report.cover.parameter_set;
    signature.figures = FiguresToSign(report.sections);
    practice_.view().signatures.push_back(signature);
  }

  Practice practice_{12};
};

TEST_F(SignedReportTest, ACoverOfTheSamePeriodSaysThatNothingIsRestated) {
  const ReportCover cover = practice_.Report().cover;

  ASSERT_TRUE(cover.last_signed.has_value());
  EXPECT_THAT(cover.last_signed->figures, IsEmpty()) << "what they say stands in the sections";
  EXPECT_THAT(cover.restated, IsEmpty());
  EXPECT_FALSE(practice_.Report(*ParseQuarter("2025Q2")).cover.last_signed.has_value()) << "of another period";
}

TEST_F(SignedReportTest, WhatWasWrittenDownLaterIsRestated) {
  practice_.view().entry_count += 12;
  practice_.AddCases(12, {}, {ClosedAfter(10)});

  const ReportCover cover = practice_.Report().cover;

  bool told = false;
  for (const RestatedFigure& figure : cover.restated) {
    if (figure.now.figure != "closed_in_time" || !figure.now.breakdown.empty()) continue;
    told = true;
    EXPECT_EQ(figure.before.count, 36);
    EXPECT_EQ(figure.before.of, 48);
    EXPECT_EQ(figure.now.count, 48);
    EXPECT_EQ(figure.now.of, 60);
    EXPECT_THAT(figure.causes, ElementsAre(RestatementCause::kWrittenSince, RestatementCause::kTimePassed));
  }
  EXPECT_TRUE(told);
}

TEST_F(SignedReportTest, OtherPoliciesAndCorrectionsAreNamed) {
  practice_.view().activation->parameter_set = "another";
  practice_.view().contributions.push_back(
      {CountBasis::kOpened, Figure::kCorrection, Day(2025, 11, 5), 0, 0, IdNumber<MemberId>(1), IdNumber<CaseId>(1)});
  practice_.AddCases(12, {}, {ClosedAfter(10)});

  const ReportCover cover = practice_.Report().cover;

  ASSERT_FALSE(cover.restated.empty());
  EXPECT_EQ(cover.restated[0].causes[0], RestatementCause::kPolicyChanged);
  EXPECT_EQ(cover.restated[0].causes[1], RestatementCause::kCorrectedSince);
}

TEST_F(SignedReportTest, FiguresOfAnEarlierDayAreNotHeldAgainstIt) {
  practice_.AddCases(12, {}, {ClosedAfter(10)});
  const absl::Time earlier = absl::FromCivil(absl::CivilDay(2025, 10, 1), absl::UTCTimeZone()) - absl::Microseconds(1);

  const ReportCover cover = practice_.Report({practice_.view(), kAsOf}, {practice_.view(), earlier}).cover;

  EXPECT_TRUE(cover.last_signed.has_value());
  EXPECT_THAT(cover.restated, IsEmpty());
  EXPECT_NE(cover.known_gaps.back().find("earlier day"), std::string::npos);
}

TEST(CheckReportSignableTest, AsksForAPeriodThatIsOverAndForFiguresThatStand) {
  Practice practice(12);
  EXPECT_TRUE(CheckReportSignable(practice.Report().cover).ok());

  const ReportCover running = practice.Report(*ParseQuarter("2025Q4")).cover;
  EXPECT_FALSE(running.signable) << "the cover says what signing would";
  EXPECT_THAT(running.known_gaps, Contains(HasSubstr("The period was not over")));
  EXPECT_FALSE(practice.Report(*ParseQuarter("2026Q1")).cover.signable) << "it has not begun";
  const absl::Status early = CheckReportSignable(running);
  EXPECT_EQ(early.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(DetailOf(early)->reason, "not_over") << "its last day is the day of the report";

  practice.view().waiting = 11;
  const absl::Status unassessed = CheckReportSignable(practice.Report().cover);
  EXPECT_EQ(DetailOf(unassessed)->reason, "not_signable");
  EXPECT_NE(std::string(unassessed.message()).find("not yet seen by the policies: 11"), std::string::npos);
}

}  // namespace
}  // namespace candor::domain::report_signature_test
