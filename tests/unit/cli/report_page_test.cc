#include "cli/report/report_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "candor/v1/report.pb.h"
#include "cli/report/report_words.h"
#include "cli/wire/dates.h"

namespace candor::cli::report_page_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

int CountOf(const std::string& page, std::string_view part) {
  int count = 0;
  for (size_t at = page.find(part); at != std::string::npos; at = page.find(part, at + part.size())) ++count;
  return count;
}

class ReportPageTest : public ::testing::Test {
 protected:
  ReportPageTest() {
    v1::ReportCover& cover = *report_.mutable_cover();
    cover.set_practice("Harbour Street");
    cover.set_period("2025Q3");
    *cover.mutable_from() = ToWire(Day(2025, 7, 1));
    *cover.mutable_to() = ToWire(Day(2025, 9, 30));
    cover.mutable_as_of()->set_seconds(1760572799);
    cover.set_statement("The figures follow from the ledger.");
    section_ = report_.add_sections();
    section_->set_number(3);
    section_->set_title("Follow-through");
  }

  v1::ReportRow& Row(const std::string& figure, const std::string& breakdown, v1::ReportMeasure measure,
                     v1::ReportRowState state = v1::REPORT_ROW_STATE_SHOWN) {
    v1::ReportRow& row = *section_->add_rows();
    row.set_figure(figure);
    row.set_breakdown(breakdown);
    row.set_label("label of " + figure + (breakdown.empty() ? "" : ", " + breakdown));
    row.set_measure(measure);
    row.set_state(state);
    return row;
  }

  // A whole and its parts, the last one hidden.
  void AddCalledFor() {
    Row("called_for", "", v1::REPORT_MEASURE_RATE).set_count(40);
    Row("called_for", "talk", v1::REPORT_MEASURE_COUNT).set_count(20);
    Row("called_for", "document", v1::REPORT_MEASURE_COUNT).set_count(12);
    Row("called_for", "refer", v1::REPORT_MEASURE_COUNT, v1::REPORT_ROW_STATE_HIDDEN).set_note("Too few.");
  }

  v1::ComplianceReport report_;
  v1::ReportSection* section_;
};

TEST_F(ReportPageTest, StandsOnItsOwn) {
  AddCalledFor();

  const std::string page = PageOf(report_);

  EXPECT_THAT(page, HasSubstr("<!DOCTYPE html>\n<html lang=\"en\">"));
  EXPECT_THAT(page, HasSubstr("<meta charset=\"utf-8\"/>"));
  for (const char* part : {"<script", "http://", "https://", "@import", "src=", "<link"}) {
    EXPECT_THAT(page, Not(HasSubstr(part)));
  }
}

TEST_F(ReportPageTest, SaysOfEachProfileWhenItWasReviewed) {
  v1::ReportCover& cover = *report_.mutable_cover();
  cover.add_profiles("aca 1.0.0");
  cover.add_profiles("default 1.0.0");
  EXPECT_THAT(PageOf(report_), HasSubstr("aca 1.0.0, default 1.0.0"));

  v1::ProfileReview& reviewed = *cover.add_profile_reviews();
  reviewed.set_profile("aca 1.0.0");
  *reviewed.mutable_reviewed_on() = ToWire(Day(2025, 3, 1));
  cover.add_profile_reviews()->set_profile("default 1.0.0");

  EXPECT_THAT(PageOf(report_), HasSubstr("aca 1.0.0 (reviewed on 2025-03-01), default 1.0.0"));
}

TEST_F(ReportPageTest, ManyProfilesThatAreAlikeAreToldTogether) {
  v1::ReportCover& cover = *report_.mutable_cover();
  for (const char* name : {"aca", "apa", "bacp", "nasw"}) {
    v1::ProfileReview& reviewed = *cover.add_profile_reviews();
    reviewed.set_profile(absl::StrCat(name, " 1.0.0"));
    *reviewed.mutable_reviewed_on() = ToWire(Day(2025, 3, 1));
  }
  cover.add_profile_reviews()->set_profile("own 0.3");

  EXPECT_THAT(PageOf(report_), HasSubstr("4 of version 1.0.0 (reviewed on 2025-03-01: aca, apa, bacp, nasw), own 0.3"));
  EXPECT_THAT(PageOf(report_, kStaff), HasSubstr("Profiles: 4 of version 1.0.0 (reviewed on 2025-03-01), own 0.3. "));
}

TEST_F(ReportPageTest, ForStaffItIsOnePageWithoutPlots) {
  AddCalledFor();
  report_.mutable_cover()->add_known_gaps("Not recorded in sections 10.");

  const std::string page = PageOf(report_, kStaff);

  EXPECT_EQ(CountOf(page, "<style>"), 2);
  EXPECT_THAT(page, Not(HasSubstr("<svg")));
  EXPECT_THAT(page, Not(HasSubstr("What this report stands on")));
  EXPECT_THAT(page, HasSubstr("Practice: Harbour Street. "));
  EXPECT_THAT(page, HasSubstr("Not recorded in sections 10."));
  EXPECT_THAT(PageOf(report_), HasSubstr("<svg"));
}

TEST_F(ReportPageTest, APracticeWithoutANameIsNotMentioned) {
  report_.mutable_cover()->clear_practice();

  for (const std::string& page : {PageOf(report_), PageOf(report_, kStaff)}) {
    EXPECT_THAT(page, HasSubstr(", 2025Q3</title>"));
    EXPECT_THAT(page, Not(HasSubstr("class=\"eyebrow\"")));
    EXPECT_THAT(page, Not(HasSubstr("candord")));
  }
}

TEST_F(ReportPageTest, WhatPeopleWroteIsEscaped) {
  report_.mutable_cover()->set_practice("<script>\"Us & them\"</script>\x01\xFF");
  Row("confirmed", "", v1::REPORT_MEASURE_SHARE, v1::REPORT_ROW_STATE_NOT_RECORDED).set_note("a < b");

  const std::string page = PageOf(report_);

  EXPECT_THAT(page, HasSubstr("&lt;script&gt;&quot;Us &amp; them&quot;&lt;/script&gt;\xEF\xBF\xBD\xEF\xBF\xBD"));
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, HasSubstr("a &lt; b"));
}

TEST_F(ReportPageTest, APlotHasATitleADescriptionAndItsTable) {
  AddCalledFor();

  const std::string page = PageOf(report_);

  EXPECT_THAT(page, HasSubstr("role=\"img\""));
  EXPECT_THAT(page, HasSubstr("aria-labelledby=\"plot-3-called_for-title plot-3-called_for-desc\""));
  EXPECT_THAT(page, HasSubstr("<desc id=\"plot-3-called_for-desc\">Bars. label of called_for, talk: 20. label of "
                              "called_for, document: 12. label of called_for, refer: hidden.</desc>"));
  EXPECT_THAT(page, HasSubstr("<caption>What situations called for</caption>"));
  EXPECT_THAT(page, HasSubstr("<th scope=\"row\">label of called_for, talk</th>\n<td class=\"value\">20</td>"));
  EXPECT_THAT(page, HasSubstr("<td class=\"muted\">hidden</td>"));
  EXPECT_EQ(CountOf(page, "Hidden: Too few."), 1);
}

TEST_F(ReportPageTest, WhereNothingMayBeShownThereIsNoPlot) {
  Row("called_for", "", v1::REPORT_MEASURE_RATE, v1::REPORT_ROW_STATE_HIDDEN);
  Row("called_for", "talk", v1::REPORT_MEASURE_COUNT, v1::REPORT_ROW_STATE_HIDDEN);
  Row("past_due", "", v1::REPORT_MEASURE_ANSWER).set_answer(true);

  const std::string page = PageOf(report_);

  EXPECT_THAT(page, Not(HasSubstr("<svg")));
  EXPECT_EQ(CountOf(page, "<table"), 3);  // the cover's too
}

TEST_F(ReportPageTest, TheCurveRisesWhereItsRowsSay) {
  v1::ReportRow& week = Row("conversation_curve", "day_7", v1::REPORT_MEASURE_SHARE);
  week.set_of(40);
  week.set_permille(250);
  v1::ReportRow& fortnight = Row("conversation_curve", "day_14", v1::REPORT_MEASURE_SHARE);
  fortnight.set_of(40);
  fortnight.set_permille(500);

  const std::string page = PageOf(report_);

  EXPECT_THAT(page, HasSubstr("By day 7: 25.0 %. By day 14: 50.0 %."));
  EXPECT_EQ(CountOf(page, "class=\"point\""), 2);
  EXPECT_THAT(page, HasSubstr("class=\"curve\""));
}

TEST_F(ReportPageTest, ASmallShareIsToldInItsValue) {
  v1::ReportRow& few = Row("forced_endings", "", v1::REPORT_MEASURE_SHARE);
  few.set_of(7);
  few.set_note("0-4 of them.");
  EXPECT_EQ(ValueText(few), "0-4 of 7");
  EXPECT_EQ(NoteText(few), "");

  few.set_note("All but 0-4 of them by then. 0-4 still waiting.");
  EXPECT_EQ(ValueText(few), "all but 0-4 of 7");
  EXPECT_EQ(NoteText(few), "0-4 still waiting.");

  few.set_note("Nobody has been followed that long yet.");
  EXPECT_EQ(ValueText(few), "of 7");
  EXPECT_EQ(NoteText(few), "Nobody has been followed that long yet.");
  EXPECT_THAT(PageOf(report_), HasSubstr("Nobody has been followed that long yet."));
}

TEST_F(ReportPageTest, NotRecordedIsSaidAndNeverZero) {
  Row("forced_endings", "", v1::REPORT_MEASURE_SHARE, v1::REPORT_ROW_STATE_NOT_RECORDED);

  EXPECT_THAT(PageOf(report_), HasSubstr("<td class=\"muted\">not recorded</td>"));
}

}  // namespace
}  // namespace candor::cli::report_page_test
