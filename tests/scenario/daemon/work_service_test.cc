#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "candor/v1/supervision.grpc.pb.h"
#include "candor/v1/work.grpc.pb.h"
#include "tests/scenario/daemon/daemon_fixture.h"

namespace candor::work_service_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// What waits for whom.
class WorkServiceTest : public DaemonTest {
 protected:
  void SetUp() override {
    DaemonTest::SetUp();
    if (HasFatalFailure()) return;
    work_ = v1::WorkService::NewStub(daemon_->InProcessChannel());
    notes_ = v1::SupervisionService::NewStub(daemon_->InProcessChannel());
    author_ = MakeMember("Ana Nguyen");
    supervisor_ = MakeMember("Dele Haddad");
    MakeSupervision(author_, supervisor_, Day(2024, 1, 1));
    case_ = OpenCase("C-1042", author_);
  }

  v1::WorkList WorkListOf(const std::string& act_for) {
    v1::GetWorkListResponse response;
    const grpc::Status status =
        Call(work_, &v1::WorkService::Stub::GetWorkList, v1::GetWorkListRequest(), response, act_for);
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(response.total(), response.work_list().items_size());
    return response.work_list();
  }
  std::vector<v1::WorkItem> Work(const std::string& act_for = "") {
    const v1::WorkList list = WorkListOf(act_for);
    return {list.items().begin(), list.items().end()};
  }

  // With two directives: one for the supervisee, due on 9 April, and one for the supervisor.
  v1::SupervisionNote SignNote() {
    v1::SignSupervisionNoteRequest request;
    v1::SupervisionSession& session = *request.mutable_session();
    SetDate(session.mutable_started()->mutable_date(), kToday);
    session.mutable_started()->mutable_time()->set_hours(9);
    session.set_minutes(60);
    session.set_format(v1::SUPERVISION_NOTE_FORMAT_INDIVIDUAL);
    session.set_mode(v1::SUPERVISION_MODE_IN_PERSON);
    session.set_supervisor(supervisor_);
    session.add_attendees()->set_member(author_);
    v1::SuperviseePart& part = *request.add_parts();
    part.set_supervisee(author_);
    part.mutable_part()->set_risk_looked_at(v1::YES_NO_NO);
    for (const std::string& owner : {supervisor_, author_}) {
      v1::Guidance& guidance = *part.mutable_part()->add_guidance();
      guidance.set_form(v1::GUIDANCE_FORM_DIRECTIVE);
      guidance.set_text("ring the school");
      guidance.set_owner(owner);
      SetDate(guidance.mutable_due(), Day(2025, 4, 9));
    }
    v1::SignSupervisionNoteResponse response;
    const grpc::Status status =
        Call(notes_, &v1::SupervisionService::Stub::SignSupervisionNote, request, response, supervisor_);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.notes_size() == 1 ? response.notes(0) : v1::SupervisionNote();
  }

  // Due on 14 April.
  void RecordReaction(const std::string& of_case) {
    Record(ReactionFor(of_case, author_, kToday), author_);
    WaitForPolicies();
  }
  // Due on 29 April.
  void RecordReferral() {
    v1::CreateEntryRequest request = EntryFor(case_, author_, kToday);
    request.mutable_entry()->mutable_referral()->set_outcome(v1::REFERRAL_OUTCOME_OFFERED);
    Record(request, author_);
    WaitForPolicies();
  }
  void GoTo(Day day) { clock_.SetTime(absl::FromCivil(day, absl::UTCTimeZone()) + absl::Hours(12)); }

  std::unique_ptr<v1::WorkService::Stub> work_;
  std::unique_ptr<v1::SupervisionService::Stub> notes_;
  std::string author_, supervisor_, case_;
};

TEST_F(WorkServiceTest, MineEarliestFirst) {
  RecordReferral();
  RecordReaction(case_);

  const auto work = Work(author_);

  ASSERT_THAT(work, SizeIs(2));
  EXPECT_EQ(work[0].follow_up().action(), v1::ACTION_TALK);
  EXPECT_EQ(work[0].role(), v1::WORK_ROLE_OWN);
  EXPECT_FALSE(work[0].confidential());
  EXPECT_EQ(work[0].follow_up().severity(), v1::SEVERITY_UNSPECIFIED);
  EXPECT_EQ(work[0].follow_up().case_code(), "C-1042");
  EXPECT_EQ(work[0].follow_up().due().day(), 14);
  EXPECT_EQ(work[1].follow_up().due().day(), 29);
  EXPECT_THAT(work[0].follow_up().done_kinds(), ElementsAre("consultation"));
  EXPECT_THAT(work[1].follow_up().done_kinds(), ElementsAre("referral", "client_declined"));
}

TEST_F(WorkServiceTest, WhatHasBeenMetIsGone) {
  RecordReaction(case_);
  v1::CreateEntryRequest request = EntryFor(case_, author_, kToday);
  auto* consultation = request.mutable_entry()->mutable_consultation();
  consultation->set_consultant(supervisor_);
  consultation->set_recommendation(v1::RECOMMENDATION_CONTINUE);
  consultation->set_decision(v1::CARE_DECISION_CONTINUE);
  consultation->set_rationale("agreed");
  consultation->set_why_now("asked");
  Record(request, author_);
  WaitForPolicies();

  EXPECT_THAT(Work(author_), IsEmpty());
}

TEST_F(WorkServiceTest, ASupervisorSeesWhatWaitsForThoseTheySupervise) {
  RecordReferral();

  const auto work = Work(supervisor_);

  ASSERT_THAT(work, SizeIs(1));
  EXPECT_EQ(work[0].role(), v1::WORK_ROLE_SUPERVISOR);
  EXPECT_EQ(work[0].follow_up().therapist(), author_);
  EXPECT_THAT(Work(MakeMember("Lieve D'Hondt")), IsEmpty());
}

// Not before the date is long past, first the supervisor and then the director, and neither what it is about nor where.
TEST_F(WorkServiceTest, APrivateNoteShowsOthersOnlyThatAConversationIsLongDue) {
  RecordReaction(case_);
  GoTo(Day(2025, 4, 27));
  EXPECT_THAT(Work(), IsEmpty());
  EXPECT_THAT(Work(supervisor_), IsEmpty());
  EXPECT_THAT(Work(author_), SizeIs(1));
  GoTo(Day(2025, 5, 11));
  EXPECT_THAT(Work(supervisor_), SizeIs(1)) << "since 28 April";
  EXPECT_THAT(Work(), IsEmpty());

  GoTo(Day(2025, 5, 12));
  for (const std::string& reader : {std::string(), supervisor_}) {
    const auto work = Work(reader);
    ASSERT_THAT(work, SizeIs(1)) << reader;
    EXPECT_TRUE(work[0].confidential());
    v1::FollowUp told;
    told.set_therapist(author_);
    told.set_action(v1::ACTION_TALK);
    told.set_label("A conversation");
    told.set_status(v1::FOLLOW_UP_STATUS_OPEN);
    SetDate(told.mutable_due(), Day(2025, 4, 14));
    told.set_past_due(true);
    EXPECT_EQ(work[0].follow_up().ShortDebugString(), told.ShortDebugString());
    EXPECT_THAT(work[0].ShortDebugString(), Not(HasSubstr("cases/")));
  }
}

TEST_F(WorkServiceTest, TheAuthorIsToldFromWhenOthersSeeThatAConversationIsDue) {
  RecordReaction(case_);
  RecordReferral();

  const auto work = Work(author_);

  ASSERT_THAT(work, SizeIs(2));
  EXPECT_EQ(work[0].told_on().month(), 4);
  EXPECT_EQ(work[0].told_on().day(), 28) << "the first day on which APrivateNoteShowsOthersOnlyThat... sees it";
  EXPECT_EQ(work[0].director_told_on().month(), 5);
  EXPECT_EQ(work[0].director_told_on().day(), 12);
  EXPECT_FALSE(work[0].told_soon());
  EXPECT_FALSE(work[1].has_told_on()) << "it is no private note";
  v1::ExplainFollowUpRequest request;
  request.set_name(work[0].follow_up().name());
  v1::ExplainFollowUpResponse response;
  ASSERT_TRUE(Call(follow_ups_, &v1::FollowUpService::Stub::ExplainFollowUp, request, response, author_).ok());
  EXPECT_EQ(response.explanation().told_on().day(), 28);
  // A week before each of the two days.
  for (const auto& [day, soon] :
       {std::pair{Day(2025, 4, 20), false}, std::pair{Day(2025, 4, 21), true}, std::pair{Day(2025, 4, 27), true},
        std::pair{Day(2025, 4, 28), false}, std::pair{Day(2025, 5, 5), true}, std::pair{Day(2025, 5, 12), false}}) {
    GoTo(day);
    EXPECT_EQ(Work(author_)[0].told_soon(), soon) << FormatDay(day);
  }
  for (const v1::WorkItem& each : Work(supervisor_)) {
    EXPECT_FALSE(each.has_told_on());
    EXPECT_FALSE(each.has_director_told_on());
  }
}

// Of however many notes: that there are several is told to nobody.
TEST_F(WorkServiceTest, OfSeveralPrivateNotesOthersAreToldOfOneConversation) {
  RecordReaction(case_);
  RecordReaction(OpenCase("C-7", author_));
  GoTo(Day(2025, 5, 12));

  EXPECT_GE(Work(author_).size(), 2U);
  EXPECT_THAT(Work(supervisor_), SizeIs(1));
  EXPECT_THAT(Work(), SizeIs(1));
}

// Somebody else's supervisor is nobody to them.
TEST_F(WorkServiceTest, WithoutASupervisorOnlyTheDirectorIsTold) {
  const std::string alone = MakeMember("Lieve D'Hondt");
  const std::string of_alone = OpenCase("C-8", alone);
  Record(ReactionFor(of_alone, alone, kToday), alone);
  WaitForPolicies();
  GoTo(Day(2025, 5, 11));
  EXPECT_THAT(Work(supervisor_), IsEmpty());
  EXPECT_THAT(Work(), IsEmpty());

  GoTo(Day(2025, 5, 12));

  EXPECT_THAT(Work(), SizeIs(1));
  EXPECT_THAT(Work(supervisor_), IsEmpty());
}

TEST_F(WorkServiceTest, TheReaderWhomTheAuthorNamedIsToldWhatItIs) {
  v1::CreateEntryRequest request = ReactionFor(case_, author_, kToday);
  request.mutable_entry()->set_first_reader(supervisor_);
  Record(request, author_);
  WaitForPolicies();
  ASSERT_THAT(Work(supervisor_), SizeIs(1));
  EXPECT_TRUE(Work(supervisor_)[0].confidential()) << "for a day the author may call it back";
  EXPECT_FALSE(Work(supervisor_)[0].follow_up().past_due());
  GoTo(kToday + 2);

  const auto work = Work(supervisor_);

  ASSERT_THAT(work, SizeIs(1));
  EXPECT_FALSE(work[0].confidential());
  EXPECT_EQ(work[0].follow_up().rule(), "attraction_consult");
}

// Who supervises nobody and has no role is told at once, too: they were asked.
TEST_F(WorkServiceTest, AReaderWhoIsNothingElseToTheAuthorIsToldAsWell) {
  const std::string reader = MakeMember("Rea Reader");
  v1::CreateEntryRequest request = ReactionFor(case_, author_, kToday);
  request.mutable_entry()->set_first_reader(reader);
  Record(request, author_);
  WaitForPolicies();

  ASSERT_THAT(Work(reader), SizeIs(1));
  EXPECT_EQ(Work(reader)[0].role(), v1::WORK_ROLE_READER);
  EXPECT_TRUE(Work(reader)[0].confidential()) << "for a day the author may call it back";
  EXPECT_EQ(Work(reader)[0].follow_up().therapist(), author_);
  GoTo(kToday + 2);
  ASSERT_THAT(Work(reader), SizeIs(1));
  EXPECT_FALSE(Work(reader)[0].confidential());
  EXPECT_EQ(Work(reader)[0].follow_up().rule(), "attraction_consult");
  EXPECT_THAT(Work(MakeMember("Stan Stranger")), IsEmpty());
}

// It was written down long ago, under no such promise, and its author hears of it today.
TEST_F(WorkServiceTest, WhatIsHandedInLateIsToldToNobodyForAWeek) {
  GoTo(kToday + 100);
  v1::CreateEntryRequest late = ReactionFor(case_, author_, kToday);
  SetDate(late.mutable_entry()->mutable_reported()->mutable_date(), kToday);
  Record(late, author_);
  WaitForPolicies();
  ASSERT_THAT(Work(author_), SizeIs(1));
  EXPECT_TRUE(Work(author_)[0].told_soon());

  GoTo(kToday + 106);
  EXPECT_THAT(Work(supervisor_), IsEmpty());
  GoTo(kToday + 107);
  EXPECT_THAT(Work(supervisor_), SizeIs(1));
  EXPECT_THAT(Work(), IsEmpty());
  GoTo(kToday + 120);
  EXPECT_THAT(Work(), IsEmpty());
  GoTo(kToday + 121);
  EXPECT_THAT(Work(), SizeIs(1));
}

// It is told to whoever it is about, with the first day, which may be long ago.
TEST_F(WorkServiceTest, WhoCameToSuperviseSomebodyIsToldToThem) {
  GoTo(kToday + 10);
  EXPECT_THAT(WorkListOf(author_).new_supervisors(), IsEmpty()) << "it is on record for longer";
  const std::string next = MakeMember("Sue Super");
  MakeSupervision(author_, next, kToday - 60);

  const v1::WorkList list = WorkListOf(author_);

  ASSERT_THAT(list.new_supervisors(), SizeIs(1));
  EXPECT_EQ(list.new_supervisors(0).supervisor(), next);
  EXPECT_TRUE(list.new_supervisors(0).has_recorded_at());
  for (const std::string& other : {next, supervisor_, std::string()}) {
    EXPECT_THAT(WorkListOf(other).new_supervisors(), IsEmpty()) << other;
  }
  GoTo(kToday + 18);
  EXPECT_THAT(WorkListOf(author_).new_supervisors(), IsEmpty());
}

TEST_F(WorkServiceTest, ANoteWaitsForTheSuperviseeUntilItIsSeen) {
  const v1::SupervisionNote note = SignNote();

  const v1::WorkList list = WorkListOf(author_);
  ASSERT_THAT(list.unseen_notes(), SizeIs(1));
  EXPECT_EQ(list.unseen_notes(0).name(), note.name());
  EXPECT_EQ(list.unseen_notes(0).signed_by(), supervisor_);
  EXPECT_EQ(list.unseen_notes(0).version(), 1);
  EXPECT_EQ(list.unseen_notes(0).held().day(), kToday.day());
  for (const std::string& other : {supervisor_, std::string()}) {
    EXPECT_THAT(WorkListOf(other).unseen_notes(), IsEmpty()) << other;
  }

  v1::AnswerSupervisionNoteRequest seen;
  seen.set_name(note.name());
  v1::AnswerSupervisionNoteResponse answered;
  ASSERT_TRUE(Call(notes_, &v1::SupervisionService::Stub::AnswerSupervisionNote, seen, answered, author_).ok());
  EXPECT_THAT(WorkListOf(author_).unseen_notes(), IsEmpty());
}

TEST_F(WorkServiceTest, ADirectiveWaitsForWhoIsToDoIt) {
  const v1::SupervisionNote note = SignNote();

  const v1::WorkList list = WorkListOf(author_);

  ASSERT_THAT(list.directives(), SizeIs(1)) << "the other one is the supervisor's to do";
  EXPECT_EQ(list.directives(0).note(), note.name());
  EXPECT_EQ(list.directives(0).index(), 1);
  EXPECT_EQ(list.directives(0).due().day(), 9);
  EXPECT_FALSE(list.directives(0).past_due());
  GoTo(Day(2025, 4, 10));
  EXPECT_TRUE(WorkListOf(author_).directives(0).past_due());
}

TEST_F(WorkServiceTest, ALimitCutsTheListAndNotTheCount) {
  RecordReferral();
  RecordReaction(case_);
  v1::GetWorkListRequest request;
  request.set_limit(1);
  v1::GetWorkListResponse response;

  ASSERT_TRUE(Call(work_, &v1::WorkService::Stub::GetWorkList, request, response, author_).ok());

  EXPECT_EQ(response.work_list().items_size(), 1);
  EXPECT_EQ(response.total(), 2);
  request.set_limit(1001);
  EXPECT_EQ(RefusalOf(Call(work_, &v1::WorkService::Stub::GetWorkList, request, response)).field, "limit");
}

}  // namespace
}  // namespace candor::work_service_test
