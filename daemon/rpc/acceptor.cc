#include "daemon/rpc/acceptor.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "daemon/base/log.h"
#include "daemon/base/status.h"

namespace candor::rpc {
namespace {

// How long it waits when the system has no room for a connection.
constexpr absl::Duration kNoRoomPause = absl::Milliseconds(100);
constexpr absl::Duration kToldEvery = absl::Minutes(1);
// How often streams are counted: what one connection can open meanwhile, and no more, is what it can make the daemon
// hold.
constexpr absl::Duration kLookedAtEvery = absl::Milliseconds(200);
constexpr absl::Duration kTidiedEvery = absl::Seconds(1);

struct FreeAddresses {
  void operator()(addrinfo* addresses) const { freeaddrinfo(addresses); }
};
using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

absl::Status CannotBind(int error) {
  return absl::UnavailableError(absl::StrCat("it cannot be bound: ", std::strerror(error)));
}

int PortOf(int fd) {
  sockaddr_storage bound{};
  socklen_t size = sizeof(bound);
  if (getsockname(fd, reinterpret_cast<sockaddr*>(&bound), &size) != 0) return 0;
  return ntohs(bound.ss_family == AF_INET ? reinterpret_cast<const sockaddr_in&>(bound).sin_port
                                          : reinterpret_cast<const sockaddr_in6&>(bound).sin6_port);
}

void SetPort(addrinfo& address, int port) {
  const in_port_t wire = htons(static_cast<uint16_t>(port));
  if (address.ai_family == AF_INET) reinterpret_cast<sockaddr_in*>(address.ai_addr)->sin_port = wire;
  if (address.ai_family == AF_INET6) reinterpret_cast<sockaddr_in6*>(address.ai_addr)->sin6_port = wire;
}

// Negative: it cannot be had, and errno says why. `both`: of IPv6, and takes IPv4 in as well.
int BindOne(const addrinfo& address, bool both) {
  constexpr int kOn = 1;
  const int v6_only = both ? 0 : 1;
  UniqueFd fd(socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!fd.ok()) return -1;
  setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &kOn, sizeof(kOn));
  // Connections have it from the socket that they came in by.
  setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &kOn, sizeof(kOn));
  if (address.ai_family == AF_INET6) setsockopt(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, &v6_only, sizeof(v6_only));
  if (bind(fd.get(), address.ai_addr, address.ai_addrlen) != 0 || listen(fd.get(), SOMAXCONN) != 0) {
    const int error = errno;
    close(fd.Release());
    errno = error;
    return -1;
  }
  return fd.Release();
}

struct Target {
  std::string host;
  std::string port;
  bool is_any = false;  // every address of the machine
};

Target Split(const std::string& target) {
  const size_t colon = target.rfind(':');
  Target split{target.substr(0, colon), target.substr(colon + 1), false};
  if (split.host.starts_with('[') && split.host.ends_with(']'))
    split.host = split.host.substr(1, split.host.size() - 2);
  split.is_any = split.host == "0.0.0.0" || split.host == "::";
  return split;
}

absl::StatusOr<Addresses> Resolve(const std::string& host, const std::string& port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  addrinfo* found = nullptr;
  if (const int error = getaddrinfo(host.c_str(), port.c_str(), &hints, &found); error != 0) {
    return absl::UnavailableError(absl::StrCat("nothing has that name: ", gai_strerror(error)));
  }
  return Addresses(found);
}

// Every address that the machine has of those; the port of the first is that of all.
absl::StatusOr<std::vector<UniqueFd>> BindAll(addrinfo* addresses, bool both) {
  std::vector<UniqueFd> bound;
  int error = EADDRNOTAVAIL;
  for (addrinfo* each = addresses; each != nullptr; each = each->ai_next) {
    if (!bound.empty()) SetPort(*each, PortOf(bound.front().get()));
    UniqueFd fd(BindOne(*each, both));
    if (fd.ok()) {
      bound.push_back(std::move(fd));
      continue;
    }
    error = errno;
    // Somebody else has it, who would be called by some.
    if (error == EADDRINUSE) return CannotBind(error);
  }
  if (bound.empty()) return CannotBind(error);
  return bound;
}

absl::StatusOr<std::vector<UniqueFd>> BindTarget(const Target& target) {
  if (target.is_any) {
    CANDOR_ASSIGN_OR_RETURN(const Addresses both, Resolve("::", target.port));
    absl::StatusOr<std::vector<UniqueFd>> bound = BindAll(both.get(), true);
    if (bound.ok()) return bound;
    // A machine may have no IPv6.
    CANDOR_ASSIGN_OR_RETURN(const Addresses old, Resolve("0.0.0.0", target.port));
    return BindAll(old.get(), false);
  }
  CANDOR_ASSIGN_OR_RETURN(const Addresses addresses, Resolve(target.host, target.port));
  return BindAll(addresses.get(), false);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Acceptor>> Acceptor::Bind(const std::string& target, const ConnectionLimits& limits,
                                                         Connections& connections) {
  CANDOR_ASSIGN_OR_RETURN(std::vector<UniqueFd> listeners, BindTarget(Split(target)));
  UniqueFd stop(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!stop.ok()) return CannotBind(errno);
  const int port = PortOf(listeners.front().get());
  return std::unique_ptr<Acceptor>(new Acceptor(std::move(listeners), port, std::move(stop), limits, connections));
}

Acceptor::Acceptor(std::vector<UniqueFd> listeners, int port, UniqueFd stop, const ConnectionLimits& limits,
                   Connections& connections)
    : listeners_(std::move(listeners)),
      port_(port),
      stop_(std::move(stop)),
      limits_(limits),
      connections_(connections) {}

Acceptor::~Acceptor() {
  Stop();
}

void Acceptor::Start(Take take) {
  take_ = std::move(take);
  thread_ = std::thread([this] { Run(); });
}

void Acceptor::Stop() {
  if (thread_.joinable()) {
    constexpr uint64_t kOne = 1;
    // An event counter has room for one more.
    [[maybe_unused]] const ssize_t written = write(stop_.get(), &kOne, sizeof(kOne));
    thread_.join();
  }
  listeners_.clear();
}

void Acceptor::Run() {
  std::vector<pollfd> waiting{{stop_.get(), POLLIN, 0}};
  for (const UniqueFd& listener : listeners_) waiting.push_back({listener.get(), POLLIN, 0});
  const nfds_t none_but_stop = 1;
  bool has_room = true;
  while (true) {
    const int pause_ms = static_cast<int>(absl::ToInt64Milliseconds(has_room ? kLookedAtEvery : kNoRoomPause));
    for (pollfd& each : waiting) each.revents = 0;
    // While there is no room, those who wait would wake it at once.
    const int ready = poll(waiting.data(), has_room ? waiting.size() : none_but_stop, pause_ms);
    if (ready < 0 && errno != EINTR) return log::Error("connections of the network cannot be waited for any more");
    if (waiting.front().revents != 0) return;
    has_room = true;
    for (size_t i = 1; i < waiting.size(); ++i) has_room = TakeAll(waiting[i].fd) && has_room;
    LookAround(absl::Now());
  }
}

void Acceptor::LookAround(absl::Time now) {
  if (now < looked_) looked_ = tidied_ = absl::InfinitePast();  // the clock was set back
  if (now - looked_ < kLookedAtEvery) return;
  looked_ = now;
  for (const ConnectionStreams& each : streams_.Look(limits_.streams)) {
    connections_.HasStreams(each.peer, each.open, each.started, now);
  }
  if (now - tidied_ < kTidiedEvery) return;
  tidied_ = now;
  connections_.Tidy(now);
}

bool Acceptor::TakeAll(int listener) {
  while (true) {
    sockaddr_storage peer{};
    socklen_t size = sizeof(peer);
    UniqueFd fd(accept4(listener, reinterpret_cast<sockaddr*>(&peer), &size, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (fd.ok()) {
      TakeOne(std::move(fd), RemoteEnd::Of(peer));
      continue;
    }
    // One that came to nothing before it was taken is no reason to let the next one wait.
    if (errno == ECONNABORTED || errno == EINTR) continue;
    return errno != EMFILE && errno != ENFILE && errno != ENOBUFS && errno != ENOMEM;
  }
}

void Acceptor::TakeOne(UniqueFd connection, const RemoteEnd& from) {
  const absl::Time now = absl::Now();
  if (!connections_.Admits(from.address, now)) {
    ++refused_;
    if (now >= told_ && now - told_ < kToldEvery) return;
    log::Warning(absl::StrCat("hung up on ", refused_,
                              " connections: their address has too many, or makes them too "
                              "fast, or there are too many in all"));
    told_ = now;
    refused_ = 0;
    return;
  }
  // What was sent and is not acknowledged for so long has nobody at the other end.
  const auto dead_after_ms = static_cast<unsigned>(absl::ToInt64Milliseconds(limits_.answered_within));
  setsockopt(connection.get(), IPPROTO_TCP, TCP_USER_TIMEOUT, &dead_after_ms, sizeof(dead_after_ms));
  connections_.Add(from, connection.get(), now);
  take_(connection.Release());
}

}  // namespace candor::rpc
