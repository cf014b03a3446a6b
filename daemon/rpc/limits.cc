#include "daemon/rpc/limits.h"

#include <algorithm>
#include <ctime>
#include <iterator>
#include <optional>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"

namespace candor::rpc {
namespace {

constexpr char kRate[] = "rate";
constexpr char kTooManyCalls[] = "too_many_calls";
constexpr char kTooManyStreams[] = "too_many_streams";
constexpr char kTooManyConnections[] = "too_many_connections";
constexpr char kBusy[] = "busy";
constexpr char kHungUp[] = "hung_up";

// Beyond which those are looked for of whom nothing is left to remember.
constexpr size_t kCallersKept = 4096;
// What a dear call was is forgotten over the next few dozen.
constexpr double kForgetting = 0.9;

absl::Status AtLimit(const std::string& message, const char* reason) {
  return WithDetail(absl::ResourceExhaustedError(message), {"", reason});
}

// What the calling thread has used of a processor.
absl::Duration ProcessorTime() {
  timespec used{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return absl::DurationFromTimespec(used);
}

}  // namespace

absl::Status AtHungUpConnection() {
  return AtLimit("more was asked for on one connection than one may; it is ended", kHungUp);
}

std::string RefusedBy(const absl::Status& status) {
  if (!absl::IsResourceExhausted(status)) return "";
  const std::optional<ErrorDetail> detail = DetailOf(status);
  if (!detail) return "";
  for (const char* limit : {kRate, kTooManyCalls, kTooManyStreams, kTooManyConnections, kBusy, kHungUp}) {
    if (detail->reason == limit) return detail->reason;
  }
  return "";
}

bool IsOfLimits(const absl::Status& status) {
  const std::string limit = RefusedBy(status);
  return !limit.empty() && limit != kHungUp;
}

void Limits::Turn::End() {
  if (over_.exchange(true)) return;
  absl::MutexLock lock(&state_->mutex);
  --state_->in_all;
  Caller& caller = state_->callers.at(asking_.who);
  --(asking_.is_stream ? caller.streams : caller.calls);
  const auto connection = caller.connections.find(asking_.connection);
  if (connection != caller.connections.end() && --connection->second == 0) caller.connections.erase(connection);
}

Limits::Turn::~Turn() {
  End();
  absl::MutexLock lock(&state_->mutex);
  const auto found = state_->callers.find(asking_.who);
  if (found == state_->callers.end()) return;
  Caller& caller = found->second;
  const CallLimits& limits = state_->limits;
  const absl::Duration cost = std::max(limits.least_cost, absl::Nanoseconds(spent_ns_.load()));
  caller.usual = std::max(cost, caller.usual * kForgetting);
  caller.savings = std::clamp(caller.savings + prepaid_ - cost, -limits.saved, limits.saved);
}

Limits::Limits(const CallLimits& limits) : state_(std::make_shared<State>(limits)) {}

void Limits::State::Earn(Caller& caller, absl::Time now) const {
  // A clock that was set back takes nothing away.
  const absl::Duration passed = std::max(now - caller.seen, absl::ZeroDuration());
  caller.savings = std::min(limits.saved, caller.savings + passed * limits.share);
  caller.seen = now;
}

absl::Status Limits::State::Check(const Caller& caller, const Asking& asking) const {
  if (in_all >= limits.in_all) {
    return AtLimit("the daemon has as much under way as it does at once; try again in a moment", kBusy);
  }
  if (asking.is_stream && caller.streams >= limits.streams) {
    return AtLimit(absl::StrCat("you have ", limits.streams,
                                " streams open, as many as one caller may; close one, as `candor watch` in another "
                                "window is"),
                   kTooManyStreams);
  }
  if (!asking.is_stream && caller.calls >= limits.calls) {
    return AtLimit(absl::StrCat("you have ", limits.calls,
                                " calls under way, as many as one caller may; wait until one is answered"),
                   kTooManyCalls);
  }
  if (!caller.connections.contains(asking.connection) && caller.connections.size() >= limits.connections) {
    return AtLimit(
        absl::StrCat("you are at work over ", limits.connections, " connections, as many as one caller may; close one"),
        kTooManyConnections);
  }
  const size_t others = asking.is_stream ? caller.streams : caller.calls;
  if (caller.savings > absl::ZeroDuration() || (others == 0 && asking.is_known)) return absl::OkStatus();
  const int64_t wait_s = 1 + absl::ToInt64Seconds(std::min(-caller.savings / limits.share, absl::Hours(1)));
  return AtLimit(
      absl::StrCat("you have asked for more at once than one caller may; ask for one thing after another, or "
                   "wait ",
                   wait_s, " s"),
      kRate);
}

void Limits::State::Forget(absl::Time now) {
  if (callers.size() < kCallersKept) return;
  for (auto at = callers.begin(); at != callers.end();) {
    Caller& caller = at->second;
    if (caller.connections.empty()) Earn(caller, now);
    at = caller.connections.empty() && caller.savings >= limits.saved ? callers.erase(at) : std::next(at);
  }
}

absl::StatusOr<std::shared_ptr<Limits::Turn>> Limits::Admit(const Asking& asking, absl::Time now) const {
  const CallLimits& limits = state_->limits;
  absl::Duration prepaid;
  {
    absl::MutexLock lock(&state_->mutex);
    if (!state_->callers.contains(asking.who)) {
      state_->Forget(now);
      Caller stranger;
      stranger.savings = limits.saved;
      stranger.seen = now;
      stranger.usual = limits.least_cost;
      state_->callers.emplace(asking.who, std::move(stranger));
    }
    Caller& caller = state_->callers.at(asking.who);
    state_->Earn(caller, now);
    CANDOR_RETURN_IF_ERROR(state_->Check(caller, asking));
    // What it costs is known when it is over. Until then it is taken to cost what theirs do, so that not all of many at
    // once are let in on the same savings.
    const absl::Duration before = caller.savings;
    caller.savings = std::max(before - caller.usual, -limits.saved);
    prepaid = before - caller.savings;
    ++(asking.is_stream ? caller.streams : caller.calls);
    ++caller.connections[asking.connection];
    ++state_->in_all;
  }
  return std::make_shared<Turn>(state_, asking, prepaid);
}

Metered::Metered(std::shared_ptr<Limits::Turn> turn)
    : turn_(std::move(turn)), began_(turn_ == nullptr ? absl::ZeroDuration() : ProcessorTime()) {}

Metered::~Metered() {
  if (turn_ != nullptr) turn_->Charge(ProcessorTime() - began_);
}

}  // namespace candor::rpc
