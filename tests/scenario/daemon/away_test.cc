#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "candor/v1/supervision.grpc.pb.h"
#include "candor/v1/work.grpc.pb.h"
#include "daemon/base/civil.h"
#include "tests/scenario/daemon/daemon_fixture.h"

// Who is away, who leaves, who supervises: what becomes of dates, and who gets what.
namespace candor::away_test {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class AwayServiceTest : public DaemonTest {
 protected:
  void SetUp() override {
    DaemonTest::SetUp();
    if (HasFatalFailure()) return;
    work_ = v1::WorkService::NewStub(daemon_->InProcessChannel());
    author_ = MakeMember("Ana Nguyen");
    supervisor_ = MakeMember("Dele Haddad");
    cover_ = MakeMember("Maria Lopez");
    MakeSupervision(author_, supervisor_, Day(2024, 1, 1));
    case_ = OpenCase("C-1042", author_);
  }

  v1::CreateEntryRequest Absence(Day from, std::optional<Day> to, const std::string& cover = "") {
    v1::CreateEntryRequest request = EntryFor(author_, author_, kToday);
    v1::AbsenceFacts& absence = *request.mutable_entry()->mutable_absence();
    SetDate(absence.mutable_from(), from);
    if (to) SetDate(absence.mutable_to(), *to);
    absence.set_cover(cover);
    return request;
  }
  // Due on 13 April, a Sunday, so on the 14th.
  void RecordReaction() {
    Record(ReactionFor(case_, author_, kToday), author_);
    WaitForPolicies();
  }
  void RecordReactionFor(const std::string& first_reader, const std::string& of_case) {
    v1::CreateEntryRequest request = ReactionFor(of_case, author_, kToday);
    request.mutable_entry()->set_first_reader(first_reader);
    Record(request, author_);
    WaitForPolicies();
  }
  // A handover is due on 29 April.
  void DecideToRefer() {
    v1::CreateEntryRequest request = EntryFor(case_, author_, kToday);
    request.mutable_entry()->mutable_decision()->set_decision(v1::CARE_DECISION_REFER);
    Record(request, author_);
    WaitForPolicies();
  }

  void Amend(const std::string& name, const v1::Entry& entry) { AmendFor(author_, name, entry); }
  void AmendFor(const std::string& act_for, const std::string& name, const v1::Entry& entry) {
    v1::AmendEntryRequest request;
    request.set_name(name);
    *request.mutable_entry() = entry;
    v1::AmendEntryResponse response;
    const grpc::Status status = Call(entries_, &v1::EntryService::Stub::AmendEntry, request, response, act_for);
    EXPECT_TRUE(status.ok()) << status.error_message();
  }
  void Retract(const std::string& name) { RetractFor(author_, name); }
  // `act_for` empty: as the operator.
  void RetractFor(const std::string& act_for, const std::string& name) {
    v1::RetractEntryRequest request;
    request.set_name(name);
    request.mutable_retraction()->set_reason(v1::RETRACTION_REASON_ENTERED_IN_ERROR);
    v1::RetractEntryResponse response;
    const grpc::Status status = Call(entries_, &v1::EntryService::Stub::RetractEntry, request, response, act_for);
    EXPECT_TRUE(status.ok()) << status.error_message();
  }

  std::vector<v1::WorkItem> Work(const std::string& act_for) {
    v1::GetWorkListResponse response;
    const grpc::Status status =
        Call(work_, &v1::WorkService::Stub::GetWorkList, v1::GetWorkListRequest(), response, act_for);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return {response.work_list().items().begin(), response.work_list().items().end()};
  }
  // The one follow-up there is.
  v1::FollowUp Only() {
    const std::vector<v1::FollowUp> all = FollowUps(case_, author_);
    EXPECT_THAT(all, SizeIs(1));
    return all.empty() ? v1::FollowUp() : all.front();
  }
  static std::string Due(const v1::FollowUp& follow_up) {
    if (!follow_up.has_due()) return "none";
    return FormatDay(Day(follow_up.due().year(), follow_up.due().month(), follow_up.due().day()));
  }
  v1::Explanation Explain() {
    v1::ExplainFollowUpRequest request;
    request.set_name(Only().name());
    v1::ExplainFollowUpResponse response;
    const grpc::Status status =
        Call(follow_ups_, &v1::FollowUpService::Stub::ExplainFollowUp, request, response, author_);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.explanation();
  }
  grpc::StatusCode SeesCase(const std::string& reader) {
    v1::GetCaseRequest request;
    request.set_name(case_);
    v1::GetCaseResponse response;
    return Call(cases_, &v1::CaseService::Stub::GetCase, request, response, reader).error_code();
  }
  void GoTo(Day day) { clock_.SetTime(absl::FromCivil(day, absl::UTCTimeZone()) + absl::Hours(12)); }

  std::unique_ptr<v1::WorkService::Stub> work_;
  std::string author_, supervisor_, cover_, case_;
};

TEST_F(AwayServiceTest, AConversationWaitsForWhoIsAwayAndSaysWhy) {
  RecordReaction();
  EXPECT_EQ(Due(Only()), "2025-04-14");

  const v1::Entry absence = Record(Absence(Day(2025, 4, 7), Day(2025, 4, 11)), author_).entry();

  EXPECT_EQ(Due(Only()), "2025-04-18");
  const v1::Explanation explanation = Explain();
  EXPECT_EQ(explanation.due_by_rule().day(), 13);
  ASSERT_EQ(explanation.away_size(), 1);
  EXPECT_EQ(explanation.away(0).from().day(), 7);
  EXPECT_EQ(explanation.away(0).until().day(), 11);

  Amend(absence.name(), Absence(Day(2025, 4, 7), Day(2025, 4, 8)).entry());
  EXPECT_EQ(Due(Only()), "2025-04-15");

  Retract(absence.name());
  EXPECT_EQ(Due(Only()), "2025-04-14");
  EXPECT_EQ(Explain().away_size(), 0);
}

TEST_F(AwayServiceTest, AnAbsenceWrittenDownAfterwardsCounts) {
  RecordReaction();
  GoTo(Day(2025, 4, 20));
  EXPECT_TRUE(Only().past_due());

  Record(Absence(Day(2025, 4, 7), Day(2025, 4, 25)), author_);

  EXPECT_EQ(Due(Only()), "2025-05-02");
  EXPECT_FALSE(Only().past_due());
  EXPECT_TRUE(Only().paused());
  GoTo(Day(2025, 4, 26));
  EXPECT_FALSE(Only().paused());
}

TEST_F(AwayServiceTest, NobodyIsToldThatAConversationIsLongDueWhileItWaits) {
  RecordReaction();
  Record(Absence(Day(2025, 4, 7), std::nullopt, cover_), author_);

  GoTo(Day(2025, 6, 30));

  EXPECT_EQ(Due(Only()), "none");
  EXPECT_TRUE(Only().paused());
  EXPECT_THAT(Work(supervisor_), IsEmpty());
  EXPECT_THAT(Work(""), IsEmpty());
  EXPECT_THAT(Work(cover_), IsEmpty()) << "a private note is never handed on";
  EXPECT_THAT(Work(author_), SizeIs(1));
}

TEST_F(AwayServiceTest, WhatAClientNeedsIsTheCoversFromTheFirstDayToTheLast) {
  DecideToRefer();
  Record(Absence(Day(2025, 4, 7), Day(2025, 4, 25), cover_), author_);

  const std::pair<Day, bool> days[] = {
      {Day(2025, 4, 6), false}, {Day(2025, 4, 7), true}, {Day(2025, 4, 25), true}, {Day(2025, 4, 26), false}};
  for (const auto& [day, away] : days) {
    SCOPED_TRACE(FormatDay(day));
    GoTo(day);
    EXPECT_EQ(SeesCase(cover_), away ? grpc::StatusCode::OK : grpc::StatusCode::NOT_FOUND);
    EXPECT_THAT(Work(author_), SizeIs(away ? 0 : 1));
    if (!away) {
      EXPECT_THAT(Work(cover_), IsEmpty());
      continue;
    }
    EXPECT_THAT(Work(supervisor_), SizeIs(1));
    const auto work = Work(cover_);
    ASSERT_THAT(work, SizeIs(1));
    EXPECT_EQ(work[0].role(), v1::WORK_ROLE_COVER);
    EXPECT_EQ(work[0].follow_up().case_code(), "C-1042");
    EXPECT_EQ(work[0].follow_up().therapist(), author_);
    EXPECT_EQ(Due(work[0].follow_up()), "2025-04-29") << "it does not wait";
  }
}

TEST_F(AwayServiceTest, WhereTheCoverIsAwayTooItIsTheirCoversAndComesBack) {
  DecideToRefer();
  const std::string next = MakeMember("Lieve D'Hondt");
  Record(Absence(Day(2025, 4, 7), Day(2025, 4, 25), cover_), author_);
  v1::CreateEntryRequest away = Absence(Day(2025, 4, 10), Day(2025, 4, 11), next);
  away.set_parent(cover_);
  away.mutable_entry()->set_therapist(cover_);
  Record(away, cover_);

  const std::pair<Day, bool> days[] = {{Day(2025, 4, 9), false}, {Day(2025, 4, 10), true}, {Day(2025, 4, 12), false}};
  for (const auto& [day, handed_on] : days) {
    SCOPED_TRACE(FormatDay(day));
    GoTo(day);
    const auto work = Work(handed_on ? next : cover_);
    ASSERT_THAT(work, SizeIs(1));
    EXPECT_EQ(work[0].role(), v1::WORK_ROLE_COVER);
    EXPECT_EQ(work[0].follow_up().therapist(), author_);
    EXPECT_EQ(Due(work[0].follow_up()), "2025-04-29") << "the client waits for neither of them";
    EXPECT_THAT(Work(handed_on ? cover_ : next), IsEmpty());
    EXPECT_THAT(Work(author_), IsEmpty());
    EXPECT_EQ(SeesCase(next), handed_on ? grpc::StatusCode::OK : grpc::StatusCode::NOT_FOUND);
    EXPECT_EQ(SeesCase(cover_), handed_on ? grpc::StatusCode::NOT_FOUND : grpc::StatusCode::OK);
  }
}

TEST_F(AwayServiceTest, WhoLeavesHandsOnToWhoKeepsTheRecords) {
  DecideToRefer();
  v1::CreateEntryRequest request = EntryFor(author_, author_, kToday);
  v1::DepartureFacts& departure = *request.mutable_entry()->mutable_departure();
  SetDate(departure.mutable_last_day(), Day(2025, 4, 10));
  departure.set_custodian(cover_);
  Record(request, author_);

  GoTo(Day(2025, 4, 10));
  EXPECT_THAT(Work(cover_), IsEmpty());
  EXPECT_THAT(Work(author_), SizeIs(1));
  GoTo(Day(2025, 4, 11));
  EXPECT_THAT(Work(cover_), SizeIs(1));
  EXPECT_THAT(Work(author_), IsEmpty());
}

TEST_F(AwayServiceTest, OpenCasesOfWhoHasLeftWaitForWhoSeesToThem) {
  const auto left_cases = [&](const std::string& reader) {
    v1::GetWorkListResponse response;
    EXPECT_TRUE(Call(work_, &v1::WorkService::Stub::GetWorkList, v1::GetWorkListRequest(), response, reader).ok());
    return std::vector<v1::LeftCase>(response.work_list().left_cases().begin(),
                                     response.work_list().left_cases().end());
  };
  OpenCase("C-9000", cover_);
  v1::CreateEntryRequest request = EntryFor(author_, author_, kToday);
  v1::DepartureFacts& departure = *request.mutable_entry()->mutable_departure();
  SetDate(departure.mutable_last_day(), Day(2025, 4, 10));
  departure.set_custodian(cover_);
  Record(request, author_);
  GoTo(Day(2025, 4, 10));
  EXPECT_THAT(left_cases(""), IsEmpty());

  GoTo(Day(2025, 4, 11));

  const std::string stranger = MakeMember("Lieve D'Hondt");
  EXPECT_THAT(left_cases(stranger), IsEmpty());
  EXPECT_THAT(left_cases(author_), IsEmpty());
  for (const std::string& reader : {std::string(), supervisor_, cover_}) {
    const std::vector<v1::LeftCase> cases = left_cases(reader);
    ASSERT_THAT(cases, SizeIs(1)) << reader;
    EXPECT_EQ(cases[0].case_(), case_);
    EXPECT_EQ(cases[0].case_code(), "C-1042");
    EXPECT_EQ(cases[0].therapist(), author_);
    EXPECT_EQ(cases[0].since().day(), 11);
  }

  v1::CreateEntryRequest ending = EntryFor(case_, author_, Day(2025, 4, 10));
  ending.mutable_entry()->mutable_termination()->set_initiator(v1::INITIATOR_CLIENT);
  Record(ending);
  EXPECT_THAT(left_cases(""), IsEmpty());
}

TEST_F(AwayServiceTest, WhoHasLeftIsNotInTheSupervisorsWeek) {
  const auto supervision = v1::SupervisionService::NewStub(daemon_->InProcessChannel());
  const auto supervisees = [&] {
    v1::GetSupervisionWeekResponse response;
    EXPECT_TRUE(Call(supervision, &v1::SupervisionService::Stub::GetSupervisionWeek, v1::GetSupervisionWeekRequest(),
                     response, supervisor_)
                    .ok());
    return response.week().supervisees_size();
  };
  v1::CreateEntryRequest request = EntryFor(author_, author_, kToday);
  SetDate(request.mutable_entry()->mutable_departure()->mutable_last_day(), Day(2025, 3, 24));
  const std::string name = Record(request, author_).entry().name();
  EXPECT_EQ(supervisees(), 1) << "of this week Monday was theirs";

  SetDate(request.mutable_entry()->mutable_departure()->mutable_last_day(), Day(2025, 3, 23));
  AmendFor("", name, request.entry());

  EXPECT_EQ(supervisees(), 0);
}

TEST_F(AwayServiceTest, WhatIsOpenPassesToTheNextSupervisorAndAPrivateNoteStaysWithItsReader) {
  DecideToRefer();
  RecordReactionFor(supervisor_, OpenCase("C-2000", author_));
  const std::string next = MakeMember("Lieve D'Hondt");
  v1::CreateEntryRequest request = EntryFor(author_, author_, kToday);
  v1::SupervisionChangeFacts& change = *request.mutable_entry()->mutable_supervision_change();
  change.set_event(v1::SUPERVISION_EVENT_ENDED);
  change.set_supervisor(supervisor_);
  change.set_next_supervisor(next);
  const v1::Entry recorded = Record(request).entry();
  WaitForPolicies();
  EXPECT_THAT(Work(supervisor_), SizeIs(2)) << "the last day is the supervisor's";
  EXPECT_THAT(Work(next), IsEmpty());

  GoTo(Day(2025, 3, 31));

  const auto work = Work(next);
  ASSERT_THAT(work, SizeIs(1));
  EXPECT_EQ(work[0].role(), v1::WORK_ROLE_SUPERVISOR);
  EXPECT_EQ(work[0].follow_up().rule(), "referral_follow_through");
  const auto as_reader = Work(supervisor_);
  ASSERT_THAT(as_reader, SizeIs(1));
  EXPECT_EQ(as_reader[0].role(), v1::WORK_ROLE_READER);
  EXPECT_THAT(FollowUps("", supervisor_), SizeIs(2)) << "what they have read stays theirs to read";
  EXPECT_THAT(FollowUps("", next), SizeIs(1)) << "whom the author named reads a private note, nobody since";

  RetractFor("", recorded.name());
  EXPECT_THAT(Work(next), IsEmpty());
  EXPECT_THAT(Work(supervisor_), SizeIs(2));
}

TEST_F(AwayServiceTest, APlanForAllCasesIsRecordedWholeOrNotAtAll) {
  const std::string other = OpenCase("C-2000", author_);
  v1::BatchCreateEntriesRequest request;
  request.set_request_id(kUuid);
  for (const std::string& each : {case_, other}) {
    *request.add_requests() = EntryFor(each, author_, kToday);
    request.mutable_requests()->rbegin()->mutable_entry()->mutable_decision()->set_decision(v1::CARE_DECISION_REFER);
  }
  const auto create = [&](v1::BatchCreateEntriesResponse& response) {
    return Call(entries_, &v1::EntryService::Stub::BatchCreateEntries, request, response);
  };
  v1::BatchCreateEntriesResponse response;
  request.mutable_requests(1)->mutable_entry()->set_therapist("members/nobody");

  const Refusal refused = RefusalOf(create(response));
  EXPECT_EQ(refused.field, "requests[1].entry.therapist");
  WaitForPolicies();
  EXPECT_THAT(FollowUps(), IsEmpty());

  request.mutable_requests(1)->mutable_entry()->set_therapist(author_);
  ASSERT_TRUE(create(response).ok());
  ASSERT_EQ(response.entries_size(), 2);
  const std::string first = response.entries(0).name();
  ASSERT_TRUE(create(response).ok()) << "the same call again";
  EXPECT_EQ(response.entries_size(), 2);
  EXPECT_EQ(response.entries(0).name(), first);
  WaitForPolicies();
  EXPECT_THAT(FollowUps(), SizeIs(2));
}

TEST_F(AwayServiceTest, NobodyActsForThemselves) {
  v1::CreateEntryResponse response;

  const Refusal refused = RefusalOf(Call(entries_, &v1::EntryService::Stub::CreateEntry,
                                         Absence(Day(2025, 4, 7), Day(2025, 4, 11), author_), response, author_));

  EXPECT_EQ(refused.field, "entry.absence.cover");
  EXPECT_EQ(refused.reason, "self");
}

TEST_F(AwayServiceTest, APrivateNoteIsNoPartOfAPlan) {
  v1::BatchCreateEntriesRequest request;
  *request.add_requests() = ReactionFor(case_, author_, kToday);
  v1::BatchCreateEntriesResponse response;

  const Refusal refused =
      RefusalOf(Call(entries_, &v1::EntryService::Stub::BatchCreateEntries, request, response, author_));

  EXPECT_EQ(refused.field, "requests[0].entry");
  EXPECT_EQ(refused.reason, "personal");
}

}  // namespace
}  // namespace candor::away_test
