#include "daemon/rpc/acceptor.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <iterator>
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
// Looking at every connection takes a moment: not for each of a flood.
constexpr absl::Duration kPrunedEvery = absl::Milliseconds(50);
constexpr absl::Duration kToldEvery = absl::Minutes(1);
// Beyond which addresses are looked for that nothing is left to remember of.
constexpr size_t kAddressesKept = 4096;

struct FreeAddresses {
  void operator()(addrinfo* addresses) const { freeaddrinfo(addresses); }
};
using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

// Half of what the process may open: the store's files need the others.
size_t WithinFiles(size_t wanted) {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur == RLIM_INFINITY) return wanted;
  return std::min<size_t>(wanted, files.rlim_cur / 2);
}

// 0: nothing is open under that number.
ino_t FileOf(int fd) {
  struct stat info {};
  return fstat(fd, &info) == 0 ? info.st_ino : 0;
}

// What counts as one address.
std::string AddressOf(const sockaddr_storage& peer) {
  constexpr size_t kNetworkOf6 = 8;
  if (peer.ss_family == AF_INET) {
    in_addr address{};
    std::memcpy(&address, &reinterpret_cast<const sockaddr_in&>(peer).sin_addr, sizeof(address));
    return std::string(reinterpret_cast<const char*>(&address), sizeof(address));
  }
  in6_addr address{};
  std::memcpy(&address, &reinterpret_cast<const sockaddr_in6&>(peer).sin6_addr, sizeof(address));
  const char* const bytes = reinterpret_cast<const char*>(&address);
  // One of IPv4 that came in by a socket of IPv6.
  if (IN6_IS_ADDR_V4MAPPED(&address)) return std::string(bytes + 12, 4);
  return std::string(bytes, kNetworkOf6);
}

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

ConnectionCount::ConnectionCount(const ConnectionLimits& limits)
    : limits_(limits), in_all_(WithinFiles(limits.in_all)) {}

void ConnectionCount::Earn(Address& address, absl::Time now) const {
  // A clock that was set back takes nothing away.
  const double seconds = std::max(0.0, absl::ToDoubleSeconds(now - address.seen));
  address.left = std::min(limits_.burst, address.left + seconds * limits_.per_second);
  address.seen = now;
}

bool ConnectionCount::Admits(const std::string& address, absl::Time now) {
  if (addresses_.size() >= kAddressesKept) Prune(now);
  const auto [found, is_new] = addresses_.try_emplace(address, Address{{}, limits_.burst, now});
  Earn(found->second, now);
  if (found->second.left < 1) return false;
  found->second.left -= 1;
  if (HasRoom(found->second)) return true;
  Prune(now);
  // It may have been forgotten, with all of its connections closed.
  const auto again = addresses_.find(address);
  return again == addresses_.end() || HasRoom(again->second);
}

void ConnectionCount::Add(const std::string& address, int fd) {
  addresses_[address].open.push_back({fd, FileOf(fd)});
  ++open_;
}

void ConnectionCount::Prune(absl::Time now) {
  if (now >= pruned_ && now - pruned_ < kPrunedEvery) return;
  pruned_ = now;
  open_ = 0;
  for (auto at = addresses_.begin(); at != addresses_.end();) {
    Address& address = at->second;
    std::erase_if(address.open, [](const Open& each) { return FileOf(each.fd) != each.file; });
    open_ += address.open.size();
    Earn(address, now);
    at = address.open.empty() && address.left >= limits_.burst ? addresses_.erase(at) : std::next(at);
  }
}

absl::StatusOr<std::unique_ptr<Acceptor>> Acceptor::Bind(const std::string& target, const ConnectionLimits& limits) {
  CANDOR_ASSIGN_OR_RETURN(std::vector<UniqueFd> listeners, BindTarget(Split(target)));
  UniqueFd stop(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!stop.ok()) return CannotBind(errno);
  const int port = PortOf(listeners.front().get());
  return std::unique_ptr<Acceptor>(new Acceptor(std::move(listeners), port, std::move(stop), limits));
}

Acceptor::Acceptor(std::vector<UniqueFd> listeners, int port, UniqueFd stop, const ConnectionLimits& limits)
    : listeners_(std::move(listeners)), port_(port), stop_(std::move(stop)), limits_(limits), count_(limits) {}

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
    const int pause_ms = has_room ? -1 : static_cast<int>(absl::ToInt64Milliseconds(kNoRoomPause));
    for (pollfd& each : waiting) each.revents = 0;
    // While there is no room, those who wait would wake it at once.
    const int ready = poll(waiting.data(), has_room ? waiting.size() : none_but_stop, pause_ms);
    if (ready < 0 && errno != EINTR) return log::Error("connections of the network cannot be waited for any more");
    if (waiting.front().revents != 0) return;
    has_room = true;
    for (size_t i = 1; i < waiting.size(); ++i) has_room = TakeAll(waiting[i].fd) && has_room;
  }
}

bool Acceptor::TakeAll(int listener) {
  while (true) {
    sockaddr_storage peer{};
    socklen_t size = sizeof(peer);
    UniqueFd fd(accept4(listener, reinterpret_cast<sockaddr*>(&peer), &size, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (fd.ok()) {
      TakeOne(std::move(fd), AddressOf(peer));
      continue;
    }
    // One that came to nothing before it was taken is no reason to let the next one wait.
    if (errno == ECONNABORTED || errno == EINTR) continue;
    return errno != EMFILE && errno != ENFILE && errno != ENOBUFS && errno != ENOMEM;
  }
}

void Acceptor::TakeOne(UniqueFd connection, const std::string& address) {
  const absl::Time now = absl::Now();
  if (!count_.Admits(address, now)) {
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
  count_.Add(address, connection.get());
  take_(connection.Release());
}

}  // namespace candor::rpc
