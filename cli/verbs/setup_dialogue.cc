#include "cli/verbs/setup_dialogue.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "candor/v1/daemon.grpc.pb.h"
#include "candor/v1/member.grpc.pb.h"
#include "cli/print/exit_codes.h"
#include "cli/verbs/retention_verbs.h"
#include "cli/verbs/role_words.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

constexpr char kRolesOfEverybody[] = "members/-";

// What tells one gap from another.
using GapKey = std::tuple<int, int, std::string>;

GapKey KeyOf(const v1::ReadinessGap& gap) {
  return {gap.kind(), gap.role(), gap.of()};
}

absl::StatusOr<std::string> AddPerson(Connection& connection, const std::string& name) {
  v1::CreateMemberRequest request;
  request.set_request_id(RandomUuid());
  request.mutable_member()->set_display_name(name);
  CANDOR_ASSIGN_OR_RETURN(v1::CreateMemberResponse response,
                          connection.Call<v1::MemberService>(&v1::MemberService::Stub::CreateMember, request));
  return std::move(*response.mutable_member()->mutable_name());
}

absl::StatusOr<Day> DayOfPractice(Connection& connection) {
  CANDOR_ASSIGN_OR_RETURN(
      const v1::GetStatusResponse response,
      connection.Call<v1::DaemonService>(&v1::DaemonService::Stub::GetStatus, v1::GetStatusRequest()));
  return FromWire(response.status().today());
}

// Whose acceptance it is: the caller's own, who has to be an owner, or where the operator calls, the owner's.
absl::StatusOr<std::string> OwnerToAccept(Session& session) {
  Connection& connection = session.connection();
  std::string caller;
  if (connection.acts_for_member()) {
    CANDOR_ASSIGN_OR_RETURN(caller, ResolveMember(connection, session.connect.act_for));
  }
  CANDOR_ASSIGN_OR_RETURN(const std::vector<v1::RoleGrant> grants, RolesOf(connection, kRolesOfEverybody));
  CANDOR_ASSIGN_OR_RETURN(const Day today, DayOfPractice(connection));
  std::string owner;
  for (const v1::RoleGrant& each : grants) {
    if (each.role() != v1::ROLE_OWNER || each.deputy() || !IsInForce(each, today)) continue;
    owner = HolderOf(each);
    if (owner == caller) return owner;
  }
  if (owner.empty()) {
    return WithDetail(absl::FailedPreconditionError("nobody is recorded as the owner of the practice; name them first: "
                                                    "candor setup --owner NAME"),
                      {"owner", "not_owner"});
  }
  if (caller.empty()) return owner;
  return WithDetail(
      absl::FailedPreconditionError("the owner accepts the non-use rule on a machine of their own: candor "
                                    "setup --accept-non-use"),
      {"owner", "owner_only"});
}

void ShowRule(Session& session, const v1::Readiness& readiness) {
  std::string_view rest = readiness.non_use();
  while (!rest.empty()) {
    const size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    session.terminal.err << (line.empty() ? "" : Wrap(line, kTextWidth, "  ")) << '\n';
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  }
}

// Which role is given to whoever is named for the gap.
RoleToGive RoleFor(const v1::ReadinessGap& gap) {
  switch (gap.kind()) {
    case v1::READINESS_GAP_KIND_CONSULTANTS:
      return {v1::ROLE_CONSULTANT, false, ""};
    case v1::READINESS_GAP_KIND_OUTSIDE_CONSULTANT:
      return {v1::ROLE_OUTSIDE_CONSULTANT, false, ""};
    case v1::READINESS_GAP_KIND_REVIEWER:
      return {v1::ROLE_INDEPENDENT_REVIEWER, false, gap.of()};
    case v1::READINESS_GAP_KIND_DEPUTY:
      return {gap.role(), true, gap.of()};
    default:
      return {gap.role(), false, ""};
  }
}

std::string QuestionFor(const v1::ReadinessGap& gap, NameBook& names) {
  switch (gap.kind()) {
    case v1::READINESS_GAP_KIND_NOBODY:
      return gap.role() == v1::ROLE_OWNER ? "Who owns the practice?" : "Who directs the practice clinically?";
    case v1::READINESS_GAP_KIND_CONSULTANTS:
      return "There are to be at least two people whom a therapist can consult. Who is one of them?";
    case v1::READINESS_GAP_KIND_OUTSIDE_CONSULTANT:
      return "Whom outside the practice can a therapist consult?";
    case v1::READINESS_GAP_KIND_REVIEWER:
      return absl::StrCat("Something may be raised about the ", ToAbsl(RoleText(gap.role())),
                          ". Who looks into that, and neither leads here nor is supervised by them?");
    case v1::READINESS_GAP_KIND_DEPUTY:
      return absl::StrCat("Who stands in for ", gap.of().empty() ? "the " : OneLine(names.Member(gap.of())) + ", ",
                          ToAbsl(RoleText(gap.role())), ", when they are away?");
    default:
      return "";
  }
}

// nullptr: all have been asked for. Somebody from outside counts among those whom therapists consult, so that is asked
// first.
const v1::ReadinessGap* NextGap(const v1::Readiness& readiness, const std::set<GapKey>& later) {
  const v1::ReadinessGap* next = nullptr;
  for (const v1::ReadinessGap& gap : readiness.gaps()) {
    if (later.contains(KeyOf(gap))) continue;
    if (gap.kind() == v1::READINESS_GAP_KIND_OUTSIDE_CONSULTANT) return &gap;
    if (next == nullptr) next = &gap;
  }
  return next;
}

v1::GrantRoleRequest GrantFor(const std::string& member, const RoleToGive& given) {
  v1::GrantRoleRequest request;
  request.set_parent(member);
  request.set_role(given.role);
  request.set_deputy(given.deputy);
  request.set_of(given.of);
  request.set_request_id(RandomUuid());
  return request;
}

// Somebody from outside has to be a member too, to be named.
absl::StatusOr<std::string> PersonTyped(Session& session, const std::string& typed, const RoleToGive& given) {
  absl::StatusOr<std::string> member = FindOrAdd(session, typed, given, false);
  if (!absl::IsNotFound(member.status())) return member;
  if (!session.terminal.Confirm("There is no member of that name. Add them?")) return member;
  return FindOrAdd(session, typed, given, true);
}

// Whether it is asked for once more: false leaves it for later.
absl::StatusOr<bool> AskForOne(Session& session, const v1::ReadinessGap& gap) {
  NameBook names(session.connection());
  absl::Status done;
  if (gap.kind() == v1::READINESS_GAP_KIND_NON_USE) {
    done = AcceptNonUse(session, false);
    if (!done.ok()) session.terminal.err << Wrap(OneLine(ToStd(done.message())), kTextWidth) << '\n';
    return false;
  }
  const std::optional<std::string> typed = session.terminal.Ask(Wrap(QuestionFor(gap, names), kTextWidth));
  if (!typed) return absl::CancelledError("the rest is left for later");
  if (typed->empty()) return false;
  const RoleToGive given = RoleFor(gap);
  const absl::StatusOr<std::string> member = PersonTyped(session, *typed, given);
  done = member.ok() ? NameFor(session, *member, given) : member.status();
  if (done.ok()) return true;
  if (absl::IsUnavailable(done)) return done;
  session.terminal.err << Wrap(OneLine(ToStd(done.message())), kTextWidth) << '\n';
  return true;
}

}  // namespace

absl::StatusOr<v1::Readiness> ReadinessNow(Connection& connection) {
  CANDOR_ASSIGN_OR_RETURN(
      v1::GetReadinessResponse response,
      connection.Call<v1::RoleService>(&v1::RoleService::Stub::GetReadiness, v1::GetReadinessRequest()));
  return std::move(*response.mutable_readiness());
}

std::string RoleToGiveText(const RoleToGive& given) {
  return absl::StrCat(given.deputy ? "deputy " : "", ToAbsl(RoleText(given.role)));
}

absl::StatusOr<std::string> FindOrAdd(Session& session, const std::string& typed, const RoleToGive& given, bool add) {
  absl::StatusOr<std::string> member = ResolveMember(session.connection(), typed);
  if (!add || !absl::IsNotFound(member.status())) return member;
  v1::GrantRoleRequest request = GrantFor(kRolesOfEverybody, given);
  request.set_validate_only(true);
  CANDOR_RETURN_IF_ERROR(
      session.connection().Call<v1::RoleService>(&v1::RoleService::Stub::GrantRole, request).status());
  return AddPerson(session.connection(), typed);
}

absl::Status NameFor(Session& session, const std::string& member, const RoleToGive& given) {
  Connection& connection = session.connection();
  CANDOR_ASSIGN_OR_RETURN(const std::vector<v1::RoleGrant> grants, RolesOf(connection, member));
  CANDOR_ASSIGN_OR_RETURN(const Day today, DayOfPractice(connection));
  const bool has = std::any_of(grants.begin(), grants.end(), [&](const v1::RoleGrant& each) {
    return each.role() == given.role && each.deputy() == given.deputy && each.of() == given.of &&
           IsInForce(each, today);
  });
  if (has) return absl::OkStatus();
  return connection.Call<v1::RoleService>(&v1::RoleService::Stub::GrantRole, GrantFor(member, given)).status();
}

absl::Status AcceptNonUse(Session& session, bool yes) {
  Connection& connection = session.connection();
  CANDOR_ASSIGN_OR_RETURN(const v1::Readiness readiness, ReadinessNow(connection));
  v1::AcceptNonUseRequest request;
  request.set_digest(readiness.non_use_digest());
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_owner(), OwnerToAccept(session));
  ShowRule(session, readiness);
  NameBook names(connection);
  const std::string owner = OneLine(names.Member(request.owner()));
  const std::string record =
      connection.acts_for_member()
          ? "It goes on record with the owner's name and these words."
          : absl::StrCat("It goes on record with these words, as accepted by the operator, for ", owner,
                         ". Once people have enrolled, ", owner, " is asked for their own word.");
  CANDOR_RETURN_IF_ERROR(
      ConfirmThat(session, record, "Does the owner accept this?", yes, "the rule is not accepted yet"));
  return connection.Call<v1::RoleService>(&v1::RoleService::Stub::AcceptNonUse, request).status();
}

absl::Status AskForGaps(Session& session) {
  std::set<GapKey> later;
  session.terminal.err
      << Wrap(
             "A practice names some people before anybody writes about themselves: whom to consult, who "
             "looks into what is raised about those who lead, and who stands in. Enter leaves a "
             "question for later.",
             kTextWidth)
      << "\n\n";
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const v1::Readiness readiness, ReadinessNow(session.connection()));
    const v1::ReadinessGap* const gap = NextGap(readiness, later);
    if (gap == nullptr) return absl::OkStatus();
    const absl::StatusOr<bool> again = AskForOne(session, *gap);
    if (absl::IsCancelled(again.status())) return absl::OkStatus();
    CANDOR_RETURN_IF_ERROR(again.status());
    if (!*again) later.insert(KeyOf(*gap));
  }
}

}  // namespace candor::cli
