#include "daemon/rpc/gate.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "daemon/base/civil.h"
#include "daemon/base/status.h"
#include "daemon/domain/away.h"
#include "daemon/domain/hats.h"
#include "daemon/domain/permission.h"
#include "daemon/domain/settings.h"
#include "daemon/rpc/emergency_wire.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"

namespace candor::rpc {
namespace {

constexpr char kActFor[] = "candor-act-for";
// gRPC reads one of thousands of years as one that has passed.
constexpr char kNoTimeLeft[] =
    "there was no time left to answer in, or more was given than can be counted; try again with a deadline of ten "
    "minutes or less";
// What is looked at by itself, and goes on record each time. A preview leaves no trace, and a stream goes on after the
// emergency.
constexpr std::string_view kEmergencyVerbs[] = {"Explain", "Get", "List", "Lookup"};

bool IsForEmergency(std::string_view method) {
  const std::string_view verb = method.substr(method.rfind('.') + 1);
  return std::any_of(std::begin(kEmergencyVerbs), std::end(kEmergencyVerbs),
                     [verb](std::string_view each) { return verb.starts_with(each); });
}

// Whether the operator may act for anybody by now.
absl::Status CheckActFor(const domain::Identity& identity) {
  if (identity.Network().act_for_allowed) return absl::OkStatus();
  return WithDetail(
      absl::PermissionDeniedError("candor-act-for: people call with their own certificates here, so nobody acts for "
                                  "them any more; the member can call themselves, or the practice allows it in the "
                                  "daemon's configuration (act_for_after_enrolment)"),
      {kActFor, "act_for_off"});
}

// The member who holds the certificate, and has not left the practice.
absl::StatusOr<MemberId> MemberWith(const std::string& pem, const domain::Identity& identity,
                                    const domain::Store& store, Clock& clock) {
  CANDOR_ASSIGN_OR_RETURN(const MemberId member, identity.WhoHolds(pem));
  const std::shared_ptr<const domain::View> view = store.Latest();
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::EntryHeader> staffing, view->StaffingOf(member));
  if (staffing.empty()) return member;
  CANDOR_ASSIGN_OR_RETURN(const domain::Settings settings, view->GetSettings());
  CANDOR_ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadZone(settings.zone));
  if (!domain::HasLeft(domain::AwayPeriodsOf(staffing), DayAt(clock.Now(), zone))) return member;
  return WithDetail(absl::UnauthenticatedError("the record says that you have left the practice; for what you still "
                                               "need from here, ask its administrator"),
                    {"", "left"});
}

// Of a method that is for those who have been given a role, as of today.
absl::Status CheckRoles(const domain::Caller& caller, std::string_view method, const domain::Store& store,
                        Clock& clock) {
  const std::shared_ptr<const domain::View> view = store.Latest();
  CANDOR_ASSIGN_OR_RETURN(const domain::Settings settings, view->GetSettings());
  CANDOR_ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadZone(settings.zone));
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::Role> roles,
                          domain::RolesInForce(*view, caller.acting_for, DayAt(clock.Now(), zone)));
  return domain::CheckMethod(caller, method, roles);
}

// What counts as one caller: a member with all their machines, and for whom no certificate speaks, everybody at that
// address. `peer` is the connection's other end, as gRPC writes it: its port is behind the last colon.
Asking AskingOf(const absl::StatusOr<domain::Caller>& caller, const std::string& peer, bool is_stream) {
  if (caller.ok() && !caller->is_nobody()) {
    return {absl::StrCat("member ", caller->acting_for.ToString()), peer, is_stream, true};
  }
  return {absl::StrCat("address ", peer.substr(0, peer.rfind(':'))), peer, is_stream, false};
}

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

absl::StatusOr<domain::Caller> Gate::CallerOf(const grpc::CallbackServerContext& context, const Peer& peer) const {
  const bool local = peer.kind == Peer::Kind::kLocal;
  domain::Caller caller{local, {}};
  const auto& metadata = context.client_metadata();
  const auto [first, last] = metadata.equal_range(kActFor);
  if (first != last && !local) {
    return InvalidField(kActFor, "act_for_with_certificate",
                        "is for the daemon's own socket; over a network everybody calls for themselves: leave it out");
  }
  if (peer.kind == Peer::Kind::kCertificate) {
    CANDOR_ASSIGN_OR_RETURN(caller.acting_for, MemberWith(peer.pem, identity_, store_, clock_));
  }
  if (first == last) return caller;
  if (std::next(first) != last) return InvalidField(kActFor, "repeated", "given twice; name one member");
  const std::string_view name(first->second.data(), first->second.size());
  CANDOR_ASSIGN_OR_RETURN(caller.acting_for, ParseMember(name, kActFor));
  CANDOR_ASSIGN_OR_RETURN(const bool known, store_.Latest()->HasMember(caller.acting_for));
  if (!known) return NotFoundField(kActFor, "no such member; see `candor member list`");
  CANDOR_RETURN_IF_ERROR(CheckActFor(identity_));
  return caller;
}

absl::StatusOr<EmergencyId> Gate::EmergencyOf(const grpc::CallbackServerContext& context, const domain::Caller& caller,
                                              std::string_view method, bool is_stream) const {
  const auto& metadata = context.client_metadata();
  const auto [first, last] = metadata.equal_range(kEmergencyField);
  if (first == last) return EmergencyId();
  if (std::next(first) != last) return InvalidField(kEmergencyField, "repeated", "given twice; name one emergency");
  if (is_stream || !IsForEmergency(method)) {
    return InvalidField(kEmergencyField, "not_for_this", "is for single calls that read; leave it out here");
  }
  const std::string_view name(first->second.data(), first->second.size());
  CANDOR_ASSIGN_OR_RETURN(const EmergencyId id, ParseEmergency(name, kEmergencyField));
  CANDOR_RETURN_IF_ERROR(OpenedSubject(*store_.Latest(), id, caller, clock_.Now()).status());
  return id;
}

absl::Status Gate::CheckMayCall(const domain::Caller& caller, std::string_view method) const {
  const bool by_role = !caller.acting_for.empty() && domain::AsksForRoles(method);
  if (!by_role) return domain::CheckMethod(caller, method);
  return CheckRoles(caller, method, store_, clock_);
}

std::function<absl::Status()> Gate::StandingOf(const domain::Caller& caller, const Peer& peer,
                                               std::string_view method) const {
  if (caller.acting_for.empty()) return [] { return absl::OkStatus(); };
  const bool by_role = domain::AsksForRoles(method);
  return [&identity = identity_, &store = store_, &clock = clock_, pem = peer.pem, caller, by_role,
          method = std::string(method)]() -> absl::Status {
    CANDOR_RETURN_IF_ERROR(caller.is_acted_for() ? CheckActFor(identity)
                                                 : MemberWith(pem, identity, store, clock).status());
    return by_role ? CheckRoles(caller, method, store, clock) : absl::OkStatus();
  };
}

absl::Status Gate::Take(const absl::StatusOr<domain::Caller>& caller, const std::string& peer, bool is_stream,
                        Call& call) const {
  const Asking asking = AskingOf(caller, peer, is_stream);
  if (asking.is_known) connections_.Knows(peer);
  call.who = asking.who;
  auto turn = limits_.Admit(asking);
  if (!turn.ok()) {
    connections_.Refused(peer);
    return turn.status();
  }
  call.turn = *std::move(turn);
  return absl::OkStatus();
}

absl::StatusOr<Call> Gate::Admit(const grpc::CallbackServerContext& context, std::string_view method,
                                 bool is_stream) const {
  const std::string other_end = context.peer();
  if (!connections_.Begins(other_end)) return AtHungUpConnection();
  Call call;
  call.method = std::string(method);
  call.pass = LetIn();
  if (call.pass == nullptr) return absl::UnavailableError("the daemon is stopping; try again when it is back");
  call.received = clock_.Now();
  // The deadline is of the machine's clock, which a test's clock may differ from: only what is left of it counts.
  const absl::Duration left = absl::FromChrono(context.deadline() - std::chrono::system_clock::now());
  if (left <= absl::ZeroDuration()) return absl::DeadlineExceededError(kNoTimeLeft);
  // No deadline reads as one in centuries.
  const bool has_deadline = left < absl::Hours(24 * 365);
  call.deadline = call.received + (has_deadline ? std::min(left, kLongestDeadline) : kDefaultDeadline);
  call.cancelled = [&context] { return context.IsCancelled(); };
  // A plain pointer, which costs nothing to copy: the call's pass keeps it alive.
  call.must_end = [inside = inside_.get()] {
    absl::MutexLock lock(&inside->mutex);
    return absl::Now() >= inside->streams_end;
  };
  Peer peer = PeerOf(*context.auth_context());
  // Whoever enrols may hold a certificate that does not count any more.
  if (peer.kind == Peer::Kind::kCertificate && domain::NeedsNoCertificate(method)) peer = Peer{};
  const absl::StatusOr<domain::Caller> caller = CallerOf(context, peer);
  if (peer.kind != Peer::Kind::kLocal) CANDOR_RETURN_IF_ERROR(Take(caller, other_end, is_stream, call));
  CANDOR_RETURN_IF_ERROR(caller.status());
  call.caller = *caller;
  CANDOR_RETURN_IF_ERROR(CheckMayCall(call.caller, method));
  CANDOR_RETURN_IF_ERROR(ready_.Check(method));
  CANDOR_ASSIGN_OR_RETURN(call.emergency, EmergencyOf(context, call.caller, method, is_stream));
  call.use_is_told = call.caller.is_acted_for() && identity_.AnyoneEnrolled();
  call.standing = StandingOf(call.caller, peer, method);
  call.peer_pem = std::move(peer.pem);
  return call;
}

}  // namespace candor::rpc
