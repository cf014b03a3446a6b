#ifndef CANDOR_TESTS_SCENARIO_DAEMON_SUPERVISION_FIXTURE_H_
#define CANDOR_TESTS_SCENARIO_DAEMON_SUPERVISION_FIXTURE_H_

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "candor/v1/supervision.grpc.pb.h"
#include "tests/scenario/daemon/daemon_fixture.h"

namespace candor {

// Two who are supervised by one, and somebody else. One of the two holds a case.
class SupervisionFixture : public DaemonTest {
 protected:
  void SetUp() override {
    DaemonTest::SetUp();
    if (HasFatalFailure()) return;
    service_ = v1::SupervisionService::NewStub(daemon_->InProcessChannel());
    supervisor_ = MakeMember("Dele Haddad");
    ana_ = MakeMember("Ana Nguyen", ana_in_training_);
    bo_ = MakeMember("Bo Rossi");
    other_ = MakeMember("Pauline Nguyen");
    MakeSupervision(ana_, supervisor_, Day(2024, 1, 1));
    MakeSupervision(bo_, supervisor_, Day(2024, 1, 1));
    case_ = OpenCase("C-1042", ana_);
  }

  v1::SupervisionSession Session(v1::SupervisionNoteFormat format, const std::vector<std::string>& attendees,
                                 Day day = kToday) {
    v1::SupervisionSession session;
    SetDate(session.mutable_started()->mutable_date(), day);
    session.mutable_started()->mutable_time()->set_hours(9);
    session.set_minutes(60);
    session.set_format(format);
    session.set_mode(v1::SUPERVISION_MODE_IN_PERSON);
    session.set_supervisor(supervisor_);
    for (const std::string& each : attendees) session.add_attendees()->set_member(each);
    return session;
  }

  static v1::SupervisionPart Part(const std::string& strengths = "") {
    v1::SupervisionPart part;
    part.set_risk_looked_at(v1::YES_NO_NO);
    part.set_strengths(strengths);
    return part;
  }

  v1::SignSupervisionNoteRequest NoteOf(const std::string& supervisee, const v1::SupervisionPart& part,
                                        Day day = kToday) {
    v1::SignSupervisionNoteRequest request;
    *request.mutable_session() = Session(v1::SUPERVISION_NOTE_FORMAT_INDIVIDUAL, {supervisee}, day);
    request.add_parts()->set_supervisee(supervisee);
    *request.mutable_parts(0)->mutable_part() = part;
    return request;
  }

  v1::SignSupervisionNoteRequest GroupNote() {
    v1::SignSupervisionNoteRequest request;
    *request.mutable_session() = Session(v1::SUPERVISION_NOTE_FORMAT_GROUP, {ana_, bo_});
    request.mutable_session()->set_minutes(120);
    request.mutable_session()->set_theme("endings");
    for (const std::string& each : {ana_, bo_}) {
      request.add_parts()->set_supervisee(each);
      *request.mutable_parts(request.parts_size() - 1)->mutable_part() =
          Part(each == ana_ ? "of ana alone" : "of bo alone");
    }
    return request;
  }

  std::vector<v1::SupervisionNote> Sign(const v1::SignSupervisionNoteRequest& request, const std::string& act_for) {
    v1::SignSupervisionNoteResponse response;
    const grpc::Status status =
        Call(service_, &v1::SupervisionService::Stub::SignSupervisionNote, request, response, act_for);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return {response.notes().begin(), response.notes().end()};
  }

  // To be done by 28 March.
  v1::SupervisionNote SignDirectiveToAna() {
    v1::SupervisionPart part = Part();
    v1::Guidance* guidance = part.add_guidance();
    guidance->set_form(v1::GUIDANCE_FORM_DIRECTIVE);
    guidance->set_text("bring the plan");
    guidance->set_owner(ana_);
    SetDate(guidance->mutable_due(), Day(2025, 3, 28));
    return Sign(NoteOf(ana_, part, Day(2025, 3, 21)), supervisor_).at(0);
  }
  Refusal RefusedSigning(const v1::SignSupervisionNoteRequest& request, const std::string& act_for) {
    v1::SignSupervisionNoteResponse response;
    return RefusalOf(Call(service_, &v1::SupervisionService::Stub::SignSupervisionNote, request, response, act_for));
  }

  std::optional<v1::SupervisionNote> Read(const std::string& name, const std::string& act_for) {
    v1::GetSupervisionNoteRequest request;
    request.set_name(name);
    v1::GetSupervisionNoteResponse response;
    if (!Call(service_, &v1::SupervisionService::Stub::GetSupervisionNote, request, response, act_for).ok()) return {};
    return response.note();
  }

  v1::ListSupervisionNotesResponse ListAll(const std::string& supervisee, const std::string& act_for) {
    v1::ListSupervisionNotesRequest request;
    request.set_parent(supervisee);
    v1::ListSupervisionNotesResponse response;
    EXPECT_TRUE(Call(service_, &v1::SupervisionService::Stub::ListSupervisionNotes, request, response, act_for).ok());
    return response;
  }
  std::vector<v1::SupervisionNote> List(const std::string& supervisee, const std::string& act_for) {
    const v1::ListSupervisionNotesResponse response = ListAll(supervisee, act_for);
    return {response.notes().begin(), response.notes().end()};
  }

  grpc::Status Answer(const std::string& name, bool refused, const std::string& act_for, v1::SupervisionNote* out,
                      const std::string& comment = "", const std::vector<std::string>& covered = {},
                      const std::vector<std::string>& agreed = {}) {
    v1::AnswerSupervisionNoteRequest request;
    request.set_name(name);
    request.set_refused(refused);
    request.set_comment(comment);
    for (const std::string& each : covered) request.add_follow_ups(each);
    for (const std::string& each : agreed) request.add_private_follow_ups(each);
    v1::AnswerSupervisionNoteResponse response;
    grpc::Status status =
        Call(service_, &v1::SupervisionService::Stub::AnswerSupervisionNote, request, response, act_for);
    if (out != nullptr) *out = response.note();
    return status;
  }

  // The part, of the session as it was.
  v1::SupervisionNote AmendPart(const v1::SupervisionNote& note, const v1::SupervisionPart& part,
                                const std::string& why = "") {
    v1::AmendSupervisionNoteRequest request;
    request.set_name(note.name());
    *request.mutable_session() = note.session();
    *request.mutable_part() = part;
    request.set_why(why);
    return Amend(request, supervisor_);
  }

  v1::SupervisionNote Amend(const v1::AmendSupervisionNoteRequest& request, const std::string& act_for) {
    v1::AmendSupervisionNoteResponse response;
    const grpc::Status status =
        Call(service_, &v1::SupervisionService::Stub::AmendSupervisionNote, request, response, act_for);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.note();
  }

  // That the session of 28 March did not take place.
  v1::CancelSupervisionResponse NoteThatAnaWasIll(const std::string& act_for) {
    v1::CancelSupervisionRequest request;
    request.set_supervisee(ana_);
    request.set_supervisor(supervisor_);
    SetDate(request.mutable_day(), Day(2025, 3, 28));
    request.set_cancelled_by(ana_);
    request.set_reason(v1::CANCELLATION_REASON_ILLNESS);
    v1::CancelSupervisionResponse response;
    const grpc::Status status =
        Call(service_, &v1::SupervisionService::Stub::CancelSupervision, request, response, act_for);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  v1::SupervisionLog Log(const std::string& supervisee, v1::UnitsProfile profile) {
    v1::GetSupervisionLogRequest request;
    request.set_supervisee(supervisee);
    request.set_units_profile(profile);
    v1::GetSupervisionLogResponse response;
    const grpc::Status status =
        Call(service_, &v1::SupervisionService::Stub::GetSupervisionLog, request, response, supervisee);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.log();
  }

  // As the supervisee writes it down, of a session of an hour.
  void LogPlain(const std::string& supervisee, Day day) {
    v1::CreateEntryRequest request = EntryFor(supervisee, supervisee, day);
    request.mutable_entry()->mutable_supervision()->set_supervisor(supervisor_);
    request.mutable_entry()->mutable_supervision()->set_format(v1::SUPERVISION_FORMAT_INDIVIDUAL);
    request.mutable_entry()->mutable_supervision()->set_minutes(60);
    Record(request, supervisee);
  }

  // A private note of Ana's about her case; the name of what it opens.
  std::string ReactionToTalkAbout(const std::string& first_reader, Day day) {
    v1::CreateEntryRequest reaction = ReactionFor(case_, ana_, day);
    reaction.mutable_entry()->set_first_reader(first_reader);
    Record(reaction, ana_);
    WaitForPolicies();
    const std::vector<v1::FollowUp> open = FollowUps(case_);
    EXPECT_EQ(open.size(), 1U);
    return open.empty() ? "" : open[0].name();
  }

  v1::SupervisionWeek Week(const std::string& act_for, const std::string& supervisor = "",
                           const std::string& conversations_of = "") {
    v1::GetSupervisionWeekRequest request;
    request.set_supervisor(supervisor);
    request.set_conversations_of(conversations_of);
    v1::GetSupervisionWeekResponse response;
    const grpc::Status status =
        Call(service_, &v1::SupervisionService::Stub::GetSupervisionWeek, request, response, act_for);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.week();
  }

  std::unique_ptr<v1::SupervisionService::Stub> service_;
  std::string supervisor_, ana_, bo_, other_, case_;
  // To be set before SetUp(): who supervises somebody in training reads their private notes as well.
  bool ana_in_training_ = true;
};

}  // namespace candor

#endif  // CANDOR_TESTS_SCENARIO_DAEMON_SUPERVISION_FIXTURE_H_
