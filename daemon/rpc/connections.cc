#include "daemon/rpc/connections.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstring>
#include <iterator>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "daemon/base/log.h"
#include "daemon/base/text.h"
#include "daemon/base/unique_fd.h"

namespace candor::rpc {
namespace {

// Looking at every connection takes a moment: not for each of a flood.
constexpr absl::Duration kPrunedEvery = absl::Milliseconds(50);
// Beyond which addresses are looked for that nothing is left to remember of.
constexpr size_t kAddressesKept = 4096;
constexpr size_t kNetworkOf6 = 8;
// What hanging up on a connection costs its address, in new ones: else the next one would go on where it ended.
constexpr double kHangUpCosts = 10;
// How many times the bound of streams are open where the other end has not agreed to it: one that is over counts for a
// moment more.
constexpr int64_t kTimesBeyond = 4;

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

// gRPC, which closes it, may do so at any moment, and the number be another one's: so it is done by a number of ours.
void ShutDown(int fd, ino_t file) {
  const UniqueFd ours(fcntl(fd, F_DUPFD_CLOEXEC, 0));
  if (ours.ok() && FileOf(ours.get()) == file) shutdown(ours.get(), SHUT_RDWR);
}

std::string KeyOf(const std::string& address, int port) {
  return absl::StrCat(address, ":", port);
}

// As bytes, the four of IPv4 also where it came in by a socket of IPv6.
std::string BytesOf6(const in6_addr& address) {
  const char* const bytes = reinterpret_cast<const char*>(&address);
  if (IN6_IS_ADDR_V4MAPPED(&address)) return std::string(bytes + 12, 4);
  return std::string(bytes, sizeof(address));
}

std::string BytesOf4(const in_addr& address) {
  return std::string(reinterpret_cast<const char*>(&address), sizeof(address));
}

// "ipv4:192.0.2.7:4711" or "ipv6:%5B2001:db8::7%5D:4711". Empty for what is neither.
std::string KeyOfPeer(std::string_view peer) {
  const bool is_4 = peer.starts_with("ipv4:");
  if (!is_4 && !peer.starts_with("ipv6:")) return "";
  const size_t begin = peer.find(':') + 1;
  const size_t colon = peer.rfind(':');
  int port = 0;
  if (colon < begin || !absl::SimpleAtoi(ToAbsl(peer.substr(colon + 1)), &port)) return "";
  std::string host(peer.substr(begin, colon - begin));
  in_addr four{};
  if (is_4) return inet_pton(AF_INET, host.c_str(), &four) == 1 ? KeyOf(BytesOf4(four), port) : "";
  host = absl::StrReplaceAll(host, {{"%5B", ""}, {"%5D", ""}, {"[", ""}, {"]", ""}});
  // By which of the machine's own networks it came.
  host = host.substr(0, host.find('%'));
  in6_addr six{};
  return inet_pton(AF_INET6, host.c_str(), &six) == 1 ? KeyOf(BytesOf6(six), port) : "";
}

}  // namespace

RemoteEnd RemoteEnd::Of(const sockaddr_storage& peer) {
  if (peer.ss_family == AF_INET) {
    sockaddr_in four{};
    std::memcpy(&four, &peer, sizeof(four));
    const std::string address = BytesOf4(four.sin_addr);
    return {address, KeyOf(address, ntohs(four.sin_port))};
  }
  sockaddr_in6 six{};
  std::memcpy(&six, &peer, sizeof(six));
  const std::string address = BytesOf6(six.sin6_addr);
  return {address.substr(0, kNetworkOf6), KeyOf(address, ntohs(six.sin6_port))};
}

Connections::Connections(const ConnectionLimits& limits) : limits_(limits), in_all_(WithinFiles(limits.in_all)) {}

bool Connections::Takes(Bucket& bucket, double burst, double per_second, absl::Time now) {
  // A clock that was set back takes nothing away.
  const double seconds = std::max(0.0, absl::ToDoubleSeconds(now - bucket.seen));
  bucket.left = std::min(burst, bucket.left + seconds * per_second);
  bucket.seen = now;
  if (bucket.left < 1) return false;
  bucket.left -= 1;
  return true;
}

bool Connections::HasRoom(const std::string& address) const {
  const auto found = addresses_.find(address);
  return open_.size() < in_all_ && (found == addresses_.end() || found->second.open < limits_.of_address);
}

bool Connections::Admits(const std::string& address, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  if (addresses_.size() >= kAddressesKept) Prune(now);
  const auto [found, is_new] = addresses_.try_emplace(address, Address{0, {limits_.burst, now}});
  if (!Takes(found->second.made, limits_.burst, limits_.per_second, now)) return false;
  if (HasRoom(address)) return true;
  Prune(now);
  return HasRoom(address) || MakeRoom(address);
}

void Connections::Add(const RemoteEnd& from, int fd, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  // The same number again on the other side: the earlier one is closed.
  if (const auto before = open_.find(from.key); before != open_.end()) Forget(before);
  Open open;
  open.address = from.address;
  open.fd = fd;
  open.file = FileOf(fd);
  open.since = now;
  open.calls = {limits_.calls_burst, now};
  open.refusals = {limits_.refusals_burst, now};
  open_.emplace(from.key, std::move(open));
  ++addresses_.try_emplace(from.address, Address{0, {limits_.burst, now}}).first->second.open;
}

Connections::Open* Connections::Find(std::string_view peer) {
  const auto found = open_.find(KeyOfPeer(peer));
  return found == open_.end() ? nullptr : &found->second;
}

bool Connections::Begins(std::string_view peer, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  Open* const open = Find(peer);
  if (open == nullptr) return true;
  if (open->hung_up) return false;
  if (open->is_known || Takes(open->calls, limits_.calls_burst, limits_.calls_per_second, now)) return true;
  HangUpOn(*open);
  return false;
}

void Connections::Refused(std::string_view peer, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  Open* const open = Find(peer);
  if (open == nullptr || open->hung_up) return;
  if (!Takes(open->refusals, limits_.refusals_burst, limits_.refusals_per_second, now)) HangUpOn(*open);
}

void Connections::Knows(std::string_view peer) {
  absl::MutexLock lock(&mutex_);
  if (Open* const open = Find(peer)) open->is_known = true;
}

void Connections::HasStreams(std::string_view peer, int64_t open, int64_t started, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  Open* const at = Find(peer);
  if (at == nullptr || at->hung_up) return;
  const double earned = limits_.calls_burst + absl::ToDoubleSeconds(now - at->since) * limits_.calls_per_second;
  const bool too_many = !at->is_known && static_cast<double>(started) > earned;
  if (too_many || open > kTimesBeyond * limits_.streams) HangUpOn(*at);
}

void Connections::Tidy(absl::Time now) {
  absl::MutexLock lock(&mutex_);
  Prune(now);
  for (auto& [key, open] : open_) {
    if (open.is_known || open.hung_up || now - open.since < limits_.unknown) continue;
    open.hung_up = true;
    ShutDown(open.fd, open.file);
  }
}

void Connections::Prune(absl::Time now) {
  if (now >= pruned_ && now - pruned_ < kPrunedEvery) return;
  pruned_ = now;
  for (auto at = open_.begin(); at != open_.end();) {
    at = FileOf(at->second.fd) == at->second.file ? std::next(at) : Forget(at);
  }
  for (auto at = addresses_.begin(); at != addresses_.end();) {
    const Bucket& made = at->second.made;
    const bool earned = made.left + absl::ToDoubleSeconds(now - made.seen) * limits_.per_second >= limits_.burst;
    at = at->second.open == 0 && earned ? addresses_.erase(at) : std::next(at);
  }
}

Connections::OpenAt Connections::Forget(OpenAt at) {
  const auto address = addresses_.find(at->second.address);
  if (address != addresses_.end() && address->second.open > 0) --address->second.open;
  return open_.erase(at);
}

bool Connections::MakeRoom(const std::string& address) {
  const auto found = addresses_.find(address);
  const bool of_address = found != addresses_.end() && found->second.open >= limits_.of_address;
  auto oldest = open_.end();
  for (auto at = open_.begin(); at != open_.end(); ++at) {
    if (at->second.is_known || (of_address && at->second.address != address)) continue;
    if (oldest == open_.end() || at->second.since < oldest->second.since) oldest = at;
  }
  if (oldest == open_.end()) return false;
  ShutDown(oldest->second.fd, oldest->second.file);
  // gRPC closes its descriptor in a moment; it counts no more by now.
  Forget(oldest);
  return HasRoom(address);
}

void Connections::HangUpOn(Open& open) {
  open.hung_up = true;
  ShutDown(open.fd, open.file);
  const auto address = addresses_.find(open.address);
  if (address != addresses_.end()) address->second.made.left -= kHangUpCosts;
  log::Debug("hung up on a connection that asked for more than one may");
}

}  // namespace candor::rpc
