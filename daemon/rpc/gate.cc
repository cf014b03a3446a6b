#include "daemon/rpc/gate.h"

#include <algorithm>
#include <chrono>
#include <string>

#include "absl/time/clock.h"
#include "daemon/base/status.h"
#include "daemon/domain/permission.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"

namespace candor::rpc {
namespace {

constexpr char kActFor[] = "candor-act-for";

}  // namespace

std::shared_ptr<const void> Gate::LetIn() const {
  absl::MutexLock lock(&inside_->mutex);
  if (inside_->closed) return nullptr;
  ++inside_->calls;
  return std::shared_ptr<const void>(inside_.get(), [inside = inside_](const void*) {
    absl::MutexLock leaving(&inside->mutex);
    --inside->calls;
  });
}

void Gate::Close(absl::Duration longest) {
  absl::MutexLock lock(&inside_->mutex);
  inside_->closed = true;
  inside_->streams_end = absl::Now() + longest / 2;
  inside_->mutex.AwaitWithTimeout(
      absl::Condition(
          +[](Inside* inside) ABSL_EXCLUSIVE_LOCKS_REQUIRED(inside->mutex) { return inside->calls == 0; },
          inside_.get()),
      longest);
}

absl::StatusOr<domain::Caller> Gate::CallerOf(const grpc::CallbackServerContext& context) const {
  domain::Caller caller;
  const auto& metadata = context.client_metadata();
  const auto [first, last] = metadata.equal_range(kActFor);
  if (first == last) return caller;
  if (std::next(first) != last) return InvalidField(kActFor, "repeated", "given twice; name one member");
  const std::string_view name(first->second.data(), first->second.size());
  CANDOR_ASSIGN_OR_RETURN(caller.acting_for, ParseMember(name, kActFor));
  CANDOR_ASSIGN_OR_RETURN(const bool known, store_.Latest()->HasMember(caller.acting_for));
  if (!known) return NotFoundField(kActFor, "no such member; see `candor member list`");
  return caller;
}

absl::StatusOr<Call> Gate::Admit(const grpc::CallbackServerContext& context, std::string_view method) const {
  Call call;
  call.pass = LetIn();
  if (call.pass == nullptr) return absl::UnavailableError("the daemon is stopping; try again when it is back");
  call.received = clock_.Now();
  // The deadline is of the machine's clock, which a test's clock may differ from: only what is left of it counts.
  const absl::Duration left = absl::FromChrono(context.deadline() - std::chrono::system_clock::now());
  if (left <= absl::ZeroDuration()) return absl::DeadlineExceededError("the deadline had passed; try again");
  // No deadline reads as one in centuries.
  const bool has_deadline = left < absl::Hours(24 * 365);
  call.deadline = call.received + (has_deadline ? std::min(left, kLongestDeadline) : kDefaultDeadline);
  call.cancelled = [&context] { return context.IsCancelled(); };
  call.must_end = [inside = inside_] {
    absl::MutexLock lock(&inside->mutex);
    return absl::Now() >= inside->streams_end;
  };
  CANDOR_ASSIGN_OR_RETURN(call.caller, CallerOf(context));
  CANDOR_RETURN_IF_ERROR(domain::CheckMethod(call.caller, method));
  return call;
}

}  // namespace candor::rpc
