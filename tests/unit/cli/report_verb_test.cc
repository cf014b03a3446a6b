#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "candor/v1/report.grpc.pb.h"
#include "cli/wire/dates.h"
#include "fake_daemon.h"

namespace candor::cli::report_verb_test {
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
  grpc::Status FollowComplianceReport(grpc::ServerContext*, const v1::FollowComplianceReportRequest* request,
                                      grpc::ServerWriter<v1::FollowComplianceReportResponse>* writer) override {
    followed = request->report();
    v1::FollowComplianceReportResponse response;
    response.mutable_progress()->set_records_read(256);
    response.mutable_progress()->set_records(1024);
    writer->Write(response);
    if (!report_follows) return grpc::Status::OK;
    *response.mutable_report() = report;
    writer->Write(response);
    return grpc::Status::OK;
  }
  grpc::Status SignComplianceReport(grpc::ServerContext*, const v1::SignComplianceReportRequest* request,
                                    v1::SignComplianceReportResponse* response) override {
    ++signings;
    asked = *request;
    if (!report.cover().signable()) return {grpc::StatusCode::FAILED_PRECONDITION, "too much is not assessed"};
    response->mutable_signature()->set_signer(request->signer());
    response->mutable_signature()->mutable_signed_at()->set_seconds(1760572799);
    response->mutable_signature()->set_ledger_size(812);
    return grpc::Status::OK;
  }

  v1::ComplianceReport report;
  v1::GenerateComplianceReportRequest followed;
  bool report_follows = true;
  v1::SignComplianceReportRequest asked;
  int signings = 0;
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

  // A report that can be signed, of a period that is over.
  void MakeSignable() {
    v1::ReportCover& cover = *service_.report.mutable_cover();
    cover.set_signable(true);
    *cover.mutable_to() = ToWire(Day(2025, 9, 30));
    *cover.mutable_as_of_day() = ToWire(Day(2025, 10, 15));
    cover.set_ledger_size(812);
  }

  // Signed, with one figure that has changed since.
  void SignAndRestate() {
    v1::ReportCover& cover = *service_.report.mutable_cover();
    cover.mutable_last_signed()->set_signer("Dr Lee");
    cover.mutable_last_signed()->mutable_signed_at()->set_seconds(1760572799);
    cover.mutable_last_signed()->set_ledger_size(812);
    v1::RestatedFigure& figure = *cover.add_restated();
    figure.set_section(3);
    figure.mutable_before()->set_figure("past_due");
    figure.mutable_before()->set_state(v1::REPORT_ROW_STATE_SHOWN);
    figure.mutable_before()->set_count(11);
    *figure.mutable_now() = figure.before();
    figure.mutable_now()->set_label("Situations open past their date");
    figure.mutable_now()->set_count(12);
    figure.add_causes(v1::RESTATEMENT_CAUSE_WRITTEN_SINCE);
    figure.add_causes(v1::RESTATEMENT_CAUSE_TIME_PASSED);
  }

  Outcome SignBeforeAPerson(const std::string& answers) {
    return RunBeforeAPerson(daemon_.address(), {"report", "sign", "--quarter", "2025Q3"}, answers);
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

TEST_F(ReportVerbTest, SaysWhatIsRestatedSinceTheReportWasLastSigned) {
  SignAndRestate();

  const std::string text = Flat(RunAgainst(daemon_.address(), {"report", "compliance", "--quarter", "2025Q3"}).out);

  EXPECT_THAT(text, HasSubstr("by Dr Lee, of 812 records"));
  EXPECT_THAT(text,
              HasSubstr("Situations open past their date 11 12 entries were written down since; dates have passed "
                        "and follow-ups have been closed"));
  EXPECT_THAT(Csv(),
              HasSubstr("0,restated,,restated,,shown,,,,,,,,,\"section 3, Situations open past their date: 11 -> "
                        "12 (entries were written down since; dates have passed and follow-ups have been "
                        "closed)\"\r\n"));
}

TEST_F(ReportVerbTest, WhatIsRestatedIsForThoseWhoSeeTheFigure) {
  SignAndRestate();

  const Outcome staff = RunAgainst(daemon_.address(), {"report", "staff", "--quarter", "2025Q3"});

  EXPECT_EQ(staff.code, 0) << staff.err;
  EXPECT_THAT(staff.out, Not(HasSubstr("Situations open past their date")));
}

TEST_F(ReportVerbTest, ThatThePracticeHasNoNameIsSaidBesideTheReport) {
  const Outcome unnamed = RunAgainst(daemon_.address(), {"report", "compliance", "--quarter", "2025Q3"});
  EXPECT_THAT(unnamed.err, HasSubstr("candord takes the name from its --config"));
  EXPECT_THAT(unnamed.out, Not(HasSubstr("candord")));

  service_.report.mutable_cover()->set_practice("Harbour Street");
  const Outcome named = RunAgainst(daemon_.address(), {"report", "compliance", "--quarter", "2025Q3"});
  EXPECT_THAT(named.err, Not(HasSubstr("candord")));
  EXPECT_THAT(Flat(named.out), HasSubstr("Practice: Harbour Street"));
}

TEST_F(ReportVerbTest, AReportThatWasNeverSignedSaysSo) {
  EXPECT_THAT(Flat(RunAgainst(daemon_.address(), {"report", "compliance", "--quarter", "2025Q3"}).out),
              HasSubstr("Last signed: never"));
  EXPECT_THAT(Csv(), HasSubstr("0,last_signed,,last signed,,not_recorded,,,,,,,,,\r\n"));
}

TEST_F(ReportVerbTest, TheRecordUpToAPastMomentIsReadWithProgress) {
  std::istringstream in;
  std::ostringstream out, err;
  Session session(Terminal{in, out, err, /*asks=*/false, /*shows=*/true});
  const std::string server = daemon_.address();
  const std::vector<const char*> argv = {"candor", "--server",   server.c_str(),
                                         "report", "compliance", "--quarter",
                                         "2025Q3", "--as-of",    "2025-10-15T23:59:59Z"};

  const int code = RunCandor(static_cast<int>(argv.size()), argv.data(), session);

  EXPECT_EQ(code, 0) << err.str();
  EXPECT_EQ(service_.followed.as_of().seconds(), 1760572799);
  EXPECT_THAT(err.str(), HasSubstr("25%"));
  EXPECT_THAT(out.str(), HasSubstr("COMPLIANCE REPORT 2025Q3"));
}

TEST_F(ReportVerbTest, AnAnswerWithoutAReportIsAnError) {
  service_.report_follows = false;

  const Outcome outcome =
      RunAgainst(daemon_.address(), {"report", "compliance", "--quarter", "2025Q3", "--as-of", "2025-10-15T23:59:59Z"});

  EXPECT_NE(outcome.code, 0);
  EXPECT_THAT(outcome.out, Not(HasSubstr("COMPLIANCE")));
}

TEST_F(ReportVerbTest, ASignatureIsTypedOnATerminal) {
  MakeSignable();

  const Outcome outcome = SignBeforeAPerson("Dr Lee\nsign\n");

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("The figures follow, from the ledger."));
  EXPECT_EQ(service_.asked.signer(), "Dr Lee");
  EXPECT_EQ(service_.asked.quarter(), "2025Q3");
  EXPECT_EQ(service_.asked.ledger_size(), 812U) << "what was read is what is signed";
  EXPECT_FALSE(service_.asked.request_id().empty());
  EXPECT_THAT(outcome.out, HasSubstr("Signed: the report of 2025Q3, 2025-10-15T23:59:59Z by Dr Lee, of 812 records."));
}

TEST_F(ReportVerbTest, AnythingButTheWordSignsNothing) {
  MakeSignable();

  for (const char* answers : {"Dr Lee\nyes\n", "Dr Lee\n", "\nsign\n", ""}) {
    const Outcome outcome = SignBeforeAPerson(answers);
    EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kNotConfirmed)) << answers;
    EXPECT_THAT(outcome.err, HasSubstr("Nothing was signed."));
  }
  EXPECT_EQ(service_.signings, 0);
}

TEST_F(ReportVerbTest, AScriptSaysYesAndWho) {
  MakeSignable();

  EXPECT_NE(RunAgainst(daemon_.address(), {"report", "sign", "--quarter", "2025Q3"}).code, 0);
  EXPECT_NE(RunAgainst(daemon_.address(), {"report", "sign", "--quarter", "2025Q3", "--yes"}).code, 0);
  EXPECT_EQ(service_.signings, 0);
  const Outcome outcome =
      RunAgainst(daemon_.address(), {"report", "sign", "--quarter", "2025Q3", "--yes", "--name", "Dr Lee"});

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(service_.asked.signer(), "Dr Lee");
  EXPECT_EQ(service_.asked.ledger_size(), 0U);
}

TEST_F(ReportVerbTest, WhatCannotBeSignedIsRefusedBeforeAnybodyIsAsked) {
  const Outcome outcome = SignBeforeAPerson("");

  EXPECT_NE(outcome.code, 0);
  EXPECT_THAT(outcome.err, HasSubstr("too much is not assessed"));
  EXPECT_THAT(outcome.err, Not(HasSubstr("Your name")));
}

}  // namespace
}  // namespace candor::cli::report_verb_test
