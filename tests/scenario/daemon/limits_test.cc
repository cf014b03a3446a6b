// What one caller may ask of the daemon, and what becomes of connections with nobody behind them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "candor/v1/case.grpc.pb.h"
#include "candor/v1/watch.grpc.pb.h"
#include "daemon/base/unique_fd.h"
#include "daemon/rpc/server.h"
#include "daemon/rpc/wire_service.h"
#include "tests/scenario/daemon/tls_fixture.h"

namespace candor::limits_test {
namespace {

using testing::HasSubstr;

// A connection in the clear to a port of this machine.
UniqueFd ConnectTo(int port) {
  UniqueFd fd(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const timeval patience{20, 0};
  setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  sockaddr_in there{};
  there.sin_family = AF_INET;
  there.sin_port = htons(static_cast<in_port_t>(port));
  there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(connect(fd.get(), reinterpret_cast<const sockaddr*>(&there), sizeof(there)), 0);
  return fd;
}

// Reads what comes and answers nothing. Whether the other end hangs up before our patience ends.
bool IsHungUpOn(const UniqueFd& connection) {
  std::array<char, 4096> buffer{};
  ssize_t got = 0;
  do {
    got = recv(connection.get(), buffer.data(), buffer.size(), 0);
  } while (got > 0);
  return got == 0 || errno == ECONNRESET;
}

class LimitsServedTest : public TlsDaemonTest {
 protected:
  // The test says what the limits are first.
  void SetUp() override {}
  void Begin() {
    TlsDaemonTest::SetUp();
    ana_ = Enrol(MakeMember("Ana Nguyen"));
  }

  struct Watching {
    std::unique_ptr<v1::WatchService::Stub> stub;
    std::unique_ptr<grpc::ClientContext> context = std::make_unique<grpc::ClientContext>();
    std::unique_ptr<grpc::ClientReader<v1::WatchResponse>> stream;
    bool begun = false;
  };
  static Watching Watch(const Machine& machine) {
    Watching out;
    out.stub = v1::WatchService::NewStub(machine.channel);
    out.context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    out.stream = out.stub->Watch(out.context.get(), v1::WatchRequest());
    v1::WatchResponse told;
    out.begun = out.stream->Read(&told);
    return out;
  }
  static Refusal End(Watching& watching) {
    watching.context->TryCancel();
    v1::WatchResponse told;
    while (watching.stream->Read(&told)) {
    }
    return RefusalOf(watching.stream->Finish());
  }

  // How many calls come back of which none waits for another. Each is under way until it is on the disk.
  std::vector<Refusal> OpenCasesAtOnce(const std::shared_ptr<grpc::Channel>& channel) {
    constexpr size_t kCalls = 80;
    const auto stub = v1::CaseService::NewStub(channel);
    std::vector<v1::CreateCaseRequest> requests(kCalls);
    std::vector<grpc::ClientContext> contexts(kCalls);
    std::vector<v1::CreateCaseResponse> responses(kCalls);
    std::vector<Refusal> answers(kCalls);
    absl::BlockingCounter left(kCalls);
    for (size_t i = 0; i < kCalls; ++i) {
      requests[i].mutable_case_()->set_code(absl::StrCat("C-", i));
      requests[i].mutable_intake()->set_therapist(ana_.member);
      v1::Date* date = requests[i].mutable_intake()->mutable_occurred()->mutable_date();
      date->set_year(2025);
      date->set_month(1);
      date->set_day(6);
      contexts[i].set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
      stub->async()->CreateCase(&contexts[i], &requests[i], &responses[i], [&, i](const grpc::Status& status) {
        answers[i] = RefusalOf(status);
        left.DecrementCount();
      });
    }
    left.Wait();
    return answers;
  }

  Machine ana_;
};

TEST_F(LimitsServedTest, WhoHasTooManyStreamsOpenIsToldSo) {
  limits_.calls.streams = 2;
  Begin();
  const Machine maria = Enrol(MakeMember("Maria Lopez"));
  Watching first = Watch(ana_);
  Watching second = Watch(ana_);
  ASSERT_TRUE(first.begun && second.begun);

  Watching third = Watch(ana_);

  EXPECT_FALSE(third.begun);
  const Refusal refused = RefusalOf(third.stream->Finish());
  EXPECT_EQ(refused.code, grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(refused.reason, "too_many_streams");
  EXPECT_EQ(Ask(ana_.channel).code, grpc::StatusCode::OK) << "a call is no stream";
  Watching others = Watch(maria);
  EXPECT_TRUE(others.begun) << "another caller has their own";
  End(first);
  bool again = false;
  for (int i = 0; i < 100 && !again; ++i) {
    Watching fourth = Watch(ana_);
    again = fourth.begun;
    End(fourth);
  }
  EXPECT_TRUE(again) << "one was closed";
  End(second);
  End(others);
}

TEST_F(LimitsServedTest, WhoHasTooManyCallsUnderWayIsToldSo) {
  limits_.calls.calls = 2;
  Begin();

  const std::vector<Refusal> answers = OpenCasesAtOnce(ana_.channel);

  const auto refused = std::count_if(answers.begin(), answers.end(), [](const Refusal& each) {
    return each.code == grpc::StatusCode::RESOURCE_EXHAUSTED && each.reason == "too_many_calls";
  });
  const auto answered = std::count_if(answers.begin(), answers.end(),
                                      [](const Refusal& each) { return each.code == grpc::StatusCode::OK; });
  EXPECT_GT(refused, 0);
  EXPECT_GT(answered, 0);
  EXPECT_EQ(static_cast<size_t>(refused + answered), answers.size());
}

// Unpacked it has no bound: what comes is read as it is, and is no message then.
TEST_F(LimitsServedTest, WhatIsPackedIsNotUnpacked) {
  Begin();
  v1::LookupCaseRequest request;
  request.set_code(std::string(20'000, 'a'));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
  context.set_compression_algorithm(GRPC_COMPRESS_GZIP);
  v1::LookupCaseResponse response;

  const grpc::Status status = v1::CaseService::NewStub(ana_.channel)->LookupCase(&context, request, &response);

  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), testing::HasSubstr("not a message of this method"));
}

TEST_F(LimitsServedTest, OneCallAfterAnotherIsNeverTooMuch) {
  limits_.calls.calls = 1;
  limits_.calls.saved = absl::Nanoseconds(1);
  Begin();

  for (int i = 0; i < 200; ++i) {
    const Refusal answer = Ask(ana_.channel);
    EXPECT_EQ(answer.code, grpc::StatusCode::OK) << answer.reason;
  }
}

TEST_F(LimitsServedTest, TheOperatorAtTheSocketHasNone) {
  limits_.calls.calls = 1;
  limits_.calls.streams = 1;
  Begin();

  for (const Refusal& answer : OpenCasesAtOnce(daemon_->InProcessChannel())) {
    EXPECT_EQ(answer.code, grpc::StatusCode::OK) << answer.message;
  }
}

TEST_F(LimitsServedTest, WithoutACertificateEverybodyAtAnAddressIsOneCaller) {
  limits_.calls.share = 0.000001;
  limits_.calls.saved = absl::Milliseconds(2);
  Begin();
  const auto nobody = Connect(Nobody());

  std::string reason;
  for (int i = 0; i < 30 && reason != "rate"; ++i) reason = Ask(nobody).reason;

  EXPECT_EQ(reason, "rate");
  EXPECT_EQ(Ask(Connect(Nobody())).reason, "rate") << "another connection changes nothing";
  EXPECT_EQ(Ask(ana_.channel).code, grpc::StatusCode::OK) << "a member is asked for by themselves";
}

TEST_F(LimitsServedTest, ARequestHasABound) {
  Begin();
  const auto entries = v1::EntryService::NewStub(ana_.channel);
  v1::CreateEntryRequest request = EntryFor(ana_.member, ana_.member, Today());
  v1::CreateEntryResponse response;

  request.mutable_entry()->set_note(std::string(rpc::WireService::kMaxRequestBytes, 'x'));
  const grpc::Status longer = Call(entries, &v1::EntryService::Stub::CreateEntry, request, response);
  EXPECT_EQ(longer.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(longer.error_message(), HasSubstr("256 KiB"));

  request.mutable_entry()->set_note(std::string(rpc::Server::kMaxMessageBytes, 'x'));
  const grpc::Status longest = Call(entries, &v1::EntryService::Stub::CreateEntry, request, response);
  EXPECT_EQ(longest.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED) << "it is not even taken in";
  EXPECT_EQ(Ask(ana_.channel).code, grpc::StatusCode::OK);
}

TEST_F(LimitsServedTest, ConnectionsOfOneAddressAreLimitedAndOpenOnesStay) {
  limits_.connections.of_address = 8;
  Begin();
  ASSERT_EQ(Ask(ana_.channel).code, grpc::StatusCode::OK);
  std::vector<UniqueFd> idle;
  for (int i = 0; i < 20; ++i) idle.push_back(ConnectTo(daemon_->network_port()));

  EXPECT_EQ(Ask(Connect(ana_.client)).code, grpc::StatusCode::OK) << "one on which nobody calls has made room";
  EXPECT_EQ(Ask(ana_.channel).code, grpc::StatusCode::OK);
  EXPECT_TRUE(IsHungUpOn(idle.front()));

  idle.clear();
  // The daemon closes its ends too.
  absl::SleepFor(absl::Milliseconds(300));
  std::vector<std::shared_ptr<grpc::Channel>> at_work;
  for (int i = 0; i < 7; ++i) {
    at_work.push_back(Connect(ana_.client));
    EXPECT_EQ(Ask(at_work.back()).code, grpc::StatusCode::OK);
  }
  EXPECT_EQ(Ask(Connect(ana_.client)).code, grpc::StatusCode::UNAVAILABLE) << "somebody known is at work on the others";
  EXPECT_EQ(Ask(ana_.channel).code, grpc::StatusCode::OK);
}

TEST_F(LimitsServedTest, AConnectionOnWhichNobodyKnownCallsIsEnded) {
  limits_.connections.unknown = absl::Seconds(1);
  Begin();
  const auto nobody = Connect(Nobody());
  ASSERT_EQ(Ask(nobody).code, grpc::StatusCode::UNAUTHENTICATED);
  ASSERT_EQ(Ask(ana_.channel).code, grpc::StatusCode::OK);

  EXPECT_TRUE(
      nobody->WaitForStateChange(GRPC_CHANNEL_READY, std::chrono::system_clock::now() + std::chrono::seconds(20)));

  EXPECT_EQ(ana_.channel->GetState(false), GRPC_CHANNEL_READY) << "she is known";
}

TEST_F(LimitsServedTest, WithoutACertificateAConnectionHasSoManyCalls) {
  limits_.connections.calls_burst = 20;
  limits_.connections.calls_per_second = 0.001;
  Begin();
  for (int i = 0; i < 40; ++i) EXPECT_EQ(Ask(ana_.channel).code, grpc::StatusCode::OK) << "she is known";
  const auto nobody = Connect(Nobody());
  for (int i = 0; i < 20; ++i) ASSERT_EQ(Ask(nobody).code, grpc::StatusCode::UNAUTHENTICATED);

  EXPECT_NE(Ask(nobody).code, grpc::StatusCode::UNAUTHENTICATED) << "it is hung up on";

  EXPECT_EQ(Ask(Connect(ana_.client)).code, grpc::StatusCode::OK) << "that address can go on";
}

TEST_F(LimitsServedTest, WhoNeverBeginsToTalkIsHungUpOn) {
  limits_.connections.handshake = absl::Seconds(1);
  Begin();

  const absl::Time began = absl::Now();
  EXPECT_TRUE(IsHungUpOn(ConnectTo(daemon_->network_port())));
  EXPECT_LT(absl::Now() - began, absl::Seconds(15));
}

TEST_F(LimitsServedTest, AConnectionWithoutACallIsClosedAfterAWhile) {
  limits_.connections.idle = absl::Seconds(1);
  Begin();
  ASSERT_EQ(Ask(ana_.channel).code, grpc::StatusCode::OK);

  const bool closed =
      ana_.channel->WaitForStateChange(GRPC_CHANNEL_READY, std::chrono::system_clock::now() + std::chrono::seconds(20));

  EXPECT_TRUE(closed);
  EXPECT_EQ(Ask(ana_.channel).code, grpc::StatusCode::OK) << "the next call connects again";
}

// In the clear, where a test can talk HTTP/2 by hand.
class SilentPeerTest : public DaemonTest {
 protected:
  void SetUp() override {
    DaemonOptions options = InMemoryOptions(clock_);
    const auto address = rpc::ParseListenAddress("127.0.0.1:0", true);
    ASSERT_TRUE(address.ok()) << address.status();
    options.address = *address;
    options.limits.connections.asked_every = absl::Seconds(1);
    options.limits.connections.answered_within = absl::Seconds(1);
    Serve(std::move(options));
  }
};

TEST_F(SilentPeerTest, WhoDoesNotAnswerWhetherTheyAreThereIsHungUpOn) {
  // The first words of HTTP/2, and settings without any.
  constexpr std::string_view kHello("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0", 33);
  const UniqueFd silent = ConnectTo(daemon_->port());

  ASSERT_EQ(send(silent.get(), kHello.data(), kHello.size(), MSG_NOSIGNAL), static_cast<ssize_t>(kHello.size()));

  EXPECT_TRUE(IsHungUpOn(silent));
}

}  // namespace
}  // namespace candor::limits_test
