#include "daemon/rpc/connections.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <string>

#include "absl/time/time.h"
#include "daemon/base/unique_fd.h"

namespace candor::rpc::connections_test {
namespace {

const absl::Time kNoon = absl::FromUnixSeconds(1'780'000'000);

template <class Address>
sockaddr_storage Stored(const Address& address) {
  sockaddr_storage out{};
  std::memcpy(&out, &address, sizeof(address));
  return out;
}

sockaddr_storage From4(const char* address, uint16_t port) {
  sockaddr_in four{};
  four.sin_family = AF_INET;
  four.sin_port = htons(port);
  EXPECT_EQ(inet_pton(AF_INET, address, &four.sin_addr), 1);
  return Stored(four);
}

sockaddr_storage From6(const char* address, uint16_t port) {
  sockaddr_in6 six{};
  six.sin6_family = AF_INET6;
  six.sin6_port = htons(port);
  EXPECT_EQ(inet_pton(AF_INET6, address, &six.sin6_addr), 1);
  return Stored(six);
}

// Two ends of one connection.
struct Pair {
  Pair() : Pair(Make()) {}
  explicit Pair(const std::array<int, 2>& fds) : ours(fds[0]), theirs(fds[1]) {}

  static std::array<int, 2> Make() {
    std::array<int, 2> fds{};
    EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds.data()), 0);
    return fds;
  }
  bool IsHungUp() const {
    pollfd ended{theirs.get(), POLLIN, 0};
    return poll(&ended, 1, 0) == 1 && (ended.revents & (POLLHUP | POLLIN)) != 0;
  }

  UniqueFd ours;
  UniqueFd theirs;
};

class ConnectionsTest : public testing::Test {
 protected:
  static ConnectionLimits Few() {
    ConnectionLimits limits;
    limits.streams = 10;
    limits.calls_burst = 3;
    limits.calls_per_second = 1;
    limits.refusals_burst = 2;
    limits.refusals_per_second = 1;
    return limits;
  }
  void Add(const Pair& pair) { connections_.Add(RemoteEnd::Of(From4("192.0.2.7", 4711)), pair.ours.get(), kNoon); }

  static constexpr char kPeer[] = "ipv4:192.0.2.7:4711";
  Connections connections_{Few()};
};

TEST_F(ConnectionsTest, SoManyCallsBeginUntilSomebodyKnownHasCalled) {
  const Pair pair;
  Add(pair);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(connections_.Begins(kPeer, kNoon));
  EXPECT_TRUE(connections_.Begins(kPeer, kNoon + absl::Seconds(1))) << "one is earned in a second";
  EXPECT_FALSE(pair.IsHungUp());

  EXPECT_FALSE(connections_.Begins(kPeer, kNoon + absl::Seconds(1)));

  EXPECT_TRUE(pair.IsHungUp());
  EXPECT_FALSE(connections_.Begins(kPeer, kNoon + absl::Hours(1))) << "what was under way is ended at once";
}

TEST_F(ConnectionsTest, WhoIsKnownCallsAsOftenAsTheyAreLetIn) {
  const Pair pair;
  Add(pair);
  connections_.Knows(kPeer);

  for (int i = 0; i < 100; ++i) EXPECT_TRUE(connections_.Begins(kPeer, kNoon));
  connections_.HasStreams(kPeer, 10, 100'000, kNoon);
  EXPECT_FALSE(pair.IsHungUp());
  for (int i = 0; i < 3; ++i) connections_.Refused(kPeer, kNoon);

  EXPECT_TRUE(pair.IsHungUp()) << "they wait for no refusal";
}

TEST_F(ConnectionsTest, StreamsThatNoHandlerLearnsOfCountToo) {
  const Pair open;
  Add(open);
  connections_.Knows(kPeer);
  connections_.HasStreams(kPeer, 40, 40, kNoon);
  EXPECT_FALSE(open.IsHungUp());
  connections_.HasStreams(kPeer, 41, 41, kNoon);
  EXPECT_TRUE(open.IsHungUp());

  const Pair taken_back;
  Add(taken_back);
  connections_.HasStreams(kPeer, 0, 3, kNoon);
  EXPECT_FALSE(taken_back.IsHungUp());
  connections_.HasStreams(kPeer, 0, 4, kNoon);
  EXPECT_TRUE(taken_back.IsHungUp()) << "nobody known has called on the second of that number";
}

TEST_F(ConnectionsTest, OneOfIpv6IsFoundAsGrpcWritesIt) {
  const Pair six;
  connections_.Add(RemoteEnd::Of(From6("2001:db8::7", 4711)), six.ours.get(), kNoon);
  const Pair four;
  connections_.Add(RemoteEnd::Of(From6("::ffff:192.0.2.7", 4712)), four.ours.get(), kNoon);

  connections_.HasStreams("ipv6:%5B2001:db8::7%5D:4711", 41, 41, kNoon);
  EXPECT_TRUE(six.IsHungUp());
  connections_.HasStreams("ipv4:192.0.2.7:4712", 41, 41, kNoon);
  EXPECT_TRUE(four.IsHungUp()) << "it came in by a socket of IPv6";
  EXPECT_EQ(RemoteEnd::Of(From6("2001:db8::7", 1)).address, RemoteEnd::Of(From6("2001:db8::8", 2)).address);
  EXPECT_NE(RemoteEnd::Of(From6("2001:db8::7", 1)).key, RemoteEnd::Of(From6("2001:db8::8", 1)).key);
}

TEST_F(ConnectionsTest, WhatIsNoConnectionOfTheNetworkIsNotLimited) {
  for (const char* const peer : {"unix:/run/candor.sock", "unix:", "inproc", "", "ipv4:192.0.2.7", "ipv4:x:1"}) {
    for (int i = 0; i < 100; ++i) EXPECT_TRUE(connections_.Begins(peer, kNoon)) << peer;
  }
}

// By then the number may be of a file of the store's.
TEST_F(ConnectionsTest, ANumberThatIsAnotherFilesByNowIsLeftAlone) {
  const Pair other;
  {
    const Pair pair;
    Add(pair);
    ASSERT_GE(dup2(other.ours.get(), pair.ours.get()), 0);
    connections_.HasStreams(kPeer, 41, 41, kNoon);
  }

  EXPECT_FALSE(other.IsHungUp());
}

}  // namespace
}  // namespace candor::rpc::connections_test
