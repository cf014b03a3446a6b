#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/scenario/daemon/supervision_fixture.h"

// What signed notes and recorded hours come to in the compliance report.
namespace candor::supervision_report_test {
namespace {

class SupervisionReportTest : public SupervisionFixture {
 protected:
  void MakeAssociate() {
    v1::CreateMemberRequest request;
    request.mutable_member()->set_display_name("Aiko Tan");
    v1::Licence* licence = request.mutable_member()->mutable_licence();
    licence->set_profession("mft");
    licence->set_jurisdiction("US-CA");
    licence->set_in_training(true);
    v1::CreateMemberResponse response;
    ASSERT_TRUE(Call(members_, &v1::MemberService::Stub::CreateMember, request, response).ok());
    associate_ = response.member().name();
    MakeSupervision(associate_, supervisor_, Day(2024, 1, 1));
  }

  // With clients.
  void RecordHours(Day monday, int32_t minutes) {
    v1::CreateEntryRequest request = EntryFor(associate_, associate_, monday + 4);
    SetDate(request.mutable_entry()->mutable_week_hours()->mutable_week_of(), monday);
    request.mutable_entry()->mutable_week_hours()->set_direct_minutes(minutes);
    Record(request, associate_);
  }

  v1::ReportRow RowOf(const std::string& figure) {
    v1::GenerateComplianceReportRequest request;
    request.set_quarter("2025Q1");
    v1::GenerateComplianceReportResponse response;
    const grpc::Status status = Call(reports_, &v1::ReportService::Stub::GenerateComplianceReport, request, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    for (const v1::ReportSection& section : response.report().sections()) {
      for (const v1::ReportRow& row : section.rows()) {
        if (row.figure() == figure) return row;
      }
    }
    ADD_FAILURE() << "no row " << figure;
    return {};
  }

  void ExpectShare(const std::string& figure, int64_t count, int64_t of) {
    const v1::ReportRow row = RowOf(figure);
    EXPECT_EQ(row.state(), v1::REPORT_ROW_STATE_SHOWN) << figure;
    EXPECT_EQ(row.count(), count) << figure;
    EXPECT_EQ(row.of(), of) << figure;
  }

  std::string associate_;
};

TEST_F(SupervisionReportTest, UnitsAndDirectivesAreCountedFromNotesAndHours) {
  ASSERT_NO_FATAL_FAILURE(MakeAssociate());
  RecordHours(Day(2025, 3, 17), 720);
  v1::SupervisionPart directing = Part();
  v1::Guidance* guidance = directing.add_guidance();
  guidance->set_form(v1::GUIDANCE_FORM_DIRECTIVE);
  guidance->set_text("bring the plan");
  guidance->set_owner(associate_);
  SetDate(guidance->mutable_due(), Day(2025, 3, 20));
  const v1::SupervisionNote given = Sign(NoteOf(associate_, directing, Day(2025, 3, 18)), supervisor_).at(0);
  ExpectShare("directives", 0, 1);

  v1::SupervisionPart reporting = Part();
  reporting.add_last_directives()->set_note(given.name());
  reporting.mutable_last_directives(0)->set_outcome(v1::DIRECTIVE_OUTCOME_DONE);
  Sign(NoteOf(associate_, reporting, Day(2025, 3, 25)), supervisor_);

  ExpectShare("directives", 1, 1);
  // Twelve hours with clients ask for two units, and the week after is not over.
  ExpectShare("supervision_units", 1, 2);
  ExpectShare("supervision_weeks", 0, 1);
  EXPECT_EQ(RowOf("supervision_hours_unknown").count(), 0);
}

TEST_F(SupervisionReportTest, AgreementsAndSpansFollowFromTheRegistry) {
  ASSERT_NO_FATAL_FAILURE(MakeAssociate());
  ExpectShare("agreements", 0, 1);
  ExpectShare("supervision_span", 1, 1);

  v1::CreateEntryRequest request = EntryFor(associate_, associate_, Day(2024, 2, 1));
  v1::SupervisionChangeFacts& change = *request.mutable_entry()->mutable_supervision_change();
  change.set_event(v1::SUPERVISION_EVENT_AGREEMENT_SIGNED);
  change.set_supervisor(supervisor_);
  Record(request, associate_);

  ExpectShare("agreements", 1, 1);
}

TEST_F(SupervisionReportTest, ThatItWasAskedIsToldOfNoFewPeople) {
  Sign(NoteOf(bo_, Part(), Day(2025, 3, 24)), supervisor_);
  EXPECT_EQ(RowOf("asked").state(), v1::REPORT_ROW_STATE_NOT_RECORDED) << "no series of eight weeks";

  v1::SupervisionPart asking = Part();
  asking.set_asked_about_reactions(v1::YES_NO_YES);
  Sign(NoteOf(bo_, asking, Day(2025, 1, 13)), supervisor_);

  EXPECT_EQ(RowOf("asked").state(), v1::REPORT_ROW_STATE_HIDDEN);
}

TEST_F(SupervisionReportTest, ASessionThatNobodySignedIsNotSignedSoon) {
  LogPlain(bo_, Day(2025, 3, 27));
  ExpectShare("notes_signed", 0, 1);

  Sign(NoteOf(bo_, Part(), Day(2025, 3, 28)), supervisor_);
  ExpectShare("notes_signed", 1, 2);
}

}  // namespace
}  // namespace candor::supervision_report_test
