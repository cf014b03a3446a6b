// Who calls with a certificate says what they read for, and whose it is sees it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "candor/v1/access.grpc.pb.h"
#include "candor/v1/watch.grpc.pb.h"
#include "tests/scenario/daemon/tls_fixture.h"

namespace candor::access_over_tls_test {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

// People with machines of their own.
class ReadsOverTlsTest : public TlsDaemonTest {
 protected:
  void SetUp() override {
    TlsDaemonTest::SetUp();
    if (HasFatalFailure()) return;
    ana_ = MakeMember("Ana Nguyen");
    dele_ = MakeMember("Dele Haddad");
    case_ = OpenCase("C-1", ana_, Today() - 30);
    MakeSupervision(ana_, dele_, Today() - 60);
    hers_ = Enrol(ana_);
    his_ = Enrol(dele_);
    v1::CreateEntryRequest session = EntryFor(case_, ana_, Today() - 1);
    session.mutable_entry()->mutable_session()->set_minutes(50);
    session.mutable_entry()->set_note("her own words");
    v1::CreateEntryResponse recorded;
    const auto entries = v1::EntryService::NewStub(hers_.channel);
    const grpc::Status status = Call(entries, &v1::EntryService::Stub::CreateEntry, session, recorded);
    ASSERT_TRUE(status.ok()) << status.error_message();
    entry_ = recorded.entry().name();
  }

  Refusal Get(const Machine& machine) {
    const auto entries = v1::EntryService::NewStub(machine.channel);
    v1::GetEntryRequest request;
    request.set_name(entry_);
    v1::GetEntryResponse response;
    return RefusalOf(Call(entries, &v1::EntryService::Stub::GetEntry, request, response));
  }

  void OpenSession(const Machine& machine, v1::Purpose purpose) {
    const auto accesses = v1::AccessService::NewStub(machine.channel);
    v1::OpenSessionRequest request;
    request.set_purpose(purpose);
    v1::OpenSessionResponse response;
    const grpc::Status status = Call(accesses, &v1::AccessService::Stub::OpenSession, request, response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(response.session().purpose(), purpose);
    EXPECT_EQ(response.session().idle_minutes(), 10);
    EXPECT_EQ(response.session().locks_at().seconds(), absl::ToUnixSeconds(clock_.Now() + absl::Minutes(10)));
  }

  std::vector<v1::Access> LogOf(const Machine& machine) {
    const auto accesses = v1::AccessService::NewStub(machine.channel);
    v1::ListAccessesResponse response;
    const grpc::Status status =
        Call(accesses, &v1::AccessService::Stub::ListAccesses, v1::ListAccessesRequest(), response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return {response.accesses().begin(), response.accesses().end()};
  }

  std::string ana_, dele_, case_, entry_;
  Machine hers_, his_;
};

TEST_F(ReadsOverTlsTest, ASupervisorSaysWhatForAndIsSeen) {
  EXPECT_EQ(Get(his_).reason, "no_session");
  EXPECT_THAT(LogOf(hers_), IsEmpty()) << "nothing was shown";
  OpenSession(his_, v1::PURPOSE_SUPERVISION);

  ASSERT_EQ(Get(his_).code, grpc::StatusCode::OK);

  const std::vector<v1::Access> hers = LogOf(hers_);
  ASSERT_THAT(hers, SizeIs(1));
  EXPECT_EQ(hers[0].reader(), dele_);
  EXPECT_EQ(hers[0].role(), v1::ROLE_SUPERVISOR);
  EXPECT_EQ(hers[0].purpose(), v1::PURPOSE_SUPERVISION);
  EXPECT_EQ(hers[0].highest(), v1::FIELD_CLASS_NARRATIVE);
  EXPECT_THAT(LogOf(his_), IsEmpty());
  EXPECT_EQ(Get(hers_).code, grpc::StatusCode::OK) << "one's own needs no session";
  EXPECT_THAT(LogOf(hers_), SizeIs(1)) << "and is no record";
}

// An entry without a word in it tells what happened all the same.
TEST_F(ReadsOverTlsTest, FactsOfOthersAreNotShownWithoutAPurposeAndAreToldAsFacts) {
  v1::CreateEntryRequest crossing = EntryFor(case_, ana_, Today() - 1);
  crossing.mutable_entry()->mutable_crossing()->set_area(v1::BOUNDARY_AREA_TOUCH);
  v1::CreateEntryResponse recorded;
  const auto entries = v1::EntryService::NewStub(hers_.channel);
  const grpc::Status status = Call(entries, &v1::EntryService::Stub::CreateEntry, crossing, recorded);
  ASSERT_TRUE(status.ok()) << status.error_message();
  entry_ = recorded.entry().name();
  EXPECT_EQ(Get(his_).reason, "no_session");
  OpenSession(his_, v1::PURPOSE_SUPERVISION);

  ASSERT_EQ(Get(his_).code, grpc::StatusCode::OK);

  const std::vector<v1::Access> hers = LogOf(hers_);
  ASSERT_THAT(hers, SizeIs(1));
  EXPECT_EQ(hers[0].highest(), v1::FIELD_CLASS_DETAIL);
  EXPECT_EQ(hers[0].purpose(), v1::PURPOSE_SUPERVISION);
}

// Its kind and its dates, which is all that a director is shown.
TEST_F(ReadsOverTlsTest, ThatAnEntryIsThereNeedsNoPurpose) {
  const std::string kim = MakeMember("Kim Park");
  Grant(kim, v1::ROLE_DIRECTOR);
  const Machine directs = Enrol(kim);

  ASSERT_EQ(Get(directs).code, grpc::StatusCode::OK);

  const std::vector<v1::Access> hers = LogOf(hers_);
  ASSERT_THAT(hers, SizeIs(1));
  EXPECT_EQ(hers[0].highest(), v1::FIELD_CLASS_TRIAGE);
}

TEST_F(ReadsOverTlsTest, ASessionIsOfOneMachineAndLocksWhenNobodyWorksThere) {
  OpenSession(his_, v1::PURPOSE_CARE);
  const Machine other = Enrol(dele_);
  EXPECT_EQ(Get(other).reason, "no_session");
  clock_.AdvanceTime(absl::Minutes(10));

  EXPECT_EQ(Get(his_).reason, "session_locked");
  EXPECT_EQ(Get(hers_).code, grpc::StatusCode::OK);

  const auto accesses = v1::AccessService::NewStub(his_.channel);
  v1::UnlockSessionResponse unlocked;
  ASSERT_TRUE(Call(accesses, &v1::AccessService::Stub::UnlockSession, v1::UnlockSessionRequest(), unlocked).ok());
  EXPECT_EQ(unlocked.session().purpose(), v1::PURPOSE_CARE);
  EXPECT_EQ(Get(his_).code, grpc::StatusCode::OK);
  v1::CloseSessionResponse closed;
  ASSERT_TRUE(Call(accesses, &v1::AccessService::Stub::CloseSession, v1::CloseSessionRequest(), closed).ok());
  EXPECT_EQ(Get(his_).reason, "session_locked");
}

TEST_F(ReadsOverTlsTest, WhomItIsOfIsToldAtOnceWhereverTheyWatch) {
  const auto watch = v1::WatchService::NewStub(hers_.channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  const auto reader = watch->Watch(&context, v1::WatchRequest());
  v1::WatchResponse response;
  ASSERT_TRUE(reader->Read(&response));
  OpenSession(his_, v1::PURPOSE_SUPERVISION);
  ASSERT_EQ(Get(his_).code, grpc::StatusCode::OK);

  do {
    ASSERT_TRUE(reader->Read(&response));
  } while (response.changes_size() == 0);

  ASSERT_EQ(response.changes_size(), 1);
  EXPECT_EQ(response.changes(0).access().reader(), dele_);
  EXPECT_EQ(response.changes(0).access().of(0).member(), ana_);
  context.TryCancel();
  EXPECT_THAT(LogOf(hers_), SizeIs(1)) << "to be told so is no record";
}

TEST_F(ReadsOverTlsTest, AStreamThatWouldShowMoreThanASessionAllowsEnds) {
  const auto watch = v1::WatchService::NewStub(his_.channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  const auto reader = watch->Watch(&context, v1::WatchRequest());
  v1::WatchResponse response;
  ASSERT_TRUE(reader->Read(&response));

  v1::CreateEntryRequest session = EntryFor(case_, ana_, Today());
  session.mutable_entry()->mutable_session()->set_minutes(50);
  session.mutable_entry()->set_note("more words");
  v1::CreateEntryResponse recorded;
  const auto entries = v1::EntryService::NewStub(hers_.channel);
  ASSERT_TRUE(Call(entries, &v1::EntryService::Stub::CreateEntry, session, recorded).ok());

  while (reader->Read(&response)) EXPECT_EQ(response.changes_size(), 0);
  EXPECT_EQ(RefusalOf(reader->Finish()).reason, "no_session");
}

}  // namespace
}  // namespace candor::access_over_tls_test
