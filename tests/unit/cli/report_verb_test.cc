#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "candor/v1/report.grpc.pb.h"
#include "cli/wire/dates.h"
#include "fake_daemon.h"

namespace candor::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class FakeReports final : public v1::ReportService::Service {
 public:
  grpc::Status GenerateComplianceReport(grpc::ServerContext*, const v1::GenerateComplianceReportRequest*,
                                        v1::GenerateComplianceReportResponse* response) override {
    *response->mutable_report() = report;
    return grpc::Status::OK;
  }

  v1::ComplianceReport report;
};

class ReportVerbTest : public ::testing::Test {
 protected:
  void SetUp() override {
    v1::ReportCover& cover = *service_.report.mutable_cover();
    cover.set_period("2025Q3");
    *cover.mutable_from() = ToWire(Day(2025, 7, 1));
    cover.mutable_as_of()->set_seconds(1760572799);  // 2025-10-15T23:59:59Z
    cover.set_entries_pending(3);
    cover.set_signable(false);
    cover.add_policies("consultation 1.0.0");
    cover.add_policies("referral 1.0.0");
    cover.set_statement("The figures follow, from the ledger.");
    cover.add_known_gaps("Three entries wait.");
    v1::ReportSection& section = *service_.report.add_sections();
    section.set_number(3);
    section.add_notes("Of the end of 2025-09-30.");
    *section.mutable_as_of_day() = ToWire(Day(2025, 9, 30));
    v1::ReportRow& row = *section.add_rows();
    row.set_figure("past_due");
    row.set_count(12);
  }

  std::string Csv() {
    const Outcome outcome = RunAgainst(daemon_.address(), {"report", "compliance", "--quarter", "2025Q3", "-o", "csv"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return outcome.out;
  }

  FakeReports service_;
  FakeDaemon daemon_{{&service_}};
};

TEST_F(ReportVerbTest, CsvHasTheCoverAsSectionZero) {
  const std::string csv = Csv();

  EXPECT_THAT(csv, StartsWith("period,as_of,section,figure,breakdown,label,measure,state,count,of,permille,"
                              "rate_tenths,median_days,waiting,answer,note,text\r\n"));
  EXPECT_THAT(csv, HasSubstr("\r\n2025Q3,2025-10-15T23:59:59Z,0,signable,,signable,answer,shown,,,,,,,false,,\r\n"));
  EXPECT_THAT(csv, HasSubstr("0,entries_pending,,entries pending,count,shown,3,"));
  EXPECT_THAT(csv, HasSubstr("0,from,,from,,shown,,,,,,,,,2025-07-01\r\n"));
  EXPECT_THAT(csv, HasSubstr("0,practice,,practice,,not_recorded,,,,,,,,,\r\n"));
  EXPECT_THAT(csv, HasSubstr("0,policies,,policies,,shown,,,,,,,,,consultation 1.0.0\r\n"));
  EXPECT_THAT(csv, HasSubstr("0,policies,,policies,,shown,,,,,,,,,referral 1.0.0\r\n"));
  EXPECT_THAT(csv, HasSubstr("0,known_gaps,,known gaps,,shown,,,,,,,,,Three entries wait.\r\n"));
  EXPECT_THAT(csv, HasSubstr("0,statement,,statement,,shown,,,,,,,,,\"The figures follow, from the ledger.\"\r\n"));
}

TEST_F(ReportVerbTest, CsvRowsSayWhoseMomentTheyAreOfAndKeepTheNotes) {
  const std::string csv = Csv();

  EXPECT_THAT(csv, HasSubstr("\r\n2025Q3,2025-09-30,3,past_due,,"));
  EXPECT_THAT(csv, HasSubstr("\r\n2025Q3,2025-09-30,3,note,,note,,shown,,,,,,,,,Of the end of 2025-09-30.\r\n"));

  service_.report.mutable_sections(0)->clear_as_of_day();
  EXPECT_THAT(Csv(), HasSubstr("\r\n2025Q3,2025-10-15T23:59:59Z,3,past_due,,"));
}

}  // namespace
}  // namespace candor::cli
