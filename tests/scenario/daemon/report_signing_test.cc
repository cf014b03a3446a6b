#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "tests/scenario/daemon/daemon_fixture.h"

// A report is signed, and later ones say what has become of it; a report on the past says how far it has come.
namespace candor::report_signing_test {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;

class ReportSigningTest : public DaemonTest {
 protected:
  void SetUp() override {
    DaemonTest::SetUp();
    clock_.SetTime(absl::FromCivil(absl::CivilHour(2025, 4, 2, 9), absl::UTCTimeZone()));
  }

  void RecordSomething() {
    therapist_ = MakeMember("Ana Nguyen");
    case_ = OpenCase("C-1042", therapist_);
    v1::CreateEntryRequest session = EntryFor(case_, therapist_, Day(2025, 3, 23));
    session.mutable_entry()->mutable_session()->set_minutes(50);
    Record(session);
    WaitForPolicies();
  }

  // Written down in the quarter, and recorded only now.
  void RecordLate() {
    v1::CreateEntryRequest late = EntryFor(case_, therapist_, Day(2025, 3, 24));
    SetDate(late.mutable_entry()->mutable_reported()->mutable_date(), Day(2025, 3, 31));
    late.mutable_entry()->mutable_prior_therapist_allegation()->set_in_writing(v1::ANSWER_NO);
    Record(late);
    WaitForPolicies();
  }

  v1::ComplianceReport Report() {
    v1::GenerateComplianceReportRequest request;
    request.set_quarter("2025Q1");
    v1::GenerateComplianceReportResponse response;
    const grpc::Status status = Call(reports_, &v1::ReportService::Stub::GenerateComplianceReport, request, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.report();
  }

  static v1::SignComplianceReportRequest Signing(const std::string& quarter = "2025Q1") {
    v1::SignComplianceReportRequest request;
    request.set_quarter(quarter);
    request.set_signer("Dr Lee");
    request.set_request_id(kUuid);
    return request;
  }
  v1::ReportSignature Sign(const v1::SignComplianceReportRequest& request) {
    v1::SignComplianceReportResponse response;
    const grpc::Status status = Call(reports_, &v1::ReportService::Stub::SignComplianceReport, request, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.signature();
  }
  Refusal Refused(const v1::SignComplianceReportRequest& request, const std::string& act_for = "") {
    v1::SignComplianceReportResponse response;
    return RefusalOf(Call(reports_, &v1::ReportService::Stub::SignComplianceReport, request, response, act_for));
  }

  std::string therapist_;
  std::string case_;
};

TEST_F(ReportSigningTest, ASignatureNamesWhatWasSigned) {
  RecordSomething();
  const v1::ReportCover read = Report().cover();
  v1::SignComplianceReportRequest request = Signing();
  request.set_ledger_size(read.ledger_size());

  const v1::ReportSignature signature = Sign(request);

  EXPECT_EQ(signature.signer(), "Dr Lee");
  EXPECT_EQ(signature.ledger_size(), read.ledger_size());
  EXPECT_EQ(signature.root_hash(), read.root_hash());
  EXPECT_EQ(signature.statement(), read.statement());
  const v1::ReportCover later = Report().cover();
  EXPECT_EQ(later.last_signed().SerializeAsString(), signature.SerializeAsString());
  EXPECT_THAT(later.restated(), IsEmpty());
}

TEST_F(ReportSigningTest, WhatIsRecordedLaterIsToldWithOldNewAndCause) {
  RecordSomething();
  Sign(Signing());
  RecordLate();

  const v1::ReportCover cover = Report().cover();

  bool told = false;
  for (const v1::RestatedFigure& figure : cover.restated()) {
    if (figure.now().figure() != "earlier_therapists") continue;
    told = true;
    EXPECT_EQ(figure.section(), 4);
    EXPECT_EQ(figure.before().count(), 0);
    EXPECT_EQ(figure.now().count(), 1);
    EXPECT_THAT(std::vector<int>(figure.causes().begin(), figure.causes().end()),
                Contains(static_cast<int>(v1::RESTATEMENT_CAUSE_WRITTEN_SINCE)));
  }
  EXPECT_TRUE(told);
}

TEST_F(ReportSigningTest, TheSameCallAgainGivesTheSameSignature) {
  RecordSomething();
  v1::SignComplianceReportRequest request = Signing();
  request.set_ledger_size(Report().cover().ledger_size());
  const v1::ReportSignature first = Sign(request);
  const uint64_t size = Status().ledger_size();

  EXPECT_EQ(Sign(request).SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(Status().ledger_size(), size);

  request.set_signer("Dr Roy");
  EXPECT_EQ(Refused(request).reason, "request_id_reused");
}

TEST_F(ReportSigningTest, OnlyAReportThatStandsIsSigned) {
  const Refusal without_figures = Refused(Signing());
  EXPECT_EQ(without_figures.code, grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(without_figures.reason, "not_signable");

  RecordSomething();
  EXPECT_EQ(Refused(Signing("2025Q2")).reason, "not_over");
  v1::SignComplianceReportRequest stale = Signing();
  stale.set_ledger_size(Report().cover().ledger_size());
  RecordLate();
  EXPECT_EQ(Refused(stale).reason, "changed");
  v1::SignComplianceReportRequest unnamed = Signing();
  unnamed.clear_signer();
  EXPECT_EQ(Refused(unnamed).field, "signer");
  EXPECT_EQ(Refused(Signing(), therapist_).code, grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_FALSE(Report().cover().has_last_signed());
}

TEST_F(ReportSigningTest, AReportOnThePastSaysHowFarItHasCome) {
  RecordSomething();
  clock_.SetTime(absl::FromCivil(absl::CivilHour(2025, 4, 12, 9), absl::UTCTimeZone()));
  RecordLate();
  v1::FollowComplianceReportRequest request;
  request.mutable_report()->set_quarter("2025Q1");
  request.mutable_report()->mutable_as_of()->set_seconds(
      absl::ToUnixSeconds(absl::FromCivil(absl::CivilDay(2025, 4, 10), absl::UTCTimeZone())));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));

  const auto stream = reports_->FollowComplianceReport(&context, request);
  std::vector<v1::FollowComplianceReportResponse> responses;
  for (v1::FollowComplianceReportResponse response; stream->Read(&response);) responses.push_back(response);
  const grpc::Status status = stream->Finish();

  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_GE(responses.size(), 2U);
  ASSERT_TRUE(responses.front().has_progress());
  EXPECT_EQ(responses.front().progress().records_read(), 0U);
  EXPECT_GT(responses.front().progress().records(), 0U);
  ASSERT_TRUE(responses.back().has_report());
  v1::GenerateComplianceReportResponse whole;
  ASSERT_TRUE(Call(reports_, &v1::ReportService::Stub::GenerateComplianceReport, request.report(), whole).ok());
  EXPECT_EQ(responses.back().report().SerializeAsString(), whole.report().SerializeAsString());
}

TEST_F(ReportSigningTest, AReportThatCannotBeMadeEndsTheStreamWithTheReason) {
  v1::FollowComplianceReportRequest request;
  request.mutable_report()->set_quarter("2025Q5");
  request.mutable_report()->mutable_as_of()->set_seconds(absl::ToUnixSeconds(clock_.Now()) - 60);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));

  const auto stream = reports_->FollowComplianceReport(&context, request);
  for (v1::FollowComplianceReportResponse response; stream->Read(&response);) EXPECT_FALSE(response.has_report());

  EXPECT_EQ(RefusalOf(stream->Finish()).field, "quarter");
}

}  // namespace
}  // namespace candor::report_signing_test
