#include "daemon/rpc/acceptor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"

namespace candor::rpc::acceptor_test {
namespace {

using testing::HasSubstr;

constexpr in_addr_t kHere = 0x7f000001;       // 127.0.0.1
constexpr in_addr_t kElsewhere = 0x7f000002;  // 127.0.0.2

sockaddr_in At(in_addr_t address, int port) {
  sockaddr_in out{};
  out.sin_family = AF_INET;
  out.sin_addr.s_addr = htonl(address);
  out.sin_port = htons(static_cast<in_port_t>(port));
  return out;
}

// What was taken, held open until it is let go.
class Taken {
 public:
  void Take(int fd) {
    absl::MutexLock lock(&mutex_);
    held_.emplace_back(fd);
  }
  size_t size() {
    absl::MutexLock lock(&mutex_);
    return held_.size();
  }
  void LetGo() {
    absl::MutexLock lock(&mutex_);
    held_.clear();
  }

 private:
  absl::Mutex mutex_;
  std::vector<UniqueFd> held_ ABSL_GUARDED_BY(mutex_);
};

class AcceptorTest : public testing::Test {
 protected:
  AcceptorTest() {
    limits_.of_address = 2;
    limits_.in_all = 3;
  }
  ~AcceptorTest() override {
    if (acceptor_ != nullptr) acceptor_->Stop();
  }

  void Begin(const std::string& target = "127.0.0.1:0") {
    connections_ = std::make_unique<Connections>(limits_);
    auto acceptor = Acceptor::Bind(target, limits_, *connections_);
    ASSERT_TRUE(acceptor.ok()) << acceptor.status();
    acceptor_ = *std::move(acceptor);
    ASSERT_GT(acceptor_->port(), 0);
    acceptor_->Start([this](int fd) { taken_.Take(fd); });
  }

  // From that address of this machine.
  UniqueFd Connect(in_addr_t from = kHere) {
    UniqueFd fd(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const timeval patience{10, 0};
    setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    const sockaddr_in own = At(from, 0);
    const sockaddr_in there = At(kHere, acceptor_->port());
    EXPECT_EQ(bind(fd.get(), reinterpret_cast<const sockaddr*>(&own), sizeof(own)), 0);
    EXPECT_EQ(connect(fd.get(), reinterpret_cast<const sockaddr*>(&there), sizeof(there)), 0);
    return fd;
  }
  static bool IsHungUpOn(const UniqueFd& connection) {
    char byte = 0;
    return recv(connection.get(), &byte, 1, 0) <= 0;
  }
  // Whether so many were taken, in the end.
  bool Takes(size_t count) {
    const absl::Time until = absl::Now() + absl::Seconds(10);
    while (taken_.size() < count && absl::Now() < until) absl::SleepFor(absl::Milliseconds(5));
    return taken_.size() == count;
  }

  // As gRPC writes where it comes from.
  static std::string PeerOf(const UniqueFd& connection) {
    sockaddr_in own{};
    socklen_t size = sizeof(own);
    EXPECT_EQ(getsockname(connection.get(), reinterpret_cast<sockaddr*>(&own), &size), 0);
    const in_addr_t address = ntohl(own.sin_addr.s_addr);
    return absl::StrCat("ipv4:127.0.0.", address & 0xffU, ":", ntohs(own.sin_port));
  }

  ConnectionLimits limits_;
  Taken taken_;
  std::unique_ptr<Connections> connections_;
  std::unique_ptr<Acceptor> acceptor_;
};

TEST_F(AcceptorTest, WhoConnectsIsHandedOn) {
  Begin();
  const UniqueFd connection = Connect();
  ASSERT_TRUE(Takes(1));

  taken_.LetGo();

  EXPECT_TRUE(IsHungUpOn(connection)) << "it was the same connection";
}

TEST_F(AcceptorTest, OneAddressHasSoManyConnections) {
  Begin();
  const UniqueFd first = Connect();
  const UniqueFd second = Connect();
  ASSERT_TRUE(Takes(2));
  for (const UniqueFd* each : {&first, &second}) connections_->Knows(PeerOf(*each));

  const UniqueFd third = Connect();

  EXPECT_TRUE(IsHungUpOn(third)) << "somebody known is at work on the others";
  const UniqueFd other = Connect(kElsewhere);
  EXPECT_TRUE(Takes(3)) << "another address has its own";
}

TEST_F(AcceptorTest, AllAddressesTogetherHaveSoMany) {
  limits_.of_address = 3;
  Begin();
  std::vector<UniqueFd> connections;
  for (int i = 0; i < 3; ++i) connections.push_back(Connect());
  ASSERT_TRUE(Takes(3));
  for (const UniqueFd& each : connections) connections_->Knows(PeerOf(each));

  EXPECT_TRUE(IsHungUpOn(Connect(kElsewhere)));
}

TEST_F(AcceptorTest, WhereThereIsNoRoomTheOldestOnWhichNobodyKnownHasCalledMakesSome) {
  Begin();
  const UniqueFd known = Connect();
  ASSERT_TRUE(Takes(1));
  connections_->Knows(PeerOf(known));
  const UniqueFd idle = Connect();
  ASSERT_TRUE(Takes(2));

  const UniqueFd next = Connect();

  EXPECT_TRUE(Takes(3));
  EXPECT_TRUE(IsHungUpOn(idle));
  EXPECT_TRUE(connections_->Begins(PeerOf(known))) << "somebody is at work there";
}

TEST_F(AcceptorTest, WhereNobodyKnownCallsForTooLongItHangsUp) {
  limits_.unknown = absl::Seconds(1);
  Begin();
  const UniqueFd known = Connect();
  const UniqueFd idle = Connect();
  ASSERT_TRUE(Takes(2));
  connections_->Knows(PeerOf(known));

  EXPECT_TRUE(IsHungUpOn(idle));
  EXPECT_TRUE(connections_->Begins(PeerOf(known)));
}

TEST_F(AcceptorTest, WhatIsClosedCountsNoMore) {
  Begin();
  const UniqueFd first = Connect();
  const UniqueFd second = Connect();
  ASSERT_TRUE(Takes(2));

  taken_.LetGo();
  const UniqueFd third = Connect();

  EXPECT_TRUE(Takes(1));
}

TEST_F(AcceptorTest, NewConnectionsOfOneAddressComeNoFasterThanSo) {
  limits_.of_address = 100;
  limits_.in_all = 100;
  limits_.burst = 3;
  limits_.per_second = 0.001;
  Begin();
  std::vector<UniqueFd> connections;
  for (int i = 0; i < 3; ++i) connections.push_back(Connect());
  ASSERT_TRUE(Takes(3));
  taken_.LetGo();

  EXPECT_TRUE(IsHungUpOn(Connect()));
  const UniqueFd other = Connect(kElsewhere);
  EXPECT_TRUE(Takes(1));
}

TEST_F(AcceptorTest, GoesOnWhenTheProcessHadNoFileLeft) {
  limits_.of_address = 100;
  limits_.in_all = 100;
  Begin();
  const UniqueFd waiting = Connect();
  ASSERT_TRUE(Takes(1));
  const UniqueFd late(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  rlimit files{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &files), 0);
  // Fewer than it has open, and no fewer than it waits for at once.
  const rlimit none{3, files.rlim_max};

  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
  const sockaddr_in there = At(kHere, acceptor_->port());
  const int connected = connect(late.get(), reinterpret_cast<const sockaddr*>(&there), sizeof(there));
  absl::SleepFor(absl::Milliseconds(200));
  const size_t meanwhile = taken_.size();
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &files), 0);

  EXPECT_EQ(connected, 0);
  EXPECT_EQ(meanwhile, 1U);
  EXPECT_TRUE(Takes(2));
}

TEST_F(AcceptorTest, StopsAndLeavesTheAddress) {
  Begin();
  const int port = acceptor_->port();

  acceptor_->Stop();

  const auto again = Acceptor::Bind(absl::StrCat("127.0.0.1:", port), limits_, *connections_);
  EXPECT_TRUE(again.ok()) << again.status();
}

TEST_F(AcceptorTest, AnAddressThatCannotBeHadIsUnavailable) {
  Begin();

  const auto taken = Acceptor::Bind(absl::StrCat("127.0.0.1:", acceptor_->port()), limits_, *connections_);
  EXPECT_TRUE(absl::IsUnavailable(taken.status())) << taken.status();
  const auto elsewhere = Acceptor::Bind("192.0.2.1:0", limits_, *connections_);
  EXPECT_TRUE(absl::IsUnavailable(elsewhere.status())) << elsewhere.status();
  const auto nobody = Acceptor::Bind("no name:0", limits_, *connections_);
  EXPECT_THAT(std::string(nobody.status().message()), HasSubstr("nothing has that name"));
}

TEST_F(AcceptorTest, AllAddressesOfTheMachine) {
  Begin("0.0.0.0:0");

  const UniqueFd connection = Connect();

  EXPECT_TRUE(Takes(1));
}

}  // namespace
}  // namespace candor::rpc::acceptor_test
