#include "cli/report/audience.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace candor::cli::audience_test {
namespace {

using ::testing::ElementsAre;

void Add(v1::ReportSection& section, const std::string& figure) {
  section.add_rows()->set_figure(figure);
}

// A figure or two of each section.
v1::ComplianceReport Report() {
  v1::ComplianceReport report;
  report.mutable_cover()->set_period("2025Q3");
  const std::vector<std::pair<int, std::vector<std::string>>> figures = {
      {1, {"members_on_candor", "therapist_months", "assessed"}},
      {2, {"asked", "used"}},
      {3, {"closed_in_time", "conversation_curve", "past_due"}},
      {4, {"allegations", "allegations_in_five_years", "claims", "client_care", "notices"}},
      {10, {"narrative_reads"}},
      {11, {"trained"}},
      {12, {"corrections", "a figure of tomorrow"}}};
  for (const auto& [number, names] : figures) {
    v1::ReportSection& section = *report.add_sections();
    section.set_number(number);
    for (const std::string& name : names) Add(section, name);
  }
  return report;
}

std::vector<std::string> FiguresFor(const Audience& audience) {
  std::vector<std::string> figures;
  const v1::ComplianceReport selected = SelectFor(audience, Report());
  for (const v1::ReportSection& section : selected.sections()) {
    EXPECT_GT(section.rows_size(), 0);
    for (const v1::ReportRow& row : section.rows()) figures.push_back(row.figure());
  }
  return figures;
}

TEST(AudienceTest, TheDirectorSeesAll) {
  EXPECT_EQ(SelectFor(kDirector, Report()).SerializeAsString(), Report().SerializeAsString());
}

TEST(AudienceTest, StaffSeeWhatBecameOfItAndWhoReadIt) {
  EXPECT_THAT(FiguresFor(kStaff),
              ElementsAre("asked", "used", "closed_in_time", "conversation_curve", "narrative_reads"));
}

TEST(AudienceTest, OnOnePageFiguresStandWithoutTheirParts) {
  v1::ComplianceReport report;
  report.add_sections()->set_number(3);
  for (const char* part : {"", "still_open"}) {
    v1::ReportRow& row = *report.mutable_sections(0)->add_rows();
    row.set_figure("closed_in_time");
    row.set_breakdown(part);
    *report.mutable_cover()->add_restated()->mutable_now() = row;
  }

  const v1::ComplianceReport staff = SelectFor(kStaff, report);

  ASSERT_EQ(staff.sections_size(), 1);
  EXPECT_EQ(staff.sections(0).rows_size(), 1);
  EXPECT_EQ(staff.cover().restated_size(), 1);
  EXPECT_EQ(SelectFor(kAccreditor, report).sections(0).rows_size(), 2);
}

TEST(AudienceTest, TheInsurerSeesMattersAndTraining) {
  EXPECT_THAT(FiguresFor(kInsurer), ElementsAre("members_on_candor", "allegations", "allegations_in_five_years",
                                                "claims", "notices", "trained"));
}

TEST(AudienceTest, TheAccreditorSeesCoverageTimelinessAndTraining) {
  EXPECT_THAT(FiguresFor(kAccreditor), ElementsAre("members_on_candor", "therapist_months", "assessed", "asked",
                                                   "closed_in_time", "notices", "trained"));
}

TEST(AudienceTest, WhatNobodyHasDecidedAboutIsForTheDirectorAlone) {
  for (const Audience& audience : {kStaff, kInsurer, kAccreditor}) {
    for (const std::string& figure : FiguresFor(audience)) EXPECT_NE(figure, "a figure of tomorrow");
  }
}

}  // namespace
}  // namespace candor::cli::audience_test
