#include <gtest/gtest.h>

#include <string>

#include "candor/v1/supervision.grpc.pb.h"
#include "tests/scenario/daemon/staffing_fixture.h"

// Who has left acts for nobody, also where they were named before they left.
namespace candor::departure_test {
namespace {

class DepartureServiceTest : public StaffingTest {
 protected:
  // The entry's name.
  std::string Leaves(const std::string& member, const std::string& custodian = "", Day last_day = kToday - 1) {
    v1::CreateEntryRequest request = EntryFor(member, member, kToday);
    SetDate(request.mutable_entry()->mutable_departure()->mutable_last_day(), last_day);
    request.mutable_entry()->mutable_departure()->set_custodian(custodian);
    return Record(request).entry().name();
  }
  // Ana Nguyen's client goes to somebody.
  v1::CreateEntryRequest HandOver(const std::string& therapist, const std::string& receiver) {
    v1::CreateEntryRequest step = EntryFor(case_, therapist, kToday);
    if (therapist == ana_) step.mutable_entry()->set_source(v1::ENTRY_SOURCE_SUPERVISOR);
    step.mutable_entry()->mutable_transfer_step()->set_receiver(receiver);
    step.mutable_entry()->mutable_transfer_step()->set_first_solo_held(v1::ANSWER_YES);
    return step;
  }
  void ExpectOperators(const grpc::Status& status) {
    const Refusal refused = RefusalOf(status);
    EXPECT_EQ(refused.code, grpc::StatusCode::PERMISSION_DENIED) << refused.message;
    EXPECT_EQ(refused.field, "name");
    EXPECT_EQ(refused.reason, "left");
  }
  v1::CreateEntryRequest Session(const std::string& therapist, Day day) {
    v1::CreateEntryRequest session = EntryFor(case_, therapist, day);
    session.mutable_entry()->mutable_session()->set_minutes(50);
    return session;
  }
  bool Reads(const std::string& name, const std::string& reader) {
    v1::GetEntryRequest request;
    request.set_name(name);
    v1::GetEntryResponse response;
    return Call(entries_, &v1::EntryService::Stub::GetEntry, request, response, reader).ok();
  }
  int SuperviseesOf(const std::string& supervisor) {
    const auto stub = v1::SupervisionService::NewStub(daemon_->InProcessChannel());
    v1::GetSupervisionWeekResponse response;
    EXPECT_TRUE(Call(stub, &v1::SupervisionService::Stub::GetSupervisionWeek, v1::GetSupervisionWeekRequest(), response,
                     supervisor)
                    .ok());
    return response.week().supervisees_size();
  }
};

TEST_F(DepartureServiceTest, ACoverWhoHasLeftHandsOnToWhoKeepsTheirRecords) {
  const std::string keeper = MakeMember("Maria Lopez");
  Record(Absence(colleague_), ana_);
  ASSERT_EQ(SeesCase(colleague_), grpc::StatusCode::OK);

  const std::string departure = Leaves(colleague_);
  EXPECT_EQ(SeesCase(colleague_), grpc::StatusCode::NOT_FOUND);
  ExpectRefused(Create(HandOver(colleague_, keeper), colleague_), "entry.transfer_step.receiver");
  EXPECT_EQ(SeesCase(keeper), grpc::StatusCode::NOT_FOUND);

  ASSERT_TRUE(Retract(departure, "").ok());
  Leaves(colleague_, keeper);
  EXPECT_EQ(SeesCase(colleague_), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(SeesCase(keeper), grpc::StatusCode::OK);
  EXPECT_TRUE(Create(HandOver(keeper, keeper), keeper).ok());
}

TEST_F(DepartureServiceTest, ASupervisorWhoHasLeftSupervisesNobody) {
  ASSERT_EQ(SeesCase(supervisor_), grpc::StatusCode::OK);
  ASSERT_EQ(SuperviseesOf(supervisor_), 1);
  clock_.AdvanceTime(absl::Hours(48));
  const std::string of_today = Record(Session(ana_, kToday + 2), ana_).entry().name();
  ASSERT_TRUE(Reads(of_today, supervisor_));

  Leaves(supervisor_, "", kToday + 1);

  EXPECT_EQ(SeesCase(supervisor_), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(SuperviseesOf(supervisor_), 0) << "also of the week in which the last day was";
  EXPECT_FALSE(Reads(of_today, supervisor_));
  EXPECT_EQ(WordsFor(supervisor_), "words of a session") << "what happened while they supervised keeps its readers";
  ExpectRefused(Create(HandOver(ana_, colleague_), supervisor_), "entry.transfer_step.receiver");
  ExpectRefused(Create(Absence(colleague_), supervisor_), "entry");
  ExpectRefused(Create(HandOn(colleague_), supervisor_), "entry");
}

// Of whatever day it tells: they are outside the practice by then.
TEST_F(DepartureServiceTest, WhoHasLeftReadsNothingThatIsRecordedSince) {
  v1::CreateEntryRequest handed = HandOver(ana_, colleague_);
  SetDate(handed.mutable_entry()->mutable_occurred()->mutable_date(), kToday - 5);
  Record(handed, supervisor_);
  const std::string before = Record(Session(colleague_, kToday - 6), colleague_).entry().name();
  Leaves(ana_, "", kToday);
  Leaves(supervisor_, "", kToday);
  ASSERT_TRUE(Reads(before, ana_));
  clock_.AdvanceTime(absl::Hours(24));

  const std::string since = Record(Session(colleague_, kToday - 6), colleague_).entry().name();
  const std::string own = Record(Session(ana_, kToday - 8), ana_).entry().name();

  EXPECT_TRUE(Reads(before, ana_));
  EXPECT_FALSE(Reads(since, ana_)) << "by the part that they had";
  EXPECT_TRUE(Reads(own, ana_)) << "what they wrote themselves stays theirs";
  EXPECT_FALSE(Reads(own, supervisor_)) << "by having supervised on that day";
  EXPECT_EQ(WordsFor(supervisor_), "words of a session");
  EXPECT_TRUE(Reads(own, colleague_));
  v1::ListEntriesRequest list;
  list.set_parent(case_);
  v1::ListEntriesResponse listed;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::ListEntries, list, listed, ana_).ok());
  for (const v1::Entry& each : listed.entries()) EXPECT_NE(each.name(), since);
}

// What tells who reads an entry before it is written goes by this list.
TEST_F(DepartureServiceTest, TheirSupervisionsEndOnTheLastDayAndNoneBegins) {
  Leaves(supervisor_);

  v1::ListSupervisionsRequest list;
  list.set_parent(ana_);
  v1::ListSupervisionsResponse listed;
  ASSERT_TRUE(Call(members_, &v1::MemberService::Stub::ListSupervisions, list, listed).ok());
  ASSERT_EQ(listed.supervisions_size(), 1);
  EXPECT_EQ(listed.supervisions(0).until().day(), (kToday - 1).day());
  EXPECT_TRUE(listed.supervisions(0).supervisor_left());

  v1::CreateSupervisionRequest begins;
  begins.set_parent(colleague_);
  begins.mutable_supervision()->set_supervisor(supervisor_);
  SetDate(begins.mutable_supervision()->mutable_from(), kToday);
  v1::CreateSupervisionResponse response;
  const Refusal refused = RefusalOf(Call(members_, &v1::MemberService::Stub::CreateSupervision, begins, response));
  EXPECT_EQ(refused.field, "supervision.supervisor");
  EXPECT_EQ(refused.reason, "left");
}

TEST_F(DepartureServiceTest, WhoKeepsTheRecordsActsAlsoWhereAnAbsenceBeginsLater) {
  const std::string keeper = MakeMember("Maria Lopez");
  Record(Absence(colleague_), ana_);
  v1::CreateEntryRequest departure = Departure(keeper);
  SetDate(departure.mutable_entry()->mutable_departure()->mutable_last_day(), kToday - 3);
  Record(departure);

  EXPECT_EQ(SeesCase(keeper), grpc::StatusCode::OK);
  EXPECT_EQ(SeesCase(colleague_), grpc::StatusCode::NOT_FOUND);
  EXPECT_TRUE(Create(HandOver(keeper, keeper), keeper).ok());
}

// As those who act for nobody any more they would see and do all again.
TEST_F(DepartureServiceTest, WhoHasLeftIsNotBackByTheirOwnWord) {
  v1::CreateEntryRequest own = EntryFor(colleague_, colleague_, kToday);
  SetDate(own.mutable_entry()->mutable_departure()->mutable_last_day(), kToday - 1);
  const std::string of_colleague = Record(own, colleague_).entry().name();
  const std::string of_supervisor = Leaves(supervisor_);
  v1::Entry later = EntryFor(supervisor_, supervisor_, kToday).entry();
  SetDate(later.mutable_departure()->mutable_last_day(), kToday + 60);

  ExpectOperators(Retract(of_colleague, colleague_));
  ExpectOperators(Retract(of_supervisor, supervisor_));
  ExpectOperators(Amend(of_supervisor, later, supervisor_));
  EXPECT_EQ(SeesCase(supervisor_), grpc::StatusCode::NOT_FOUND);

  EXPECT_TRUE(Retract(of_colleague, "").ok());
  EXPECT_TRUE(Amend(of_supervisor, later, "").ok());
  EXPECT_EQ(SeesCase(supervisor_), grpc::StatusCode::OK);
  EXPECT_TRUE(Retract(of_supervisor, supervisor_).ok()) << "their last day is still to come";
}

TEST_F(DepartureServiceTest, NorByTheWordOfWhoeverWroteTheDepartureDown) {
  const std::string departure = Record(Departure(), supervisor_).entry().name();

  ExpectOperators(Retract(departure, supervisor_));
  EXPECT_TRUE(Retract(departure, "").ok());
}

TEST_F(DepartureServiceTest, SomebodyLeavesOnce) {
  v1::CreateEntryRequest departure = Departure();
  const std::string name = Record(departure).entry().name();
  EXPECT_TRUE(Preview(departure, "").ok()) << "it says the same";
  const v1::CreateEntryRequest other_keeper = Departure(colleague_);
  SetDate(departure.mutable_entry()->mutable_departure()->mutable_last_day(), kToday + 60);

  for (const v1::CreateEntryRequest& request : {departure, other_keeper}) {
    for (const std::string& writer : {std::string(), ana_, supervisor_}) {
      const Refusal refused = RefusalOf(Create(request, writer));
      EXPECT_EQ(refused.code, grpc::StatusCode::FAILED_PRECONDITION) << refused.message;
      EXPECT_EQ(refused.field, "entry.departure");
      EXPECT_EQ(refused.reason, "departed");
      EXPECT_NE(refused.message.find(name), std::string::npos) << refused.message;
      EXPECT_EQ(RefusalOf(Preview(request, writer)).reason, "departed");
    }
  }
  EXPECT_TRUE(Amend(name, departure.entry(), "").ok());
}

TEST_F(DepartureServiceTest, NobodyBeginsWithWhoHasLeft) {
  Leaves(colleague_);
  const auto begin_case = [&](const std::string& act_for, Day day, v1::CreateCaseResponse* response) {
    v1::CreateCaseRequest request;
    request.mutable_case_()->set_code("C-2000");
    request.mutable_intake()->set_therapist(colleague_);
    SetDate(request.mutable_intake()->mutable_occurred()->mutable_date(), day);
    return Call(cases_, &v1::CaseService::Stub::CreateCase, request, *response, act_for);
  };
  v1::CreateCaseResponse opened;
  for (const std::string& caller : {std::string(), colleague_}) {
    const Refusal refused = RefusalOf(begin_case(caller, kToday, &opened));
    EXPECT_EQ(refused.code, grpc::StatusCode::INVALID_ARGUMENT) << refused.message;
    EXPECT_EQ(refused.field, "intake.therapist");
    EXPECT_EQ(refused.reason, "left");
  }
  v1::CreateEntryRequest intake = EntryFor(case_, colleague_, kToday);
  intake.mutable_entry()->mutable_intake();
  EXPECT_EQ(RefusedEntry(intake).reason, "left");

  ASSERT_TRUE(begin_case("", kToday - 1, &opened).ok()) << "on their last day they were there";
  EXPECT_EQ(RefusalOf(Amend(opened.intake().name(), intake.entry(), "")).field, "entry.therapist");
}

TEST_F(DepartureServiceTest, APrivateNoteIsForSomebodyWhoIsHere) {
  v1::CreateEntryRequest note = ReactionFor(case_, ana_, kToday);
  note.mutable_entry()->set_first_reader(colleague_);
  const std::string name = Record(note, ana_).entry().name();
  Leaves(colleague_);

  const Refusal refused = RefusedEntry(note, ana_);
  EXPECT_EQ(refused.code, grpc::StatusCode::INVALID_ARGUMENT) << refused.message;
  EXPECT_EQ(refused.field, "entry.first_reader");
  EXPECT_EQ(refused.reason, "left");
  EXPECT_TRUE(Amend(name, note.entry(), ana_).ok()) << "whom it was for before they left stays named";
  const std::string gone_too = MakeMember("Maria Lopez");
  Leaves(gone_too);
  note.mutable_entry()->set_first_reader(gone_too);
  EXPECT_EQ(RefusalOf(Amend(name, note.entry(), ana_)).reason, "left");
}

}  // namespace
}  // namespace candor::departure_test
