#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "candor/v1/role.pb.h"
#include "daemon/base/bytes.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/domain/away.h"
#include "daemon/domain/hats.h"
#include "daemon/domain/non_use.h"
#include "daemon/domain/role.h"
#include "daemon/domain/role_rights.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/entry_draft.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/page.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/readiness_wire.h"
#include "daemon/rpc/services.h"

namespace candor::rpc {
namespace {

using domain::Role;
using domain::RoleChange;

// Everybody's (AIP-159).
constexpr char kRolesOfAll[] = "members/-";

void WriteGrant(const RoleChange& grant, v1::RoleGrant* out) {
  out->set_name(RoleGrantName(grant.member, grant.id));
  out->set_role(static_cast<v1::Role>(grant.role));
  out->set_of(MemberName(grant.of));
  out->set_deputy(grant.deputy);
  rpc::ToWire(grant.from, out->mutable_from());
  if (grant.until) rpc::ToWire(*grant.until, out->mutable_until());
  out->set_withdrawn(grant.withdrawn);
  rpc::ToWire(grant.recorded_at, out->mutable_recorded_at());
}

absl::StatusOr<std::optional<RoleChange>> GrantOf(const domain::View& view, const RoleGrantRef& ref) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<RoleChange> changes, view.RolesOf(ref.member));
  const auto found =
      std::find_if(changes.begin(), changes.end(), [&ref](const RoleChange& each) { return each.id == ref.grant; });
  return found == changes.end() ? std::nullopt : std::optional(*found);
}

absl::Status CheckRoleRights(const Question& question, const Call& call, const RoleChange& change) {
  std::vector<Role> roles;
  if (!call.caller.acting_for.empty()) {
    CANDOR_ASSIGN_OR_RETURN(roles, domain::RolesInForce(*question.view, call.caller.acting_for, question.today));
  }
  CANDOR_ASSIGN_OR_RETURN(const std::vector<RoleChange> changes, question.view->ListRoles());
  const std::vector<RoleChange> grants = domain::GrantsOn(changes, question.today);
  switch (domain::RoleBarOf(change, call.caller, roles, grants)) {
    case domain::RoleBar::kNone:
      return absl::OkStatus();
    case domain::RoleBar::kOwnRole:
      return WithDetail(absl::PermissionDeniedError("nobody gives themselves a role; the owner gives the director's, "
                                                    "and the director the others"),
                        {"parent", "own_role"});
    case domain::RoleBar::kOwnReviewer:
      return WithDetail(
          absl::PermissionDeniedError("nobody chooses who reviews what is about themselves: the owner names the "
                                      "director's reviewer and the director the owner's, and where one person is both "
                                      "it is done on the machine that the daemon runs on"),
          {"role", "own_reviewer"});
    case domain::RoleBar::kOwnership:
      return WithDetail(absl::PermissionDeniedError("who owns the practice is recorded by an owner, or on the machine "
                                                    "that the daemon runs on"),
                        {"role", "ownership"});
  }
  return absl::InternalError("a bar that is not known here");
}

absl::StatusOr<Role> RoleFromWire(v1::Role wire) {
  if (wire == v1::ROLE_UNSPECIFIED) return MissingField("role", "say which role it is");
  const auto role = static_cast<Role>(wire);
  if (domain::IsGranted(role)) return role;
  return InvalidField("role", "not_granted",
                      "is a role that nobody gives: whose a case is and who supervises whom is recorded as such");
}

// For whom somebody reviews or stands in.
absl::StatusOr<MemberId> ForWhom(const domain::View& view, const v1::GrantRoleRequest& request, const MemberId& member,
                                 Role role) {
  if (request.of().empty()) return MemberId();
  if (role != Role::kIndependentReviewer && !request.deputy()) {
    return InvalidField("of", "not_for_role", "is for a reviewer or a deputy; leave it out");
  }
  CANDOR_ASSIGN_OR_RETURN(const MemberId of, KnownMember(view, request.of(), "of"));
  if (of == member) return InvalidField("of", "self", "is the same person; name another one");
  return of;
}

// `again`: the call was made before, on a day that may have been another one.
absl::Status ReadDays(const v1::GrantRoleRequest& request, Day today, bool again, RoleChange& change) {
  change.from = today;
  if (request.has_from()) {
    CANDOR_ASSIGN_OR_RETURN(change.from, DayFromWire(request.from(), "from"));
    if (change.from < today && !again) {
      return InvalidField("from", "before_today", "lies before today; give today or a later day");
    }
  }
  if (!request.has_until()) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(change.until, DayFromWire(request.until(), "until"));
  if (*change.until >= change.from) return absl::OkStatus();
  return InvalidField("until", "before_from", "lies before the first day; give the last day or none");
}

absl::StatusOr<RoleChange> ReadRoleChange(const Rooms& rooms, const Call& call, const v1::GrantRoleRequest& request) {
  CANDOR_ASSIGN_OR_RETURN(const Question question, Ask(rooms, call, nullptr));
  const domain::View& view = *question.view;
  RoleChange change;
  CANDOR_ASSIGN_OR_RETURN(const IdBytes id, IdToMake(rooms, call, "role", request.request_id()));
  change.id = RoleChangeId(id);
  const bool of_nobody_yet = request.validate_only() && request.parent() == kRolesOfAll;
  if (!of_nobody_yet) {
    CANDOR_ASSIGN_OR_RETURN(change.member, KnownMember(view, request.parent(), "parent"));
  }
  CANDOR_ASSIGN_OR_RETURN(change.role, RoleFromWire(request.role()));
  CANDOR_ASSIGN_OR_RETURN(change.of, ForWhom(view, request, change.member, change.role));
  change.deputy = request.deputy();
  change.caller = call.caller;
  CANDOR_ASSIGN_OR_RETURN(const std::optional<RoleChange> before, GrantOf(view, {change.member, change.id}));
  CANDOR_RETURN_IF_ERROR(ReadDays(request, question.today, before.has_value(), change));
  CANDOR_ASSIGN_OR_RETURN(const bool left, domain::HasLeft(view, change.member, change.from));
  if (left) return InvalidField("parent", "left", "is somebody who has left by then; name somebody else");
  CANDOR_RETURN_IF_ERROR(CheckRoleRights(question, call, change));
  return change;
}

template <class Response>
void ReplyWithGrant(const Rooms& rooms, const RoleGrantRef& ref, const Reply<Response>& reply) {
  const auto grant = GrantOf(*rooms.store.Latest(), ref);
  if (!grant.ok()) return reply(grant.status());
  Response response;
  if (*grant) WriteGrant(**grant, response.mutable_grant());
  reply(std::move(response));
}

void GrantRole(const Rooms& rooms, const Call& call, const v1::GrantRoleRequest& request,
               const Reply<v1::GrantRoleResponse>& reply) {
  auto change = ReadRoleChange(rooms, call, request);
  if (!change.ok()) return reply(change.status());
  if (request.validate_only()) return reply(v1::GrantRoleResponse());
  const RoleGrantRef ref{change->member, change->id};
  domain::Transaction transaction{{*std::move(change)}, SentBy(request)};
  rooms.store.Append(std::move(transaction), [rooms, ref, reply](const absl::StatusOr<domain::Appended>& appended) {
    if (!appended.ok()) return reply(appended.status());
    ReplyWithGrant(rooms, ref, reply);
  });
}

void WithdrawRole(const Rooms& rooms, const Call& call, const v1::WithdrawRoleRequest& request,
                  const Reply<v1::WithdrawRoleResponse>& reply) {
  const absl::StatusOr<RoleGrantRef> ref = ParseRoleGrant(request.name(), "name");
  if (!ref.ok()) return reply(ref.status());
  const absl::StatusOr<Question> question = Ask(rooms, call, nullptr);
  if (!question.ok()) return reply(question.status());
  const auto grant = GrantOf(*question->view, *ref);
  if (!grant.ok()) return reply(grant.status());
  if (!*grant) return reply(NotFoundField("name", "no such role; see `candor member role list`"));
  RoleChange change = **grant;
  const bool over = change.withdrawn || (change.until && *change.until < question->today);
  if (over) return ReplyWithGrant(rooms, *ref, reply);
  change.withdrawn = true;
  change.until = std::max(question->today, change.from) - 1;
  change.caller = call.caller;
  if (absl::Status status = CheckRoleRights(*question, call, change); !status.ok()) return reply(status);
  rooms.store.Append({{std::move(change)}},
                     [rooms, ref = *ref, reply](const absl::StatusOr<domain::Appended>& appended) {
                       if (!appended.ok()) return reply(appended.status());
                       ReplyWithGrant(rooms, ref, reply);
                     });
}

absl::Status ListRoles(const Rooms& rooms, const Call& /*call*/, const v1::ListRolesRequest& request,
                       v1::ListRolesResponse& response) {
  const std::shared_ptr<const domain::View> view = rooms.store.Latest();
  std::vector<RoleChange> grants;
  if (request.parent() == kRolesOfAll) {
    CANDOR_ASSIGN_OR_RETURN(grants, view->ListRoles());
  } else {
    CANDOR_ASSIGN_OR_RETURN(const MemberId member, KnownMember(*view, request.parent(), "parent"));
    CANDOR_ASSIGN_OR_RETURN(grants, view->RolesOf(member));
  }
  CANDOR_ASSIGN_OR_RETURN(const size_t limit, PageSize(request.page_size()));
  // Roles are few: the token is how many have been shown.
  CANDOR_ASSIGN_OR_RETURN(const size_t begin, CountBefore(request.page_token()));
  const size_t end = begin < grants.size() ? std::min(grants.size(), begin + limit) : grants.size();
  for (size_t i = begin; i < end; ++i) WriteGrant(grants[i], response.add_grants());
  if (end < grants.size()) response.set_next_page_token(TokenAfterCount(end));
  return absl::OkStatus();
}

// Who accepts: the owner themself. Before anybody is enrolled, the operator for them, as the record says.
absl::StatusOr<MemberId> WhoAccepts(const Rooms& rooms, const Call& call, const Question& question,
                                    const v1::AcceptNonUseRequest& request) {
  MemberId owner = call.caller.acting_for;
  if (!request.owner().empty()) {
    CANDOR_ASSIGN_OR_RETURN(owner, KnownMember(*question.view, request.owner(), "owner"));
  }
  if (owner.empty()) return MissingField("owner", "say which owner has accepted it");
  const bool for_another = owner != call.caller.acting_for;
  // Whatever the practice lets the operator do in somebody's name, an owner's word is their own.
  const bool not_theirs = for_another ? !call.caller.has_every_right() || rooms.identity.AnyoneEnrolled()
                                      : call.caller.is_acted_for() && rooms.identity.AnyoneEnrolled();
  if (not_theirs) {
    return WithDetail(absl::PermissionDeniedError("the owner accepts this themself, from a machine of their own: "
                                                  "candor setup"),
                      {"owner", "owner_only"});
  }
  CANDOR_ASSIGN_OR_RETURN(const std::vector<RoleChange> changes, question.view->RolesOf(owner));
  if (domain::HasRoleOn(changes, owner, Role::kOwner, question.today)) return owner;
  return FailedField("owner", "not_owner", "is not recorded as an owner of the practice; record that first");
}

// nullopt: it is accepted already.
absl::StatusOr<std::optional<domain::NonUseAccepted>> ReadAcceptance(const Rooms& rooms, const Call& call,
                                                                     const Question& question,
                                                                     const v1::AcceptNonUseRequest& request) {
  if (request.digest().empty()) return MissingField("digest", "give the digest of the words that were shown");
  if (request.digest() != absl::BytesToHexString(ToAbsl(AsText(domain::kNonUseDigest)))) {
    return FailedField("digest", "other_words", "is of other words than those in force; show these and ask again");
  }
  domain::NonUseAccepted accepted;
  CANDOR_ASSIGN_OR_RETURN(accepted.owner, WhoAccepts(rooms, call, question, request));
  CANDOR_ASSIGN_OR_RETURN(const std::optional<domain::NonUseAccepted> before, question.view->NonUse());
  const bool stands = before && before->owner == accepted.owner && before->text_digest == domain::kNonUseDigest;
  // The owner's own word takes the place of what the operator said for them.
  if (stands && (call.caller.is_operator || !before->caller.is_operator)) {
    return std::optional<domain::NonUseAccepted>();
  }
  accepted.id = RandomIdBytes();
  accepted.text_digest = domain::kNonUseDigest;
  accepted.caller = call.caller;
  return std::optional(std::move(accepted));
}

void AcceptNonUse(const Rooms& rooms, const Call& call, const v1::AcceptNonUseRequest& request,
                  const Reply<v1::AcceptNonUseResponse>& reply) {
  const absl::StatusOr<Question> question = Ask(rooms, call, nullptr);
  if (!question.ok()) return reply(question.status());
  auto accepted = ReadAcceptance(rooms, call, *question, request);
  if (!accepted.ok()) return reply(accepted.status());
  const auto answer = [rooms, today = question->today, reply] {
    v1::AcceptNonUseResponse response;
    const absl::Status status =
        WriteReadiness(*rooms.store.Latest(), rooms.identity, today, response.mutable_readiness());
    if (!status.ok()) return reply(status);
    reply(std::move(response));
  };
  if (!*accepted) return answer();
  rooms.store.Append({{**std::move(accepted)}}, [reply, answer](const absl::StatusOr<domain::Appended>& appended) {
    if (!appended.ok()) return reply(appended.status());
    answer();
  });
}

absl::Status GetReadiness(const Rooms& rooms, const Call& call, const v1::GetReadinessRequest&,
                          v1::GetReadinessResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(const Question question, Ask(rooms, call, nullptr));
  return WriteReadiness(*question.view, rooms.identity, question.today, response.mutable_readiness());
}

}  // namespace

void AddRoleService(const Rooms& rooms, MethodTable& methods) {
  methods.AnswerLater("candor.v1.RoleService.GrantRole", rooms, GrantRole);
  methods.AnswerLater("candor.v1.RoleService.WithdrawRole", rooms, WithdrawRole);
  methods.Answer("candor.v1.RoleService.ListRoles", rooms, ListRoles);
  methods.AnswerLater("candor.v1.RoleService.AcceptNonUse", rooms, AcceptNonUse);
  methods.Answer("candor.v1.RoleService.GetReadiness", rooms, GetReadiness);
  AddAccessExplanation(rooms, methods);
}

}  // namespace candor::rpc
