#include <gtest/gtest.h>

#include <string>

#include "candor/v1/supervision.grpc.pb.h"
#include "tests/scenario/daemon/staffing_fixture.h"

// Who has left acts for nobody, also where they were named before they left.
namespace candor::departure_test {
namespace {

class DepartureServiceTest : public StaffingTest {
 protected:
  // The entry's name. Yesterday is the last day.
  std::string Leaves(const std::string& member, const std::string& custodian = "") {
    v1::CreateEntryRequest request = EntryFor(member, member, kToday);
    SetDate(request.mutable_entry()->mutable_departure()->mutable_last_day(), kToday - 1);
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
  v1::CreateEntryRequest session = EntryFor(case_, ana_, kToday);
  session.mutable_entry()->mutable_session()->set_minutes(50);
  v1::GetEntryRequest of_today;
  of_today.set_name(Record(session, ana_).entry().name());
  v1::GetEntryResponse response;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::GetEntry, of_today, response, supervisor_).ok());

  Leaves(supervisor_);

  EXPECT_EQ(SeesCase(supervisor_), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(SuperviseesOf(supervisor_), 0) << "also of the week in which the last day was";
  EXPECT_FALSE(Call(entries_, &v1::EntryService::Stub::GetEntry, of_today, response, supervisor_).ok());
  EXPECT_EQ(WordsFor(supervisor_), "words of a session") << "what happened while they supervised keeps its readers";
  ExpectRefused(Create(HandOver(ana_, colleague_), supervisor_), "entry.transfer_step.receiver");
  ExpectRefused(Create(Absence(colleague_), supervisor_), "entry");
  ExpectRefused(Create(HandOn(colleague_), supervisor_), "entry");
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

}  // namespace
}  // namespace candor::departure_test
