// What is opened in an emergency, to people with machines of their own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "candor/v1/access.grpc.pb.h"
#include "candor/v1/emergency.grpc.pb.h"
#include "candor/v1/watch.grpc.pb.h"
#include "tests/scenario/daemon/tls_fixture.h"

namespace candor::emergency_over_tls_test {
namespace {

using Emergencies = v1::EmergencyService;

class EmergencyOverTlsTest : public TlsDaemonTest {
 protected:
  void SetUp() override {
    TlsDaemonTest::SetUp();
    if (HasFatalFailure()) return;
    ana_ = MakeMember("Ana Nguyen");
    kim_ = MakeMember("Kim Park");
    const std::string dele = MakeMember("Dele Haddad");
    Grant(dele, v1::ROLE_DIRECTOR);
    case_ = OpenCase("C-1", ana_, Today() - 30);
    hers_ = Enrol(ana_);
    asking_ = Enrol(kim_);
    deciding_ = Enrol(dele);
    v1::CreateEntryRequest session = EntryFor(case_, ana_, Today() - 1);
    session.mutable_entry()->mutable_session()->set_minutes(50);
    session.mutable_entry()->set_note("her own words");
    v1::CreateEntryResponse recorded;
    const auto entries = v1::EntryService::NewStub(hers_.channel);
    ASSERT_TRUE(Call(entries, &v1::EntryService::Stub::CreateEntry, session, recorded).ok());
    entry_ = recorded.entry().name();
  }

  void Open() {
    v1::AskEmergencyRequest ask;
    ask.set_subject(case_);
    ask.set_reason("the client may come to harm tonight");
    v1::AskEmergencyResponse asked;
    const auto asking = v1::EmergencyService::NewStub(asking_.channel);
    ASSERT_TRUE(Call(asking, &Emergencies::Stub::AskEmergency, ask, asked).ok());
    emergency_ = asked.emergency().name();
    v1::ApproveEmergencyRequest approve;
    approve.set_name(emergency_);
    v1::ApproveEmergencyResponse approved;
    const auto deciding = v1::EmergencyService::NewStub(deciding_.channel);
    const grpc::Status status = Call(deciding, &Emergencies::Stub::ApproveEmergency, approve, approved);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
  Refusal Read() {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    context.AddMetadata("candor-emergency", emergency_);
    v1::GetEntryRequest request;
    request.set_name(entry_);
    v1::GetEntryResponse response;
    return RefusalOf(v1::EntryService::NewStub(asking_.channel)->GetEntry(&context, request, &response));
  }

  std::string ana_, kim_, case_, entry_, emergency_;
  Machine hers_, asking_, deciding_;
};

TEST_F(EmergencyOverTlsTest, WhoReadsSaysWhatForAndIsSeen) {
  Open();
  EXPECT_EQ(Read().reason, "no_session");
  v1::OpenSessionRequest request;
  request.set_purpose(v1::PURPOSE_CARE);
  v1::OpenSessionResponse opened;
  const auto sessions = v1::AccessService::NewStub(asking_.channel);
  ASSERT_TRUE(Call(sessions, &v1::AccessService::Stub::OpenSession, request, opened).ok());
  ASSERT_EQ(Read().code, grpc::StatusCode::OK);

  v1::ListAccessesResponse log;
  const auto hers = v1::AccessService::NewStub(hers_.channel);
  ASSERT_TRUE(Call(hers, &v1::AccessService::Stub::ListAccesses, v1::ListAccessesRequest(), log).ok());
  ASSERT_EQ(log.accesses_size(), 1);
  EXPECT_EQ(log.accesses(0).reader(), kim_);
  EXPECT_EQ(log.accesses(0).purpose(), v1::PURPOSE_CARE);
  EXPECT_EQ(log.accesses(0).emergency(), emergency_);
}

TEST_F(EmergencyOverTlsTest, WhomItIsAboutIsToldWhereverTheyWatch) {
  const auto watch = v1::WatchService::NewStub(hers_.channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  const auto reader = watch->Watch(&context, v1::WatchRequest());
  v1::WatchResponse response;
  ASSERT_TRUE(reader->Read(&response));
  Open();

  do {
    ASSERT_TRUE(reader->Read(&response));
  } while (response.changes_size() == 0);

  EXPECT_EQ(response.changes(0).emergency().name(), emergency_);
  EXPECT_EQ(response.changes(0).emergency().asker(), kim_);
  EXPECT_EQ(response.changes(0).emergency().subject(), case_);
  context.TryCancel();
}

// Where the practice goes on with an operator who writes down what others tell.
class EmergencyOfTheOperatorTest : public TlsDaemonTest {
 protected:
  EmergencyOfTheOperatorTest() { act_for_after_enrolment_ = true; }
};

TEST_F(EmergencyOfTheOperatorTest, IsNotAnsweredInSomebodysName) {
  const std::string dele = MakeMember("Dele Haddad");
  Grant(dele, v1::ROLE_DIRECTOR);
  v1::AskEmergencyRequest ask;
  ask.set_subject(MakeMember("Ana Nguyen"));
  ask.set_reason("nobody has seen her since Monday");
  const Machine asking = Enrol(MakeMember("Kim Park"));
  v1::AskEmergencyResponse asked;
  ASSERT_TRUE(Call(v1::EmergencyService::NewStub(asking.channel), &Emergencies::Stub::AskEmergency, ask, asked).ok());

  v1::ApproveEmergencyRequest approve;
  approve.set_name(asked.emergency().name());
  v1::ApproveEmergencyResponse approved;
  const auto operators = v1::EmergencyService::NewStub(daemon_->InProcessChannel());
  const Refusal refused = RefusalOf(Call(operators, &Emergencies::Stub::ApproveEmergency, approve, approved, dele));

  EXPECT_EQ(refused.code, grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(refused.reason, "own_certificate");
}

}  // namespace
}  // namespace candor::emergency_over_tls_test
